"""Sick sheet and visit summary, read back from the page."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.papers.rows import SickSheetForm, SickSheetRow
from emr_desktop.papers.rules import LONGEST_REMARKS
from emr_desktop.printing.visit_papers import sick_sheet_pdf, visit_summary_pdf
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitRow

Read = Callable[[bytes], list[str]]
Changed = Callable[..., VisitRow]


@pytest.fixture
def sheet(visit: VisitRow) -> SickSheetRow:
    return SickSheetRow(
        form=SickSheetForm(id=uuid.uuid4(), visit_id=visit.form.id, first_day=date(2026, 11, 18), days=3),
        patient_id=visit.patient.id,
        number="101168-3/S/2026/0004",
        issued_on=date(2026, 11, 18),
        issuer="Asha Mwinyimkuu",
        issuer_cadre="CO",
        printed_count=1,
        version=1,
    )


def test_a_sheet_says_how_long_and_keeps_the_diagnosis_to_itself(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, read: Read
) -> None:
    (page,) = read(sick_sheet_pdf(sheet, visit, facility, language="sw"))
    for words in (
        "101168-3/S/2026/0004",
        "Neema Joseph Mwakalinga",
        "siku 3, kuanzia 18/11/2026 hadi 20/11/2026",
        "Asha Mwinyimkuu",
    ):
        assert words in page
    assert "Malaria" not in page
    assert "NAKALA" not in page


def test_the_diagnosis_stands_on_it_where_the_patient_agreed_but_never_a_sensitive_one(
    sheet: SickSheetRow, changed: Changed, facility: FacilityRow, read: Read
) -> None:
    agreed = replace(sheet, form=replace(sheet.form, diagnosis_agreed=True))
    both = changed(diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"), DiagnosisEntry(icd10="B20")))
    (page,) = read(sick_sheet_pdf(agreed, both, facility, language="en"))
    assert "Malaria" in page
    assert "B20" not in page


def test_a_reprint_is_marked_with_its_count(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, read: Read
) -> None:
    (page,) = read(sick_sheet_pdf(replace(sheet, printed_count=3), visit, facility, language="en"))
    assert "COPY 2" in page


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_longest_sheet_fits_on_one_page(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, read: Read, language: str
) -> None:
    long = ("Mwakalingangasingo " * 5)[:60]
    patient = replace(visit.patient, first_name=long, last_name=long, guardian=long, village=long)
    form = replace(sheet.form, remarks=("apumzike nyumbani " * 20)[:LONGEST_REMARKS], diagnosis_agreed=True)
    pages = read(
        sick_sheet_pdf(
            replace(sheet, form=form, printed_count=5),
            replace(visit, patient=patient),
            replace(facility, name=long, training=True),
            language=language,
        )
    )
    assert len(pages) == 1


def test_a_summary_tells_what_was_found_and_done(changed: Changed, facility: FacilityRow, read: Read) -> None:
    visit = changed(
        complaint="Homa siku tatu",
        examination="Tumbo laini",
        tests=(LabEntry(test="mrdt", result="positive"),),
    )
    page = " ".join(read(visit_summary_pdf(visit, facility, language="sw")))
    for words in (
        "Homa siku tatu",
        "Tumbo laini",
        "Malaria",
        "Rudi mtoto akizidi",
        "12.4 kg",
        "Penisilini",
    ):
        assert words in page, words
    assert "Artemether" in page


def test_what_is_sensitive_is_on_the_summary_only_where_it_was_chosen(
    changed: Changed, facility: FacilityRow, read: Read
) -> None:
    visit = changed(diagnoses=(DiagnosisEntry(icd10="B20"), DiagnosisEntry(icd10="B54", concept="malaria")))
    assert "B20" not in " ".join(read(visit_summary_pdf(visit, facility, language="en")))
    assert "B20" in " ".join(read(visit_summary_pdf(visit, facility, language="en", sensitive=True)))
