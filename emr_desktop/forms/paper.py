"""The words that all printed forms share, from one data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from emr_desktop import reference
from emr_desktop.clock import local
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import ByLanguage


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
    months = ByLanguage((language, tuple(names)) for language, names in content["months"].items())
    return PaperWords(content["heading"], months, ByLanguage(content["words"]))


def says_nothing(report: FormReport) -> bool:
    """Whether the zeros of a form come from an empty record; a zero report that was signed is a report."""
    return report.nothing_recorded and not (report.is_zero and report.status == "closed")


def is_running(report: FormReport) -> bool:
    """Whether the figures of a form that nobody signed were counted before its period was over."""
    return report.signature is None and local(report.generated).date() <= report.last_day


def words_against(report: FormReport) -> tuple[tuple[str, dict[str, object]], ...]:
    """What the figures alone do not tell: why they are no report, or that zero is one.

    Keys of ``words``, with their values.
    """
    said: list[tuple[str, dict[str, object]]] = []
    if says_nothing(report):
        said.append(("nothing_recorded", {}))
    elif report.is_zero:
        said.append(("zero_report", {}))
    if is_running(report):
        said.append(("period_not_over", {"date": f"{local(report.generated):%d/%m/%Y}"}))
    return tuple(said)


def words_above(report: FormReport, language: str) -> tuple[str, ...]:
    """What must be read before the figures: an edition not in use then, an empty record, a report of zero."""
    words = paper_words().words[language]
    said = {
        "not_in_use": not report.is_valid,
        "nothing_recorded": says_nothing(report),
        "zero_report": report.is_zero and not says_nothing(report),
    }
    return tuple(words[name] for name, holds in said.items() if holds)
