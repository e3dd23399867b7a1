"""Loads what the triage asks for and what makes a visit urgent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.tables import number, read_table


@dataclass(frozen=True)
class DangerSign:
    """Something a person sees or hears; ages in completed days, ``to_days`` exclusive."""

    code: str
    key: str  # the letter that ticks it
    from_days: int
    to_days: int
    only: str | None  # pregnant
    raises: str  # emergency, priority
    name_en: str
    name_sw: str
    group: str  # young_infant, child, adult, pregnant
    state: str  # source, unconfirmed


@dataclass(frozen=True)
class UrgentVital:
    """A measurement below or above which a visit is urgent; the limits themselves are still good."""

    code: str
    vital: str
    from_days: int
    to_days: int
    only: str | None
    below: float | None
    above: float | None
    raises: str
    name_en: str
    name_sw: str
    state: str


@dataclass(frozen=True)
class NamedReason:
    code: str
    name_en: str
    name_sw: str


@cache
def danger_signs() -> dict[str, DangerSign]:
    """All signs by code, in the order a screen lists them."""
    return {
        row["code"]: DangerSign(
            code=row["code"],
            key=row["key"],
            from_days=int(row["from_days"]),
            to_days=int(row["to_days"]),
            only=row["only"] or None,
            raises=row["raises"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            group=row["group"],
            state=row["state"],
        )
        for row in read_table("queue/danger_signs.csv")
    }


@cache
def urgent_vitals() -> dict[str, UrgentVital]:
    """All limits by code; of one measurement the graver first."""
    return {
        row["code"]: UrgentVital(
            code=row["code"],
            vital=row["vital"],
            from_days=int(row["from_days"]),
            to_days=int(row["to_days"]),
            only=row["only"] or None,
            below=number(row["below"]),
            above=number(row["above"]),
            raises=row["raises"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            state=row["state"],
        )
        for row in read_table("queue/vital_signs.csv")
    }


@cache
def not_given_reasons() -> dict[str, NamedReason]:
    """Why the pharmacy gave less than was prescribed, by code."""
    return _reasons("queue/not_given.csv")


@cache
def leaving_reasons() -> dict[str, NamedReason]:
    """Why a patient left before the end, by code."""
    return _reasons("queue/leaving.csv")


def _reasons(name: str) -> dict[str, NamedReason]:
    return {row["code"]: NamedReason(row["code"], row["name_en"], row["name_sw"]) for row in read_table(name)}
