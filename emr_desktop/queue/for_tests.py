"""Sends a patient to the laboratory in the middle of a consultation, inside a caller's transaction."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import LabResult, Visit
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.queue import passes
from emr_desktop.queue.flow import VisitFlow
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.visits import rules as visit_rules
from emr_desktop.visits import unfinished
from emr_desktop.visits.rows import VisitForm, VitalsEntry


def send_for_tests(session: Session, flow: VisitFlow, form: VisitForm, *, today: date) -> Visit:
    """Order the tests of the form that have no result, and let the patient wait at the laboratory.

    Of the form only what is known from the start is written; the rest stays in the clinician's draft.

    Raises:
        ValidationError: ``queue.no_tests``, or a test, payer or date of the form is wrong.
        EmrError: ``queue.taken queue.not_waiting visit.voided visit.patient_missing``.
    """
    ordered = [entry.test for entry in form.tests if entry.result is None]
    if not ordered:
        raise ValidationError("test_typed", "queue.no_tests")
    hand = flow.hand()
    patient = flow.patient(session, form.patient_id)
    begun = replace(form, vitals=VitalsEntry(), diagnoses=(), prescriptions=(), findings=())
    for problem in visit_rules.problems(begun, birth_date=patient.birth_date, today=today):
        raise problem
    if session.get(Visit, form.id) is None:
        visit = unfinished.start(session, replace(begun, tests=()), patient, at=hand.at, by=hand.staff_id)
        passes.arrive(session, visit, "consultation", by=hand, taken=True)
        flow.audit(session, "queue.started", visit, station="consultation")
    visit, stay = flow.mine(session, form.id, seen_at=None)
    known = set(session.scalars(select(LabResult.test).where(LabResult.visit_id == visit.id)))
    session.add_all(
        LabResult(id=new_id(), visit_id=visit.id, test=test) for test in ordered if test not in known
    )
    visit.sensitive = visit.sensitive or any(lab_tests()[test].sensitive for test in ordered)
    if stay.taken_by is None:  # results come back to who sent the patient
        stay.taken_by, stay.taken_at = hand.staff_id, hand.at
    passes.depart(session, visit, stay, "moved", by=hand)
    passes.arrive(session, visit, "laboratory", by=hand)
    flow.audit(session, "queue.sent_for_tests", visit, tests=sorted(ordered))
    return visit


def send_back(session: Session, visit_id: uuid.UUID, *, flow: VisitFlow) -> None:
    """The laboratory found something: when no test is left, the patient goes back to who sent them."""
    visit, stay = session.get(Visit, visit_id), passes.present_pass(session, visit_id)
    if visit is None or stay is None or stay.station != "laboratory":
        return
    if not passes.waits_for_tests(session, visit_id):
        flow.forward(session, visit, stay)
