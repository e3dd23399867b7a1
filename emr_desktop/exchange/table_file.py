"""Reads a CSV file of any length, line by line and in any order, without holding its content in memory."""

from __future__ import annotations

import csv
import hashlib
import io
import mmap
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import one_spelling, unguard

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Record:
    """One line of the file. ``cells`` is None when it has more or fewer cells than the header."""

    line: int  # where it begins, the header being line 1
    cells: dict[str, str] | None
    raw: tuple[str, ...]


class TableFile:
    """A CSV file opened for import: its columns are known, its encoding and quoting checked to the end.

    Only three numbers a record are kept: where it begins, the line, and a hash of its identifier.
    """

    def __init__(self, path: Path, *, identifier: str, ordered_by: str | None = None) -> None:
        """Open and read through once.

        Args:
            path: the file.
            identifier: column whose repetition is reported by ``first_line_of``.
            ordered_by: column with ISO dates that ``records`` goes by; None keeps the order of the file.

        Raises:
            EmrError: ``import.file_missing``, ``import.file_unreadable``, ``import.empty``, ``import.utf16``,
                ``import.binary``, ``import.encoding``, ``import.quoting``, ``import.column_twice``.
        """
        self.path = path
        try:
            self._handle = path.open("rb")
        except FileNotFoundError as error:
            raise EmrError("import.file_missing", path=str(path)) from error
        except OSError as error:
            raise EmrError("import.file_unreadable", path=str(path), reason=error.strerror or "") from error
        try:
            if path.stat().st_size == 0:
                raise EmrError("import.empty", path=path.name)
            self._bytes = mmap.mmap(self._handle.fileno(), 0, access=mmap.ACCESS_READ)
        except BaseException:
            self._handle.close()
            raise
        try:
            self._refuse_other_kinds()
            self._begin = len(_BOM) if self._bytes[:3] == _BOM else 0
            self._starts = array("q")
            self._lines = array("l")
            self._days = array("l")
            self._hashes = array("q")
            self.columns, self.header, self.delimiter = self._read_header()
            self._read_through(identifier, ordered_by)
        except BaseException:
            self.close()
            raise
        self._repeated = self._find_repeated()

    def __enter__(self) -> TableFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._lines)

    def close(self) -> None:
        self._bytes.close()
        self._handle.close()

    @property
    def digest(self) -> str:
        """SHA-256 of the whole file, for the audit trail."""
        return self._digest

    def records(self) -> Iterator[Record]:
        """Every record: by date when that was asked for (lines of a day as they stand), else as it stands."""
        order: Sequence[int] = range(len(self))
        if self._days and any(one > other for one, other in zip(self._days, self._days[1:], strict=False)):
            order = sorted(order, key=self._days.__getitem__)
        for place in order:
            yield self._record(place)

    def first_line_of(self, identifier: str, line: int) -> int | None:
        """The line on which this identifier stood first, when that is not ``line`` itself."""
        first = self._repeated.get(_hash(identifier))
        return first if first is not None and first != line else None

    def _record(self, place: int) -> Record:
        start = self._starts[place]
        end = self._starts[place + 1]
        cells = next(self._reader(io.StringIO(self._bytes[start:end].decode(), newline="")))
        while len(cells) > len(self.columns) and not cells[-1]:
            cells.pop()  # a spreadsheet's empty columns
        raw = tuple(unguard(cell) for cell in cells)
        named = dict(zip(self.columns, raw, strict=True)) if len(raw) == len(self.columns) else None
        return Record(self._lines[place], named, raw)

    def _reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def _lines_of_file(self) -> _Lines:
        return _Lines(self._bytes, begin=self._begin, name=self.path.name)

    def _refuse_other_kinds(self) -> None:
        head = self._bytes[:4]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise EmrError("import.utf16", path=self.path.name)
        if head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
            raise EmrError("import.spreadsheet", path=self.path.name)
        nul = self._bytes.find(b"\0")
        if nul >= 0:
            # Every second byte empty: UTF-16 without its mark.
            if self._bytes[nul % 2 : 200 : 2].count(b"\0") > 20:
                raise EmrError("import.utf16", path=self.path.name)
            line = self._bytes[:nul].count(b"\n") + 1 if nul < 50_000_000 else 0
            raise EmrError("import.binary", path=self.path.name, line=line)

    def _read_header(self) -> tuple[tuple[str, ...], tuple[str, ...], str]:
        text = next(self._lines_of_file(), "")
        # Spreadsheets in some languages write semicolons or tabs between the columns.
        self.delimiter = max(",;\t", key=text.count)
        try:
            header = next(self._reader(io.StringIO(text, newline="")), [])
        except csv.Error as error:
            raise EmrError("import.quoting", line=1) from error
        header = [unguard(name).strip() for name in header]
        while header and not header[-1]:
            header.pop()  # empty columns at the end, left by a spreadsheet
        columns = tuple(name.casefold().replace(" ", "_") for name in header)
        if not columns:
            raise EmrError("import.empty", path=self.path.name)
        for place, name in enumerate(columns):
            if name in columns[:place]:
                raise EmrError("import.column_twice", column=name)
        return columns, tuple(header), self.delimiter

    def _read_through(self, identifier: str, ordered_by: str | None) -> None:
        id_place = self.columns.index(identifier) if identifier in self.columns else None
        day_place = self.columns.index(ordered_by) if ordered_by in self.columns else None
        lines = self._lines_of_file()
        line = 1
        reader = self._reader(lines)
        try:
            next(reader)
            while True:
                start, line = lines.offset, lines.number + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    break
                if not any(cell.strip() for cell in cells):
                    continue
                self._starts.append(start)
                self._lines.append(line)
                if id_place is not None and id_place < len(cells):
                    self._hashes.append(_hash(one_spelling(unguard(cells[id_place]).strip())))
                else:
                    self._hashes.append(-line)
                if day_place is not None:
                    self._days.append(_ordinal(cells[day_place]) if day_place < len(cells) else 0)
        except csv.Error as error:
            raise EmrError("import.quoting", line=line) from error
        self._starts.append(len(self._bytes))
        self._digest = lines.digest.hexdigest()

    def _find_repeated(self) -> dict[int, int]:
        """Hashes that stand more than once -> the line of the first."""
        previous: int | None = None
        repeated: dict[int, int] = {}
        for each in sorted(self._hashes):
            if each == previous:
                repeated[each] = 0
            previous = each
        if repeated:
            for place, each in enumerate(self._hashes):
                if repeated.get(each) == 0:
                    repeated[each] = self._lines[place]
        return repeated


class _Lines:
    """The lines of the file as text, knowing where the next one begins."""

    def __init__(self, content: mmap.mmap, *, begin: int, name: str) -> None:
        self._content = content
        self._name = name
        self.offset = begin
        self.number = 0
        self.digest = hashlib.sha256()

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        end = self._content.find(b"\n", self.offset)
        end = len(self._content) if end < 0 else end + 1
        line = self._content[self.offset : end]
        if not line:
            raise StopIteration
        self.number += 1
        self.offset = end
        self.digest.update(line)
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise EmrError("import.encoding", path=self._name, line=self.number) from error


def _ordinal(cell: str) -> int:
    """A date as a number; 0 for what is none, so that it is refused first."""
    try:
        return date.fromisoformat(cell.strip()).toordinal()
    except ValueError:
        return 0


def _hash(identifier: str) -> int:
    return int.from_bytes(hashlib.blake2b(identifier.encode(), digest_size=8).digest(), "big", signed=True)
