"""The words on paper: one table of texts.toml in one language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("sw", "en")


@cache
def all_texts() -> dict[str, dict[str, dict[str, str]]]:
    """Every text: section -> name -> language -> words with placeholders."""
    return tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Texts:
    """The words of one section in one language: ``Texts("prescription", "sw")("date")`` is "Tarehe"."""

    section: str
    language: str

    def __call__(self, name: str, **values: object) -> str:
        """The text called ``name`` with its placeholders filled; a name that is not there is a bug."""
        language = self.language if self.language in LANGUAGES else "en"
        return all_texts()[self.section][name][language].format(**values)
