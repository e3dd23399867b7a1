"""What the plain model of a made-up facility knows of people and visits, and how it reads what was drawn."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from emr_desktop.reference.catalogue import vital_range
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, ReferralEntry
from tests.emr_desktop.exchange.facility_plans import Content


@dataclass
class KnownPerson:
    id: UUID
    sex: str
    born: date
    village: str | None
    version: int
    key: str  # the identifier in files
    merged: bool = False


@dataclass
class KnownVisit:
    """What the model knows: enough to know whether, for whom and on which day it counts."""

    id: UUID
    key: str
    person: KnownPerson
    day: date
    version: int
    saved: int  # the how manieth save
    content: Content
    voided: bool = False
    new_this_year: bool | None = None  # what the rule or a person said; None: not followed by the model
    new_problem: bool | None = None


def letter_of(content: Content) -> ReferralEntry | None:
    """A referral with a letter; without urgency the outcome alone was written."""
    if content.outcome != "referred" or content.urgency is None:
        return None
    return ReferralEntry(urgency=content.urgency, reason="Damu; = | 5%")


def death_of(content: Content, day: date) -> DeathEntry | None:
    """What is told of a death; without a cause the outcome alone was written."""
    if content.outcome != "died" or content.cause is None:
        return None
    return DeathEntry(died_on=day, place=content.died_at, underlying=CauseEntry(icd10=content.cause))


def fitting(content: Content, born: date, day: date) -> Content:
    """Without a weight that nobody of this age has: the record refuses it."""
    limits = None if day < born else vital_range("weight_kg", max(0, (day - born).days // 31))
    if content.weight_kg is None or limits is None:
        return replace(content, weight_kg=None)
    fits = limits.refuse_below <= content.weight_kg <= limits.refuse_above
    return content if fits else replace(content, weight_kg=None)


def months_before(day: date, months: int) -> date:
    """The same day some months ago, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
