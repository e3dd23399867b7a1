"""A child of four with pneumonia and a recorded penicillin allergy: amoxicillin must stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

# An attendance, the first of the year, pneumonia that is not severe: a boy of one to four years.
MONTH = {row: {"y1_4.M": 1} for row in ("1", "2", "47")}
STOP = {"sw": "SIMAMA", "en": "STOP"}


@pytest.fixture(params=["sw", "en"])
def visit(
    person: Callable[..., Any], registered: Callable[..., Any], request: pytest.FixtureRequest
) -> tuple[Any, Any, str]:
    """A clinician, the child, and the language; amoxicillin for the pneumonia has just been picked."""
    clinician = person(language=request.param)
    child = registered(
        clinician,
        first_name="Juma",
        last_name="Chilongani",
        sex="M",
        birth_date=date(2022, 9, 1),
        guardian="Asha",
        allergies=("Penisilini",),
    )
    clinician.call(child)
    assert clinician.sees("Penisilini")  # in the banner, before anything is typed
    clinician.write("15.5")
    clinician.pick("diagnosisPicker", "pneum")
    clinician.type("1")  # how severe
    clinician.pick("medicinePicker", "amo250dt")
    return clinician, child, request.param


def test_it_stops_and_the_visit_is_not_saved_without_a_reason(visit: tuple[Any, Any, str]) -> None:
    clinician, child, language = visit
    assert STOP[language] in clinician.warnings(0)[0]
    assert clinician.place == "findingReason"  # before a number is typed
    clinician.tab_to("dose", back=True)
    clinician.write("3 bd 5")
    assert clinician.place == "findingReason"  # and again after it
    clinician.save()
    assert clinician.clinic.visits.timeline(child.id) == ()
    assert clinician.place == "findingReason"
    assert clinician.error
    assert clinician.month() == {}


def test_another_medicine_takes_its_place_and_what_was_heeded_is_kept(
    visit: tuple[Any, Any, str], printed: Any, tmp_path: Path
) -> None:
    clinician, child, _ = visit
    clinician.press(Qt.Key.Key_Delete)
    assert clinician.place == "medicinePicker"
    clinician.pick("medicinePicker", "ery125")
    assert clinician.warnings(0) == ()
    clinician.write("7.5 qid 5")
    clinician.save()
    form = clinician.saved(child)
    assert [(line.medicine, line.quantity) for line in form.prescriptions] == [("ery125sy", 150)]
    assert [(each.medicine, each.action) for each in form.findings] == [("amo250dt", "taken_off")]
    clinician.print()
    paper = " ".join(printed.text(tmp_path).split())
    assert "Penisilini" in paper  # the next one who treats is warned too
    assert "Kunywa ml 7.5, mara 4 kwa siku, kwa siku 5" in paper
    assert "Amoxicillin" not in paper
    assert clinician.month() == MONTH


def test_a_reason_lets_it_through_and_stays_with_the_visit(visit: tuple[Any, Any, str]) -> None:
    clinician, child, _ = visit
    clinician.type("1")  # taken before without harm
    assert clinician.place == "dose"
    clinician.write("3 bd 5")
    clinician.save()
    (finding,) = clinician.saved(child).findings
    assert (finding.rule, finding.action, finding.reason) == ("allergy_same", "kept", "tolerated")
