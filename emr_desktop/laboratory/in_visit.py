"""Brings the laboratory and the tests of a visit together, inside a caller's transaction.

The visit's tests stay the one truth that forms count; see docs/decisions/0005-laboratory-and-visit.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.models import LabOrder, LabReport, LabResult, LabValue, Visit, VisitRevision
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.outbox.events import record_event
from emr_desktop.reference.catalogue import is_sensitive, lab_tests
from emr_desktop.reference.laboratory import components_of, is_sensitive_test
from emr_desktop.visits.counting import malaria_test, number_in
from emr_desktop.visits.records import form_of, snapshot
from emr_desktop.visits.rows import LabEntry, VisitForm

BY_LABORATORY = "laboratory"


def released_values(session: Session, visit_id: uuid.UUID) -> dict[str, tuple[str, str]]:
    """The results in force of the orders of a visit: part -> (result, the test it was ordered as)."""
    newest: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
    for report_id, order_id, test in session.execute(
        select(LabReport.id, LabReport.order_id, LabOrder.test)
        .join(LabOrder, LabOrder.id == LabReport.order_id)
        .where(
            LabOrder.visit_id == visit_id,
            LabOrder.voided_at.is_(None),
            LabReport.released_at.is_not(None),
        )
        .order_by(LabReport.released_at, LabReport.version)
    ):
        newest[order_id] = (report_id, test)
    tests = dict(newest.values())
    found: dict[str, tuple[str, str]] = {}
    if tests:
        for report_id, part, result in session.execute(
            select(LabValue.report_id, LabValue.test, LabValue.result)
            .where(LabValue.report_id.in_(tests))
            .order_by(LabValue.report_id, LabValue.position)
        ):
            found[part] = (result, tests[report_id])
    return found


def with_results(
    entries: Iterable[LabEntry], released: Mapping[str, tuple[str, str]]
) -> tuple[LabEntry, ...]:
    """Put what the laboratory found in its place; a test that waited and is answered by its parts goes."""
    done = {test for _, test in released.values()}
    left = dict(released)
    found: list[LabEntry] = []
    for entry in entries:
        if entry.test in left:
            found.append(replace(entry, result=left.pop(entry.test)[0]))
        elif entry.result is not None or entry.test not in done:
            found.append(entry)
    return (*found, *(LabEntry(test=part, result=result) for part, (result, _) in left.items()))


def settle(session: Session, form: VisitForm) -> VisitForm:
    """Take what the laboratory released into a visit that is about to be saved.

    Raises:
        ValidationError: at ``tests.N``: ``laboratory.differs`` when the form says another result than was
            released, ``laboratory.was_voided`` when a test waits whose order was voided.
    """
    if form.source is not None:
        return form
    released = released_values(session, form.id)
    for index, entry in enumerate(form.tests):
        lab = released.get(entry.test)
        if entry.result is not None and lab is not None and lab[0] != entry.result:
            raise ValidationError(
                f"tests.{index}", "laboratory.differs", test=entry.test, typed=entry.result, result=lab[0]
            )
    states = _orders_of(session, form.id)
    done = {test for _, test in released.values()}
    for index, entry in enumerate(form.tests):
        voided = states.get(entry.test)
        if entry.result is None and entry.test not in done and voided:
            raise ValidationError(f"tests.{index}", "laboratory.was_voided", test=entry.test, reason=voided)
    return replace(form, tests=with_results(form.tests, released))


def _orders_of(session: Session, visit_id: uuid.UUID) -> dict[str, str | None]:
    """Tests ordered for a visit -> why the last order was voided, None while one holds."""
    found: dict[str, str | None] = {}
    for test, voided_at, reason in session.execute(
        select(LabOrder.test, LabOrder.voided_at, LabOrder.void_reason)
        .where(LabOrder.visit_id == visit_id)
        .order_by(LabOrder.voided_at.is_(None), LabOrder.created_at)
    ):
        found[test] = None if voided_at is None else reason or ""
    return found


def place_orders(session: Session, work: WorkSession, form: VisitForm) -> None:
    """Order what a visit of today waits for and nobody ordered yet; old visits wait for nothing."""
    if form.source is not None or form.visit_date != work.clock.today():
        return
    known = _orders_of(session, form.id)
    for entry in form.tests:
        if entry.result is not None or entry.test in known or not lab_tests()[entry.test].alone:
            continue
        order = new_order(work, new_id(), form.patient_id, entry.test, visit_id=form.id)
        session.add(order)
        session.flush()
        work.audit(
            session,
            "laboratory.ordered",
            entity="lab_order",
            entity_id=order.id,
            patient_id=form.patient_id,
            detail={"test": entry.test},
        )


def new_order(
    work: WorkSession, order_id: uuid.UUID, patient_id: uuid.UUID, test: str, *, visit_id: uuid.UUID | None
) -> LabOrder:
    """An order of today that waits for its sample."""
    now, staff = work.clock.now(), work.actor.staff_id
    return LabOrder(
        id=order_id,
        patient_id=patient_id,
        visit_id=visit_id,
        test=test,
        ordered_on=work.clock.today(),
        urgent=False,
        sensitive=is_sensitive_test(test),
        status="ordered",
        specimen=lab_tests()[test].specimen,
        created_at=now,
        created_by=staff,
        updated_at=now,
        updated_by=staff,
        version=1,
    )


def move_orders(session: Session, old: uuid.UUID, new: uuid.UUID) -> None:
    """Another visit took the place of one that waited: what was ordered for it goes along."""
    session.execute(update(LabOrder).where(LabOrder.visit_id == old).values(visit_id=new))


def laboratory_alone(session: Session, visit: Visit, since: int | None) -> bool:
    """Whether nobody but the laboratory changed a visit after the version a form started from."""
    if since is None or since >= visit.version:
        return False
    kept = session.scalars(
        select(VisitRevision.content).where(
            VisitRevision.visit_id == visit.id, VisitRevision.version >= since
        )
    ).all()
    return len(kept) == visit.version - since and all(each.get("by") == BY_LABORATORY for each in kept)


def bring_up_to_date(
    session: Session, work: WorkSession, order: LabOrder, *, before: Mapping[str, str], gone: bool = False
) -> bool:
    """Write what is now in force for an order into its visit: tests, counting columns, revision, event.

    Args:
        session: the verb's own writing session.
        work: whose.
        order: the order that was released, corrected or voided.
        before: what this order had put into the visit until now.
        gone: the order was voided: what it put there, or let wait there, is taken out.

    Returns:
        Whether the visit changed. An order without a saved visit changes nothing: the visit takes the results
        when it is saved.
    """
    visit = session.get(Visit, order.visit_id) if order.visit_id is not None else None
    if visit is None or visit.voided_at is not None:
        return False
    form = form_of(session, visit)
    parts = {part.test for part in components_of(order.test)} | {order.test}
    ours = [
        entry
        for entry in form.tests
        if not (
            (entry.test in before and entry.result == before[entry.test])
            or (gone and entry.test in parts and entry.result is None)
        )
    ]
    tests = with_results(ours, released_values(session, visit.id))
    if set(tests) == set(form.tests):
        return False
    now, staff = work.clock.now(), work.actor.staff_id
    snapshot(session, visit, form, at=now, by=staff, changed_by=BY_LABORATORY)
    session.execute(delete(LabResult).where(LabResult.visit_id == visit.id))
    if tests:
        ids = sorted(new_id() for _ in tests)
        session.execute(
            insert(LabResult),
            [
                {"id": new, "visit_id": visit.id, **vars(entry), "value": number_in(entry.result)}
                for new, entry in zip(ids, tests, strict=True)
            ],
        )
    visit.malaria_test = malaria_test(tests)
    visit.sensitive = any(is_sensitive(one.icd10, one.concept) for one in form.diagnoses) or any(
        lab_tests()[one.test].sensitive for one in tests
    )
    visit.version += 1
    visit.updated_at, visit.updated_by = now, staff
    session.flush()
    work.audit(
        session,
        "visit.laboratory",
        entity="visit",
        entity_id=visit.id,
        patient_id=visit.patient_id,
        detail={"version": visit.version, "order": str(order.id)},
    )
    if visit.status == "done":  # of an open one nobody hears before a clinician saved it
        record_event(session, "visit.saved", at=now, entity_id=visit.id, detail={"version": visit.version})
    return True
