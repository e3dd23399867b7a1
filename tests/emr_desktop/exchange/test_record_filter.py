"""Whatever a visit holds, nothing that is marked passes the filter, and nothing else is lost."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.allergies.rows import AllergyList
from emr_desktop.exchange.fhir import visit_entries
from emr_desktop.exchange.record import LabOrderRecord, LabPart, PatientRecord, ProblemRecord, VisitRecord
from emr_desktop.exchange.record_filter import without_sensitive
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.catalogue import is_sensitive, lab_tests
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VisitRow

DAY = date(2026, 11, 18)
AT = datetime(2026, 11, 18, 7, tzinfo=UTC)
MARKED = ("B24", "B20", "F32.9", "T74", "Y07.0", "Z21", "O98.7")
PLAIN = ("B54", "A09.0", "J06.9", "I10", "L02")
MARKED_TESTS = tuple(code for code, test in lab_tests().items() if test.sensitive)
PLAIN_TESTS = ("mrdt", "hb", "bs", "glucose")
TELLING = ("tld", "nvp10sy", "hivtest1")
OTHERS = ("par500", "alu20120", "ors")
SECRET = "SIRI-YA-MGONJWA"


@st.composite
def records(draw: st.DrawFn) -> VisitRecord:
    codes = draw(st.lists(st.sampled_from(MARKED + PLAIN), max_size=4, unique=True))
    tests = draw(st.lists(st.sampled_from(MARKED_TESTS + PLAIN_TESTS), max_size=3, unique=True))
    ordered = draw(st.lists(st.sampled_from(TELLING + OTHERS), max_size=3, unique=True))
    cause = draw(st.none() | st.sampled_from(MARKED + PLAIN))
    listed = draw(st.lists(st.sampled_from(MARKED + PLAIN), max_size=2, unique=True))
    marked = any(is_sensitive(code) for code in (*codes, *([cause] if cause else []))) or any(
        test in MARKED_TESTS for test in tests
    )
    who = PatientRow(
        id=uuid.UUID(int=1),
        number="101168-3/2026/000001",
        first_name="Neema",
        middle_name=None,
        last_name="Mushi",
        sex="F",
        birth_date=date(1994, 3, 8),
        birth_precision="day",
        phone=None,
        nida=None,
        insurance_number=None,
        region=None,
        council=None,
        ward=None,
        village=None,
        guardian=None,
        allergies=(),
        version=1,
    )
    patient = PatientRecord(
        patient=who,
        allergies=AllergyList(patient_id=who.id),
        changed_at=AT,
        problems=tuple(
            ProblemRecord(
                id=uuid.uuid5(who.id, code),
                icd10=code,
                concept=None,
                since=None,
                status="active",
                resolved_on=None,
                note=None,
                sensitive=is_sensitive(code),
                noted_on=DAY,
            )
            for code in listed
        ),
    )
    words = SECRET if marked else "maneno"
    form = VisitForm(
        id=uuid.UUID(int=2),
        patient_id=who.id,
        visit_date=DAY,
        complaint=words,
        history=words,
        advice=words,
        tests=tuple(LabEntry(test=test, result="negative") for test in tests),
        diagnoses=tuple(DiagnosisEntry(icd10=code) for code in codes),
        prescriptions=tuple(
            PrescriptionEntry(medicine=code, dose=1, per_day=2, days=3, quantity=6) for code in ordered
        ),
        outcome="died" if cause else "home",
        death=None
        if cause is None
        else DeathEntry(died_on=DAY, immediate=CauseEntry(icd10=cause), cause_words=words),
    )
    row = VisitRow(
        form=form,
        patient=who,
        sex="F",
        age_months=392,
        malaria_test=None,
        status="done",
        version=1,
        saved_at=AT,
        clinician=None,
    )
    orders = tuple(
        LabOrderRecord(
            id=uuid.uuid5(who.id, test),
            test=test,
            ordered_at=AT,
            urgent=False,
            status="done",
            specimen=None,
            taken_at=AT,
            released_at=AT,
            report_version=1,
            parts=(LabPart(test=test, result="negative", sensitive=test in MARKED_TESTS),),
            sensitive=test in MARKED_TESTS,
        )
        for test in tests
    )
    return VisitRecord(visit=row, patient=patient, started_at=AT, orders=orders, sensitive=marked)


@given(records())
def test_nothing_marked_passes_and_nothing_else_is_lost(record: VisitRecord) -> None:
    told = without_sensitive(record)
    form, before = told.visit.form, record.visit.form
    assert {each.icd10 for each in form.diagnoses} == {
        each.icd10 for each in before.diagnoses if not is_sensitive(each.icd10)
    }
    assert {each.test for each in form.tests} == {each.test for each in before.tests} - set(MARKED_TESTS)
    assert {each.medicine for each in form.prescriptions} == {
        each.medicine for each in before.prescriptions
    } - set(TELLING)
    text = json.dumps(list(visit_entries([told], facility_code="101168-3")))
    assert SECRET not in text
    for code in MARKED:
        assert f'"{code}"' not in text
    for code in (*MARKED_TESTS, *TELLING):
        assert f'"{code}"' not in text
    assert "restricted" not in text  # a mark would tell that something was there
    assert bool(told.kept_back) == (told != record)


@given(records())
def test_a_visit_without_marks_goes_as_it_is(record: VisitRecord) -> None:
    told = without_sensitive(record)
    if not told.kept_back:
        assert told.visit == record.visit
        assert told.orders == record.orders
