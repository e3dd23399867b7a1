"""Makes backups of the open record, and looks into them: copy, check, seal, write, read back.

The copy is made by ``VACUUM INTO`` on a connection of its own, under a fresh key: people go on working, and
an old backup does not hang on the key of today. Nothing here opens the live file but SQLCipher.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher

from db.backup_file import ENDING, Container, Watch, checksum, unpack, write_container
from db.backup_header import BackupHeader
from db.engine import Database
from db.errors import BackupTrouble, DatabaseTrouble, trouble_from, trouble_from_os
from db.keys import Vault
from db.sealing import BackupKeys

__all__ = ["Contents", "Made", "Watch", "check_copy", "looked_into", "make_backup", "workshop"]

_WORKSHOP = ".backup-"
_LEFT_BEHIND_S = 3 * 3600
_TICK = 4000  # steps of the engine between two looks at whether somebody asked to stop
_NO_MAC = b"\x00" * 32


@dataclass(frozen=True)
class Contents:
    """What a copy holds, counted in the copy itself."""

    facility: str
    training: bool
    incarnation: bytes
    schema: int
    rows: dict[str, int]
    audit_seq: int
    audit_mac: bytes


@dataclass(frozen=True)
class Made:
    """A backup that was written, read back and opened. ``keys`` open it."""

    path: Path
    header: BackupHeader
    keys: BackupKeys


def make_backup(
    database: Database,
    vault: Vault,
    *,
    scratch: Path,
    folder: Path,
    name: str | None = None,
    reason: str,
    now: datetime,
    made_by: str,
    watch: Watch,
) -> Made:
    """Make one backup of the open record.

    Args:
        database: the open record; people may go on writing.
        vault: whose receivers it is sealed to.
        scratch: folder on a disk of this PC for the copy in between.
        folder: where the backup goes.
        name: of the file; None makes ``EMR-<facility>-<date>-<time>.emrbackup``.
        reason: one of ``backup_header.REASONS``.
        now: the time.
        made_by: version of the program.
        watch: told of each step; may stop it.

    Raises:
        BackupTrouble: it was not made; every earlier backup is as it was.
        DatabaseTrouble: the record itself cannot be read.
        KeyTrouble: the key file cannot be read.
    """
    key, backup_id = secrets.token_bytes(32), secrets.token_bytes(16)
    with workshop(scratch) as place:
        copy = place / "copy.db"
        _vacuum_into(database, copy, key, watch)
        found = check_copy(copy, key, watch=watch)
        size, summed = checksum(copy)
        header = BackupHeader(
            backup_id=backup_id,
            db_id=vault.db_id,
            facility=found.facility,
            training=found.training,
            created=now.replace(microsecond=0),
            made_by=made_by,
            reason=reason,
            schema=found.schema,
            incarnation=found.incarnation,
            generation=vault.generation,
            rows=found.rows,
            audit_seq=found.audit_seq,
            audit_mac=found.audit_mac,
            size=size,
            checksum=summed,
            sealed=vault.seal_backup(key, backup_id),
        ).signed(vault.audit_key)
        path = write_container(folder, name or header.file_name, header, copy, watch)
    opened = vault.open_backup(header)
    if opened is None or opened.database_key != key:
        raise BackupTrouble("backup.wrong_key")
    return Made(path, header, opened)


def _vacuum_into(database: Database, copy: Path, key: bytes, watch: Watch) -> None:
    watch.step("copy", 0, 1)
    with database.outside_transactions() as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        pages, page_size = (
            int(connection.execute(f"PRAGMA {what}").fetchone()[0]) for what in ("page_count", "page_size")
        )
        total = pages * page_size
        free = shutil.disk_usage(copy.parent).free
        if free < total * 1.1 + 4_000_000:
            raise BackupTrouble(
                "backup.no_room", needed_mb=int(total * 1.1 / 1e6) + 4, free_mb=free // 1_000_000
            )

        def tick() -> int:
            if watch.cancelled.is_set():
                return 1
            if watch.tell is not None and copy.exists():
                watch.tell("copy", min(copy.stat().st_size, total), total)
            return 0

        connection.set_progress_handler(tick, _TICK)
        try:
            connection.execute("VACUUM INTO ?", (_address(copy) + "?key=" + quote(f"x'{key.hex()}'"),))
        except sqlcipher.Error:
            watch.step("copy", 0, 1)  # somebody asked to stop
            raise
        finally:
            connection.set_progress_handler(None, 0)
            connection.execute("PRAGMA shrink_memory")
    watch.step("copy", 1, 1)


def check_copy(path: Path, key: bytes, *, watch: Watch, expected: BackupHeader | None = None) -> Contents:
    """Open a copy read-only with its key, check every page and the structure, and count.

    Args:
        path: the encrypted database.
        key: 32 bytes.
        watch: told ``check``.
        expected: what was promised; anything else is damage.

    Raises:
        BackupTrouble: ``backup.damaged``, ``backup.wrong_key``.
    """
    try:
        with closing(_open_read_only(path, key)) as connection:
            connection.set_progress_handler(lambda: int(watch.cancelled.is_set()), _TICK)
            watch.step("check", 0, 4)
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                raise BackupTrouble("backup.damaged", path=str(path))
            watch.step("check", 1, 4)
            if [row[0] for row in connection.execute("PRAGMA quick_check(1)")] != ["ok"]:
                raise BackupTrouble("backup.damaged", path=str(path))
            watch.step("check", 2, 4)
            found = _contents(connection)
            watch.step("check", 4, 4)
    except sqlcipher.Error as error:
        watch.step("check", 0, 4)
        raise BackupTrouble("backup.damaged", path=str(path)) from error
    if expected is not None and not _as_promised(found, expected):
        raise BackupTrouble("backup.damaged", path=str(path))
    return found


def _as_promised(found: Contents, header: BackupHeader) -> bool:
    return (
        found.rows == header.rows
        and (found.audit_seq, found.audit_mac) == (header.audit_seq, header.audit_mac)
        and (found.facility, found.schema) == (header.facility, header.schema)
        and found.incarnation == header.incarnation
    )


@contextmanager
def looked_into(container: Container, keys: BackupKeys, *, scratch: Path, watch: Watch) -> Iterator[Path]:
    """Lend the database of a backup, unpacked and checked, under ``keys.database_key``; it is removed after.

    Raises:
        BackupTrouble: ``backup.damaged backup.wrong_key backup.no_room`` ...
    """
    if not container.header.is_signed_by(keys.audit_key):
        raise BackupTrouble("backup.damaged", path=str(container.path))
    with workshop(scratch) as place:
        copy = place / "copy.db"
        unpack(container, copy, watch)
        check_copy(copy, keys.database_key, watch=watch, expected=container.header)
        yield copy


@contextmanager
def workshop(scratch: Path) -> Iterator[Path]:
    """A folder for what lies in between, gone afterwards; what a power cut left of earlier ones goes too."""
    place = scratch / f"{_WORKSHOP}{secrets.token_hex(4)}"
    try:
        scratch.mkdir(exist_ok=True, mode=0o700)
        place.mkdir(mode=0o700)
        now = place.stat().st_mtime
        for old in scratch.glob(f"{_WORKSHOP}*"):
            if now - old.stat().st_mtime > _LEFT_BEHIND_S:  # another program may be at work beside us
                shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise trouble_from_os(error, path=str(scratch)) from error
    try:
        yield place
    except OSError as error:
        raise trouble_from_os(error, path=str(scratch)) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def copy_under_key(source: Path, key: bytes, target: Path, new_key: bytes) -> None:
    """Write the database of a backup anew under the key of a record.

    Raises:
        DatabaseTrouble: ``disk_full`` ...
    """
    try:
        with closing(_open_read_only(source, key)) as connection:
            connection.execute("VACUUM INTO ?", (_address(target) + "?key=" + quote(f"x'{new_key.hex()}'"),))
    except sqlcipher.Error as error:
        raise trouble_from(error, target) or DatabaseTrouble("io_error", path=str(target)) from error


def newest_entry(path: Path, key: bytes) -> int | None:
    """Number of the newest audit entry of a closed record, which stays as it is; None: it does not open."""
    row = _asked(path, key, "SELECT max(seq) FROM audit_entry")
    return None if row is None else row[0]


def key_of_backup(path: Path, key: bytes, backup_id: bytes) -> bytes | None:
    """The key of a backup as a closed record wrote it down; None when it does not open or does not know."""
    row = _asked(path, key, "SELECT database_key FROM backup WHERE id = ?", backup_id)
    return None if row is None else bytes(row[0])


def _asked(path: Path, key: bytes, question: str, *given: object) -> Any:
    # Read-only, but with its log: what was saved last may stand there alone.
    try:
        if not path.is_file():
            return None
        with closing(_open_read_only(path, key, "?mode=ro")) as connection:
            return connection.execute(question, given).fetchone()
    except (sqlcipher.Error, OSError):
        return None


def _open_read_only(path: Path, key: bytes, how: str = "?mode=ro&immutable=1") -> Any:
    connection = sqlcipher.connect(
        _address(path) + how, uri=True, isolation_level=None, check_same_thread=False
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for setting in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "mmap_size = 0",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _contents(connection: Any) -> Contents:
    names = [
        str(row[0])
        for row in connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' ORDER BY name")
        if not str(row[0]).startswith("sqlite_")
    ]
    rows = {}
    for name in names:
        quoted = name.replace('"', '""')
        rows[name] = int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    code, training, incarnation = connection.execute(
        "SELECT code, training, incarnation FROM facility"
    ).fetchone()
    last = connection.execute("SELECT seq, mac FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
    return Contents(
        facility=str(code),
        training=bool(training),
        incarnation=bytes(incarnation),
        schema=int(connection.execute("PRAGMA user_version").fetchone()[0]),
        rows=rows,
        audit_seq=int(last[0]) if last else 0,
        audit_mac=bytes(last[1]) if last else _NO_MAC,
    )


def _address(path: Path) -> str:
    """``file:`` address of a path on either system (https://sqlite.org/uri.html)."""
    shown = path.resolve().as_posix()
    return "file:" + ("/" if not shown.startswith("/") else "") + quote(shown)


def is_backup_name(name: str, facility: str) -> bool:
    """Whether a file may be one of this facility's backups, by its name."""
    return name.startswith(f"EMR-{facility}-") and name.endswith(ENDING)
