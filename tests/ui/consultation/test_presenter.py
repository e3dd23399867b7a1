"""The state of a visit on screen, without a window."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm, VisitRow, VitalsEntry
from emr_desktop.visits.service import AttendanceFlags
from ui.consultation.lines import DiagnosisLine, PrescriptionLine
from ui.consultation.presenter import FIELDS, VITAL_FIELDS, Consultation

PATIENT = PatientRow(
    id=uuid.UUID(int=7),
    number="101168-3/2026/000001",
    first_name="Neema",
    middle_name=None,
    last_name="Mrisho",
    sex="F",
    birth_date=date(2023, 2, 1),
    birth_precision="day",
    phone=None,
    nida=None,
    insurance_number=None,
    region=None,
    council=None,
    ward=None,
    village="Buigiri",
    guardian=None,
    allergies=(),
    version=1,
)


@pytest.fixture
def consultation() -> Consultation:
    return Consultation(patient=PATIENT, visit_id=uuid.UUID(int=9), visit_date=date(2026, 11, 22))


def saved_visit(**changes: object) -> VisitRow:
    form = VisitForm(
        id=uuid.UUID(int=9),
        patient_id=PATIENT.id,
        visit_date=date(2026, 11, 22),
        new_this_year=False,
        new_problem=True,
        vitals=VitalsEntry(weight_kg=12.5, systolic=120, diastolic=80, pulse=90),
        complaint="Homa siku 2",
        prescriptions=(
            PrescriptionEntry(medicine="par500", dose=0.5, per_day=3, days=3, quantity=5),
            PrescriptionEntry(medicine="ors", dose=1, per_day=3, days=2, quantity=10),
        ),
        **changes,  # type: ignore[arg-type]
    )
    return VisitRow(
        form=form,
        patient=PATIENT,
        sex="F",
        age_months=45,
        malaria_test=None,
        status="done",
        version=3,
        saved_at=datetime(2026, 11, 22, 8, tzinfo=UTC),
        clinician="Asha Juma",
    )


def test_the_quantity_follows_the_dose_until_a_person_gives_another() -> None:
    line = PrescriptionLine("par500", dose="1", per_day="3", days="5")
    assert line.settled_quantity == "15"
    line.days = "3"
    assert line.settled_quantity == "9"
    line.quantity = "10"
    line.days = "5"
    assert line.settled_quantity == "10"
    line.quantity = ""
    assert line.settled_quantity == "15"


@pytest.mark.parametrize("part", ["dose", "per_day", "days"])
def test_a_medicine_without_one_of_its_numbers_is_refused_at_that_number(
    consultation: Consultation, part: str
) -> None:
    numbers = {"dose": "1", "per_day": "3", "days": "5"} | {part: ""}
    consultation.prescriptions = [
        PrescriptionLine("par500", "1", "3", "5"),
        PrescriptionLine("ors", **numbers),
    ]
    with pytest.raises(ValidationError) as refusal:
        consultation.to_form()
    assert refusal.value.field == f"prescriptions.1.{part}"


@pytest.mark.parametrize(
    ("name", "text", "field", "code"),
    [
        ("weight_kg", "12kg", "vitals.weight_kg", "consultation.not_a_number"),
        ("weight_kg", "-3", "vitals.weight_kg", "consultation.not_a_number"),
        ("pulse", "80.5", "vitals.pulse", "consultation.not_a_whole_number"),
        ("pulse", "٨٠", "vitals.pulse", "consultation.not_a_whole_number"),
        ("blood_pressure", "120", "vitals.systolic", "consultation.not_a_pressure"),
        ("diagnosis_typed", "mala", "diagnosis_typed", "consultation.not_picked"),
    ],
)
def test_a_field_that_does_not_hold_its_kind_is_refused_by_name(
    consultation: Consultation, name: str, text: str, field: str, code: str
) -> None:
    consultation.fields[name] = text
    with pytest.raises(ValidationError) as refusal:
        consultation.to_form()
    assert (refusal.value.field, refusal.value.code) == (field, code)


@pytest.mark.parametrize("text", ["120/80", "120 80", " 120 / 80 ", "120-80"])
def test_blood_pressure_is_typed_as_it_is_written(consultation: Consultation, text: str) -> None:
    consultation.fields["blood_pressure"] = text
    vitals = consultation.vitals()
    assert (vitals.systolic, vitals.diastolic) == (120, 80)


def test_a_comma_is_a_decimal_point(consultation: Consultation) -> None:
    consultation.fields["temperature_c"] = "38,5"
    assert consultation.vitals().temperature_c == 38.5


def test_the_same_diagnosis_is_not_written_twice(consultation: Consultation) -> None:
    assert consultation.add_diagnosis(DiagnosisLine("B54", "malaria")) == 0
    assert consultation.add_diagnosis(DiagnosisLine("A09", None)) == 1
    assert consultation.add_diagnosis(DiagnosisLine("B54")) == 0
    assert [line.icd10 for line in consultation.diagnoses] == ["B54", "A09"]


def test_a_test_can_be_ordered_answered_and_taken_off(consultation: Consultation) -> None:
    consultation.set_test("mrdt", "")
    assert consultation.to_form().tests[0].result is None
    consultation.set_test("mrdt", "positive")
    assert [(line.test, line.result) for line in consultation.to_form().tests] == [("mrdt", "positive")]
    consultation.set_test("mrdt", None)
    assert consultation.to_form().tests == ()


def test_an_unlikely_value_once_confirmed_is_asked_again_when_it_changes(consultation: Consultation) -> None:
    consultation.fields["weight_kg"] = "60"
    assert not consultation.is_confirmed("weight_kg")
    consultation.confirm("weight_kg")
    assert consultation.is_confirmed("weight_kg")
    consultation.fields["weight_kg"] = "66"
    assert not consultation.is_confirmed("weight_kg")


def test_flags_follow_the_suggestion_until_a_person_overrules(consultation: Consultation) -> None:
    consultation.suggested = AttendanceFlags(new_this_year=False, new_problem=True)
    assert consultation.flags == consultation.suggested
    assert consultation.to_form().new_this_year is None  # left to be worked out when it is saved
    consultation.overrule("new_this_year", value=True)
    assert consultation.flags.new_this_year
    assert consultation.to_form().new_this_year is True
    consultation.overrule("new_this_year", value=False)
    assert consultation.to_form().new_this_year is None


def test_an_exemption_is_kept_only_for_an_exempt_patient(consultation: Consultation) -> None:
    consultation.payer, consultation.exemption = "cash", "under_five"
    assert consultation.to_form().exemption is None
    consultation.payer = "exempt"
    assert consultation.to_form().exemption == "under_five"


def test_a_saved_visit_opened_to_correct_says_the_same_again(consultation: Consultation) -> None:
    visit = saved_visit()
    again = Consultation.correcting(visit).to_form()
    assert again.expected_version == 3
    assert again == VisitForm(**{**vars(visit.form), "expected_version": 3})


def test_a_correction_keeps_the_quantity_that_was_given_by_hand() -> None:
    consultation = Consultation.correcting(saved_visit())
    assert [line.quantity for line in consultation.prescriptions] == ["", "10"]


names = st.sampled_from(FIELDS)


@given(
    fields=st.dictionaries(names, st.text(max_size=20)),
    lines=st.lists(st.tuples(st.text(max_size=8), st.text(max_size=5)), max_size=4),
    flags=st.tuples(st.none() | st.booleans(), st.none() | st.booleans()),
    confirm=st.sets(st.sampled_from(VITAL_FIELDS)),
)
def test_a_draft_gives_back_exactly_what_was_typed(
    fields: dict[str, str],
    lines: list[tuple[str, str]],
    flags: tuple[bool | None, bool | None],
    confirm: set[str],
) -> None:
    before = Consultation(patient=PATIENT, visit_id=uuid.UUID(int=9), visit_date=date(2026, 11, 22))
    before.fields.update(fields)
    before.prescriptions = [PrescriptionLine(medicine, dose=dose) for medicine, dose in lines]
    before.new_this_year, before.new_problem = flags
    for name in confirm:
        before.confirm(name)
    content = json.loads(json.dumps(before.content()))
    after = Consultation.from_draft(patient=PATIENT, visit_id=before.visit_id, content=content)
    assert after == before


def test_a_draft_of_a_newer_program_opens_without_the_fields_we_do_not_know() -> None:
    content = Consultation(
        patient=PATIENT, visit_id=uuid.UUID(int=9), visit_date=date(2026, 11, 22)
    ).content()
    content["fields"] = {"weight_kg": "12", "glucose": "5.5"}
    opened = Consultation.from_draft(patient=PATIENT, visit_id=uuid.UUID(int=9), content=content)
    assert opened.fields["weight_kg"] == "12"
    assert "glucose" not in opened.fields
