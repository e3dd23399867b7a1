"""Gives the database file another key, so that a power cut leaves it with the old one or the new one.

The key file holds both keys meanwhile (``Vault.begin_rekey``). The file is encrypted again in one transaction
with a rollback journal and ``synchronous=EXTRA``: with less, a journal that comes back after a power cut
would bring the old key back when nobody has it any more.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from db.device import sync_folder
from db.engine import Database, connect
from db.errors import DatabaseTrouble, trouble_from

Progress = Callable[[int, int], None]  # done and all, in hundredths

_WAIT_S = 30.0
_LOOK_S = 0.2
_WRITTEN = 85  # hundredths, when everything is encrypted and not yet read back


def change_key(
    database: Database,
    *,
    choose: Callable[[], bytes],
    progress: Progress | None = None,
    wait_s: float = _WAIT_S,
) -> None:
    """Encrypt the whole file with another key, and read it back with that.

    Args:
        database: whose file it is; afterwards it opens connections with the new key.
        choose: called once nobody else has the file open; gives the new key (32 bytes), which must by then be
            safe on disk. The key of now means that only the reading back is left to do.
        progress: told now and then.
        wait_s: how long other tasks of this program may take to end what they do.

    Raises:
        DatabaseTrouble: ``busy`` when another program, or a task of this one, has the file open: ``choose``
            was not called. ``disk_full`` ...: the file has the old key or the new one, nothing between.
            ``damaged`` when it does not read back.
    """
    path, door = database.path, database.door
    with door.shut(database.engine, wait_s=wait_s), _translated(path):
        connection = connect(path, door.key)
        try:
            _hold(connection, path)
            key = choose()
            if len(key) != 32:
                raise ValueError("the database key has 32 bytes")
            if key != door.key:
                with _watched(path, progress):
                    connection.execute(f"PRAGMA rekey = \"x'{key.hex()}'\"").fetchall()
        finally:
            connection.close()
        # The journal's end is what makes the new key hold: it must be gone for good before the old key is.
        sync_folder(path.parent)
        door.key = key
        if progress is not None:
            progress(_WRITTEN, 100)
        check_with_key(path, key)
        if progress is not None:
            progress(100, 100)


def _hold(connection: Any, path: Path) -> None:
    busy, _frames, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise DatabaseTrouble("busy", path=str(path))
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchone()
    if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
        raise DatabaseTrouble("busy", path=str(path))
    connection.execute("PRAGMA synchronous = EXTRA")
    if connection.execute("PRAGMA synchronous").fetchone()[0] != 3:
        raise DatabaseTrouble("setting_refused", setting="synchronous", wanted="3", got="?")
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("COMMIT")


def check_with_key(path: Path, key: bytes) -> None:
    """Read every page with this key and no other connection.

    Raises:
        DatabaseTrouble: ``not_a_database`` (another key), ``damaged``.
    """
    with _translated(path):
        connection = connect(path, key)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                raise DatabaseTrouble("damaged", path=str(path))
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise DatabaseTrouble("damaged", path=str(path))
        finally:
            connection.close()


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlcipher.Error as error:
        raise trouble_from(error, path) or error from error


@contextmanager
def _watched(path: Path, progress: Progress | None) -> Iterator[None]:
    """Tell how far it is by the length of the journal: one statement encrypts everything and says nothing."""
    if progress is None:
        yield
        return
    ended = threading.Event()
    journal = path.with_name(f"{path.name}-journal")

    def look() -> None:
        while not ended.wait(_LOOK_S):
            with contextlib.suppress(OSError):
                whole = max(path.stat().st_size, 1)
                progress(min(_WRITTEN * journal.stat().st_size // whole, _WRITTEN), 100)

    watcher = threading.Thread(target=look, name="rekey-progress", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
