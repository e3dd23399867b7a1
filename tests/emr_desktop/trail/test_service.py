"""Who may see what of the trail, page by page, and that looking leaves a row itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.errors import EmrError, PasswordNeeded, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.trail.rows import TrailQuery


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=32)
    return clinic.patients.register(form).value


def _actions(clinic: Clinic, **query: object) -> list[str]:
    return [row.action for row in clinic.audit.find(TrailQuery(**query)).rows]  # type: ignore[arg-type]


def _count(clinic: Clinic) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_who_looked_at_a_patient_names_person_pc_and_what(
    clinic: Clinic, patient: PatientRow, clinic_as: Callable[..., Clinic]
) -> None:
    nurse = clinic_as("nurse")
    nurse.patients.get(patient.id)
    page = clinic.audit.who_looked(patient.id)
    newest = page.rows[0]
    assert (newest.action, newest.username, newest.patient_number) == (
        "patient.viewed",
        "nurse",
        patient.number,
    )
    assert newest.patient_name == "Asha Juma"
    assert newest.device
    assert page.rows[-1].action == "patient.registered"
    assert clinic.audit.who_looked(patient.id).rows[0].action == "audit.patient_viewed"


def test_it_staff_see_the_trail_without_patients(
    clinic: Clinic, patient: PatientRow, clinic_as: Callable[..., Clinic]
) -> None:
    it = clinic_as("it_admin")
    rows = [row for row in it.audit.find(TrailQuery()).rows if row.action == "patient.registered"]
    (row,) = rows
    assert (row.patient_id, row.patient_number, row.patient_name, row.entity_id, row.detail) == (
        None,
        None,
        None,
        None,
        {},
    )
    for look in (
        lambda: it.audit.who_looked(patient.id),
        lambda: it.audit.find(TrailQuery(patient=patient.number)),
        lambda: it.audit.review("202610"),
    ):
        with pytest.raises(PermissionRefused):
            look()
    assert _actions(clinic, staff="it-admin", kind="refusals") == ["refused"] * 3


def test_each_look_leaves_one_row(clinic: Clinic) -> None:
    for look in (
        lambda: clinic.audit.find(TrailQuery(kind="exports")),
        lambda: clinic.audit.take_out(TrailQuery(), purpose="printed"),
        lambda: clinic.audit.check(),
        lambda: clinic.audit.review("202610"),
    ):
        before = _count(clinic)
        look()
        assert _count(clinic) == before + 1


def test_pages_follow_each_other_without_a_gap(clinic: Clinic) -> None:
    with clinic.work.database.write.begin() as session:
        for number in range(250):
            clinic.work.audit(session, "patient.searched", detail={"number": number})
    query = TrailQuery(kind="views", first=date(2026, 11, 18))
    seen, before = [], None
    while True:
        page = clinic.audit.find(query, before=before)
        seen += [row.detail["number"] for row in page.rows if "number" in row.detail]
        before = page.before
        if before is None:
            break
    assert seen == list(range(249, -1, -1))


def test_after_hours_are_those_of_the_facility(clinic: Clinic, clock: object) -> None:
    def look_at(hour: int) -> None:
        clock.set(datetime(2026, 11, 19, hour, 30, tzinfo=EAST_AFRICA))  # type: ignore[attr-defined]
        with clinic.work.database.write.begin() as session:
            clinic.work.audit(session, "patient.searched", detail={"hour": hour})

    for hour in (6, 7, 18, 19, 23):
        look_at(hour)
    found = clinic.audit.find(TrailQuery(kind="after_hours"))
    hours = [row.detail["hour"] for row in found.rows if "hour" in row.detail]
    assert hours == [23, 19, 6]
    clinic.facility.set("audit.hours_to", 24)
    found = clinic.audit.find(TrailQuery(kind="after_hours"))
    assert [row.detail["hour"] for row in found.rows if "hour" in row.detail] == [6]


def test_exports_and_prints_are_found_by_kind(clinic: Clinic, patient: PatientRow) -> None:
    clinic.audit.take_out(TrailQuery())
    assert "audit.exported" in _actions(clinic, kind="exports")
    assert "patient.registered" not in _actions(clinic, kind="exports")
    assert "patient.registered" in _actions(clinic, kind="changes")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        (TrailQuery(staff="nobody"), "audit.staff_unknown"),
        (TrailQuery(patient="12/2026/1"), "audit.patient_unknown"),
        (TrailQuery(first=date(2026, 11, 2), last=date(2026, 11, 1)), "audit.days_reversed"),
    ],
)
def test_a_wrong_question_is_refused_by_name(clinic: Clinic, query: TrailQuery, code: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.audit.find(query)
    assert wrong.value.code == code


def test_the_months_review_is_a_row_and_is_remembered(clinic: Clinic) -> None:
    assert clinic.audit.last_review() is None
    clinic.audit.review("202610")
    found = clinic.audit.last_review()
    assert found is not None
    assert (found.period, found.staff) == ("202610", "Neema Mollel")
    with pytest.raises(EmrError):
        clinic.audit.review("202612")
    with pytest.raises(EmrError):
        clinic.audit.review("2026-10")


def test_a_file_of_the_trail_asks_the_password_again_and_a_paper_does_not(
    clinic: Clinic, clock: Any, password: str
) -> None:
    clock.advance(minutes=6)
    clinic.audit.take_out(TrailQuery(), purpose="printed")
    with pytest.raises(PasswordNeeded):
        clinic.audit.take_out(TrailQuery())
    clinic.password.give(password)
    assert clinic.audit.take_out(TrailQuery()).rows
