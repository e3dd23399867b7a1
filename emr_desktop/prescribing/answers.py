"""Puts what the checks say together with what the clinician did about it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from emr_desktop.errors import ValidationError
from emr_desktop.prescribing.rows import INFO, Finding
from emr_desktop.prescribing.tables import reasons
from emr_desktop.visits.rows import FindingEntry, PrescriptionEntry

LONGEST_WORDS = 200
SHORTEST_WORDS = 3
_HEEDED = ("taken_off", "changed")


def settled(
    found: Sequence[Finding], answers: Sequence[FindingEntry], prescriptions: Sequence[PrescriptionEntry]
) -> tuple[FindingEntry, ...]:
    """Give the findings to keep with the visit: each that stands, and each that was heeded.

    Args:
        found: what the checks say now; what is missing is not kept.
        answers: what the form brought: reasons, and what was heeded.
        prescriptions: the lines as they are saved, which say whether a medicine was taken off or changed.

    Raises:
        ValidationError: at ``prescriptions.<n>.reason``, the first serious finding without a usable reason.
    """
    given = {answer.key: answer for answer in answers if answer.action not in _HEEDED}
    kept = []
    for finding in found:
        if finding.severity == INFO or finding.position is None:
            continue
        answer = given.get(finding.key) if finding.needs_reason else None
        if finding.needs_reason:
            check_reason(answer, position=finding.position)
        kept.append(entry_of(finding, answer))
    standing = {entry.key for entry in kept}
    ordered = {line.medicine for line in prescriptions}
    heeded = {
        answer.key: FindingEntry(
            medicine=answer.medicine,
            rule=answer.rule,
            code=answer.code,
            severity=answer.severity,
            other=answer.other,
            params=answer.params,
            action="changed" if answer.medicine in ordered else "taken_off",
        )
        for answer in answers
        if answer.action in _HEEDED and answer.key not in standing
    }
    return (*kept, *heeded.values())


def check_reason(answer: FindingEntry | None, *, position: int) -> None:
    """Refuse an answer that gives no reason.

    Raises:
        ValidationError: ``prescribing.reason_missing``, ``prescribing.reason_unknown``,
            ``prescribing.reason_too_short``, ``visit.text_too_long``.
    """
    field = f"prescriptions.{position}.reason"
    words = ((answer.reason_words if answer is not None else None) or "").strip()
    reason = answer.reason if answer is not None else None
    if reason is None and not words:
        raise ValidationError(field, "prescribing.reason_missing")
    if reason is not None and reason not in reasons():
        raise ValidationError(field, "prescribing.reason_unknown", reason=reason)
    if reason is None and len(words) < SHORTEST_WORDS:
        raise ValidationError(field, "prescribing.reason_too_short", shortest=SHORTEST_WORDS)
    if len(words) > LONGEST_WORDS:
        raise ValidationError(field, "visit.text_too_long", longest=LONGEST_WORDS)


def entry_of(finding: Finding, answer: FindingEntry | None = None) -> FindingEntry:
    """A finding as it is kept: ``kept`` with its reason when it was serious, else ``shown``."""
    return FindingEntry(
        medicine=finding.medicine,
        rule=finding.rule,
        code=finding.code,
        severity=finding.severity,
        other=finding.other,
        params=dict(finding.params),
        action="kept" if finding.needs_reason else "shown",
        reason=answer.reason if answer is not None else None,
        reason_words=(answer.reason_words or "").strip() or None if answer is not None else None,
    )
