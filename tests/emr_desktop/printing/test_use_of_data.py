"""The month's figures on paper: one page in both languages, whatever the record holds."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.indicators.charts import charts_of, notes_of
from emr_desktop.indicators.words import UseWords, all_words
from emr_desktop.patients.rows import PatientForm
from emr_desktop.printing.use_of_data import row_year_pdf, use_of_data_pdf
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm


def _see(clinic: Clinic, day: date, code: str = "B50.9") -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Neema", last_name="Mrisho", sex="F", birth_date=date(1996, 5, 4))
    ).value
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=day,
            diagnoses=(DiagnosisEntry(icd10=code),),
            tests=(LabEntry(test="mrdt", result="positive"),),
        )
    )


@pytest.fixture
def text(tmp_path: Path) -> Callable[[bytes], str]:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")

    def read(content: bytes) -> str:
        path = tmp_path / "page.pdf"
        path.write_bytes(content)
        done = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True)
        return done.stdout.decode()

    return read


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_page_is_one_page_with_the_figures_of_the_screen(
    clinic: Clinic, text: Callable[[bytes], str], language: str
) -> None:
    for day in range(1, 11):
        _see(clinic, date(2026, 11, day))
    page = clinic.indicators.use_of_data("202611")
    content = use_of_data_pdf(page, language=language)
    assert content == use_of_data_pdf(page, language=language)
    assert content.count(b"/Type /Page\n") == 1
    read = text(content)
    words = UseWords(language)
    assert words("title", month=words.month("202611")) in read
    for chart in charts_of(page, words).values():
        assert chart.title[:20] in read
    assert words.amount(page.find("attendance").now) == "10"
    assert words.amount(page.find("malaria_positivity").now) in read
    for note in notes_of(page, words):
        assert note[:30] in read


def test_the_first_week_and_an_empty_record_say_so_in_words(
    clinic: Clinic, text: Callable[[bytes], str]
) -> None:
    words = UseWords("en")
    assert words("empty_record") in text(
        use_of_data_pdf(clinic.indicators.use_of_data("202611"), language="en")
    )
    _see(clinic, date(2026, 11, 16))
    page = clinic.indicators.use_of_data("202611")
    notes = notes_of(page, words)
    assert words("first_month", date="16/11/2026") in notes
    assert words("not_over", date="18/11/2026") in notes
    assert "empty" not in " ".join(notes)
    assert words("no_weeks") in text(use_of_data_pdf(page, language="en"))


def test_a_year_of_a_row_prints(clinic: Clinic, text: Callable[[bytes], str]) -> None:
    _see(clinic, date(2026, 11, 10))
    year = clinic.indicators.row_year("opd", "202611", row="23.2")
    read = text(row_year_pdf(year, facility="Buigiri (101168-3)", column="F", language="sw"))
    assert "23.2" in read
    assert "Nov" in read


def test_both_languages_have_the_same_placeholders() -> None:
    import string

    def fields(text: str) -> set[str | None]:
        return {field for _, field, _, _ in string.Formatter().parse(text) if field is not None}

    for name, texts in all_words().items():
        assert texts["en"].strip(), name
        assert texts["sw"].strip(), name
        assert fields(texts["en"]) == fields(texts["sw"]), name
