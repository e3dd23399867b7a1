"""Plans patient records: the newest state of each visit and patient that changed."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target, Visit
from db.portions import portions
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import MOVED_IN
from sync.outbox import REPLACEABLE, next_number, supersede

RECORD_EVENTS = frozenset(
    {"visit.saved", "visit.voided", "patient.saved", "patient.merged", "patient.unmerged"}
)
VISIT, PATIENT = "record.visit", "record.patient"


def subject_of(patient_id: uuid.UUID) -> str:
    """Order is kept within one patient."""
    return f"patient:{patient_id.hex}"


def patient_of(subject: str) -> uuid.UUID:
    """Whose subject it is."""
    return uuid.UUID(subject.removeprefix("patient:"))


def plan_records(
    session: Session, target: Target, events: Sequence[OutboxEvent], *, now: datetime
) -> list[Delivery]:
    """Make one delivery for each visit, and one for each patient whom the target knows already.

    A record is sent whole and as it stands when it is sent, so that a visit saved three times goes once.
    Patients travel with their first visit; later changes of theirs go by themselves. After a merge the visits
    that the target has go again, under the patient they belong to now.
    """
    visits: dict[uuid.UUID, int] = {}
    patients: dict[uuid.UUID, int] = {}
    moved: dict[uuid.UUID, int] = {}
    for event in events:
        if event.entity_id is None:
            continue
        if event.kind.startswith("visit."):
            visits[event.entity_id] = event.seq
            continue
        patients[event.entity_id] = event.seq
        if event.kind in ("patient.merged", "patient.unmerged"):
            for name in ("kept", "merged"):
                patients[uuid.UUID(event.detail[name])] = moved[uuid.UUID(event.detail[name])] = event.seq
    for visit_id, patient_id in _sent_visits_of(session, target, moved):
        visits.setdefault(visit_id, moved[patient_id])
    known = _known(session, target, patients)
    wanted = [(PATIENT, who, who, seq) for who, seq in patients.items() if who in known]
    moved_in = _moved_in(session, target, visits)
    wanted += [
        (VISIT, visit_id, patient_id, visits[visit_id])
        for visit_id, patient_id in _whose(session, visits)
        if visit_id not in moved_in
    ]
    wanted.sort(key=lambda one: (one[3], one[0]))
    return _deliveries(session, target, wanted, now=now)


def _moved_in(session: Session, target: Target, visits: Mapping[uuid.UUID, int]) -> set[uuid.UUID]:
    """Visits that another system kept and may have sent before, and that this target was never meant to get.

    A correction does not send them either; somebody asks for them by their days, then they go on going.
    """
    found: set[uuid.UUID] = set()
    for portion in portions(list(visits)):
        has = select(Delivery.entity_id).where(Delivery.target_id == target.id, Delivery.kind == VISIT)
        kept = select(Visit.id).where(Visit.id.in_(portion), Visit.source == MOVED_IN, Visit.id.not_in(has))
        found.update(session.scalars(kept))
    return found


def plan_earlier(
    session: Session, target: Target, first: date, last: date, *, now: datetime, moved_in: bool = False
) -> int:
    """Put visits of earlier days on their way that a target has never been meant to get; gives how many.

    Args:
        session: writing.
        target: one that takes records.
        first: first day of the visits.
        last: last day.
        now: when it is done.
        moved_in: also those that came from another system, which may have sent them before.
    """
    known = select(Delivery.entity_id).where(Delivery.target_id == target.id, Delivery.kind == VISIT)
    found = session.execute(
        select(Visit.id, Visit.patient_id)
        .where(
            Visit.visit_date.between(first, last),
            Visit.status == "done",
            Visit.voided_at.is_(None),
            Visit.id.not_in(known),
            *(() if moved_in else (or_(Visit.source.is_(None), Visit.source != MOVED_IN),)),
        )
        .order_by(Visit.visit_date, Visit.started_at, Visit.id)
    )
    seq = session.scalar(select(func.max(OutboxEvent.seq))) or 0
    wanted = [(VISIT, one.id, one.patient_id, seq) for one in found]
    return len(_deliveries(session, target, wanted, now=now)) if wanted else 0


def plan_again(session: Session, target: Target, visits: Sequence[uuid.UUID], *, now: datetime) -> int:
    """Put visits that a target has on their way once more, as they stand and may go now; gives how many."""
    seq = session.scalar(select(func.max(OutboxEvent.seq))) or 0
    whose = _whose(session, dict.fromkeys(visits, seq))
    wanted = [(VISIT, visit_id, patient_id, seq) for visit_id, patient_id in whose]
    return len(_deliveries(session, target, wanted, now=now)) if wanted else 0


def _deliveries(
    session: Session,
    target: Target,
    wanted: Sequence[tuple[str, uuid.UUID, uuid.UUID, int]],
    *,
    now: datetime,
) -> list[Delivery]:
    for portion in portions([entity for _, entity, _, _ in wanted]):
        older = select(Delivery).where(
            Delivery.target_id == target.id,
            Delivery.entity_id.in_(portion),
            Delivery.state.in_(REPLACEABLE),
        )
        for delivery in session.scalars(older):
            supersede(delivery, now=now)
    first = next_number(session)
    made = [
        Delivery(
            id=new_id(),
            number=first + place,
            target_id=target.id,
            subject=subject_of(patient_id),
            kind=kind,
            event_seq=seq,
            entity_id=entity,
            state="waiting",
            attempts=0,
            created_at=now,
            answer=None,
            details={},
        )
        for place, (kind, entity, patient_id, seq) in enumerate(wanted)
    ]
    session.add_all(made)
    session.flush()
    return made


def _whose(session: Session, visits: dict[uuid.UUID, int]) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """The saved visits among these, with their patients; an open one goes when it is done."""
    for portion in portions(list(visits)):
        found = select(Visit.id, Visit.patient_id).where(Visit.id.in_(portion), Visit.status == "done")
        yield from ((row.id, row.patient_id) for row in session.execute(found))


def _known(session: Session, target: Target, patients: dict[uuid.UUID, int]) -> set[uuid.UUID]:
    """The patients of whom something was sent to this target."""
    found: set[uuid.UUID] = set()
    for portion in portions(list(patients)):
        subjects = {subject_of(who): who for who in portion}
        sent = select(Delivery.subject).where(
            Delivery.target_id == target.id, Delivery.subject.in_(subjects), Delivery.sent_at.is_not(None)
        )
        found |= {subjects[subject] for subject in session.scalars(sent)}
    return found


def _sent_visits_of(
    session: Session, target: Target, patients: dict[uuid.UUID, int]
) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    for portion in portions(list(patients)):
        sent = (
            select(Visit.id, Visit.patient_id)
            .join(Delivery, Delivery.entity_id == Visit.id)
            .where(
                Visit.patient_id.in_(portion), Delivery.target_id == target.id, Delivery.sent_at.is_not(None)
            )
            .distinct()
        )
        yield from ((row.id, row.patient_id) for row in session.execute(sent))
