"""The words that all printed forms share, from one data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emr_desktop import reference
from emr_desktop.forms.rows import FormReport


@dataclass(frozen=True)
class PaperWords:
    """``words`` and ``months`` by language; ``heading`` is Swahili on every form, as printed."""

    heading: Mapping[str, str]
    months: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]


@cache
def paper_words() -> PaperWords:
    """Read once."""
    path = Path(reference.__file__).parent / "forms" / "paper.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    months = {language: tuple(names) for language, names in content["months"].items()}
    return PaperWords(content["heading"], months, content["words"])


def words_above(report: FormReport, language: str) -> tuple[str, ...]:
    """What must be read before the figures: an edition that was not in use then, a report of zero."""
    words = paper_words().words[language]
    said = {"not_in_use": not report.is_valid, "zero_report": report.is_zero}
    return tuple(words[name] for name, holds in said.items() if holds)
