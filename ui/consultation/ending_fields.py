"""Where the patient came from and goes, as typed on the side pages, and as the form takes it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date

from emr_desktop.visits.ending_rows import (
    CauseEntry,
    DeathEntry,
    FollowUpEntry,
    ReferralEntry,
    ReferredInEntry,
)
from emr_desktop.visits.rows import VisitForm
from ui.widgets.spoken_day import day_words, read_day

LETTER = ("unit", "reason", "summary", "treatment", "transport", "escort", "informed", "urgency")
SENT = ("kind", "sender", "reason", "letter_number")
DEATH = (
    "died_on",
    "died_at",
    "place",
    "immediate",
    "underlying",
    "cause_words",
    "told_by",
    "notified_to",
    "notified_on",
)
FOLLOW_UP = ("due_on", "whole_week", "reason", "note")
# Names of the fields as errors name them, so that a page knows its own.
ENDING_FIELDS = (
    "outcome_detail",
    *(f"referral.{name}" for name in LETTER),
    *(f"referred_in.{name}" for name in SENT),
    *(f"death.{name}" for name in DEATH),
    *(f"follow_up.{name}" for name in FOLLOW_UP),
)


@dataclass(frozen=True, kw_only=True)
class Ending:
    """What the form takes."""

    outcome_detail: str | None
    referral: ReferralEntry | None
    referred_in: ReferredInEntry | None
    death: DeathEntry | None
    follow_up: FollowUpEntry | None


def read_ending(fields: Mapping[str, str], *, outcome: str, visit_date: date) -> Ending:
    """Read the fields.

    Raises:
        ValidationError: a day cannot be understood.
    """
    return Ending(
        outcome_detail=fields["outcome_detail"] or None,
        referral=_referral(fields) if outcome == "referred" else None,
        referred_in=_referred_in(fields),
        death=_death(fields, visit_date) if outcome == "died" else None,
        follow_up=_follow_up(fields, visit_date),
    )


def has_letter(fields: Mapping[str, str]) -> bool:
    """Whether something was entered for a referral letter."""
    return any(fields[f"referral.{name}"].strip() for name in LETTER)


def _said(fields: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str | None]:
    return {name: fields[f"{prefix}.{name}"].strip() or None for name in names}


def _referral(fields: Mapping[str, str]) -> ReferralEntry | None:
    if not has_letter(fields):
        return None
    said = _said(fields, "referral", LETTER)
    return ReferralEntry(urgency=said.pop("urgency") or "routine", **said)


def _referred_in(fields: Mapping[str, str]) -> ReferredInEntry | None:
    said = _said(fields, "referred_in", SENT)
    if not any(said.values()):
        return None
    return ReferredInEntry(kind=said.pop("kind") or "facility", **said)


def _death(fields: Mapping[str, str], visit_date: date) -> DeathEntry | None:
    said = _said(fields, "death", DEATH)
    if not any(said.values()):
        return None
    return DeathEntry(
        died_on=read_day(said["died_on"] or "", "death.died_on", today=visit_date) or visit_date,
        died_at=said["died_at"],
        place=said["place"] or "here",
        immediate=cause_of(said["immediate"]),
        underlying=cause_of(said["underlying"]),
        cause_words=said["cause_words"],
        told_by=said["told_by"],
        notified_to=said["notified_to"],
        notified_on=read_day(said["notified_on"] or "", "death.notified_on", today=visit_date),
    )


def _follow_up(fields: Mapping[str, str], visit_date: date) -> FollowUpEntry | None:
    due_on = read_day(fields["follow_up.due_on"], "follow_up.due_on", today=visit_date, ahead=True)
    if due_on is None:
        return None
    return FollowUpEntry(
        due_on=due_on,
        whole_week=fields["follow_up.whole_week"] == "yes",
        reason=fields["follow_up.reason"] or "review",
        note=fields["follow_up.note"].strip() or None,
    )


def cause_of(text: str | None) -> CauseEntry | None:
    """A cause as it lies in the draft: ``B54|malaria``, or the code alone."""
    if not text:
        return None
    icd10, _, concept = text.partition("|")
    return CauseEntry(icd10=icd10, concept=concept or None)


def cause_text(cause: CauseEntry | None) -> str:
    """A cause as it lies in the draft."""
    return "" if cause is None else f"{cause.icd10}|{cause.concept}" if cause.concept else cause.icd10


def put_ending(fields: MutableMapping[str, str], form: VisitForm) -> None:
    """Put the ending of a saved visit into the fields."""
    fields["outcome_detail"] = form.outcome_detail or ""
    for prefix, entry, names in (
        ("referral", form.referral, LETTER),
        ("referred_in", form.referred_in, SENT),
        ("death", form.death, DEATH),
        ("follow_up", form.follow_up, FOLLOW_UP),
    ):
        for name in names:
            fields[f"{prefix}.{name}"] = "" if entry is None else _written(getattr(entry, name))


def death_texts(entry: DeathEntry) -> dict[str, str]:
    """A death as the fields of its form say it."""
    return {f"death.{name}": _written(getattr(entry, name)) for name in DEATH}


def _written(value: object) -> str:
    if isinstance(value, CauseEntry):
        return cause_text(value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return day_words(value) if isinstance(value, date) else str(value or "")
