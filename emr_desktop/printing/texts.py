"""The words on paper: one table of texts.toml in one language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emr_desktop.languages import by_language

LANGUAGES = ("sw", "en")  # those of texts.toml itself


@cache
def all_texts() -> dict[str, dict[str, dict[str, str]]]:
    """Every text: section -> name -> language -> words with placeholders."""
    table = tomllib.loads((Path(__file__).parent / "texts.toml").read_text(encoding="utf-8"))
    return dict(by_language(table))


@dataclass(frozen=True)
class Texts:
    """The words of one section in one language: ``Texts("prescription", "sw")("date")`` is "Tarehe"."""

    section: str
    language: str

    def __call__(self, name: str, **values: object) -> str:
        """The text called ``name`` with its placeholders filled; a name that is not there is a bug."""
        return all_texts()[self.section][name][self.language].format(**values)
