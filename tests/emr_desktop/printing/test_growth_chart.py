"""The growth chart on paper: everything that is on screen, signs included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.growth.assessing import assess
from emr_desktop.growth.figure import Figure, figure
from emr_desktop.growth.rows import Measured
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.growth_chart import GrowthWords, growth_chart_pdf

Read = Callable[[bytes], list[str]]
TODAY = date(2026, 11, 18)


@pytest.fixture
def drawn(patient: PatientRow) -> Figure:
    today = assess(
        Measured(sex=patient.sex, birth_date=patient.birth_date, on=TODAY, weight_kg=11, height_cm=92)
    )
    return figure("weight_for_age", sex="F", age_days=today.measured.age_days, earlier=(), today=today)


@pytest.fixture
def words() -> GrowthWords:
    return GrowthWords(
        title="Uzito kwa umri",
        standard="Viwango vya ukuaji vya WHO, wasichana",
        x_title="Umri kwa miezi",
        headings=("Tarehe", "Umri", "Kipimo", "SD na maana yake"),
        lines=(("18/11/2026", "miaka 3 miezi 3", "11.0 kg", "–2.16 uzito pungufu"),),
        notes=("Utapiamlo wa kadiri (MAM)",),
    )


@pytest.mark.parametrize("language", ["sw", "en"])
def test_one_page_tells_whose_it_is_and_every_measurement(
    drawn: Figure, words: GrowthWords, patient: PatientRow, facility: FacilityRow, read: Read, language: str
) -> None:
    (page,) = read(growth_chart_pdf(drawn, words, patient, facility, on=TODAY, language=language))
    for text in (
        "Neema Joseph Mwakalinga",
        "101168-3/2026/000123",
        "Uzito kwa umri",
        "Umri kwa miezi",
        "11.0 kg",
        "–2.16 uzito pungufu",
        "(MAM)",
        "+3",
        "–3",
        "–2",
        "60",
        "kg",
    ):
        assert text in page


def test_many_measurements_go_on_a_second_page(
    drawn: Figure, words: GrowthWords, patient: PatientRow, facility: FacilityRow, read: Read
) -> None:
    many = replace(words, lines=words.lines * 40)
    pages = read(growth_chart_pdf(drawn, many, patient, facility, on=TODAY, language="sw"))
    assert len(pages) > 1
    assert sum(page.count("–2.16") for page in pages) == 40


def test_a_training_facility_marks_the_sheet_and_all_fonts_are_embedded(
    drawn: Figure, words: GrowthWords, patient: PatientRow, facility: FacilityRow, read: Read
) -> None:
    pdf = growth_chart_pdf(drawn, words, patient, replace(facility, training=True), on=TODAY, language="sw")
    assert "MAFUNZO - si mgonjwa halisi" in read(pdf)[0]
    assert b"Helvetica" not in pdf


def test_a_chart_without_measurements_prints_its_curves(
    words: GrowthWords, patient: PatientRow, facility: FacilityRow, read: Read
) -> None:
    bare = figure("bmi_for_age", sex="F", age_days=10, earlier=(), today=None)
    (page,) = read(
        growth_chart_pdf(bare, replace(words, lines=()), patient, facility, on=TODAY, language="sw")
    )
    assert "kg/m²" in page
