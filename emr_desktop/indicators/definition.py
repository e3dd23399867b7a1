"""Indicators as their data files describe them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop import reference
from emr_desktop.forms.conditions import Condition, parse_conditions
from emr_desktop.languages import either

FACTS_OF_RECORD = ("diagnosis", "weight", "village", "test", "exemption", "clinician")
_FOLDER = Path(reference.__file__).parent / "indicators"


@dataclass(frozen=True)
class FormCells:
    """Rows of a form, added up; ``bands`` empty is every age."""

    form: str
    edition: str | None
    rows: tuple[str, ...]
    bands: tuple[str, ...]


@dataclass(frozen=True)
class VisitChoice:
    """Visits that a form has no row for; what each part means stands in indicators.toml."""

    among: tuple[Condition, ...]
    only: tuple[str, ...]
    any: tuple[str, ...]
    given: str
    has: str


Source = FormCells | VisitChoice


@dataclass(frozen=True)
class Indicator:
    """A count, or with a denominator a share of it."""

    code: str
    group: str  # month, complete
    en: str
    sw: str
    meaning_en: str
    meaning_sw: str
    evidence: str
    numerator: Source
    denominator: Source | None
    good: str  # up, down, or empty

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)

    def meaning(self, language: str) -> str:
        """What is counted, in words."""
        return either(language, self.meaning_sw, self.meaning_en)


@dataclass(frozen=True)
class AgeGroup:
    """Bands that are drawn together."""

    code: str
    en: str
    sw: str
    bands: tuple[str, ...]
    look: str


@dataclass(frozen=True)
class AlertRules:
    """Which rows are watched, and by what; the meaning of each number stands in alerts.toml."""

    form: str
    rows: tuple[str, ...]
    state: str
    evidence: str
    years: int
    least_years: int
    around: int
    weeks: int
    least_weeks: int
    gap: int
    deviations: float
    least_cases: int
    shown: int


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every indicator by its code, in the order of the page."""
    return {entry["code"]: _indicator(entry) for entry in _content("indicators")["indicators"]}


@cache
def age_groups() -> tuple[AgeGroup, ...]:
    """The ages by which diseases are drawn."""
    return tuple(
        AgeGroup(**{**entry, "bands": tuple(entry["bands"])}) for entry in _content("indicators")["ages"]
    )


@cache
def alert_rules() -> AlertRules:
    """The rules of the weekly thresholds."""
    content = _content("alerts")
    return AlertRules(**{**content, "rows": tuple(content["rows"])})


def _content(name: str) -> dict[str, Any]:
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    denominator = entry.get("denominator")
    return Indicator(
        code=entry["code"],
        group=entry["group"],
        en=entry["en"],
        sw=entry["sw"],
        meaning_en=entry["meaning_en"],
        meaning_sw=entry["meaning_sw"],
        evidence=entry["evidence"],
        numerator=_source(entry["numerator"]),
        denominator=None if denominator is None else _source(denominator),
        good=entry.get("good", ""),
    )


def _source(table: Mapping[str, Any]) -> Source:
    if "form" in table:
        return FormCells(
            table["form"], table.get("edition"), tuple(table["rows"]), tuple(table.get("bands", ()))
        )
    has = table.get("has", "")
    if has and has not in FACTS_OF_RECORD:
        raise ValueError(has)
    return VisitChoice(
        among=parse_conditions(table["among"], "visits"),
        only=tuple(table.get("only", "").split()),
        any=tuple(table.get("any", "").split()),
        given=table.get("given", ""),
        has=has,
    )
