"""What a file of answers says, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emr_desktop.facility.rows import FacilityDetails

Place = tuple[Path, int, str]  # file, line, key


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: the file, the line in it, the key (or the column of a list of facilities).
        code: with a sentence for ``params``, which says why.
        params: values for the sentence; never a secret.
    """

    place: Place
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


class AnswersFaulty(Exception):
    """Nothing was made; ``faults`` says why, in the order of the lines."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class UserAnswer:
    """A person who gets a one-time code."""

    username: str
    full_name: str
    roles: tuple[str, ...]
    cadre: str | None
    place: Place


@dataclass(frozen=True)
class Table:
    """A table of the file with where each of its keys stands."""

    values: Mapping[str, Any]
    path: Path
    lines: Mapping[str, int]
    name: str

    def place(self, key: str = "") -> Place:
        """Where a key stands; an absent one stands where its table does."""
        shown = f"{self.name}.{key}" if key else self.name
        return self.path, self.lines.get(key, self.lines.get("", 1)), shown


@dataclass(frozen=True)
class Answers:
    """A file that was read and found to be right, for one facility.

    Attributes:
        path: of the file.
        details: the facility.
        in_charge: who opens the record first.
        users: everybody else.
        settings: of the facility, each with where it stands.
        council, network: None where nothing is said.
        forms: files with their place.
        patients: a file to import, with its place.
        targets: where data goes.
    """

    path: Path
    details: FacilityDetails
    in_charge: UserAnswer
    users: tuple[UserAnswer, ...] = ()
    settings: Mapping[str, tuple[Any, Place]] = field(default_factory=dict)
    council: Table | None = None
    network: Table | None = None
    forms: tuple[tuple[Path, Place], ...] = ()
    patients: tuple[Path, Place] | None = None
    targets: tuple[Table, ...] = ()
