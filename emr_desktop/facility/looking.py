"""What can be said of a closed data folder: whether a facility lies there, and who may log in.

Loads neither SQLAlchemy nor SQLCipher: the login window stands before they are there.
"""

from __future__ import annotations

from pathlib import Path

from db.attempts import Attempts
from db.device import read_device_secret
from db.errors import KeyTrouble
from db.key_file import KeyFile, KeyStore
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.layout import database_path, set_up_folder
from emr_desktop.facility.moving_in import finish_move, move_is_under_way
from emr_desktop.facility.rows import LoginName


def has_facility(folder: Path) -> bool:
    """Say whether the folder holds a facility, whole or in part (a database without its keys counts).

    Raises:
        EmrError: ``folder.no_access`` when nobody lets us look.
    """
    try:
        _finish_restore(folder)
        if database_path(folder).exists():
            return True
        unfinished = database_path(set_up_folder(folder)).exists()
        keys = KeyStore(folder).in_folder()
    except OSError as error:
        raise EmrError("folder.no_access", path=str(folder), reason=error.strerror or "") from error
    # Keys without a database, while a database in the making lies there, are what a power cut left of a
    # set-up that never ended: nobody has worked with it, nobody has seen its recovery key.
    return keys and not unfinished


def _finish_restore(folder: Path) -> None:
    """Go on with a restore that a power cut stopped, unless somebody is at it now."""
    if not move_is_under_way(folder):
        return
    try:
        with InstanceLock(folder):
            finish_move(folder)
    except (EmrError, DatabaseTrouble):
        pass


def login_names(folder: Path) -> tuple[LoginName, ...]:
    """The people who can log in, in the order they were added.

    Raises:
        EmrError: ``facility.missing keys.missing keys.damaged``.
    """
    return tuple(
        LoginName(slot.username or "", slot.full_name or "", slot.one_time_until is not None)
        for slot in key_files(folder)[0].users()
    )


def key_files(folder: Path) -> list[KeyFile]:
    """Read the copies of the key file, the one in force first.

    Raises:
        EmrError: ``facility.missing facility.database_missing keys.missing keys.damaged``.
    """
    if not has_facility(folder):
        raise EmrError("facility.missing", path=str(folder))
    with key_answers():
        found = KeyStore(folder).read_all()
    if not database_path(folder).exists():
        raise EmrError("facility.database_missing", path=str(database_path(folder)))
    return found


def login_wait(folder: Path, username: str) -> tuple[float, bool]:
    """Seconds until this person may try a password again, and whether only a new code helps."""
    try:
        store = KeyStore(folder)
        return Attempts(store, read_device_secret(), store.read_all()[0].db_id).wait_left(username)
    except KeyTrouble:
        return 0.0, False
