"""Where the patient came from and goes, as lines of a saved visit."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from emr_desktop.reference.care import appointment_reasons, care_name, outcome_details
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, FollowUpEntry, ReferralEntry
from emr_desktop.visits.rows import VisitForm
from ui.consultation import telling
from ui.widgets.spoken_day import day_words

translate = QCoreApplication.translate


def outcome_words(form: VisitForm, *, language: str) -> str:
    """The outcome with what more is known of it, and where the patient was sent."""
    detail = outcome_details().get(form.outcome_detail or "")
    words = answer_name("outcome", form.outcome, language=language)
    if detail is not None:
        words = detail.name(language)
    return f"{words}: {form.referred_to}" if form.referred_to else words


def ending_lines(form: VisitForm, *, language: str) -> tuple[tuple[str, str], ...]:
    """Label and text of referral, sender, death and return; empty texts are left to the caller."""
    sent = form.referred_in
    told = "" if sent is None else care_name("referred_in", sent.kind, language=language)
    if sent is not None:
        told = "; ".join(part for part in (told, sent.sender, sent.reason, sent.letter_number) if part)
    return (
        (translate("EndingWords", "Sent here by"), told),
        (translate("EndingWords", "Referral"), _referral(form.referral, language)),
        (translate("EndingWords", "Death"), _death(form.death, language)),
        (translate("EndingWords", "Comes back"), _return(form.follow_up, language)),
    )


def _referral(entry: ReferralEntry | None, language: str) -> str:
    if entry is None:
        return ""
    first = "; ".join(
        part
        for part in (
            care_name("urgency", entry.urgency, language=language),
            entry.unit,
            entry.reason,
            care_name("transport", entry.transport, language=language),
            entry.escort,
            entry.informed,
        )
        if part
    )
    return "\n".join(part for part in (first, entry.summary, entry.treatment) if part)


def _death(entry: DeathEntry | None, language: str) -> str:
    if entry is None:
        return ""

    def cause(one: CauseEntry | None) -> str:
        return "" if one is None else telling.name_of(one.icd10, one.concept, language=language)

    when = f"{day_words(entry.died_on)} {entry.died_at or ''}".strip()
    place = care_name("death_place", entry.place, language=language)
    told = (when, place, cause(entry.immediate), cause(entry.underlying), entry.cause_words)
    return "; ".join(part for part in told if part)


def _return(entry: FollowUpEntry | None, language: str) -> str:
    if entry is None:
        return ""
    day = day_words(entry.due_on)
    if entry.whole_week:
        day = translate("EndingWords", "week of {0}").format(day)
    known = appointment_reasons().get(entry.reason)
    reason = entry.reason if known is None else known.name(language)
    return "; ".join(part for part in (day, reason, entry.note) if part)
