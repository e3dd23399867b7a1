"""An assessment in words: a few cells with a number and what it is called, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from emr_desktop.growth.classes import GrowthClass, class_of, has_classes
from emr_desktop.growth.figure import Mark
from emr_desktop.growth.rows import Assessment, NotScored, Score
from ui.messages import sentence

HEAD = ("head_circumference_for_age",)
LINE = ("weight_for_age", "length_height_for_age", "weight_for_length_height")
MINUS = "–"  # the shipped typeface has no U+2212: -2 would stand on paper as 2
CHILD_MONTHS = 60  # below: judged by the growth standards
_UNITS = {
    "weight_for_age": "kg",
    "length_height_for_age": "cm",
    "weight_for_length_height": "kg",
    "bmi_for_age": "kg/m²",
    "head_circumference_for_age": "cm",
}


@dataclass(frozen=True)
class Cell:
    """One judgement: ``Weight for age``, ``-2.4 SD``, ``underweight``, and how much it matters."""

    key: str
    label: str
    number: str
    word: str
    level: str  # danger look fine unknown


def cells(
    assessment: Assessment, *, language: str, about: bool = False, with_head: bool = False
) -> tuple[Cell, ...]:
    """Say what can be said, in the order of the screen.

    Args:
        assessment: of one visit.
        language: ``sw`` or ``en``.
        about: the age is estimated; numbers that hang on it get a sign for "about".
        with_head: say what the head means too.
    """
    return tuple(_cells(assessment, language, about, LINE + HEAD if with_head else LINE))


def _cells(assessment: Assessment, language: str, about: bool, indicators: tuple[str, ...]) -> Iterator[Cell]:
    if assessment.age_months >= CHILD_MONTHS:
        if assessment.bmi is not None:
            known = has_classes("bmi_kg_m2", assessment.age_months)
            word, level = _judged(assessment.bmi_class, known, language)
            yield Cell("bmi", sentence("growth.bmi", {}, language), f"{assessment.bmi:.1f}", word, level)
        return
    for indicator in indicators:
        score = assessment.score(indicator)
        if score is not None:
            word, level = _judged(score.named, True, language)
            sign = "~ " if about and indicator.endswith("_for_age") else ""
            number = f"{sign}{standard_deviations(score, assessment.age_months)} SD"
            yield Cell(indicator, name_of(indicator, language=language), number, word, level)
    muac = assessment.measured.muac_cm
    if muac:
        known = has_classes("muac_cm", assessment.age_months)
        word, level = _judged(assessment.muac_class, known, language)
        yield Cell("muac", "MUAC", f"{muac:g} cm", word, level)


def note(assessment: Assessment, *, language: str) -> str:
    """Say what keeps a child's growth from being judged whole; empty when nothing does."""
    if assessment.age_months >= CHILD_MONTHS:
        return ""
    found = assessment.indicators["weight_for_length_height"]
    return sentence(found.code, found.params, language) if isinstance(found, NotScored) else ""


def name_of(indicator: str, *, language: str) -> str:
    """What an indicator is called."""
    return sentence(f"growth.{indicator}", {}, language)


def word_of(score: Score, *, language: str) -> str:
    """What a score is called; "normal" when it is not remarkable."""
    return _judged(score.named, True, language)[0]


def standard_deviations(score: Score, age_months: int) -> str:
    """A z-score with one decimal, with two where one would tell another class than the word beside it."""
    rounded = round(score.z, 1)
    same = class_of(score.indicator, rounded, age_months) == score.named
    return signed(rounded, 1) if same else signed(score.z, 2)


def signed(number: float, decimals: int) -> str:
    """A number with its sign; the minus is the dash that the shipped typeface has, as long as a plus."""
    text = f"{number:+.{decimals}f}"
    if not float(text):
        return text[1:]
    return text.replace("-", MINUS)


def value_of(mark: Mark) -> str:
    """The measurement behind a mark, with its unit."""
    return f"{mark.score.value:.1f} {_UNITS[mark.score.indicator]}"


def _judged(named: GrowthClass | None, known: bool, language: str) -> tuple[str, str]:
    if named is not None:
        return sentence(f"growth.{named.code}", {}, language), named.level
    if not known:
        return sentence("growth.not_classed", {}, language), "unknown"
    return sentence("growth.unremarkable", {}, language), "fine"
