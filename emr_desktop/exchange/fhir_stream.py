"""Reads a FHIR Bundle entry by entry, so that a file of any size needs the memory of one window.

The standard decoder reads one JSON value at a place of a text and says where it ended; a value that the
window cuts off is read again with a wider window. So every entry is known by where it stands in the file,
and is read there once more when it is wanted.
"""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from emr_desktop.errors import EmrError

WINDOW = 1024 * 1024  # bytes read at once
LARGEST_ENTRY = 64 * 1024 * 1024  # characters of one entry; Synthea's largest have some hundred thousand
TYPES = ("collection", "transaction", "batch", "searchset", "document", "history")
_SPACE = " \t\n\r"
_OF_NUMBERS = ("", *".eE+-0123456789")
Told = Callable[[int], None]  # bytes read so far


class _TooLargeError(Exception):
    """One value is larger than ``LARGEST_ENTRY``."""


class _Window:
    """The piece of the file that is being read. ``place`` counts bytes of the file."""

    def __init__(self, file: BinaryIO, told: Told | None) -> None:
        self.place = 0
        self.digest = hashlib.sha256()
        self._file = file
        self._told = told
        self._text = ""
        self._at = 0
        self._read = 0
        self._ended = False
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder()
        while not self._text and not self._ended:
            self._more()
        if self._text.startswith("\ufeff"):
            self._go_to(1)

    def peek(self) -> str:
        """The next character that is no white space; empty at the end of the file."""
        while True:
            at = self._at
            while at < len(self._text) and self._text[at] in _SPACE:
                at += 1
            self._go_to(at)
            if at < len(self._text) or self._ended:
                return self._text[at : at + 1]
            self._more()

    def skip(self, character: str) -> bool:
        """Go past a character; False when another one comes next."""
        if self.peek() != character:
            return False
        self._go_to(self._at + 1)
        return True

    def value(self) -> Any:
        """Read one value.

        Raises:
            ValueError: it is no JSON.
            RecursionError: it is nested deeper than any resource.
            _TooLargeError: it is larger than an entry may be.
        """
        self.peek()
        while True:
            problem: ValueError | None = None
            try:
                found, end = self._json.raw_decode(self._text, self._at)
            except ValueError as error:
                problem = error
            else:
                # A number at the edge may go on beyond it, and "1." or "1e" is one that is cut off.
                if self._ended or self._text[end : end + 1] not in _OF_NUMBERS:
                    self._go_to(end)
                    return found
            if self._ended:
                raise problem or ValueError("the file ends within a value")
            if len(self._text) - self._at > LARGEST_ENTRY:
                raise _TooLargeError
            self._more()

    def _go_to(self, at: int) -> None:
        passed = self._text[self._at : at]
        self.place += len(passed) if passed.isascii() else len(passed.encode())
        self._at = at

    def _more(self) -> None:
        """Read on; a value that did not fit is met by twice as much."""
        rest = self._text[self._at :]
        raw = self._file.read(max(WINDOW, len(rest)))
        self.digest.update(raw)
        self._read += len(raw)
        self._ended = not raw
        self._text, self._at = rest + self._utf8.decode(raw, final=self._ended), 0
        if self._told is not None:
            self._told(self._read)


class BundleStream:
    """The entries of a Bundle in the order of the file; ``digest`` is known when all were read."""

    def __init__(self, path: Path, told: Told | None = None) -> None:
        self.digest = ""
        self._path = path
        self._told = told
        self._type: object = None
        self._kind: object = None

    def entries(self) -> Iterator[tuple[int, int, dict[str, Any]]]:
        """Where each entry begins, how many bytes it has, and what it says.

        Raises:
            EmrError: ``import.file_missing import.file_unreadable import.fhir_large import.fhir_not_json
                import.fhir_not_bundle import.fhir_bundle_type``.
        """
        try:
            with self._path.open("rb") as file:
                window = _Window(file, self._told)
                yield from self._of_bundle(window)
                self.digest = window.digest.hexdigest()
        except FileNotFoundError as error:
            raise EmrError("import.file_missing", path=str(self._path)) from error
        except OSError as error:
            reason = error.strerror or ""
            raise EmrError("import.file_unreadable", path=str(self._path), reason=reason) from error
        except _TooLargeError as error:
            megabytes = LARGEST_ENTRY // 1024**2
            raise EmrError("import.fhir_large", path=self._path.name, megabytes=megabytes) from error
        except (ValueError, RecursionError) as error:
            raise EmrError("import.fhir_not_json", path=self._path.name) from error

    def _of_bundle(self, window: _Window) -> Iterator[tuple[int, int, dict[str, Any]]]:
        if not window.skip("{"):
            window.value()
            raise EmrError("import.fhir_not_bundle", path=self._path.name)
        more = not window.skip("}")
        while more:
            name = window.value()
            if not isinstance(name, str) or not window.skip(":"):
                raise ValueError("a name with its value was expected")
            if name == "entry" and window.skip("["):
                yield from self._of_list(window)
            else:
                self._note(name, window.value())
            more = self._goes_on(window, "}")
        if window.peek():
            raise ValueError("something stands behind the Bundle")
        self._refuse_other(self._kind, self._type)

    def _of_list(self, window: _Window) -> Iterator[tuple[int, int, dict[str, Any]]]:
        more = not window.skip("]")
        while more:
            window.peek()
            start = window.place
            entry = window.value()
            if isinstance(entry, dict):
                yield start, window.place - start, entry
            more = self._goes_on(window, "]")

    @staticmethod
    def _goes_on(window: _Window, end: str) -> bool:
        if window.skip(","):
            return True
        if window.skip(end):
            return False
        raise ValueError(f"a comma or {end} was expected")

    def _note(self, name: str, value: object) -> None:
        if name == "resourceType":
            self._kind = value
            self._refuse_other(value, TYPES[0])
        elif name == "type":
            self._type = value
            if self._kind is not None:
                self._refuse_other(self._kind, value)

    def _refuse_other(self, kind: object, type_: object) -> None:
        if kind != "Bundle":
            raise EmrError("import.fhir_not_bundle", path=self._path.name)
        if type_ not in TYPES:
            raise EmrError("import.fhir_bundle_type", path=self._path.name, type=str(type_)[:40])
