"""Setting a facility up, and unlocking it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock


@dataclass(frozen=True, kw_only=True)
class FacilityDetails:
    """What the set-up asks about the facility. ``code`` is the HFR code with its Luhn digit: ``101168-3``."""

    code: str
    name: str
    type: str = "dispensary"  # dispensary, health_centre
    region: str | None = None
    council: str | None = None
    ward: str | None = None
    language: str = "sw"
    training: bool = False


@dataclass(frozen=True, kw_only=True)
class FirstUser:
    username: str
    full_name: str
    password: str


@dataclass(frozen=True)
class LoginName:
    """A tile of the login window; read from the key file before anything is unlocked."""

    username: str
    full_name: str
    must_set_password: bool  # the slot was made with a one-time code


def has_facility(folder: Path) -> bool:
    """Say whether the folder holds a facility, whole or in part (a database without its keys counts)."""
    raise NotImplementedError


def create_facility(
    folder: Path, *, details: FacilityDetails, first_user: FirstUser, clock: Clock | None = None
) -> str:
    """Make the data folder: encrypted database, key file, first user with the role ``in_charge``.

    Returns:
        The recovery key, to be written on paper; it is kept nowhere.

    Raises:
        ValidationError: a field is wrong (``code``, ``name``, ``username``, ``password`` ...).
        EmrError: ``facility.already_there``, ``folder.read_only``, ``folder.missing_parent``.
        DatabaseTrouble: ``disk_full`` ...; what was begun is removed again.
    """
    raise NotImplementedError


def login_names(folder: Path) -> tuple[LoginName, ...]:
    """The people who can log in, in the order they were added."""
    raise NotImplementedError


def unlock(folder: Path, *, username: str | None, password: str, clock: Clock | None = None) -> WorkSession:
    """Open the facility for one person, upgrading the schema first when it is behind.

    Args:
        folder: the data folder.
        username: who; None means the first user that was ever added.
        password: the person's own password.
        clock: where the session takes the time from.

    Raises:
        EmrError: ``login.refused`` (one answer for unknown user, wrong password and disabled user),
            ``login.code_must_be_changed`` (right one-time code, no own password yet),
            ``facility.missing``, ``keys.missing`` (a database without keys: recovery, never a new key),
            ``keys.damaged``.
        DatabaseTrouble: the machine is in trouble.
    """
    raise NotImplementedError


def set_own_password(folder: Path, *, username: str, current: str, new: str) -> None:
    """Change the password of a slot; ``current`` is the old password or the one-time code.

    Raises:
        EmrError: ``login.refused``.
        ValidationError: ``password`` is too short, common or the user's own name.
    """
    raise NotImplementedError


def recover(folder: Path, *, recovery_key: str, username: str, new_password: str) -> str:
    """Open with the paper key, give ``username`` a new password, and return the new recovery key.

    Raises:
        EmrError: ``recovery.refused``.
        ValidationError: the key was mistyped (``recovery_key``, group number).
    """
    raise NotImplementedError
