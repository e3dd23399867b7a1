"""Reading how a child grew: what counts, in which order, and that it leaves a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm, VitalsEntry


@pytest.fixture
def baby(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Baraka", last_name="Juma", sex="M", birth_date=date(2025, 11, 18)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def measure(clinic: Clinic, baby: PatientRow) -> Callable[..., VisitForm]:
    def save(on: date, **vitals: float) -> VisitForm:
        form = VisitForm(
            id=new_id(), patient_id=baby.id, visit_date=on, vitals=VitalsEntry(**vitals), complaint="Homa"
        )
        clinic.visits.save(form)
        return form

    return save


def test_measurements_come_oldest_first_with_their_scores(
    clinic: Clinic, baby: PatientRow, measure: Callable[..., VisitForm]
) -> None:
    measure(date(2026, 11, 18), weight_kg=8.1, height_cm=73)
    measure(date(2026, 5, 18), weight_kg=7.4, height_cm=66.5, muac_cm=13)
    measure(date(2026, 8, 1), temperature_c=38)  # nothing to do with growth
    history = clinic.growth.history(baby.id)
    assert (history.sex, history.birth_date, history.birth_precision) == ("M", baby.birth_date, "day")
    assert [visit.assessment.measured.on for visit in history.visits] == [
        date(2026, 5, 18),
        date(2026, 11, 18),
    ]
    score = history.visits[-1].assessment.score("weight_for_length_height")
    assert score is not None
    assert score.table == "weight_for_length"


def test_a_voided_visit_is_not_on_the_chart(
    clinic: Clinic, baby: PatientRow, measure: Callable[..., VisitForm]
) -> None:
    wrong = measure(date(2026, 10, 1), weight_kg=9)
    right = measure(date(2026, 11, 1), weight_kg=8)
    clinic.visits.void(wrong.id, reason="another child")
    assert [visit.visit_id for visit in clinic.growth.history(baby.id).visits] == [right.id]


def test_looking_leaves_an_audit_row(clinic: Clinic, baby: PatientRow) -> None:
    from sqlalchemy import select

    from db.models import AuditEntry

    clinic.growth.history(baby.id)
    with clinic.work.database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
        assert last is not None
        assert (last.action, last.patient_id) == ("growth.viewed", baby.id)


def test_an_unknown_patient_is_refused(clinic: Clinic) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.growth.history(new_id())
    assert refused.value.code == "growth.patient_missing"


def test_a_nurse_may_look_and_a_receptionist_may_not(
    clinic_as: Callable[..., Clinic], baby: PatientRow
) -> None:
    assert clinic_as("nurse").growth.history(baby.id).visits == ()
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").growth.history(baby.id)


def test_how_a_child_was_measured_comes_back(
    clinic: Clinic, baby: PatientRow, measure: Callable[..., VisitForm]
) -> None:
    measure(date(2026, 10, 1), head_cm=44.5)
    measure(date(2026, 11, 1), weight_kg=8, height_cm=72, height_lying=False, oedema=True)
    first, second = (visit.assessment for visit in clinic.growth.history(baby.id).visits)
    assert first.score("head_circumference_for_age") is not None
    height = second.score("length_height_for_age")
    assert height is not None
    assert height.value == pytest.approx(72.7)
    assert second.malnutrition == "sam"
