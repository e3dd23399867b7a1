"""Patients sent elsewhere: made with the visit, followed until something comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.referrals.rows import CounterForm
from emr_desktop.visits.ending_rows import ReferralEntry, ReferredInEntry
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

TODAY = date(2026, 11, 18)
LETTER = ReferralEntry(
    urgency="emergency",
    unit="Wodi ya watoto",
    reason="Nimonia kali, hapati nafuu",
    summary="Kikohozi siku nne, anapumua haraka",
    treatment="Amoxicillin, oksijeni",
    transport="ambulance",
    escort="Muuguzi Neema",
    informed="Dk. Said, saa 4 asubuhi",
)


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=3)
    return clinic.patients.register(form).value


@pytest.fixture
def referred(patient: PatientRow) -> VisitForm:
    return VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=TODAY,
        complaint="Kikohozi",
        diagnoses=(DiagnosisEntry(icd10="J18.9", concept="pneumonia", severity="severe"),),
        outcome="referred",
        referred_to="Hospitali ya Wilaya ya Chamwino",
        referral=LETTER,
        referred_in=ReferredInEntry(kind="community", sender="Mama Rehema", reason="Homa na kikohozi"),
    )


def test_a_referral_is_saved_with_its_visit_and_read_back_whole(clinic: Clinic, referred: VisitForm) -> None:
    saved = clinic.visits.save(referred).value
    assert saved.form.referral == LETTER
    assert saved.form.referred_in == referred.referred_in
    assert clinic.visits.save(referred).changes.kinds == frozenset()
    (row,) = clinic.referrals.list_sent()
    assert (row.state, row.sent_to, row.entry) == ("sent", referred.referred_to, LETTER)
    assert row.number == f"{row.patient.number}-R1"
    assert clinic.visits.get(referred.id).form == saved.form


def test_the_second_referral_of_a_patient_has_the_next_number(clinic: Clinic, referred: VisitForm) -> None:
    clinic.visits.save(referred)
    clinic.visits.save(replace(referred, id=new_id(), complaint="Tena"))
    assert sorted(str(row.number)[-3:] for row in clinic.referrals.list_sent()) == ["-R1", "-R2"]


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("referred_to", {"referred_to": " "}),
        ("referral.reason", {"referral": replace(LETTER, reason=" ")}),
        ("referral.urgency", {"referral": replace(LETTER, urgency="kesho")}),
        ("referral.transport", {"referral": replace(LETTER, transport="meli")}),
        ("referral.escort", {"referral": replace(LETTER, escort="x" * 201)}),
        ("referred_in.kind", {"referred_in": ReferredInEntry(kind="mganga")}),
        ("outcome_detail", {"outcome_detail": "ametoweka"}),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_is_saved(
    clinic: Clinic, referred: VisitForm, field: str, change: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.visits.save(replace(referred, **change))  # type: ignore[arg-type]
    assert wrong.value.field == field
    assert clinic.referrals.list_sent() == ()


def test_correcting_the_visit_corrects_the_letter_and_keeps_what_came_back(
    clinic: Clinic, referred: VisitForm
) -> None:
    clinic.visits.save(referred)
    answer = CounterForm(id=new_id(), visit_id=referred.id, seen_on=TODAY, diagnosis="Nimonia")
    clinic.referrals.record_answer(answer)
    other = replace(referred, referral=replace(LETTER, reason="Nimonia kali sana"), expected_version=1)
    clinic.visits.save(other)
    (row,) = clinic.referrals.list_sent()
    assert row.entry is not None
    assert row.entry.reason == "Nimonia kali sana"
    assert row.state == "answered"
    assert row.number is not None
    assert row.number.endswith("-R1")


def test_another_outcome_takes_the_referral_away_and_the_old_letter_stays_readable(
    clinic: Clinic, referred: VisitForm
) -> None:
    clinic.visits.save(referred)
    home = clinic.visits.save(replace(referred, outcome="home", referral=None, expected_version=1)).value
    assert home.form.referral is None
    assert clinic.referrals.list_sent() == ()
    with clinic.work.database.read() as session:
        kept = session.execute(sqlalchemy.text("SELECT content FROM visit_revision")).scalar_one()
    assert "Nimonia kali" in kept
    again = clinic.visits.save(replace(referred, expected_version=2)).value
    assert again.form.referral == LETTER
    assert [str(row.number)[-3:] for row in clinic.referrals.list_sent()] == ["-R1"]


def test_a_referral_without_a_letter_is_on_the_list_and_can_be_followed(
    clinic: Clinic, referred: VisitForm
) -> None:
    """As import files and busy days write it: the outcome alone. The list and the month count the same."""
    clinic.visits.save(replace(referred, referral=None, referred_to=None))
    (row,) = clinic.referrals.list_sent()
    assert (row.entry, row.number, row.state) == (None, None, "sent")
    report = clinic.forms.show("opd", "202611")
    line = next(each for each in report.rows if each.row == "90")
    assert sum(value or 0 for value in line.cells.values()) == 1
    arrived = clinic.referrals.mark_arrived(referred.id, arrived_on=TODAY, told_by="Simu").value
    assert (arrived.state, arrived.arrival_told_by, arrived.entry) == ("arrived", "Simu", None)
    assert clinic.visits.get(referred.id).form.referral is None


def test_a_voided_visit_has_no_referral_to_wait_for(clinic: Clinic, referred: VisitForm) -> None:
    clinic.visits.save(referred)
    clinic.visits.void(referred.id, reason="Mgonjwa mwingine")
    assert clinic.referrals.list_sent() == ()


def test_an_emergency_is_overdue_after_three_days_and_an_answer_ends_the_waiting(
    clinic: Clinic, clock: object, referred: VisitForm
) -> None:
    clinic.visits.save(referred)
    clock.advance(days=3)  # type: ignore[attr-defined]
    assert clinic.referrals.get(referred.id).state == "sent"
    clock.advance(days=1)  # type: ignore[attr-defined]
    assert clinic.referrals.get(referred.id).state == "overdue"
    answer = CounterForm(
        id=new_id(),
        visit_id=referred.id,
        seen_on=TODAY + timedelta(days=1),
        diagnosis="Nimonia",
        treatment="Ceftriaxone siku 5",
        advice="Arudi baada ya wiki",
        written_by="Dk. Said",
    )
    row = clinic.referrals.record_answer(answer).value
    assert row.state == "answered"
    assert row.counter is not None
    assert (row.counter.written_by, row.counter.recorded_by) == ("Dk. Said", "Neema Mollel")
    assert clinic.referrals.record_answer(answer).changes.kinds == frozenset()


def test_two_people_recording_different_answers_are_both_told(clinic: Clinic, referred: VisitForm) -> None:
    clinic.visits.save(referred)
    first = CounterForm(id=new_id(), visit_id=referred.id, seen_on=TODAY, diagnosis="Nimonia")
    clinic.referrals.record_answer(first)
    other = replace(first, id=new_id(), diagnosis="Kifua kikuu")
    with pytest.raises(StaleVersion) as stale:
        clinic.referrals.record_answer(other)
    assert stale.value.current.counter.diagnosis == "Nimonia"  # type: ignore[attr-defined]
    corrected = clinic.referrals.record_answer(replace(other, expected_version=1)).value
    assert corrected.counter is not None
    assert (corrected.counter.diagnosis, corrected.counter.version) == ("Kifua kikuu", 2)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("seen_on", {"seen_on": TODAY + timedelta(days=1)}),
        ("seen_on", {"seen_on": TODAY - timedelta(days=1)}),
        ("diagnosis", {"diagnosis": " "}),
    ],
)
def test_an_impossible_answer_is_refused_at_its_field(
    clinic: Clinic, referred: VisitForm, field: str, change: dict[str, object]
) -> None:
    clinic.visits.save(referred)
    answer = CounterForm(id=new_id(), visit_id=referred.id, seen_on=TODAY, diagnosis="Nimonia")
    with pytest.raises(ValidationError) as wrong:
        clinic.referrals.record_answer(replace(answer, **change))  # type: ignore[arg-type]
    assert wrong.value.field == field
    with pytest.raises(EmrError, match=r"referral\.missing"):
        clinic.referrals.record_answer(replace(answer, visit_id=new_id()))


def test_places_used_before_come_by_use_in_any_spelling_of_capitals(
    clinic: Clinic, referred: VisitForm
) -> None:
    for place in ("Hospitali ya Wilaya", "hospitali ya wilaya", "Mvumi"):
        clinic.visits.save(replace(referred, id=new_id(), referred_to=place, referred_in=None))
    assert [place.casefold() for place in clinic.referrals.places()] == ["hospitali ya wilaya", "mvumi"]


def test_the_reception_does_not_read_why_somebody_was_referred(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").referrals.list_sent()
