"""A child of four passes a full waiting room: reception, triage, consultation, laboratory, back, pharmacy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from emr_desktop.identity import new_id
from emr_desktop.queue.rows import StartForm, TriageForm
from emr_desktop.visits.rows import VitalsEntry

STATIONS = ("triage", "consultation", "laboratory", "pharmacy")


def _waiting(one: Any) -> dict[str, str]:
    """The counts beside the stations in the rail."""
    shown = {name: one.frame.findChild(QLabel, f"waiting{name.title()}") for name in STATIONS}
    return {name: label.text() for name, label in shown.items() if label.isVisible()}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_a_child_with_convulsions_goes_first_through_every_station(
    person: Callable[..., Any], registered: Callable[..., Any], qtbot: Any, language: str
) -> None:
    one = person(language=language)
    clinic = one.clinic
    for station in STATIONS:
        clinic.facility.set(f"queue.{station}", True)
    grown, other = (
        registered(one, first_name=name, last_name="Mfano", birth_date=date(1980, 1, 1))
        for name in ("Grace", "Halima")
    )
    clinic.triage.save(
        TriageForm(
            visit_id=new_id(),
            patient_id=grown.id,
            vitals=VitalsEntry(weight_kg=61.5, temperature_c=37.2),
            signs_asked=True,
        )
    )
    clinic.queue.start_visit(StartForm(id=new_id(), patient_id=other.id))
    child = registered(
        one, first_name="Zawadi", last_name="Lema", birth_date=date(2022, 6, 1), guardian="Asha"
    )

    def counts(**wanted: str) -> None:
        one.settle()
        qtbot.waitUntil(lambda: _waiting(one) == wanted, timeout=5_000)

    # The reception sends in.
    one.screen("reception")
    one.type("zawadi")
    qtbot.waitUntil(lambda: one.frame.view("reception")._shown_for == "zawadi", timeout=5_000)
    one.settle()
    one.button("sendIn")
    counts(triage="2", consultation="1")

    # The triage measures, and sees a danger sign.
    triage = one.screen("triage")
    for _ in range([row.patient.id for row in triage.queue.rows].index(child.id)):
        one.press(Qt.Key.Key_Down)
    one.enter()
    one.settle()
    assert one.place == "weightKg"
    one.write("14.5", "98", "39.4")
    one.tab_to("triageComplaint")
    one.write("Degedege tangu asubuhi")
    assert one.place == "dangerSigns"
    one.type("c")
    one.save()
    counts(triage="1", consultation="!! 2")

    # The consultation takes with Enter who is first: the child, not who came before.
    one.screen("consultation")
    one.enter()
    one.settle()
    visit = one.consultation.consultation
    assert visit.patient.id == child.id
    assert one.visible("weightKg").text() == "14.5"
    assert one.visible("temperatureC").text() == "39.4"
    assert "Degedege" in one.visible("complaint").toPlainText()
    one.tab_to("testPicker")
    one.type("mrdt")
    one.offered()
    one.enter()
    one.button("sendForTests")
    counts(triage="1", consultation="1", laboratory="!! 1")

    # The laboratory enters the result, which brings the child back.
    one.screen("laboratory")
    one.enter()
    one.settle()
    one.type("p" if language == "en" else "c")  # positive, chanya
    one.save()
    counts(triage="1", consultation="!! 2")

    # Back at the clinician, the result is on the page.
    one.screen("consultation")
    one.enter()
    one.settle()
    visit = one.consultation.consultation
    assert visit.patient.id == child.id
    assert [(line.test, line.result) for line in visit.tests] == [("mrdt", "positive")]
    one.pick("diagnosisPicker", "malar")
    one.pick("medicinePicker", "alu")
    one.save()
    counts(triage="1", consultation="1", pharmacy="!! 1")

    # The pharmacy gives, and the child goes home.
    pharmacy = one.screen("pharmacy")
    one.enter()
    one.settle()
    one.type("g" if language == "en" else "t")  # given, imetolewa
    one.save()
    counts(triage="1", consultation="1")
    assert pharmacy.dispensing is None
    form = one.saved(child)
    (given,) = form.prescriptions
    assert (given.medicine, given.quantity) == ("alu20120", 6)
    (line,) = clinic.pharmacy.read(form.id).lines
    assert (line.answer.answer, line.answer.given) == ("given", 6)
    assert {row.patient.id for row in clinic.queue.everywhere()} == {grown.id, other.id}
    assert one.month() == {row: {"y1_4.F": 1} for row in ("1", "2", "23.2")}
