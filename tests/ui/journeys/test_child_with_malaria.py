"""A child of fourteen months with fever and a positive mRDT goes home with ALu by weight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("language", ["sw", "en"])
def test_alu_by_weight_from_the_search_to_the_paper_and_the_month(
    person: Callable[..., Any],
    registered: Callable[..., Any],
    printed: Any,
    tmp_path: Path,
    language: str,
) -> None:
    clinician = person(language=language)
    child = registered(
        clinician,
        first_name="Baraka",
        last_name="Lema",
        sex="M",
        birth_date=date(2025, 9, 10),
        guardian="Asha",
    )
    clinician.call(child)
    assert clinician.sees("Baraka Lema")
    clinician.presses = 0
    clinician.write("9.2", "", "38.9")  # weight, no height, temperature
    clinician.go("complaint")
    before = clinician.presses
    clinician.type("Homa siku 2")
    free = clinician.presses - before
    clinician.walk_to("testMrdt")
    clinician.type("p" if language == "en" else "c")  # positive, chanya
    clinician.pick("diagnosisPicker", "malar")
    clinician.pick("medicinePicker", "alu")

    line = clinician.consultation.page.medicines.lines[0]
    assert [field.text() for field in line.fields.values()] == ["1", "2", "3", "6"]
    assert "9.2 kg" in line.findings.dose_text  # the working
    assert line.findings.texts == ()  # a positive test: nothing to ask
    clinician.save()
    assert clinician.presses - free <= 60

    visit = clinician.saved(child)
    (given,) = visit.prescriptions
    assert (given.medicine, given.dose, given.per_day, given.days, given.quantity) == ("alu20120", 1, 2, 3, 6)
    assert given.route == "po"
    assert "finish" in given.directions
    assert (visit.vitals.weight_kg, visit.vitals.temperature_c) == (9.2, 38.9)
    assert [(each.test, each.result) for each in visit.tests] == [("mrdt", "positive")]

    clinician.print()
    paper = " ".join(printed.text(tmp_path).split())
    assert "Baraka Lema" in paper
    assert "mara 2 kwa siku, kwa siku 3" in paper
    assert "Maliza dozi" in paper

    # An attendance, the first of the year, malaria by mRDT: a boy of one to four years.
    assert clinician.month() == {row: {"y1_4.M": 1} for row in ("1", "2", "23.2")}
