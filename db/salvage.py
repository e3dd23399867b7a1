"""Reads what can be read from copies of a damaged database; the damaged files themselves are only copied."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from db.device import sync_folder
from db.errors import DatabaseTrouble, trouble_from_os

_LOG_SUFFIXES = ("", "-wal", "-shm", "-journal")
_PIECE = 1 << 20
_FIRST_STEP = 2_000  # rows asked for at once
_MOST_IN_VAIN = 150  # failures in a row; then what is left is asked for in whole pieces only
_ROWS_IN_A_PAGE = 400  # more than any page of 4 KB holds here: bounds the row numbers when the end is lost

Row = dict[str, Any]


def files_of(database: Path) -> tuple[Path, ...]:
    """The database file and what SQLite keeps beside it, as far as they are there."""
    found = (database.with_name(database.name + suffix) for suffix in _LOG_SUFFIXES)
    return tuple(path for path in found if path.is_file())


def set_aside(files: tuple[Path, ...], folder: Path) -> tuple[Path, ...]:
    """Copy files byte for byte into a new folder, and compare the copies with them.

    No connection of this process may be open on them: closing a descriptor drops SQLite's locks.

    Raises:
        DatabaseTrouble: ``disk_full read_only io_error``; what was copied so far is taken away again.
    """
    made: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=False, mode=0o700)
        for file in files:
            copy = folder / file.name
            made.append(copy)
            shutil.copyfile(file, copy)
            with copy.open("rb+") as handle:
                os.fsync(handle.fileno())
            if digest(copy) != digest(file):
                raise DatabaseTrouble("io_error", path=str(copy))
        sync_folder(folder)
    except (OSError, DatabaseTrouble) as error:
        with contextlib.suppress(OSError):
            for copy in made:
                copy.unlink(missing_ok=True)
            folder.rmdir()
        if isinstance(error, OSError):
            raise trouble_from_os(error, path=str(folder)) from error
        raise
    return tuple(made)


def digest(file: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as handle:
        while piece := handle.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


class Salvage:
    """One copy of a damaged database, read row by row around what is damaged.

    Attributes:
        gaps: table: stretches of row numbers that could not be read (both ends included).
    """

    def __init__(self, copy: Path, key: bytes) -> None:
        """Open the copy; it may be written to, the damaged original must not lie here.

        Raises:
            DatabaseTrouble: ``not_a_database``: nothing can be read with this key.
        """
        self._path, self._key = copy, key
        self._connection: Any
        self._connection = None
        self.gaps: dict[str, list[tuple[int, int]]] = {}
        try:
            self._open()
            names = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except sqlcipher.Error as error:
            self.close()
            raise DatabaseTrouble("not_a_database", path=str(copy)) from error
        self.tables = frozenset(str(row[0]) for row in names)

    def rows(self, table: str) -> Iterator[Row]:
        """Give every row that can be read, in the order of row numbers; ``gaps`` tells what could not."""
        if table not in self.tables:
            return
        gaps = self.gaps.setdefault(table, [])
        in_vain = 0
        waiting = self._stretches(table)
        while waiting:
            low, high = waiting.pop()
            found = self._read(table, low, high)
            if found is not None:
                in_vain = 0 if found else in_vain
                yield from found
                continue
            in_vain += 1
            if low < high and in_vain < _MOST_IN_VAIN:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]
            elif gaps and gaps[-1][1] == low - 1:
                gaps[-1] = (gaps[-1][0], high)
            else:
                gaps.append((low, high))

    def close(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlcipher.Error):
                self._connection.close()
            self._connection = None

    def _open(self) -> None:
        # A page that does not decrypt leaves the connection unusable: each failure takes a new one.
        self.close()
        connection = sqlcipher.connect(str(self._path), timeout=1, isolation_level=None)
        self._connection = connection
        connection.row_factory = None
        for statement in (
            "PRAGMA cipher_log_level = NONE",
            f"PRAGMA key = \"x'{self._key.hex()}'\"",
            "PRAGMA query_only = ON",
            "PRAGMA trusted_schema = OFF",
            "PRAGMA temp_store = MEMORY",
            "PRAGMA mmap_size = 0",
            "PRAGMA cell_size_check = ON",
        ):
            connection.execute(statement)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def _stretches(self, table: str) -> list[tuple[int, int]]:
        """Row numbers to be asked for, the last stretch first."""
        try:
            last = self._connection.execute(f"SELECT max(rowid) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608
            last = int(last or 0)
        except sqlcipher.Error:
            self._open()
            last = max(self._path.stat().st_size // 4096, 1) * _ROWS_IN_A_PAGE
        return [(low, min(low + _FIRST_STEP - 1, last)) for low in range(1, last + 1, _FIRST_STEP)][::-1]

    def _read(self, table: str, low: int, high: int) -> list[Row] | None:
        """The rows of a stretch; None when a part of it cannot be read."""
        try:
            cursor = self._connection.execute(
                f"SELECT * FROM {_quoted(table)} NOT INDEXED WHERE rowid BETWEEN ? AND ?",  # noqa: S608
                (low, high),
            )
            names = [str(each[0]) for each in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except (sqlcipher.Error, UnicodeDecodeError, OverflowError):
            with contextlib.suppress(sqlcipher.Error):
                self._open()
            return None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
