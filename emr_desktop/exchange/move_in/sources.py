"""Finds the tables of an export (one file, a folder or a zip) and reads them, whatever program wrote them."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import unguard
from emr_desktop.exchange.move_in.mapping import TableRule, column_name

ENCODINGS = ("utf-8", "cp1252", "utf-16")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
_ENDINGS = (".csv", ".tsv", ".txt")
_PROBE = 1 << 16
_NULL = "\ue000"  # stands for MySQL's \N while a line is taken apart
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPOKEN = {"N": _NULL, "n": " ", "r": " ", "t": " ", "0": "", "\n": " ", "\r": " ", "\t": " ", '"': '""'}
_COLUMN = re.compile(r"^\s*[`\"](\w+)[`\"]\s+\w", re.MULTILINE)
_LONGEST_CELL = 16 * 1024 * 1024


@dataclass(frozen=True)
class FileKind:
    """How a file is written, as it was recognised or said."""

    encoding: str
    delimiter: str
    escapes: bool  # MySQL's: \N for nothing, \ before what would end a cell
    quotes: bool


@dataclass(frozen=True)
class Row:
    """A row of a file: the line it begins on, and its cells."""

    line: int
    cells: list[str]


class Source:
    """The files of an export by the names of their tables."""

    def __init__(
        self,
        path: Path,
        *,
        encoding: str | None = None,
        delimiter: str | None = None,
        table: TableRule | None = None,
    ) -> None:
        """Look what is there; nothing is read yet.

        Args:
            path: a folder, a zip, or one file.
            encoding: of all files; None recognises it.
            delimiter: of all files; None recognises it.
            table: with one file: whose it is, whatever its name. Others are looked for beside it.

        Raises:
            EmrError: ``import.file_missing``, ``import.file_unreadable``.
        """
        self.path = path
        self.kinds: dict[str, FileKind] = {}
        self._encoding, self._delimiter = encoding, delimiter
        self._zip: zipfile.ZipFile | None = None
        self._one = None
        if path.is_dir():
            names = [each.name for each in sorted(path.iterdir()) if each.is_file()]
        elif not path.exists():
            raise EmrError("import.file_missing", path=str(path))
        elif zipfile.is_zipfile(path) and path.suffix.casefold() != ".xlsx":
            try:
                self._zip = zipfile.ZipFile(path)
            except (OSError, zipfile.BadZipFile) as error:
                raise EmrError("import.file_unreadable", path=str(path), reason=str(error)) from error
            names = [each.filename for each in self._zip.infolist() if not each.is_dir()]
        else:
            names = [each.name for each in sorted(path.parent.iterdir()) if each.is_file()]
            self._one = table
        self._files: dict[str, str] = {}
        self._sql: dict[str, str] = {}
        for name in names:
            stem, ending = PurePosixPath(name).stem.casefold(), PurePosixPath(name).suffix.casefold()
            if ending in _ENDINGS:
                self._files.setdefault(stem, name)
            elif ending == ".sql":
                self._sql.setdefault(stem, name)

    def close(self) -> None:
        if self._zip is not None:
            self._zip.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *ended: object) -> None:
        self.close()

    def file_of(self, table: TableRule) -> str | None:
        """The name of the file that holds a table; None when there is none."""
        if self._one is not None and self._one.name == table.name:
            return self.path.name
        return next((self._files[name] for name in table.files if name in self._files), None)

    def columns(self, table: TableRule) -> tuple[str, ...]:
        """The columns of a table that is there, as they are compared."""
        return tuple(column_name(name) for name in self.header(table))

    def header(self, table: TableRule) -> tuple[str, ...]:
        """The columns as the file names them.

        Raises:
            EmrError: ``import.empty``, ``move_in.no_header``, ``import.column_twice``.
        """
        name = self._name(table)
        named = self._named_elsewhere(table)
        if named is None:
            first = next(self._rows(name), None)
            if first is None:
                raise EmrError("import.empty", path=name)
            named = [cell.strip() for cell in first.cells]
            while named and not named[-1]:
                named.pop()
        compared = [column_name(each) for each in named]
        if column_name(table.key) not in compared and table.key not in compared:
            raise EmrError("move_in.no_header", path=name, column=table.key.upper())
        for place, each in enumerate(compared):
            if each in compared[:place]:
                raise EmrError("import.column_twice", column=each)
        return tuple(named)

    def rows(self, table: TableRule) -> Iterator[Row]:
        """Every row of a table, the header left out, empty lines too."""
        name = self._name(table)
        rows = self._rows(name)
        if self._named_elsewhere(table) is None:
            next(rows, None)
        for row in rows:
            if any(cell.strip() for cell in row.cells):
                yield row

    def digest(self, names: Mapping[str, str]) -> str:
        """SHA-256 over the files that were used, for the audit trail."""
        total = hashlib.sha256()
        for table, name in sorted(names.items()):
            total.update(f"{table}\x1f{name}\x1f".encode())
            with self._open(name) as handle:
                while block := handle.read(1 << 20):
                    total.update(block)
        return total.hexdigest()

    def _name(self, table: TableRule) -> str:
        name = self.file_of(table)
        if name is None:
            raise EmrError("move_in.table_missing", table=table.files[0].upper(), path=self.path.name)
        return name

    def _named_elsewhere(self, table: TableRule) -> list[str] | None:
        """The columns from the .sql beside a .txt of ``mysqldump --tab``, whose data has no header."""
        name = PurePosixPath(self._name(table))
        beside = self._sql.get(name.stem.casefold()) if name.suffix.casefold() == ".txt" else None
        if beside is None:
            return None
        with self._open(beside) as handle:
            text = handle.read(1 << 20).decode("utf-8", "replace")
        begin = text.upper().find("CREATE TABLE")
        found = _COLUMN.findall(text[text.find("(", begin) :]) if begin >= 0 else []
        return found or None

    def _open(self, name: str) -> IO[bytes]:
        try:
            if self._zip is not None:
                return self._zip.open(name)
            return (self.path / name if self.path.is_dir() else self.path.parent / name).open("rb")
        except (OSError, zipfile.BadZipFile, RuntimeError) as error:  # RuntimeError: a zip with a password
            raise EmrError("import.file_unreadable", path=name, reason=str(error)) from error

    def _kind(self, name: str) -> FileKind:
        if name not in self.kinds:
            encoding = self._encoding or self._recognised(name)
            with self._open(name) as handle:
                begin = handle.read(_PROBE)
            text = codecs.getincrementaldecoder(encoding)("replace").decode(begin)
            first = text.partition("\n")[0]
            delimiter = self._delimiter or max(DELIMITERS.values(), key=first.count)
            quotes = '"' in first or delimiter != "\t" or f'{delimiter}"' in text
            escapes = "\\N" in text or '\\"' in text or (delimiter == "\t" and not quotes)
            self.kinds[name] = FileKind(encoding, delimiter, escapes, quotes)
        return self.kinds[name]

    def _recognised(self, name: str) -> str:
        """UTF-8 when the whole file is; else what Windows writes in Western languages."""
        with self._open(name) as handle:
            head = handle.read(4)
            if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                return "utf-16"
            if head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
                raise EmrError("import.spreadsheet", path=name)
            decoder = codecs.getincrementaldecoder("utf-8")()
            try:
                decoder.decode(head)
                while block := handle.read(1 << 20):
                    if b"\0" in block:
                        raise EmrError("import.binary", path=name, line=0)
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return "cp1252"
        return "utf-8-sig" if head[:3] == codecs.BOM_UTF8 else "utf-8"

    def _rows(self, name: str) -> Iterator[Row]:
        kind = self._kind(name)
        with self._open(name) as handle:
            lines = _Lines(io.TextIOWrapper(handle, encoding=kind.encoding, newline=""), escapes=kind.escapes)
            csv.field_size_limit(_LONGEST_CELL)
            reader = csv.reader(
                lines,
                delimiter=kind.delimiter,
                quoting=csv.QUOTE_MINIMAL if kind.quotes else csv.QUOTE_NONE,
                strict=kind.quotes,
            )
            line = 1
            try:
                for cells in reader:
                    # MySQL's own program writes NULL where there is nothing.
                    yield Row(line, ["" if cell in (_NULL, "NULL") else unguard(cell) for cell in cells])
                    line = lines.number + 1
            except csv.Error as error:
                raise EmrError("move_in.quoting", path=name, line=line) from error
            except UnicodeDecodeError as error:
                raise EmrError("move_in.encoding", path=name, line=line, encoding=kind.encoding) from error
            except (OSError, zipfile.BadZipFile, EOFError) as error:
                raise EmrError("import.file_unreadable", path=name, reason=str(error)) from error


class _Lines:
    """The lines of a file for the CSV reader, MySQL's escapes taken out, and how many have gone."""

    def __init__(self, text: io.TextIOWrapper, *, escapes: bool) -> None:
        self._text, self._escapes = text, escapes
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._line()
        if not self._escapes or "\\" not in line:
            return line
        plain = _ESCAPED.sub(_spoken, line)
        while not plain.endswith(("\n", "\r")) and (more := self._text.readline()):
            self.number += 1  # the end of the line was part of a cell
            plain += _ESCAPED.sub(_spoken, more)
        return plain

    def _line(self) -> str:
        line = self._text.readline()
        if not line:
            raise StopIteration
        self.number += 1
        return line


def _spoken(found: re.Match[str]) -> str:
    return _SPOKEN.get(found[1], found[1])
