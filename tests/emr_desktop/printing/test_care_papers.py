"""Referral letter and feedback, death report, appointment slip and tracing list."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.appointments.rows import AppointmentRow, TraceRow
from emr_desktop.deaths.rows import DeathRow
from emr_desktop.errors import EmrError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.appointment_papers import appointment_slip_pdf, tracing_list_pdf
from emr_desktop.printing.death_report import death_report_pdf
from emr_desktop.printing.referral_letter import referral_feedback_pdf, referral_letter_pdf
from emr_desktop.referrals.rows import ReferralRow
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry, ReferralEntry, ReferredInEntry
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitRow, VitalsEntry

Read = Callable[[bytes], list[str]]
Changed = Callable[..., VisitRow]
BOTH = pytest.mark.parametrize("language", ["sw", "en"])


@pytest.fixture
def letter() -> ReferralEntry:
    return ReferralEntry(
        urgency="emergency",
        unit="Wodi ya watoto",
        reason="Malaria kali, degedege mara mbili",
        summary="Homa siku tatu, degedege leo asubuhi, hawezi kunywa",
        treatment="Artesunate ya kwanza IM, glukosi",
        transport="ambulance",
        escort="Muuguzi Neema",
        informed="Dk. Said kwa simu",
    )


@pytest.fixture
def referral(visit: VisitRow, letter: ReferralEntry) -> ReferralRow:
    return ReferralRow(
        visit_id=visit.form.id,
        patient=visit.patient,
        sent_on=visit.form.visit_date,
        sent_to="Hospitali ya Wilaya ya Chamwino",
        number="101168-3/2026/000123-R1",
        entry=letter,
        state="sent",
        days_waiting=0,
        arrived_on=None,
        arrival_told_by=None,
        counter=None,
        sensitive=False,
    )


@pytest.fixture
def sick(changed: Changed) -> VisitRow:
    return changed(
        vitals=VitalsEntry(weight_kg=12.4, temperature_c=39.6, pulse=140, respiration=44, spo2=94),
        tests=(LabEntry(test="mrdt", result="positive"), LabEntry(test="hb", result="6.8")),
        outcome="referred",
    )


@pytest.fixture
def death(patient: PatientRow) -> DeathRow:
    return DeathRow(
        id=uuid.uuid4(),
        patient=patient,
        entry=DeathEntry(
            died_on=date(2026, 11, 18),
            died_at="09:05",
            place="on_arrival",
            immediate=CauseEntry(icd10="B54", concept="malaria"),
            underlying=CauseEntry(icd10="E43"),
            cause_words="Degedege njiani",
            told_by="Mama mzazi",
            notified_to="Mtendaji wa kijiji",
            notified_on=date(2026, 11, 18),
        ),
        visit_id=None,
        recorded_by="Asha Mwinyimkuu",
        recorded_at=datetime(2026, 11, 18, 7, tzinfo=UTC),
        version=1,
    )


@pytest.fixture
def expected(patient: PatientRow) -> AppointmentRow:
    return AppointmentRow(
        id=uuid.uuid4(),
        patient=replace(patient, phone="+255754123456", guardian="Fatuma Joseph"),
        due_on=date(2026, 11, 11),
        whole_week=False,
        reason="chronic",
        note="Aje na daftari",
        visit_id=None,
        made_on=date(2026, 10, 14),
        made_by="Asha Mwinyimkuu",
        state="missed",
        came_on=None,
        days_late=12,
        closed_reason=None,
        moved_from=None,
        traces=(
            TraceRow(done_on=date(2026, 11, 20), way="called", result="not_reached", note=None, by="Asha"),
        ),
        version=1,
    )


@BOTH
@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_letter_says_what_the_receiving_facility_must_know_on_one_page(
    sick: VisitRow, referral: ReferralRow, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    (page,) = read(referral_letter_pdf(sick, referral, facility, language=language, paper=paper))
    for words in (
        "Zahanati ya Buigiri",
        "101168-3/2026/000123-R1",
        "Neema Joseph Mwakalinga",
        "Hospitali ya Wilaya ya Chamwino, Wodi ya watoto",
        "Malaria kali, degedege mara mbili",
        "hawezi kunywa",
        "Artesunate ya kwanza IM",
        "39.6 °C",
        "140/min",
        "B54",
        "6.8 g/dl",
        "Muuguzi Neema",
        "Dk. Said kwa simu",
        "Asha Mwinyimkuu",
        "Penisilini",
    ):
        assert words in page, words
    for words in (
        ("DHARURA: MARA MOJA", "Gari la wagonjwa", "Mrejesho wa rufaa", "kata hapa")
        if language == "sw"
        else ("EMERGENCY: AT ONCE", "Ambulance", "Counter-referral", "tear here")
    ):
        assert words in page, words


@BOTH
def test_what_is_sensitive_stays_off_the_letter_and_the_letter_says_so(
    changed: Changed, referral: ReferralRow, facility: FacilityRow, read: Read, language: str
) -> None:
    visit = changed(diagnoses=(DiagnosisEntry(icd10="B24", concept="hiv"), DiagnosisEntry(icd10="B54")))
    text = " ".join(read(referral_letter_pdf(visit, referral, facility, language=language)))
    assert "B24" not in text
    assert "HIV" not in text
    assert ("Taarifa za siri" if language == "sw" else "Confidential details") in text


def test_a_long_letter_keeps_its_tear_off_part_whole_on_the_last_page(
    sick: VisitRow, referral: ReferralRow, facility: FacilityRow, read: Read, letter: ReferralEntry
) -> None:
    long = replace(referral, entry=replace(letter, summary="Kikohozi na homa. " * 120))
    pages = read(referral_letter_pdf(sick, long, replace(facility, training=True), language="sw"))
    assert len(pages) > 1
    for words in ("kata hapa", "Tarehe alipoonwa", "Jina, sahihi, muhuri"):
        assert words in pages[-1]
    assert all("MAFUNZO - si mgonjwa halisi" in page for page in pages)
    assert pages[1].startswith(("Neema Joseph Mwakalinga", "MAFUNZO"))


def test_only_the_outcome_is_enough_for_a_letter(
    sick: VisitRow, referral: ReferralRow, facility: FacilityRow, read: Read
) -> None:
    bare = replace(referral, entry=None, number=None, sent_to=None)
    (page,) = read(referral_letter_pdf(sick, bare, facility, language="en"))
    assert "the receiving facility" in page
    assert "EMERGENCY" not in page


@BOTH
def test_whoever_sent_the_patient_gets_an_answer(
    sick: VisitRow, facility: FacilityRow, read: Read, language: str
) -> None:
    sent = ReferredInEntry(kind="community", sender="Mama Rehema", reason="Homa", letter_number="JM-7")
    visit = replace(sick, form=replace(sick.form, referred_in=sent, outcome="home"))
    (page,) = read(referral_feedback_pdf(visit, facility, language=language))
    for words in ("Mama Rehema", "JM-7", "Malaria", "Rudi mtoto akizidi kuumwa.", "Neema Joseph"):
        assert words in page, words


@BOTH
@pytest.mark.parametrize("paper", ["A5", "A4"])
def test_the_report_of_a_death_is_one_page_with_all_of_it(
    death: DeathRow, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    (page,) = read(death_report_pdf(death, facility, language=language, paper=paper))
    for words in ("18/11/2026 09:05", "[B54]", "[E43]", "Degedege njiani", "Mtendaji wa kijiji, 18/11/2026"):
        assert words in page, words
    assert ("Alifika akiwa amefariki" if language == "sw" else "Dead on arrival") in page


@BOTH
@pytest.mark.parametrize("paper", ["A5", "A6"])
def test_the_slip_says_the_weekday(
    expected: AppointmentRow, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    (page,) = read(appointment_slip_pdf(expected, facility, language=language, paper=paper))
    assert ("Jumatano 11/11/2026" if language == "sw" else "Wednesday 11/11/2026") in page
    assert ("Magonjwa sugu" if language == "sw" else "Chronic care") in page
    week = replace(expected, whole_week=True, due_on=date(2026, 11, 9))
    (page,) = read(appointment_slip_pdf(week, facility, language=language, paper=paper))
    assert "09/11/2026" in page
    assert "15/11/2026" in page


@BOTH
def test_paper_that_goes_through_the_village_does_not_name_a_private_clinic(
    expected: AppointmentRow, facility: FacilityRow, read: Read, language: str
) -> None:
    private = replace(expected, reason="ctc", note="ARV")
    for pdf in (
        appointment_slip_pdf(private, facility, language=language),
        tracing_list_pdf([private], facility, today=date(2026, 11, 23), language=language),
    ):
        text = " ".join(read(pdf))
        assert ("Kliniki" if language == "sw" else "Clinic") in text
        for word in ("matunzo", "Care and treatment", "ARV"):
            assert word not in text


@BOTH
def test_the_list_goes_village_by_village_with_room_for_what_was_found(
    expected: AppointmentRow, facility: FacilityRow, read: Read, language: str
) -> None:
    other = replace(expected, id=uuid.uuid4(), patient=replace(expected.patient, village="Buigiri"))
    nowhere = replace(expected, id=uuid.uuid4(), patient=replace(expected.patient, village=None))
    (page,) = read(
        tracing_list_pdf([nowhere, expected, other], facility, today=date(2026, 11, 23), language=language)
    )
    unknown = "Kijiji hakijulikani" if language == "sw" else "Village not known"
    assert page.index("Buigiri", 60) < page.index("Chinangali") < page.index(unknown)
    assert "0754 123 456" in page
    assert "20/11/2026" in page


def test_a_long_list_has_its_headings_on_every_page_and_loses_nobody(
    expected: AppointmentRow, facility: FacilityRow, read: Read
) -> None:
    rows = [
        replace(expected, id=uuid.uuid4(), patient=replace(expected.patient, last_name=f"Mtu{at:03}"))
        for at in range(60)
    ]
    pages = read(tracing_list_pdf(rows, facility, today=date(2026, 11, 23), language="en"))
    assert len(pages) > 2
    assert all("What you found" in page for page in pages)
    assert all(f"Mtu{at:03}" in " ".join(pages) for at in range(60))


def test_only_embedded_fonts_and_no_name_in_the_title(
    sick: VisitRow,
    referral: ReferralRow,
    death: DeathRow,
    expected: AppointmentRow,
    facility: FacilityRow,
) -> None:
    for pdf in (
        referral_letter_pdf(sick, referral, facility, language="sw"),
        death_report_pdf(death, facility, language="sw"),
        appointment_slip_pdf(expected, facility, language="sw"),
        tracing_list_pdf([expected], facility, today=date(2026, 11, 23), language="sw"),
    ):
        assert b"Helvetica" not in pdf
        assert b"/FontFile2" in pdf
        assert b"Neema" not in pdf[: pdf.find(b"stream")]


def test_an_unknown_paper_is_refused(death: DeathRow, facility: FacilityRow) -> None:
    with pytest.raises(EmrError) as refused:
        death_report_pdf(death, facility, language="sw", paper="B2")
    assert refused.value.code == "printing.unknown_paper"


def test_hostile_names_are_printed_as_they_are(
    sick: VisitRow, referral: ReferralRow, facility: FacilityRow, read: Read
) -> None:
    hostile = replace(sick, patient=replace(sick.patient, first_name="<b>&", last_name="O'Neil</para>"))
    text = " ".join(read(referral_letter_pdf(hostile, referral, facility, language="sw")))
    assert "<b>&" in text
    assert "O'Neil</para>" in text
