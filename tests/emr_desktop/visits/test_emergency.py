"""Opening a sensitive visit in an emergency."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

REASON = "Amezimia, tunahitaji kujua dawa zake"
Make = Callable[..., VisitForm]


@pytest.fixture
def hidden(clinic: Clinic, whole_visit: Make) -> VisitForm:
    form = whole_visit(diagnoses=(DiagnosisEntry(icd10="B20"),))
    clinic.visits.save(form)
    return form


def _reasons(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        wanted = select(AuditEntry.detail).where(AuditEntry.action == "visit.opened_in_emergency")
        return [detail["reason"] for detail in session.scalars(wanted)]


def test_a_reason_opens_one_visit_for_this_session_and_stands_in_the_trail(
    clinic: Clinic, clinic_as: Callable[..., Clinic], hidden: VisitForm, whole_visit: Make
) -> None:
    other = whole_visit(visit_date=date(2026, 11, 17), diagnoses=(DiagnosisEntry(icd10="B20"),))
    clinic.visits.save(other)
    lab = clinic_as("lab")
    with pytest.raises(PermissionRefused):
        lab.visits.get(hidden.id)
    lab.emergency.open_visit(hidden.id, reason=f"  {REASON} ")
    assert lab.visits.get(hidden.id).form.diagnoses == hidden.diagnoses
    shown = {visit.id: visit.is_hidden for visit in lab.visits.timeline(hidden.patient_id)}
    assert shown == {hidden.id: False, other.id: True}
    with pytest.raises(PermissionRefused):
        lab.visits.get(other.id)
    again = clinic_as("lab")
    with pytest.raises(PermissionRefused):
        again.visits.get(hidden.id)
    assert _reasons(clinic) == [REASON]


@pytest.mark.parametrize("role", ["receptionist", "cashier", "it_admin"])
def test_who_does_not_treat_never_breaks_the_glass(
    clinic: Clinic, clinic_as: Callable[..., Clinic], hidden: VisitForm, role: str
) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as(role).emergency.open_visit(hidden.id, reason=REASON)
    assert _reasons(clinic) == []


@pytest.mark.parametrize("reason", ["", "    ", "abc", "x" * 201, "line\x07bell"])
def test_without_a_reason_in_words_it_stays_shut(
    clinic: Clinic, clinic_as: Callable[..., Clinic], hidden: VisitForm, reason: str
) -> None:
    lab = clinic_as("lab")
    with pytest.raises(ValidationError) as refused:
        lab.emergency.open_visit(hidden.id, reason=reason)
    assert refused.value.code == "visit.emergency_reason"
    with pytest.raises(PermissionRefused):
        lab.visits.get(hidden.id)


def test_it_does_not_go_over_to_a_colleague(
    clinic: Clinic, clinic_as: Callable[..., Clinic], hidden: VisitForm, password: str
) -> None:
    lab, pharmacist = clinic_as("lab"), clinic_as("pharmacist")
    lab.emergency.open_visit(hidden.id, reason=REASON)
    colleague = open_clinic(lab.switching.enter(pharmacist.work.actor.username, password))
    with pytest.raises(PermissionRefused):
        colleague.visits.get(hidden.id)
    back = open_clinic(colleague.switching.enter(lab.work.actor.username, password))
    with pytest.raises(PermissionRefused):
        back.visits.get(hidden.id)


def test_who_may_read_it_anyway_leaves_no_emergency(clinic: Clinic, hidden: VisitForm) -> None:
    clinic.emergency.open_visit(hidden.id, reason=REASON)
    assert _reasons(clinic) == []
    with pytest.raises(EmrError) as missing:
        clinic.emergency.open_visit(new_id(), reason=REASON)
    assert missing.value.code == "visit.missing"
