"""What can be wrong with the machine under the database, or with its keys, by one short code each."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.into_place import is_held


class DatabaseTrouble(Exception):
    """The machine is in trouble; the data on disk is kept as it is.

    Attributes:
        code: one of ``disk_full busy read_only held damaged not_a_database newer too_old_engine
            not_encrypted setting_refused missing io_error network_share
            synced_folder``.
        params: values for the sentence (paths, versions); never patient data.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class KeyTrouble(Exception):
    """The key file does not open, or is not what it should be.

    Attributes:
        code: with its domain: ``login.refused login.wait login.too_many login.code_expired login.other_device
            keys.missing keys.damaged keys.newer keys.device_secret_missing keys.not_enough_memory
            keys.copies_not_written council.refused council.not_a_key_file council.private_file
            council.wrong_passphrase recovery.refused recovery.mistyped recovery.length``.
        params: values for the sentence.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class BackupTrouble(Exception):
    """A backup could not be made, read or believed; nothing that was there before is touched.

    Attributes:
        code: ``backup.not_a_backup backup.newer backup.damaged backup.wrong_key backup.cancelled
            backup.no_room backup.place_full backup.place_read_only backup.place_gone backup.place_failed
            backup.place_held backup.file_too_large backup.read_back_differs``.
        params: values for the sentence.
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


# Primary SQLite result codes (https://sqlite.org/rescode.html): the low byte of the extended code.
_BY_RESULT_CODE = {
    5: "busy",  # SQLITE_BUSY
    6: "busy",  # SQLITE_LOCKED
    8: "read_only",  # SQLITE_READONLY
    10: "io_error",  # SQLITE_IOERR
    11: "damaged",  # SQLITE_CORRUPT
    13: "disk_full",  # SQLITE_FULL
    14: "io_error",  # SQLITE_CANTOPEN
    26: "not_a_database",  # SQLITE_NOTADB: wrong key or damaged header, the two look alike
}

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.EBUSY: "busy",
}


def trouble_from(error: BaseException | None, path: Path | None = None) -> DatabaseTrouble | None:
    """Give the trouble that a driver's exception stands for, or None when it is not the machine's fault.

    Args:
        error: what the driver raised.
        path: the database file; tells an input/output error apart that only means a full disk.
    """
    code: Any = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    word = _BY_RESULT_CODE.get(int(code) & 0xFF)
    if word is None:
        return None
    if path is None:
        return DatabaseTrouble(word)
    if word == "io_error" and _disk_is_full(path):
        word = "disk_full"
    return DatabaseTrouble(word, path=str(path))


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Raise the trouble that a driver's exception stands for, where its connection is used by itself."""
    try:
        yield
    except Exception as error:
        trouble = trouble_from(error, path)
        if trouble is None:
            raise
        raise trouble from error


def _disk_is_full(path: Path) -> bool:
    # Making the shared-memory file on a full disk is reported as an input/output error.
    try:
        return shutil.disk_usage(path.parent).free < 128 * 1024
    except OSError:
        return False


def trouble_from_os(error: OSError, **params: object) -> DatabaseTrouble:
    """Give the trouble that a failed file operation stands for."""
    if is_held(error):
        return DatabaseTrouble("held", **params)
    return DatabaseTrouble(_BY_ERRNO.get(error.errno or 0, "io_error"), **params)
