"""Reference data of referrals, appointments and deaths: words, reasons, days when clinics may be closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from emr_desktop.languages import either
from emr_desktop.reference.tables import read_table


@dataclass(frozen=True)
class Words:
    """A coded answer in both languages."""

    code: str
    name_en: str
    name_sw: str

    def name(self, language: str) -> str:
        return either(language, self.name_sw, self.name_en)


@dataclass(frozen=True)
class AppointmentReason(Words):
    """Why a patient is expected.

    Attributes:
        early_days: a visit so many days before the day keeps the appointment.
        grace_days: after so many days without a visit it is missed.
        private: is not named on paper that leaves the facility.
    """

    early_days: int
    grace_days: int
    private: bool


@dataclass(frozen=True)
class OutcomeDetail(Words):
    """What more is known of an outcome."""

    outcome: str


@cache
def care_words(kind: str) -> dict[str, Words]:
    """The answers of one kind (urgency, transport, trace_way, ...) by code, in the order of a screen."""
    return {
        row["code"]: Words(row["code"], row["name_en"], row["name_sw"])
        for row in read_table("care_words.csv")
        if row["kind"] == kind
    }


def care_name(kind: str, code: str | None, *, language: str) -> str:
    """What to call a coded answer; an unknown code names itself, none is empty."""
    if code is None:
        return ""
    known = care_words(kind).get(code)
    return code if known is None else known.name(language)


@cache
def appointment_reasons() -> dict[str, AppointmentReason]:
    """The reasons by code, in the order of a screen."""
    return {
        row["code"]: AppointmentReason(
            code=row["code"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            early_days=int(row["early_days"]),
            grace_days=int(row["grace_days"]),
            private=row["private"] == "yes",
        )
        for row in read_table("appointment_reasons.csv")
    }


@cache
def outcome_details() -> dict[str, OutcomeDetail]:
    """What more may be said of an outcome, by code."""
    return {
        row["code"]: OutcomeDetail(row["code"], row["name_en"], row["name_sw"], row["outcome"])
        for row in read_table("outcome_details.csv")
    }


@cache
def referral_waits() -> dict[str, int]:
    """After how many days without an answer a referral is overdue, by urgency."""
    return {row["urgency"]: int(row["days"]) for row in read_table("referral_waits.csv")}


@cache
def _holidays() -> dict[str, Words]:
    return {
        row["day"]: Words(row["day"], row["name_en"], row["name_sw"]) for row in read_table("holidays.csv")
    }


def holiday(day: date) -> Words | None:
    """The public holiday on a day, as far as ``holidays.csv`` knows."""
    from_easter = (day - easter(day.year)).days
    for key in (day.isoformat(), f"{day:%m-%d}", f"easter{from_easter:+d}"):
        if key in _holidays():
            return _holidays()[key]
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Gauss; the anonymous algorithm of 1876)."""
    golden, century = year % 19, year // 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (year % 100 // 4) - moon - year % 100 % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    days = moon + week - 7 * late + 114
    return date(year, days // 31, days % 31 + 1)


def monday_of(day: date) -> date:
    """The first day of the week of a day."""
    return day - timedelta(days=day.weekday())
