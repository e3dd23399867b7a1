"""Lines of another system as our imports take them, and what was noticed on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from emr_desktop.exchange.table_file import Record


@dataclass(frozen=True)
class Note:
    """Something a person should look at: a cell that has no place, or stands in words now."""

    file: str
    line: int
    code: str
    params: dict[str, object] = field(default_factory=dict)
    column: str | None = None
    cell: str | None = None  # what stood there, when it is left out or kept in words


@dataclass
class Notes:
    """Counts what was noticed and keeps the first of each kind."""

    most: int = 1000
    count: int = 0
    first: list[Note] = field(default_factory=list)

    def add(self, note: Note) -> None:
        self.count += 1
        if len(self.first) < self.most:
            self.first.append(note)


class Lines(Protocol):
    """Patients or visits in our columns, in the order in which they are to be taken."""

    file: str

    def __len__(self) -> int: ...

    def records(self) -> Iterator[Record]: ...

    def first_line_of(self, identifier: str, line: int) -> int | None: ...
