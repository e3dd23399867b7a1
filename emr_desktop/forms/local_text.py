"""A form definition as one file that people can edit: from bytes or a folder, and where a word stands."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from emr_desktop.errors import EmrError

LARGEST_BYTES = 500_000
HEAD_FILE, ROWS_FILE = "form.toml", "rows.csv"
_HEADER = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.\"-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*\"?([A-Za-z0-9_.+|-]+)\"?\s*=")
_QUOTES = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong in a definition file; ``code`` has a sentence that needs ``params``."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def line(self) -> int:
        return int(str(self.params["line"]))


class FileFaulty(Exception):
    """The file cannot even be read as text; ``fault`` says why."""

    def __init__(self, problem: str, *, file: str, line: int, **params: object) -> None:
        super().__init__(problem)
        self.fault = Fault(f"form.definition.{problem}", {"file": file, "line": line, **params})


@dataclass(frozen=True)
class WrittenFile:
    """What somebody chose: the head as text, and the rows as CSV where they lie in a file beside it."""

    name: str
    text: str
    rows_name: str = ""
    rows_text: str | None = None


def read_file(path: Path) -> WrittenFile:
    """Read one definition file, or the folder (or the head) of one with its rows in a file beside it.

    Raises:
        EmrError: ``file.missing``, ``file.unreadable``.
        FileFaulty: it is no text, or far too large.
    """
    if path.is_dir():
        path = path / HEAD_FILE
    rows_path = path.with_name(ROWS_FILE)
    text = _text_of(path)
    if path.name == HEAD_FILE and rows_path.is_file():
        return WrittenFile(path.name, text, rows_path.name, _text_of(rows_path))
    return WrittenFile(path.name, text)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise EmrError("form.local.file_missing", path=str(path)) from error
    except OSError as error:
        raise EmrError("form.local.file_unreadable", path=str(path), reason=error.strerror or "") from error
    return text_of(content, path.name)


def text_of(content: bytes, name: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    Raises:
        FileFaulty: ``too_large``, ``not_utf8`` with the line of the first wrong byte.
    """
    if len(content) > LARGEST_BYTES:
        raise FileFaulty("too_large", file=name, line=1, limit=LARGEST_BYTES // 1000)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise FileFaulty("not_utf8", file=name, line=content[: error.start].count(b"\n") + 1) from error


def parse(text: str, name: str) -> dict[str, Any]:
    """The TOML of a text.

    Raises:
        FileFaulty: ``not_toml`` with the line.
    """
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        raise FileFaulty(
            "not_toml", file=name, line=int(found[1]) if found else max(1, len(text.splitlines()))
        ) from error


class Lines:
    """Where the tables and keys of a TOML text stand; what is not found stands where its table does."""

    def __init__(self, text: str) -> None:
        self._at: dict[tuple[str, int, str], int] = {}
        counts: dict[str, int] = {}
        table, quoted = "", False
        for number, line in enumerate(text.splitlines(), 1):
            if not quoted:
                if (header := _HEADER.match(line)) is not None:
                    table = header[1].replace('"', "")
                    counts[table] = counts.get(table, -1) + 1
                    self._at[table, counts[table], ""] = number
                    self._at.setdefault((table.partition(".")[0], 0, ""), number)
                elif (key := _KEY.match(line)) is not None:
                    self._at.setdefault((table, counts.get(table, 0), key[1]), number)
            if len(_QUOTES.findall(line)) % 2:
                quoted = not quoted

    def of(self, table: str, index: int = 0, key: str = "") -> int:
        """The line of a key in the ``index``-th table of that name; '' is the top of the file."""
        heading = (table or key, index, "")
        for place in ((table, index, key), heading, ("", 0, table.partition(".")[0])):
            if place in self._at:
                return self._at[place]
        return 1


def composed(head: str, rows: Iterable[Mapping[str, str]]) -> str:
    """One file of a head and its rows; empty cells are left out."""
    parts = [head.rstrip("\n") + "\n"]
    for row in rows:
        parts.append("\n[[rows]]\n")
        parts += [f"{key} = {toml_string(value)}\n" for key, value in row.items() if value]
    return "".join(parts)


def toml_string(value: str) -> str:
    """A TOML basic string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
