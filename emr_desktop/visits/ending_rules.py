"""What may stand in the ending of a visit: referral, referral in, death. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from emr_desktop.errors import ValidationError
from emr_desktop.reference.care import appointment_reasons, care_words, monday_of, outcome_details
from emr_desktop.reference.catalogue import concepts, icd10_title, is_sensitive
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, FollowUpEntry, ReferralEntry
from emr_desktop.visits.rows import VisitForm

LONGEST_LINE = 200
LONGEST_AHEAD_DAYS = 2 * 366
LONGEST_TEXT = 10_000
_LONG = frozenset({"summary", "treatment", "reason", "cause_words"})
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.][0-5]\d")

T = TypeVar("T")


def cleaned_ending(form: VisitForm) -> VisitForm:
    """Trim the ending, and drop what belongs to another outcome than the one chosen.

    Whoever died in a visit that was written here has a death, even when nothing more is known of it.
    """
    death = form.death
    if death is None and form.source is None:
        death = DeathEntry(died_on=form.visit_date)
    detail = outcome_details().get(form.outcome_detail or "")
    return replace(
        form,
        outcome_detail=form.outcome_detail if detail is None or detail.outcome == form.outcome else None,
        referral=trimmed(form.referral) if form.outcome == "referred" else None,
        referred_in=trimmed(form.referred_in),
        death=cleaned_death(death) if form.outcome == "died" else None,
        follow_up=_cleaned_follow_up(form.follow_up) if form.outcome != "died" else None,
    )


def _cleaned_follow_up(entry: FollowUpEntry | None) -> FollowUpEntry | None:
    entry = trimmed(entry)
    return replace(entry, due_on=monday_of(entry.due_on)) if entry is not None and entry.whole_week else entry


def cleaned_death(death: DeathEntry | None) -> DeathEntry | None:
    """Trim the texts; the time is kept as HH:MM."""
    death = trimmed(death)
    if death is None or death.died_at is None or not _CLOCK.fullmatch(death.died_at):
        return death
    hours, minutes = re.split(r"[:.]", death.died_at)
    return replace(death, died_at=f"{int(hours):02}:{minutes}")


def trimmed(entry: T) -> T:
    """Give an entry with its texts trimmed, empty ones as None."""
    if entry is None:
        return entry
    texts = {
        one.name: value.strip() or None
        for one in fields(entry)  # type: ignore[arg-type]
        if isinstance(value := getattr(entry, one.name), str)
    }
    return replace(entry, **texts)  # type: ignore[type-var]


def ending_problems(form: VisitForm, *, birth_date: date, today: date) -> Iterator[ValidationError]:
    """List what keeps the ending of a visit from being saved."""
    if form.outcome_detail is not None and form.outcome_detail not in outcome_details():
        yield ValidationError("outcome_detail", "visit.outcome_detail_unknown", detail=form.outcome_detail)
    if form.referral is not None:
        yield from _of_referral(form, form.referral)
    if form.referred_in is not None:
        if form.referred_in.kind not in care_words("referred_in"):
            yield ValidationError("referred_in.kind", "referral.kind_unknown", kind=form.referred_in.kind)
        yield from too_long(form.referred_in, "referred_in")
    if form.follow_up is not None:
        yield from _of_follow_up(form, form.follow_up)
    if form.death is not None:
        yield from death_problems(form.death, birth_date=birth_date, today=today, field="death.")


def _of_referral(form: VisitForm, referral: ReferralEntry) -> Iterator[ValidationError]:
    if not form.referred_to:
        yield ValidationError("referred_to", "referral.place_missing")
    if referral.urgency not in care_words("urgency"):
        yield ValidationError("referral.urgency", "referral.urgency_unknown", urgency=referral.urgency)
    if not referral.reason:
        yield ValidationError("referral.reason", "referral.reason_missing")
    if referral.transport is not None and referral.transport not in care_words("transport"):
        yield ValidationError(
            "referral.transport", "referral.transport_unknown", transport=referral.transport
        )
    yield from too_long(referral, "referral")


def _of_follow_up(form: VisitForm, entry: FollowUpEntry) -> Iterator[ValidationError]:
    last = entry.due_on + timedelta(days=6) if entry.whole_week else entry.due_on
    if last <= form.visit_date:
        yield ValidationError(
            "follow_up.due_on", "appointment.not_after_today", date=f"{entry.due_on:%d/%m/%Y}"
        )
    if entry.due_on > form.visit_date + timedelta(days=LONGEST_AHEAD_DAYS):
        yield ValidationError("follow_up.due_on", "appointment.too_far", date=f"{entry.due_on:%d/%m/%Y}")
    if entry.reason not in appointment_reasons():
        yield ValidationError("follow_up.reason", "appointment.reason_unknown", reason=entry.reason)
    yield from too_long(entry, "follow_up")


def death_problems(
    death: DeathEntry, *, birth_date: date, today: date, field: str = ""
) -> Iterator[ValidationError]:
    """List what is wrong with a death.

    Args:
        death: as it would be kept.
        birth_date: of the patient.
        today: at the facility.
        field: what the fields' names begin with.
    """
    if death.died_on > today:
        yield ValidationError(f"{field}died_on", "death.in_future", date=death.died_on.isoformat())
    if death.died_on < birth_date:
        yield ValidationError(f"{field}died_on", "death.before_birth", date=death.died_on.isoformat())
    if death.died_at is not None and not _CLOCK.fullmatch(death.died_at):
        yield ValidationError(f"{field}died_at", "death.time_unreadable", time=death.died_at)
    if death.place not in care_words("death_place"):
        yield ValidationError(f"{field}place", "death.place_unknown", place=death.place)
    for name, cause in (("immediate", death.immediate), ("underlying", death.underlying)):
        if cause is not None and (
            icd10_title(cause.icd10) is None
            or (cause.concept is not None and cause.concept not in concepts())
        ):
            yield ValidationError(f"{field}{name}", "visit.icd10_unknown", icd10=cause.icd10)
    if death.notified_on is not None and death.notified_on < death.died_on:
        yield ValidationError(f"{field}notified_on", "death.notified_before")
    if death.notified_on is not None and death.notified_on > today:
        yield ValidationError(
            f"{field}notified_on", "death.notified_in_future", date=death.notified_on.isoformat()
        )
    yield from too_long(death, field.rstrip("."))


def too_long(entry: Any, field: str) -> Iterator[ValidationError]:
    """List the texts of an entry that are longer than they may be."""
    for one in fields(entry):
        value = getattr(entry, one.name)
        longest = LONGEST_TEXT if one.name in _LONG else LONGEST_LINE
        if isinstance(value, str) and len(value) > longest:
            name = f"{field}.{one.name}" if field else one.name
            yield ValidationError(name, "visit.text_too_long", longest=longest)


def is_private(death: DeathEntry) -> bool:
    """Whether a cause of the death is marked sensitive."""
    causes: tuple[CauseEntry | None, ...] = (death.immediate, death.underlying)
    return any(is_sensitive(cause.icd10, cause.concept) for cause in causes if cause is not None)
