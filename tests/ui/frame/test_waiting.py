"""The rail says at each station who waits, at once after a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.queue.rows import StartForm
from ui.shell import Shell


def test_the_rail_counts_who_waits_and_marks_an_emergency(
    clinic: Clinic, logged_in: Callable[..., Shell], qtbot: QtBot
) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Mfano", sex="F", birth_date=date(1994, 1, 1))
    ).value
    visit = clinic.queue.start_visit(
        StartForm(id=new_id(), patient_id=patient.id, station="consultation")
    ).value
    frame = logged_in(language="en").frame
    assert frame is not None
    count = frame.findChild(QLabel, "waitingConsultation")
    button = frame.findChild(QToolButton, "goConsultation")
    qtbot.waitUntil(lambda: count.text() == "1", timeout=5_000)
    assert count.isVisible()
    assert button.accessibleName() == "Consultation, 1 waits"
    queue = frame.context.clinic.queue
    frame.context.tasks.run(
        frame, lambda: queue.set_priority(visit.visit_id, "emergency"), failed=lambda error: None
    )
    qtbot.waitUntil(lambda: count.text() == "!! 1", timeout=5_000)
    assert "1 emergency" in button.toolTip()
    frame.context.tasks.run(frame, lambda: queue.take(visit.visit_id), failed=lambda error: None)
    qtbot.waitUntil(lambda: not count.isVisible(), timeout=5_000)
    assert button.accessibleName() == "Consultation"
