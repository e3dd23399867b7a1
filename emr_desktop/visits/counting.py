"""Works out the columns that monthly forms count by, once, when a visit is saved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from emr_desktop.visits.age import completed_months
from emr_desktop.visits.rows import LabEntry

BLOOD_SLIDE = "bs"
RAPID_TEST = "mrdt"


@dataclass(frozen=True)
class CountingColumns:
    """What a visit is counted by besides what the clinician chose."""

    age_months: int  # completed, on the visit date
    malaria_test: str | None  # bs_positive, mrdt_positive, negative; None when not tested


@cache
def _codes_by_word() -> dict[str, str]:
    table = tomllib.loads((Path(__file__).parent / "result_words.toml").read_text(encoding="utf-8"))
    return {word: code for code, words in table.items() for word in words}


def normal_result(written: str | None) -> str | None:
    """Give the code of a result as written: ``Chanya``, ``+`` and ``POS`` are ``positive``; else the text."""
    if written is None:
        return None
    text = " ".join(written.split())
    if not text:
        return None
    return _codes_by_word().get(text.casefold(), text)


def number_in(result: str | None) -> float | None:
    """Give the number a result consists of (``7.9``, ``7,9``), or None."""
    if result is None:
        return None
    try:
        value = float(result.strip().replace(",", "."))
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None  # also drops inf and nan


def malaria_test(tests: Iterable[LabEntry]) -> str | None:
    """Say what the malaria tests of a visit showed, as the OPD form needs it.

    A positive blood slide goes before a positive rapid test, that before a negative of either; a test that
    waits for its result or was invalid does not count as done.
    """
    results = {
        entry.test: normal_result(entry.result) for entry in tests if entry.test in (BLOOD_SLIDE, RAPID_TEST)
    }
    if results.get(BLOOD_SLIDE) == "positive":
        return "bs_positive"
    if results.get(RAPID_TEST) == "positive":
        return "mrdt_positive"
    return "negative" if "negative" in results.values() else None


def counting_columns(birth_date: date, visit_date: date, tests: Iterable[LabEntry]) -> CountingColumns:
    """Give the counting columns of a visit; ``visit_date`` must not be before the birth."""
    return CountingColumns(completed_months(birth_date, visit_date), malaria_test(tests))
