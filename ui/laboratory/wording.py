"""The laboratory in words: flags, ranges, results, waiting times, in the language chosen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from emr_desktop.laboratory.rows import Judgement, OrderRow, ReportRow, ValueRow
from emr_desktop.reference.catalogue import answer_name, lab_tests
from ui.consultation import telling


def flag_name(flag: str, *, language: str) -> str:
    """``Low``, ``DANGER: very low``."""
    return answer_name("flag", flag, language=language)


def range_text(low: float | None, high: float | None) -> str:
    """``12 - 16``, ``≥ 12``, ``≤ 11``; empty without a range."""
    if low is None and high is None:
        return ""
    if low is None:
        return f"≤ {high:g}"
    return f"≥ {low:g}" if high is None else f"{low:g} - {high:g}"


def result_text(part: str, result: str, *, language: str) -> str:
    """A result as it is said: ``Positive``, ``7.2 g/dl``."""
    known = lab_tests().get(part)
    if known is not None and known.kind == "choice":
        return answer_name("result", result, language=language)
    unit = f" {known.unit}" if known is not None and known.unit else ""
    return f"{result}{unit}"


def judged_text(judged: Judgement | ValueRow, *, language: str) -> str:
    """``Low (12 - 16)``; a flag in words, so that it is not the colour alone that tells."""
    if judged.flag is None:
        return ""
    between = range_text(judged.low, judged.high)
    said = flag_name(judged.flag, language=language)
    return f"{said} ({between})" if between else said


def value_text(value: ValueRow, *, language: str, alone: bool = False) -> str:
    """``Hb 7.2 g/dl: Low (12 - 16)``; ``alone`` leaves the name of the part out."""
    said = result_text(value.test, value.result, language=language)
    if not alone:
        said = f"{telling.test_name(value.test, language=language)}: {said}"
    if value.is_abnormal and value.low is None and value.high is None:
        return said  # the answer tells it: Positive
    return f"{said}, {judged_text(value, language=language)}" if value.is_abnormal else said


def report_text(report: ReportRow, *, language: str) -> str:
    """All parts of a result in one line."""
    return values_text(report.values, language=language)


def values_text(values: Iterable[ValueRow], *, language: str) -> str:
    """Parts in one line; a single part without its name."""
    shown = tuple(values)
    return ";  ".join(value_text(value, language=language, alone=len(shown) == 1) for value in shown)


def waited(row: OrderRow, *, now: datetime) -> str:
    """How long an order waits: ``12 min``, ``1:05 h``, ``3 d``."""
    minutes = max(int((now - row.ordered_at).total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02} h"
    return f"{minutes // (24 * 60)} d"


def role_of(flag: str | None) -> str:
    """The look of a flag; its words say the same."""
    if flag in ("critical_low", "critical_high"):
        return "danger"
    return "quiet" if flag in (None, "normal") else "warn"
