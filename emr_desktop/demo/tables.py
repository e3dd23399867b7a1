"""The tables behind the training facility: names, villages, illnesses, treatments, seasons, bodies."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path

from emr_desktop.reference.tables import FOLDER

_HERE = Path(__file__).parent
_NAMES = FOLDER / "names"
BANDS = ("lt1m", "m1_11", "y1_4", "y5_14", "y15_59", "y60")
_BAND_STARTS = (0, 1, 12, 60, 180, 720)  # completed months
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def band_of(age_months: int) -> int:
    """The place in ``BANDS`` of an age in completed months."""
    band = 0
    while band + 1 < len(_BAND_STARTS) and age_months >= _BAND_STARTS[band + 1]:
        band += 1
    return band


@dataclass(frozen=True)
class PlannedTest:
    """A test an illness calls for: how often it is done, and how often positive or between which numbers."""

    test: str
    done: int  # percent
    positive: int | None  # percent; None for a number
    lowest: float = 0.0
    highest: float = 0.0


@dataclass(frozen=True)
class Illness:
    """Something that brings people, with everything needed to make up a visit for it."""

    name: str
    icd10: str
    concept: str
    sex: str | None
    weights: tuple[float, ...]  # in the order of BANDS
    season: str
    fever: str  # yes, some, no
    severities: tuple[tuple[str, int], ...]  # word, percent
    tests: tuple[PlannedTest, ...]
    treatment: str
    returns: str
    referred: int  # per ten thousand
    admitted: int
    died: int
    complaint: str


@dataclass(frozen=True)
class TreatmentLine:
    from_months: int
    to_months: int
    medicine: str
    dose: float
    per_day: int
    days: int
    share: int  # percent


@dataclass(frozen=True)
class PyramidStep:
    from_years: int
    to_years: int
    people: dict[str, float]  # by sex, in a thousand of all
    visits: dict[str, float]  # by sex, relative to a grown man


@dataclass(frozen=True)
class Body:
    """Middle values at one age; ``weight_kg`` by sex."""

    months: int
    weight_kg: dict[str, float]
    height_cm: float
    muac_cm: float
    pulse: float
    respiration: float
    systolic: float
    diastolic: float


@dataclass(frozen=True)
class People:
    """Families of one origin."""

    name: str
    muslim: int  # percent
    surnames: tuple[str, ...]  # empty: the grandfather's given name


@dataclass(frozen=True)
class Village:
    name: str
    ward: str
    households: int


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


@cache
def illnesses() -> tuple[Illness, ...]:
    return tuple(
        Illness(
            name=row["illness"],
            icd10=row["icd10"],
            concept=row["concept"],
            sex=row["sex"] or None,
            weights=tuple(float(row[band]) for band in BANDS),
            season=row["season"],
            fever=row["fever"],
            severities=tuple(
                (word, int(percent))
                for word, percent in (pair.split(":") for pair in row["severity"].split())
            ),
            tests=tuple(_planned(text) for text in row["tests"].split(";") if text),
            treatment=row["treatment"],
            returns=row["returns"],
            referred=int(row["referred"]),
            admitted=int(row["admitted"]),
            died=int(row["died"]),
            complaint=row["complaint"],
        )
        for row in _rows(_HERE / "illnesses.csv")
    )


def _planned(text: str) -> PlannedTest:
    test, done, outcome = text.split(":")
    if "-" in outcome:
        lowest, highest = (float(number) for number in outcome.split("-"))
        return PlannedTest(test, int(done), None, lowest, highest)
    return PlannedTest(test, int(done), int(outcome))


@cache
def treatments() -> dict[str, tuple[TreatmentLine, ...]]:
    found: dict[str, list[TreatmentLine]] = {}
    for row in _rows(_HERE / "treatments.csv"):
        found.setdefault(row["treatment"], []).append(
            TreatmentLine(
                from_months=int(row["from_months"]),
                to_months=int(row["to_months"]),
                medicine=row["medicine"],
                dose=float(row["dose"]),
                per_day=int(row["per_day"]),
                days=int(row["days"]),
                share=int(row["share"]),
            )
        )
    return {treatment: tuple(lines) for treatment, lines in found.items()}


@cache
def seasons() -> dict[int, dict[str, float]]:
    """Month -> group of illnesses -> how often it comes, around 1."""
    return {
        int(row["month"]): {name: float(value) for name, value in row.items() if name != "month"}
        for row in _rows(_HERE / "seasons.csv")
    }


@cache
def _day_shares() -> dict[str, float]:
    return {row["weekday"]: float(row["share"]) for row in _rows(_HERE / "days.csv")}


def fullness(day: date) -> float:
    """How full a day is, as a share of an ordinary one: market day, Sunday, public holiday."""
    shares = _day_shares()
    share = shares[_WEEKDAYS[day.weekday()]]
    return min(share, shares.get(f"{day:%m-%d}", share))


@cache
def pyramid() -> tuple[PyramidStep, ...]:
    return tuple(
        PyramidStep(
            from_years=int(row["from_years"]),
            to_years=int(row["to_years"]),
            people={"M": float(row["male"]), "F": float(row["female"])},
            visits={"M": float(row["visits_male"]), "F": float(row["visits_female"])},
        )
        for row in _rows(_HERE / "pyramid.csv")
    )


@cache
def bodies() -> tuple[Body, ...]:
    return tuple(
        Body(
            months=int(row["months"]),
            weight_kg={"M": float(row["weight_m"]), "F": float(row["weight_f"])},
            height_cm=float(row["height"]),
            muac_cm=float(row["muac"]),
            pulse=float(row["pulse"]),
            respiration=float(row["respiration"]),
            systolic=float(row["systolic"]),
            diastolic=float(row["diastolic"]),
        )
        for row in _rows(_HERE / "body_by_age.csv")
    )


@cache
def peoples() -> tuple[tuple[People, ...], tuple[float, ...]]:
    """The origins, and their shares added up for drawing."""
    surnames = {row["people"]: tuple(row["names"].split()) for row in _rows(_NAMES / "last_names.csv")}
    origins, shares = [], []
    for row in _rows(_NAMES / "peoples.csv"):
        listed = surnames[row["people"]] if row["surname"] == "list" else ()
        origins.append(People(row["people"], int(row["muslim"]), listed))
        shares.append(float(row["share"]))
    return tuple(origins), tuple(accumulate(shares))


_USE = {"common": 12.0, "usual": 4.0, "seldom": 1.0}


@cache
def given_names(sex: str, faith: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Given names of one sex for a ``christian`` or ``muslim`` family, and their weights added up."""
    names, weights = [], []
    for row in _rows(_NAMES / "first_names.csv"):
        if row["sex"] != sex or row["faith"] not in (faith, "any"):
            continue
        for name in row["names"].split():
            names.append(name)
            # Names used by everybody stand in both lists: halved, so that they do not crowd out the rest.
            weights.append(_USE[row["use"]] * (0.3 if row["faith"] == "any" else 1.0))
    return tuple(names), tuple(accumulate(weights))


@cache
def villages() -> tuple[tuple[Village, ...], tuple[float, ...]]:
    found = tuple(
        Village(row["village"], row["ward"], int(row["households"])) for row in _rows(_NAMES / "villages.csv")
    )
    return found, tuple(accumulate(float(village.households) for village in found))
