"""How a medicine is ordered: how often, by which way into the body, what is told beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.folding import fold
from emr_desktop.reference.formulary import medicine_ways, medicines
from emr_desktop.reference.tables import number, phrases, read_table, words

_EYE, _EAR = "eye", "ear"


@dataclass(frozen=True)
class Frequency:
    """How often: ``per_day`` doses on each ``every_days``-th day; ``once`` is one dose and no more."""

    code: str  # od bd tds qid q8h nocte weekly stat ...
    per_day: int
    every_days: int
    once: bool
    tell_en: str
    tell_sw: str
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """A way into the body."""

    code: str  # po im iv sc pr eye ...
    name_en: str
    name_sw: str
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Direction:
    """Something a patient is told beside the dose."""

    code: str
    tell_en: str
    tell_sw: str
    typed: tuple[str, ...]


@cache
def frequencies() -> dict[str, Frequency]:
    """How often, by code, in the order a screen lists them."""
    return {
        row["frequency"]: Frequency(
            code=row["frequency"],
            per_day=int(row["per_day"]),
            every_days=int(row["every_days"]),
            once=row["once"] == "yes",
            tell_en=row["tell_en"],
            tell_sw=row["tell_sw"],
            typed=phrases(row["typed"]),
        )
        for row in read_table("frequencies.csv")
    }


@cache
def frequency_typed(text: str) -> Frequency | None:
    """The frequency that people type as ``text``: ``tds``, ``q8h``, ``usiku``; None for anything else."""
    asked = fold(text)
    return next(
        (each for each in frequencies().values() if asked and asked in (fold(one) for one in each.typed)),
        None,
    )


def every_days(frequency: str | None) -> int:
    """On each how manieth day a medicine of that frequency is taken: 1 unless a code says otherwise."""
    known = frequencies().get(frequency or "")
    return 1 if known is None else known.every_days


@cache
def routes() -> dict[str, Route]:
    """Ways into the body by code."""
    return {
        row["route"]: Route(row["route"], row["name_en"], row["name_sw"], phrases(row["typed"]))
        for row in read_table("routes.csv")
    }


@cache
def directions() -> dict[str, Direction]:
    """What a patient may be told, by code, in the order a screen lists it."""
    return {
        row["direction"]: Direction(row["direction"], row["tell_en"], row["tell_sw"], phrases(row["typed"]))
        for row in read_table("directions.csv")
    }


@cache
def _own_routes() -> dict[str, tuple[str, ...]]:
    return {row["medicine"]: words(row["routes"]) for row in read_table("medicine_routes.csv")}


def routes_of(medicine: str) -> tuple[str, ...]:
    """By which ways a medicine may go into the body, the usual one first; empty where that is no question."""
    known = medicines().get(medicine)
    if known is None:
        return ()
    return _own_routes().get(medicine) or medicine_ways()[known.how].routes


def usual_route(medicine: str, diagnoses: tuple[str, ...] = ()) -> str | None:
    """The route to write in: the first of the medicine; between eye and ear the diagnoses decide, or nobody.

    Args:
        medicine: its formulary code.
        diagnoses: ICD-10 codes of the visit.
    """
    possible = routes_of(medicine)
    if not possible:
        return None
    if _EYE not in possible or _EAR not in possible:
        return possible[0]
    if any("H60" <= code[:3] <= "H95" for code in diagnoses):
        return _EAR
    return _EYE if any("H00" <= code[:3] <= "H59" for code in diagnoses) else None


@cache
def pack_of(medicine: str) -> float | None:
    """How many dispensing units one bottle of a liquid holds; None where nothing is known."""
    packs = {row["medicine"]: number(row["amount"]) for row in read_table("medicine_packs.csv")}
    return packs.get(medicine)
