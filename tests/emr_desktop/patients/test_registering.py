"""Registering and correcting: once, never over somebody else's, with numbers that never clash."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import Allergy, AuditEntry, Device, Draft, NumberBlock, OutboxEvent, Patient, Visit
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.numbers import BLOCK, take_numbers
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm

Make = Callable[..., PatientForm]
Register = Callable[..., PatientRow]


def count(clinic: Clinic, table: type) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_patient_comes_back_as_registered(clinic: Clinic, form: Make) -> None:
    given = form(
        middle_name="ally",
        phone="0754 123 456",
        nida="19900501141110000121",
        village=" Kibaoni ",
        ward="Buigiri",
        guardian="Mama Juma",
        allergies=("Penicillin", "penicillin ", "Sulfa"),
    )
    row = clinic.patients.register(given).value
    assert clinic.patients.get(given.id) == row
    assert row.full_name == "Juma Ally Hamisi"
    assert (row.phone, row.nida) == ("+255754123456", "19900501-14111-00001-21")
    assert (row.village, row.allergies, row.version) == ("Kibaoni", ("Penicillin", "Sulfa"), 1)
    assert row.number == "101168-3/2026/000001"
    assert (row.birth_date, row.birth_precision) == (date(1990, 5, 1), "day")


def test_registering_twice_changes_nothing(clinic: Clinic, form: Make, clock: Any) -> None:
    given = form(age_years=40, birth_date=None, allergies=("Sulfa",))
    first = clinic.patients.register(given)
    before = [count(clinic, table) for table in (Patient, Allergy, OutboxEvent, AuditEntry)]
    clock.advance(days=3)  # an age said again means the birth date that was worked out then
    second = clinic.patients.register(given)
    assert second.value == first.value
    assert not second.changes.kinds
    assert [count(clinic, table) for table in (Patient, Allergy, OutboxEvent, AuditEntry)] == before


def test_other_content_under_a_registered_id_is_refused(clinic: Clinic, form: Make) -> None:
    given = form()
    row = clinic.patients.register(given).value
    with pytest.raises(StaleVersion) as refused:
        clinic.patients.register(replace(given, last_name="Bakari"))
    assert refused.value.current == row


def test_a_correction_makes_a_new_version_and_a_stale_one_is_refused(
    clinic: Clinic, clinic_as: Callable[..., Clinic], form: Make
) -> None:
    given = form(allergies=("Sulfa",))
    clinic.patients.register(given)
    newer = replace(given, village="Mvumi", allergies=("Aspirin",), expected_version=1)
    row = clinic_as("nurse").patients.correct(newer).value
    assert (row.version, row.village, row.allergies) == (2, "Mvumi", ("Aspirin",))
    with pytest.raises(StaleVersion) as refused:
        clinic.patients.correct(replace(given, village="Chamwino", expected_version=1))
    assert refused.value.current == row
    assert not clinic.patients.correct(newer).changes.kinds  # pressed again
    with clinic.work.database.read() as session:
        voided = session.scalars(select(Allergy).where(Allergy.voided_at.is_not(None))).one()
        assert voided.substance == "Sulfa"


def test_a_correction_is_found_under_the_new_name_only(clinic: Clinic, form: Make) -> None:
    given = form(last_name="Bakari")
    clinic.patients.register(given)
    clinic.patients.correct(replace(given, last_name="Mwinyi", expected_version=1))
    assert [hit.patient.id for hit in clinic.patients.search("mwinyi")] == [given.id]
    assert clinic.patients.search("bakari") == ()


def test_a_new_birth_date_is_carried_to_the_visits(clinic: Clinic, form: Make) -> None:
    given = form(birth_date=date(2025, 1, 10))
    clinic.patients.register(given)
    visit = VisitForm(id=new_id(), patient_id=given.id, visit_date=date(2026, 11, 1))
    assert clinic.visits.save(visit).value.age_months == 21
    clinic.patients.correct(replace(given, birth_date=date(2026, 10, 10), sex="F", expected_version=1))
    saved = clinic.visits.get(visit.id)
    assert (saved.age_months, saved.sex) == (0, "F")
    with pytest.raises(ValidationError, match=r"patient\.born_after_visit"):
        clinic.patients.correct(replace(given, birth_date=date(2026, 11, 2), expected_version=2))


def test_registering_drops_the_draft(clinic: Clinic, form: Make) -> None:
    given = form()
    clinic.drafts.keep(given.id, kind="patient", patient_id=None, content={"first_name": "Juma"})
    clinic.patients.register(given)
    assert count(clinic, Draft) == 0


def test_a_wrong_form_leaves_nothing(clinic: Clinic, form: Make) -> None:
    with pytest.raises(ValidationError, match=r"patient\.born_in_future"):
        clinic.patients.register(form(birth_date=date(2026, 11, 19)))
    assert count(clinic, Patient) == 0
    assert [problem.field for problem in clinic.patients.check(form(first_name="", phone="1"))] == [
        "first_name",
        "phone",
    ]


def test_only_those_who_may_register(clinic_as: Callable[..., Clinic], form: Make) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("pharmacist").patients.register(form())
    with pytest.raises(PermissionRefused):
        clinic_as("it_admin").patients.search("juma")


def test_every_step_is_audited_without_names(clinic: Clinic, form: Make) -> None:
    given = form(allergies=("Sulfa",))
    clinic.patients.register(given)
    clinic.patients.get(given.id)
    clinic.patients.search("juma hamisi")
    clinic.patients.correct(replace(given, village="Mvumi", expected_version=1))
    clinic.patients.likely_duplicates(form())
    with clinic.work.database.read() as session:
        entries = [
            (entry.action, entry.detail)
            for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.seq))
            if entry.action.startswith("patient.")
        ]
    assert entries == [
        ("patient.registered", None),
        ("patient.viewed", None),
        ("patient.searched", {"length": 11, "results": 1}),
        ("patient.corrected", {"fields": ["village"], "visits": 0}),
        ("patient.compared", {"results": 1}),
    ]


def test_typing_on_is_one_search_in_the_audit_trail(clinic: Clinic, clock: Any) -> None:
    for text in ("j", "ju", "jum", "juma"):
        clinic.patients.search(text)
    clinic.patients.search("asha")
    clock.advance(minutes=1)
    clinic.patients.search("asha")
    with clinic.work.database.read() as session:
        found = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "patient.searched"))
        assert [detail["length"] for detail in found] == [1, 4, 4]


def test_an_unknown_patient_is_said_so(clinic: Clinic, form: Make) -> None:
    with pytest.raises(EmrError, match=r"patient\.missing"):
        clinic.patients.get(new_id())
    with pytest.raises(EmrError, match=r"patient\.missing"):
        clinic.patients.correct(form(expected_version=1))
    with pytest.raises(EmrError, match=r"patient\.version_missing"):
        clinic.patients.correct(form())


def test_a_sender_cannot_use_one_number_for_two_patients(clinic: Clinic, form: Make) -> None:
    clinic.patients.register(form(source="other", source_id="7"))
    with pytest.raises(ValidationError, match=r"patient\.source_taken"):
        clinic.patients.register(form(source="other", source_id="7"))


def test_numbers_follow_each_other_and_begin_anew_each_year(
    clinic: Clinic, register: Register, clock: Any
) -> None:
    numbers = [register("Juma Hamisi").number, register("Asha Ally").number]
    clock.advance(days=60)
    numbers.append(register("Neema John").number)
    assert numbers == ["101168-3/2026/000001", "101168-3/2026/000002", "101168-3/2027/000001"]


def test_two_devices_never_hand_out_the_same_number(clinic: Clinic, form: Make) -> None:
    other_device = new_id()
    with clinic.work.database.write.begin() as session:
        session.add(Device(id=other_device, name="second", created_at=clinic.work.clock.now()))
    other = open_clinic(replace(clinic.work, device_id=other_device))
    numbers = [place.patients.register(form()).value.number for _ in range(3) for place in (clinic, other)]
    assert len(set(numbers)) == len(numbers)
    assert numbers[1] == f"101168-3/2026/{BLOCK + 1:06d}"


def test_a_used_up_block_is_followed_by_a_new_one(clinic: Clinic) -> None:
    work = clinic.work
    with work.database.write.begin() as session:
        taken = take_numbers(
            session, device_id=work.device_id, facility_code="101168-3", year=2026, count=2 * BLOCK + 5
        )
        blocks = session.scalar(select(func.count()).select_from(NumberBlock))
    assert (len(set(taken)), blocks) == (2 * BLOCK + 5, 3)
    assert taken[-1].endswith(f"/{2 * BLOCK + 5:06d}")


def test_a_refused_registration_takes_no_number(clinic: Clinic, register: Register, form: Make) -> None:
    register("Juma Hamisi", source="other", source_id="1")
    with pytest.raises(ValidationError):
        clinic.patients.register(form(source="other", source_id="1"))
    assert register("Asha Ally").number.endswith("/000002")


def test_the_newest_visits_come_first_in_an_empty_search_box(clinic: Clinic, register: Register) -> None:
    rows = [register(name) for name in ("Juma Hamisi", "Asha Ally", "Neema John")]
    for row, days in zip(rows, (5, 1, 30), strict=True):
        day = clinic.work.clock.today() - timedelta(days=days)
        clinic.visits.save(VisitForm(id=new_id(), patient_id=row.id, visit_date=day))
    found = clinic.patients.seen_lately(limit=2)
    assert [hit.patient.first_name for hit in found] == ["Asha", "Juma"]
    assert found[0].last_visit == clinic.work.clock.today() - timedelta(days=1)
    assert count(clinic, Visit) == 3
