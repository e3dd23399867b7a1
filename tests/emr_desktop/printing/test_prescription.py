"""The prescription says everything, to the right people, and nothing is cut off."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.visits.ending_rows import FollowUpEntry
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry, VisitRow

Read = Callable[[bytes], list[str]]
Changed = Callable[..., VisitRow]
BOTH = [(language, paper) for language in ("sw", "en") for paper in ("A5", "A6")]


@pytest.mark.parametrize(("language", "paper"), BOTH)
def test_everything_a_dispenser_needs_is_on_it(
    visit: VisitRow, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    (page,) = read(prescription_pdf(visit, facility, language=language, paper=paper))
    for words in (
        "Zahanati ya Buigiri",
        "101168-3/2026/000123",
        "Neema Joseph Mwakalinga",
        "18/11/2026",
        "12.4 kg",
        "Penisilini",
        "Malaria",
        "Artemether + lumefantrine (ALu) 20/120 mg",
        "Meza kidonge 1, mara 2 kwa siku",
        "Asha Mwinyimkuu",
        "Rudi mtoto akizidi kuumwa.",
    ):
        assert words in page
    assert ("MZIO: Penisilini" if language == "sw" else "ALLERGIES: Penisilini") in page
    assert ("miaka 3 miezi 3" if language == "sw" else "3 years 3 months") in page
    assert ("vidonge 6" if language == "sw" else "6 tablets") in page
    assert ("Swallow 1 tablet" in page) is (language == "en")


def test_no_recorded_allergy_is_not_called_no_allergy(
    visit: VisitRow, facility: FacilityRow, read: Read
) -> None:
    healthy = replace(visit, patient=replace(visit.patient, allergies=()))
    (page,) = read(prescription_pdf(healthy, facility, language="en"))
    assert "Allergies: none recorded" in page


def test_no_known_allergy_and_the_day_to_come_again_are_on_it(
    visit: VisitRow, facility: FacilityRow, read: Read
) -> None:
    asked = replace(visit.patient, allergies=(), none_known_on=date(2026, 11, 2))
    planned = replace(visit.form, follow_up=FollowUpEntry(due_on=date(2026, 11, 29)))
    (page,) = read(prescription_pdf(replace(visit, patient=asked, form=planned), facility, language="en"))
    assert "No allergy known (asked on 02/11/2026)" in page
    assert "Come again on: 29/11/2026" in page


@pytest.mark.parametrize(("language", "paper"), BOTH)
def test_names_with_hostile_letters_are_printed_as_they_are(
    visit: VisitRow, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    hostile = replace(
        visit,
        patient=replace(
            visit.patient,
            first_name="<b>Juma</b>",
            middle_name="& <font size='80'>",
            last_name="O'Brien\x00\x1b\u202e</para>",
            allergies=("<para>Aspirini & wenzake", "a" * 120),
        ),
    )
    pages = read(prescription_pdf(hostile, facility, language=language, paper=paper))
    squeezed = "".join("".join(pages).split())
    assert "<b>Juma</b>&<fontsize='80'>" in squeezed
    assert "O'Brien" in squeezed
    assert "</para>" in squeezed
    assert "<para>Aspirini&wenzake" in squeezed
    assert squeezed.count("a" * 20) >= 1


@pytest.mark.parametrize(("language", "paper"), BOTH)
def test_a_long_list_flows_onto_further_pages_and_says_whose_they_are(
    changed: Changed, facility: FacilityRow, read: Read, language: str, paper: str
) -> None:
    codes = ["par500", "amo250dt", "ors", "zinc20dt", "fefo", "gen40inj", "clot100pes", "salb01ih"] * 2
    visit = changed(
        prescriptions=tuple(
            PrescriptionEntry(medicine=code, dose=1, per_day=2, days=5, quantity=10) for code in codes
        )
    )
    pages = read(prescription_pdf(visit, facility, language=language, paper=paper))
    assert len(pages) > 1
    for number, page in enumerate(pages, start=1):
        words = (
            f"Ukurasa {number} kati ya {len(pages)}" if language == "sw" else f"Page {number} of {len(pages)}"
        )
        assert words in page
    assert all("Neema Joseph Mwakalinga, 101168-3/2026/000123" in page for page in pages[1:])
    everything = " ".join(pages)
    assert [number for number in range(1, 17) if f" {number}. " not in f" {everything}"] == []
    # A signed page without a medicine can be misused.
    assert re.search(r"16\. ", pages[-1])


@pytest.mark.parametrize("count", range(1, 14))
def test_the_signatures_never_stand_on_a_page_without_a_medicine(
    changed: Changed, facility: FacilityRow, read: Read, count: int
) -> None:
    entry = PrescriptionEntry(medicine="par500", dose=1, per_day=2, days=5, quantity=10)
    pages = read(
        prescription_pdf(changed(prescriptions=(entry,) * count), facility, language="sw", paper="A6")
    )
    assert "Sahihi" in pages[-1]
    assert "Paracetamol" in pages[-1]


def test_a_very_long_advice_is_not_lost(changed: Changed, facility: FacilityRow, read: Read) -> None:
    advice = " ".join(f"neno{number}" for number in range(900))
    pages = read(prescription_pdf(changed(advice=advice), facility, language="sw", paper="A6"))
    found = set(re.findall(r"neno\d+", " ".join(pages)))
    assert len(found) == 900


def test_a_training_facility_marks_every_page(changed: Changed, facility: FacilityRow, read: Read) -> None:
    entry = PrescriptionEntry(medicine="par500", dose=1, per_day=2, days=5, quantity=10)
    training = replace(facility, training=True)
    visit = changed(prescriptions=(entry,) * 14)
    for page in read(prescription_pdf(visit, training, language="sw")):
        assert "MAFUNZO - si mgonjwa halisi" in page
    assert all(
        "TRAINING - not a real patient" in page
        for page in read(prescription_pdf(visit, training, language="en"))
    )
    assert all("MAFUNZO" not in page for page in read(prescription_pdf(visit, facility, language="sw")))


def test_a_sensitive_diagnosis_stays_off_the_paper(
    changed: Changed, facility: FacilityRow, read: Read
) -> None:
    visit = changed(
        diagnoses=(
            DiagnosisEntry(icd10="B24", concept="hiv"),
            DiagnosisEntry(icd10="F32.9"),
            DiagnosisEntry(icd10="A09", concept="diarrhoea", severity="some", certainty="provisional"),
        )
    )
    (page,) = read(prescription_pdf(visit, facility, language="en"))
    assert "Diarrhoea, acute (some dehydration, not confirmed)" in page
    assert "HIV" not in page
    assert "epressi" not in page


def test_a_medicine_outside_the_formulary_is_printed_by_its_code(
    changed: Changed, facility: FacilityRow, read: Read
) -> None:
    visit = changed(
        prescriptions=(PrescriptionEntry(medicine="dawa mpya", dose=1, per_day=2, days=3, quantity=6),)
    )
    (page,) = read(prescription_pdf(visit, facility, language="sw"))
    assert "dawa mpya" in page


@pytest.mark.parametrize(("language", "paper"), BOTH)
def test_only_our_own_embedded_fonts_are_named(
    visit: VisitRow, facility: FacilityRow, language: str, paper: str
) -> None:
    pdf = prescription_pdf(visit, replace(facility, training=True), language=language, paper=paper)
    assert b"Helvetica" not in pdf
    assert pdf.count(b"/FontFile2") == 2


def test_the_same_prescription_gives_the_same_bytes(visit: VisitRow, facility: FacilityRow) -> None:
    assert prescription_pdf(visit, facility, language="sw") == prescription_pdf(
        visit, facility, language="sw"
    )


def test_the_title_that_file_managers_show_names_no_patient(visit: VisitRow, facility: FacilityRow) -> None:
    pdf = prescription_pdf(visit, facility, language="sw")
    title = re.search(rb"/Title \((.*?)\)", pdf)
    assert title is not None
    assert b"000123" in title[1]
    assert b"Neema" not in title[1]


def test_a_visit_without_medicines_is_refused(changed: Changed, facility: FacilityRow) -> None:
    with pytest.raises(EmrError) as refused:
        prescription_pdf(changed(prescriptions=()), facility, language="sw")
    assert refused.value.code == "printing.nothing_prescribed"


def test_an_unknown_paper_is_refused(visit: VisitRow, facility: FacilityRow) -> None:
    with pytest.raises(EmrError) as refused:
        prescription_pdf(visit, facility, language="sw", paper="A9")
    assert refused.value.code == "printing.unknown_paper"
