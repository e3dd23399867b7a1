"""Writes down every resource of a Bundle that was left, and why: what a person takes to the sender."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from db.into_place import into_place
from emr_desktop.errors import EmrError
from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.rows import Say

NO_PLACE = "fhir.no_place"


class RejectsFile:
    """A CSV file: ``type``, ``resource``, ``reason``; what the record has no place for is told once a type.

    It stands at its name only after ``put_in_place``; until then a file of that name stays what it was.
    """

    def __init__(self, path: Path, *, say: Say, source: Path) -> None:
        if path.resolve() == source.resolve():
            raise EmrError("import.rejects_is_file", path=str(path))
        self._path = path
        self._part = path.with_name(path.name + ".part")
        self._say = say
        self._no_place: Counter[str] = Counter()
        try:
            # With the mark, so that a spreadsheet takes it for UTF-8.
            self._handle = self._part.open("w", encoding="utf-8-sig", newline="")
            self._writer: Any = csv.writer(self._handle)
            self._writer.writerow(("type", "resource", "reason"))
        except OSError as error:
            raise self._trouble(error) from error

    def add(self, kind: str, name: str, code: str, params: Mapping[str, object]) -> None:
        """Write one line."""
        if code == NO_PLACE:
            self._no_place[kind] += 1
            return
        try:
            self._writer.writerow([guard(cell) for cell in (kind, name, self._say(code, params))])
        except OSError as error:
            raise self._trouble(error) from error

    def put_in_place(self) -> None:
        """Finish the file."""
        try:
            for kind, count in sorted(self._no_place.items()):
                self._writer.writerow((guard(kind), count, guard(self._say(NO_PLACE, {}))))
            self._handle.close()
            into_place(self._part, self._path)
        except OSError as error:
            raise self._trouble(error) from error

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._handle.close()
        self._part.unlink(missing_ok=True)

    def _trouble(self, error: OSError) -> EmrError:
        return EmrError("file.not_written", path=str(self._path), reason=error.strerror or "")
