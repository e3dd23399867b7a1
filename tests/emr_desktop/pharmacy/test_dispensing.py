"""What the pharmacy gave: kept once, with a reason for less, and the patient goes home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry, DispenseLine
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.pharmacy.rows import DispenseEntry, Dispensing
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitForm

ORDERS = (
    PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),
    PrescriptionEntry(medicine="ors", dose=1, per_day=2, days=2, quantity=4),
)


@pytest.fixture
def form(clinic: Clinic) -> VisitForm:
    """A saved visit with two medicines that waits at the pharmacy."""
    clinic.facility.set("queue.pharmacy", True)
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10))
    ).value
    made = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        complaint="Homa",
        diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
        prescriptions=ORDERS,
    )
    clinic.visits.save(made)
    return made


def entry(found: Dispensing, place: int, answer: str = "given", **values: Any) -> DispenseEntry:
    usual = {"prescription_id": found.lines[place].prescription_id, "answer": answer, "given": 0}
    return DispenseEntry(**(usual | values))  # type: ignore[arg-type]


def test_everything_given_sends_the_patient_home(clinic: Clinic, form: VisitForm) -> None:
    found = clinic.pharmacy.read(form.id)
    assert [line.order for line in found.lines] == list(ORDERS)
    written = clinic.pharmacy.dispense(form.id, [entry(found, 0), entry(found, 1)])
    assert [(line.answer.given, line.answered_by) for line in written.value.lines if line.answer] == [
        (18, "Neema Mollel"),
        (4, "Neema Mollel"),
    ]
    assert clinic.queue.everywhere() == ()
    assert clinic.queue.passes(form.id)[-1].ended == "finished"


def test_the_same_answer_again_changes_nothing(clinic: Clinic, form: VisitForm) -> None:
    found = clinic.pharmacy.read(form.id)
    entries = [entry(found, 0), entry(found, 1, "not_given", reason="out_of_stock")]
    clinic.pharmacy.dispense(form.id, entries)
    again = clinic.pharmacy.dispense(form.id, entries)
    assert not again.changes.kinds
    with clinic.work.database.read() as session:
        assert len(session.scalars(select(DispenseLine)).all()) == 2


def test_another_answer_replaces_the_first_which_stays(clinic: Clinic, form: VisitForm) -> None:
    found = clinic.pharmacy.read(form.id)
    clinic.pharmacy.dispense(form.id, [entry(found, 0)], send=False)
    clinic.pharmacy.dispense(
        form.id, [entry(found, 0, "partly", given=10, reason="out_of_stock")], send=False
    )
    answer = clinic.pharmacy.read(form.id).lines[0].answer
    assert answer is not None
    assert (answer.answer, answer.given, answer.reason) == ("partly", 10, "out_of_stock")
    with clinic.work.database.read() as session:
        lines = session.scalars(select(DispenseLine).order_by(DispenseLine.id)).all()
    assert [(line.answer, line.replaced_at is None) for line in lines] == [("given", False), ("partly", True)]


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"answer": "partly", "given": 0, "reason": "other"}, "lines.0.given", "pharmacy.part_impossible"),
        ({"answer": "partly", "given": 18, "reason": "other"}, "lines.0.given", "pharmacy.part_impossible"),
        ({"answer": "partly", "given": 9}, "lines.0.reason", "pharmacy.reason_missing"),
        ({"answer": "not_given"}, "lines.0.reason", "pharmacy.reason_missing"),
        ({"answer": "not_given", "reason": "other"}, "lines.0.reason", "pharmacy.reason_missing"),
        ({"answer": "not_given", "reason": "moon"}, "lines.0.reason", "pharmacy.reason_unknown"),
        ({"answer": "eaten"}, "lines.0.answer", "pharmacy.answer_unknown"),
    ],
)
def test_what_cannot_be_is_refused_at_its_medicine(
    clinic: Clinic, form: VisitForm, values: dict[str, Any], field: str, code: str
) -> None:
    found = clinic.pharmacy.read(form.id)
    with pytest.raises(ValidationError) as refused:
        clinic.pharmacy.dispense(form.id, [entry(found, 0, **values)], send=False)
    assert (refused.value.field, refused.value.code) == (field, code)
    with clinic.work.database.read() as session:
        assert session.scalars(select(DispenseLine)).all() == []


def test_nobody_goes_home_with_a_medicine_unanswered(clinic: Clinic, form: VisitForm) -> None:
    found = clinic.pharmacy.read(form.id)
    with pytest.raises(ValidationError) as refused:
        clinic.pharmacy.dispense(form.id, [entry(found, 0)])
    assert (refused.value.field, refused.value.code) == ("lines.1.answer", "pharmacy.not_answered")
    assert clinic.pharmacy.read(form.id).lines[0].answer is None


def test_a_changed_prescription_is_asked_again(clinic: Clinic, form: VisitForm) -> None:
    found = clinic.pharmacy.read(form.id)
    clinic.pharmacy.dispense(form.id, [entry(found, 0), entry(found, 1)], send=False)
    changed = replace(ORDERS[0], days=5, quantity=30)
    clinic.visits.save(replace(form, prescriptions=(changed, ORDERS[1]), expected_version=1))
    with pytest.raises(EmrError, match=r"pharmacy\.changed"):
        clinic.pharmacy.dispense(form.id, [entry(found, 0)], send=False)
    again = clinic.pharmacy.read(form.id)
    assert [line.answer is None for line in again.lines] == [True, False]


def test_two_at_the_counter(clinic: Clinic, clinic_as: Callable[..., Clinic], form: VisitForm) -> None:
    pharmacist = clinic_as("pharmacist")
    pharmacist.queue.take(form.id)
    found = clinic.pharmacy.read(form.id)
    with pytest.raises(EmrError, match=r"queue\.taken"):
        clinic.pharmacy.dispense(form.id, [entry(found, 0)])
    assert pharmacist.pharmacy.dispense(form.id, [entry(found, 0), entry(found, 1)]).value.lines[0].answer


def test_a_sensitive_visit_shows_the_pharmacist_its_medicines_alone(
    clinic: Clinic, clinic_as: Callable[..., Clinic], form: VisitForm
) -> None:
    hidden = replace(
        form,
        diagnoses=(DiagnosisEntry(icd10="B24"),),
        expected_version=1,
    )
    clinic.visits.save(hidden)
    seen = clinic_as("pharmacist").pharmacy.read(form.id).visit.form
    assert [order.medicine for order in seen.prescriptions] == ["par500", "ors"]
    assert (seen.diagnoses, seen.complaint) == ((), None)
    assert clinic.pharmacy.read(form.id).visit.form.complaint == "Homa"


def test_it_is_audited_and_only_who_may(
    clinic: Clinic, clinic_as: Callable[..., Clinic], form: VisitForm
) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").pharmacy.read(form.id)
    found = clinic.pharmacy.read(form.id)
    clinic.pharmacy.dispense(form.id, [entry(found, 0)], send=False)
    with clinic.work.database.read() as session:
        actions = [each for each in session.scalars(select(AuditEntry.action)) if each.startswith("pharmacy")]
    assert actions == ["pharmacy.viewed", "pharmacy.dispensed"]
