"""What a visit says of where the patient came from and where the patient went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class ReferralEntry:
    """What a referral letter says beyond the visit; where to is the visit's ``referred_to``."""

    urgency: str = "routine"  # emergency urgent routine
    unit: str | None = None  # the ward or clinic asked for
    reason: str | None = None
    summary: str | None = None  # history and findings
    treatment: str | None = None  # given here before leaving
    transport: str | None = None  # code of care_words.csv
    escort: str | None = None
    informed: str | None = None  # who there was told


@dataclass(frozen=True, kw_only=True)
class ReferredInEntry:
    """That somebody else sent the patient here."""

    kind: str = "facility"  # facility community other
    sender: str | None = None  # the facility, or the health worker's name
    reason: str | None = None
    letter_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class FollowUpEntry:
    """When the patient is to come back; becomes an appointment when the visit is saved."""

    due_on: date  # of a whole week: its Monday
    whole_week: bool = False
    reason: str = "review"  # code of appointment_reasons.csv
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class CauseEntry:
    """A cause of death as it is picked."""

    icd10: str
    concept: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeathEntry:
    """When, where and of what somebody died."""

    died_on: date
    died_at: str | None = None  # local time, HH:MM
    place: str = "here"  # here on_arrival elsewhere
    immediate: CauseEntry | None = None
    underlying: CauseEntry | None = None
    cause_words: str | None = None
    told_by: str | None = None
    notified_to: str | None = None
    notified_on: date | None = None
