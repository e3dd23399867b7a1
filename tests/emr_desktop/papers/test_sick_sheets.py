"""Sick sheets, the paper size in use and the trail of prints, through the real service."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.papers.rows import SickSheetForm
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm, VisitRow

TODAY = date(2026, 11, 18)


@pytest.fixture
def visit(clinic: Clinic) -> VisitRow:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", age_years=30)
    ).value
    return clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=TODAY,
            diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
        )
    ).value


@pytest.fixture
def form(visit: VisitRow) -> SickSheetForm:
    return SickSheetForm(id=new_id(), visit_id=visit.form.id, first_day=TODAY, days=3)


def test_a_sheet_has_a_number_its_days_and_who_made_it_out(clinic: Clinic, form: SickSheetForm) -> None:
    sheet = clinic.papers.make_sick_sheet(form).value
    assert sheet.number == "101168-3/S/2026/0001"
    assert (sheet.last_day, sheet.issuer) == (date(2026, 11, 20), "Neema Mollel")
    assert clinic.papers.make_sick_sheet(form).value == sheet
    assert clinic.papers.sick_sheets(form.visit_id) == (sheet,)


def test_a_sheet_that_was_made_out_is_not_changed(clinic: Clinic, form: SickSheetForm) -> None:
    clinic.papers.make_sick_sheet(form)
    with pytest.raises(EmrError) as refused:
        clinic.papers.make_sick_sheet(replace(form, days=9))
    assert refused.value.code == "papers.already_made"


def test_the_second_print_is_a_copy(clinic: Clinic, form: SickSheetForm) -> None:
    clinic.papers.make_sick_sheet(form)
    prints = [clinic.papers.count_print(form.id).value.copy_number for _ in range(3)]
    assert prints == [0, 1, 2]


def test_a_sheet_that_was_taken_back_is_not_printed_again(clinic: Clinic, form: SickSheetForm) -> None:
    clinic.papers.make_sick_sheet(form)
    with pytest.raises(ValidationError):
        clinic.papers.take_back(form.id, reason=" ")
    clinic.papers.take_back(form.id, reason="Tarehe si sahihi")
    with pytest.raises(EmrError) as refused:
        clinic.papers.count_print(form.id)
    assert refused.value.code == "papers.taken_back"
    assert clinic.papers.sick_sheets(form.visit_id)[0].void_reason == "Tarehe si sahihi"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"days": 0}, "days"),
        ({"days": 15}, "days"),
        ({"first_day": date(2026, 11, 17)}, "first_day"),
        ({"first_day": date(2026, 11, 22)}, "first_day"),
        ({"kind": "holiday"}, "kind"),
        ({"remarks": "x" * 201}, "remarks"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    clinic: Clinic, form: SickSheetForm, change: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.papers.make_sick_sheet(replace(form, **change))  # type: ignore[arg-type]
    assert wrong.value.field == field


def test_a_voided_visit_gets_no_sheet(clinic: Clinic, form: SickSheetForm) -> None:
    clinic.visits.void(form.visit_id, reason="Makosa")
    with pytest.raises(EmrError) as refused:
        clinic.papers.make_sick_sheet(form)
    assert refused.value.code == "papers.visit_voided"


def test_the_paper_size_is_remembered(clinic: Clinic, clinic_as: Callable[..., Clinic]) -> None:
    assert clinic.papers.prescription_size() == "A5"
    clinic_as("clinician").papers.use_prescription_size("A6")
    assert clinic.papers.prescription_size() == "A6"
    with pytest.raises(EmrError):
        clinic.papers.use_prescription_size("A0")
    clinic_as("nurse").papers.use_letter_size("A4")
    assert (clinic.papers.letter_size(), clinic.papers.prescription_size()) == ("A4", "A6")
    with pytest.raises(EmrError):
        clinic.papers.use_letter_size("A6")


def test_who_does_not_treat_makes_out_no_sheet(clinic_as: Callable[..., Clinic], form: SickSheetForm) -> None:
    for role in ("receptionist", "pharmacist", "cashier"):
        with pytest.raises(PermissionRefused):
            clinic_as(role).papers.make_sick_sheet(form)


def test_the_commonest_diagnoses_are_this_facilitys_and_never_sensitive(
    clinic: Clinic, visit: VisitRow
) -> None:
    for icd10 in ("T14.1", "B20"):
        for _ in range(3):
            patient = clinic.patients.register(
                PatientForm(id=new_id(), first_name="Juma", last_name="Chilo", sex="M", age_years=9)
            ).value
            clinic.visits.save(
                VisitForm(
                    id=new_id(),
                    patient_id=patient.id,
                    visit_date=TODAY,
                    diagnoses=(DiagnosisEntry(icd10=icd10),),
                )
            )
    found = clinic.papers.commonest_diagnoses(12, language="sw")
    assert [icd10 for icd10, _ in found[:2]] == ["T14.1", "B54"]
    assert len(found) == 12
    assert "B20" not in dict(found)
