"""What may be answered for a prescribed medicine. Pure."""

from __future__ import annotations

from dataclasses import replace

from emr_desktop.errors import ValidationError
from emr_desktop.pharmacy.rows import ANSWERS, DispenseEntry
from emr_desktop.reference.urgency import not_given_reasons

LONGEST_WORDS = 200


def settled(entry: DispenseEntry, *, ordered: int, place: int) -> DispenseEntry:
    """Give the answer as it is kept.

    Args:
        entry: as it was typed.
        ordered: whole dispensing units prescribed.
        place: of the line, for the name of a field that is wrong: ``lines.0.given``.

    Raises:
        ValidationError: ``pharmacy.answer_unknown pharmacy.part_impossible pharmacy.reason_missing
            pharmacy.reason_unknown pharmacy.words_too_long``.
    """
    words = " ".join((entry.reason_words or "").split()) or None
    if entry.answer not in ANSWERS:
        raise ValidationError(f"lines.{place}.answer", "pharmacy.answer_unknown", answer=entry.answer)
    if entry.answer == "given":
        return replace(entry, given=ordered, reason=None, reason_words=None)
    if entry.answer == "partly" and not 0 < entry.given < ordered:
        raise ValidationError(f"lines.{place}.given", "pharmacy.part_impossible", ordered=ordered)
    if entry.reason is None or (entry.reason == "other" and words is None):
        raise ValidationError(f"lines.{place}.reason", "pharmacy.reason_missing")
    if entry.reason not in not_given_reasons():
        raise ValidationError(f"lines.{place}.reason", "pharmacy.reason_unknown", reason=entry.reason)
    if len(words or "") > LONGEST_WORDS:
        raise ValidationError(f"lines.{place}.reason", "pharmacy.words_too_long", longest=LONGEST_WORDS)
    return replace(entry, given=entry.given if entry.answer == "partly" else 0, reason_words=words)
