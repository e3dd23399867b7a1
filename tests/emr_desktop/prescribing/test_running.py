"""Medicines of earlier visits that the patient still has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.prescribing.running import still_running
from emr_desktop.visits.rows import FindingEntry, PrescriptionEntry, VisitForm

TODAY = date(2026, 11, 18)


def ordered(medicine: str, days: int) -> PrescriptionEntry:
    return PrescriptionEntry(medicine=medicine, dose=1, per_day=1, days=days, quantity=days)


@given(days=st.integers(1, 90), ago=st.integers(0, 120))
def test_a_course_runs_until_it_is_used_up_and_a_refill_near_its_end_is_quiet(days: int, ago: int) -> None:
    since = TODAY - timedelta(days=ago)
    found = still_running([(since, ordered("aml5", days))], on=TODAY)
    left = days - ago
    assert bool(found) == (days > 1 and left * 4 > days)
    for one in found:
        assert one.since <= TODAY <= one.until


def test_the_newest_order_of_a_medicine_counts() -> None:
    newest = (TODAY - timedelta(days=10), ordered("aml5", 5))  # over
    older = (TODAY - timedelta(days=20), ordered("aml5", 90))
    assert still_running([newest, older], on=TODAY) == ()


@pytest.fixture
def visit(clinic: Clinic) -> Callable[..., VisitForm]:
    """``visit(medicine, days=, ago=)``: an old man who gets one medicine."""
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Juma", last_name="Mrisho", sex="M", birth_date=date(1960, 1, 2))
    ).value

    def make(medicine: str, *, days: int = 30, ago: int = 0) -> VisitForm:
        return VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=TODAY - timedelta(days=ago),
            prescriptions=(ordered(medicine, days),),
        )

    return make


def findings(clinic: Clinic, form: VisitForm) -> tuple[FindingEntry, ...]:
    clinic.visits.save(form)
    return clinic.visits.get(form.id).form.findings


def test_what_the_patient_has_already_is_one_mild_line(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    clinic.visits.save(visit("los50", ago=5))
    (finding,) = findings(clinic, visit("los50"))
    assert (finding.rule, finding.severity, finding.other) == ("dup_running", "mild", "los50")
    assert finding.params["since"] == "2026-11-13"


def test_a_dangerous_pair_over_two_visits_needs_a_reason(
    clinic: Clinic, visit: Callable[..., VisitForm]
) -> None:
    clinic.visits.save(visit("carb200", days=60, ago=20))
    form = visit("ery250")
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(form)
    assert refused.value.field == "prescriptions.0.reason"
    answer = FindingEntry(
        medicine="ery250",
        rule="int_carb_ery",
        code="prescribing.running_interaction",
        severity="serious",
        other="carb200",
        reason="consulted",
    )
    (finding,) = findings(clinic, replace(form, findings=(answer,)))
    assert (finding.rule, finding.action, finding.reason) == ("int_carb_ery", "kept", "consulted")


def test_what_is_used_up_or_voided_is_not_spoken_of(clinic: Clinic, visit: Callable[..., VisitForm]) -> None:
    clinic.visits.save(visit("carb200", days=10, ago=20))
    clinic.visits.save(wrong := visit("carb200", days=60, ago=3))
    clinic.visits.void(wrong.id, reason="another patient")
    assert findings(clinic, visit("ery250")) == ()
