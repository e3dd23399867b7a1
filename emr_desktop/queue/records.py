"""Reads and writes the triage row of a visit inside a caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Triage
from emr_desktop.identity import new_id
from emr_desktop.queue.passes import Hand
from emr_desktop.queue.rows import TriageRow
from emr_desktop.queue.rules import Urgency, in_words, most_urgent


def triage_of(session: Session, visit_id: uuid.UUID) -> Triage | None:
    return session.scalars(select(Triage).where(Triage.visit_id == visit_id)).one_or_none()


def triage_row(triage: Triage | None) -> TriageRow:
    """Build what callers see; routine where nobody has looked yet."""
    if triage is None:
        return TriageRow(
            priority="routine", by_hand=False, reasons=(), signs=(), signs_asked=False, done_at=None
        )
    return TriageRow(
        priority=triage.priority,
        by_hand=triage.by_hand,
        reasons=tuple(triage.reasons),
        signs=tuple(triage.signs),
        signs_asked=triage.signs_asked,
        done_at=triage.done_at,
    )


def keep_priority(
    session: Session, visit_id: uuid.UUID, priority: str, *, words: str | None, by: Hand
) -> Triage:
    """Let a person's own judgement stand."""
    triage = _present(session, visit_id, by)
    triage.priority, triage.by_hand = priority, True
    triage.reasons = [in_words(words)] if words else []
    triage.updated_at, triage.updated_by = by.at, by.staff_id
    return triage


def keep_triage(
    session: Session,
    visit_id: uuid.UUID,
    found: Urgency,
    *,
    signs: Iterable[str],
    signs_asked: bool,
    chosen: str | None,
    by: Hand,
) -> Triage:
    """Let what was seen and measured stand; a priority that a person chose is raised by it, never lowered."""
    triage = _present(session, visit_id, by)
    words = [each for each in triage.reasons if each.startswith(in_words(""))] if triage.by_hand else []
    floor = most_urgent(triage.priority if triage.by_hand else "routine", chosen or "routine")
    triage.priority = most_urgent(found.priority, floor)
    triage.by_hand = floor != "routine" and (triage.by_hand or floor != found.priority)
    triage.reasons = [*words, *found.reasons]
    triage.signs, triage.signs_asked = list(signs), signs_asked
    triage.done_at = by.at
    triage.updated_at, triage.updated_by = by.at, by.staff_id
    return triage


def _present(session: Session, visit_id: uuid.UUID, by: Hand) -> Triage:
    triage = triage_of(session, visit_id)
    if triage is None:
        triage = Triage(
            id=new_id(),
            visit_id=visit_id,
            priority="routine",
            by_hand=False,
            reasons=[],
            signs=[],
            signs_asked=False,
            updated_at=by.at,
            updated_by=by.staff_id,
        )
        session.add(triage)
    return triage
