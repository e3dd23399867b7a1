"""The whole month as one document, read back with poppler."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.forms.month import weeks_ending_in
from emr_desktop.forms.output import month_xlsx
from emr_desktop.forms.periods import parse_period
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.printing.month_bundle import month_bundle_pdf
from emr_desktop.printing.monthly_form import monthly_form_pdf
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

Read = Callable[[bytes], list[str]]


@pytest.fixture
def seen(clinic: Clinic) -> Clinic:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", birth_date=date(1996, 5, 4))
    ).value
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=date(2026, 11, 10),
            diagnoses=(DiagnosisEntry(icd10="B54"),),
        )
    )
    return clinic


def _bundle(clinic: Clinic, period: str = "202611", language: str = "sw") -> bytes:
    return month_bundle_pdf(clinic.months.reports(period), period=period, language=language)


def _without_numbers(page: str) -> str:
    """A page without its place: numbered through in the bundle, from 1 on its own."""
    return page[: page.rindex("Ukurasa")]


def test_the_pages_of_the_bundle_are_those_of_each_form(seen: Clinic, read: Read) -> None:
    reports = seen.months.reports("202611")
    alone = [page for one in reports for page in read(monthly_form_pdf(one, language="sw"))]
    pages = read(_bundle(seen))[-len(alone) :]  # after the cover
    assert [_without_numbers(page) for page in pages] == [_without_numbers(page) for page in alone]


@pytest.mark.parametrize("language", ["sw", "en"])
def test_pages_are_numbered_over_the_whole_and_the_list_names_them(
    seen: Clinic, read: Read, language: str
) -> None:
    pages = read(_bundle(seen, language=language))
    for number, page in enumerate(pages, 1):
        assert f"Ukurasa {number} kati ya {len(pages)}" in page
        assert f"Page {number} of {len(pages)}" in page
    for number, report in enumerate(seen.months.reports("202611"), 1):
        name = report.info.name_sw if language == "sw" else report.info.name_en
        assert f"{number} {name}" in " ".join(pages[:2])  # the cover goes on where forms are many


def test_the_cover_tells_signed_forms_from_those_that_are_not(seen: Clinic, read: Read) -> None:
    seen.forms.close("opd", "202611")
    cover = read(_bundle(seen))[0]
    others = len(seen.months.forms_of("202611")) - 1
    assert "IMEFUNGWA: toleo 1" in cover
    assert "Neema Mollel" in cover
    assert f"1 zimesainiwa, 0 zimebadilika baada ya kusainiwa, {others} hazijasainiwa" in cover
    assert "bado si za mwisho" in cover


def test_an_empty_month_says_so(clinic: Clinic, read: Read) -> None:
    assert "takwimu zote ni sifuri" in read(_bundle(clinic, "202609"))[0]


def test_a_week_belongs_to_the_month_it_ends_in(clinic: Clinic) -> None:
    found = {month: weeks_ending_in(parse_period(month, "month")) for month in ("202610", "202611")}
    assert [week.code for week in found["202610"]] == ["2026W40", "2026W41", "2026W42", "2026W43"]
    assert found["202611"][0].code == "2026W44"  # ends on Sunday 1 November
    # On 18 November week 47 has begun, week 48 has not.
    weeks = [one.period for one in clinic.months.forms_of("202611") if one.form == "idsr_weekly"]
    assert weeks == ["2026W44", "2026W45", "2026W46", "2026W47"]


def test_what_cannot_be_put_together_is_said(clinic: Clinic) -> None:
    for period, forms, code in (
        ("202612", None, "form.period_in_future"),
        ("2026W47", None, "form.period_malformed"),
        ("202611", ["opd", "nonsense"], "form.unknown"),
    ):
        with pytest.raises(EmrError) as refused:
            clinic.months.reports(period, forms=forms)
        assert refused.value.code == code
    with pytest.raises(EmrError, match=r"form\.bundle_empty"):
        month_bundle_pdf((), period="202611", language="sw")


def test_the_outline_and_the_list_lead_to_every_form(seen: Clinic) -> None:
    content = _bundle(seen)
    forms = len(seen.months.forms_of("202611"))
    assert b"/PageMode /UseOutlines" in content
    assert len(re.findall(rb"/Dest \[ \d+ 0 R /Fit \] .*/Title", content)) == 1 + forms  # and the cover
    assert len(re.findall(rb"/Dest \[ \d+ 0 R /Fit \] .*/Subtype /Link", content)) == forms


def test_the_workbook_has_a_sheet_for_each_form(seen: Clinic) -> None:
    reports = seen.months.reports("202611")
    book = load_workbook(BytesIO(month_xlsx(reports)))
    assert len(book.sheetnames) == len(reports)
    for report, sheet in zip(reports, book.worksheets, strict=True):
        assert sheet["A3"].value.startswith(report.period)
        numbers = [sheet.cell(line, 1).value for line in range(1, sheet.max_row + 1)]
        assert [value for value in numbers if value in {row.row for row in report.rows}] == [
            row.row for row in report.rows
        ]
