"""The books as data: names and columns, read once from books.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emr_desktop.languages import either


@dataclass(frozen=True)
class BookColumn:
    """One column; ``share`` is its part of the width of the page."""

    code: str
    sw: str
    en: str
    share: float
    paired: bool = False  # its answers stand beside those of the other paired column

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class Book:
    """A book as it is printed; ``tallies`` are what each page adds up."""

    code: str
    sw: str
    en: str
    official: bool
    tallies: tuple[str, ...]
    columns: tuple[BookColumn, ...]

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@cache
def books() -> dict[str, Book]:
    """Every book by its code."""
    content = tomllib.loads((Path(__file__).parent / "books.toml").read_text(encoding="utf-8"))
    return {
        code: Book(
            code=code,
            sw=table["sw"],
            en=table["en"],
            official=table["official"],
            tallies=tuple(table["tallies"]),
            columns=tuple(BookColumn(**one) for one in table["columns"]),
        )
        for code, table in content.items()
    }
