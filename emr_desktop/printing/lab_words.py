"""Tests and results in words, for paper and screen; loads nothing that lays pages out."""

from __future__ import annotations

from emr_desktop.laboratory.rows import RegisterLine, ValueRow
from emr_desktop.languages import either
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name, lab_tests


def test_name(code: str, *, language: str) -> str:
    """The whole name of a test."""
    known = lab_tests().get(code)
    return code if known is None else either(language, known.name_sw, known.name_en)


def result_words(value: ValueRow, *, language: str) -> str:
    """``7.2 g/dl``, ``Positive``."""
    known = lab_tests().get(value.test)
    if known is not None and known.kind == "choice":
        return answer_name("result", value.result, language=language)
    return f"{value.result} {known.unit}" if known is not None and known.unit else value.result


def range_words(value: ValueRow) -> str:
    """``12 - 16``; empty where nothing was compared."""
    if value.low is None and value.high is None:
        return ""
    if value.low is None:
        return f"≤ {value.high:g}"
    return f"≥ {value.low:g}" if value.high is None else f"{value.low:g} - {value.high:g}"


def flag_words(value: ValueRow, *, language: str) -> str:
    """A flag in words; nothing for what is normal or not judged."""
    return answer_name("flag", value.flag or "", language=language) if value.is_abnormal else ""


def lab_result(line_: RegisterLine, *, language: str) -> str:
    """What came out, flags in words; or that it still waits."""
    texts = Texts("laboratory", language)
    if not line_.results:
        return texts("rejected") if line_.rejected_why else texts("waits")
    alone = len(line_.results) == 1
    parts = []
    for value in line_.results:
        said = result_words(value, language=language)
        flag = flag_words(value, language=language)
        if flag and (value.low is not None or value.high is not None):
            said = f"{said} ({flag})"
        parts.append(said if alone else f"{test_name(value.test, language=language)}: {said}")
    return "; ".join(parts)


def lab_remarks(line_: RegisterLine, *, language: str) -> str:
    """The remark, and whether it was corrected or refused."""
    texts = Texts("laboratory", language)
    found = [line_.remark or ""]
    if line_.corrected:
        found.append(texts("was_corrected"))
    if line_.rejected_why:
        found.append(answer_name("rejected", line_.rejected_why, language=language))
    return "; ".join(part for part in found if part)
