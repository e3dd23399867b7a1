"""The laboratory's and the pharmacy's own ways: each step ticked off by itself, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.facility.service import set_own_password, unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm
from ui.first_visit.panel import FirstVisit
from ui.first_visit.steps import Seen, done_now, steps_for
from ui.guide.said import plain
from ui.shell import Shell

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
LABORATORY = [step.name for step in steps_for(("lab",))]
PHARMACY = [step.name for step in steps_for(("pharmacist",))]


def _panel(shell: Shell) -> FirstVisit:
    panel = shell.findChild(FirstVisit, "firstVisit")
    assert panel is not None
    return panel


@pytest.fixture
def person(training: Path, password: str, clock: Clock) -> Callable[[str, Callable[[Clinic], None]], str]:
    """``person("lab", before)``: somebody with this role, after ``before`` prepared the record."""

    def add(role: str, before: Callable[[Clinic], None]) -> str:
        clinic = open_clinic(unlock(training, username="mkuu", password=password, clock=clock))
        added = clinic.staff.add(username="mwingine", full_name="Baraka Masanja", roles=(role,))
        before(clinic)
        clinic.close()
        set_own_password(training, username="mwingine", current=added.value, new=password, clock=clock)
        return "mwingine"

    return add


def _patient(clinic: Clinic) -> PatientForm:
    form = PatientForm(
        id=new_id(), first_name="Rehema", last_name="Saidi", sex="F", birth_date=date(1998, 3, 3)
    )
    clinic.patients.register(form)
    return form


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_laboratory_goes_from_the_order_to_the_register(
    log_in: Callable[..., Shell], person: Callable[..., str], hands: Any, qtbot: QtBot, language: str
) -> None:
    def before(clinic: Clinic) -> None:
        _patient(clinic)

    shell = log_in(language=language, username=person("lab", before))
    panel = _panel(shell)
    panel.begin()

    def noticed(*names: str) -> None:
        hands.settle(shell)
        qtbot.waitUntil(lambda: panel.done == frozenset(names), timeout=5_000)

    assert shell.frame is not None
    assert shell.frame.current_screen == "laboratory"
    first = steps_for(("lab",))[0]
    assert plain(first.how[language], language) in panel.list.lines[0]
    noticed()
    hands.press(Qt.Key.Key_N, CTRL)
    hands.settle(shell)
    hands.write("re")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return)
    hands.settle(shell)
    hands.write("mrdt")
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return)
    hands.settle(shell)
    hands.press(Qt.Key.Key_Return, CTRL)
    noticed(*LABORATORY[:1])
    hands.press(Qt.Key.Key_S, ALT)
    noticed(*LABORATORY[:2])
    hands.press(Qt.Key.Key_Return)
    hands.settle(shell)
    hands.write({"en": "P", "sw": "C"}[language])
    noticed(*LABORATORY[:3])
    hands.press(Qt.Key.Key_Return, CTRL)
    noticed(*LABORATORY[:4])
    shell.frame.view("laboratory").worklist._register.click()
    shell.frame._first_visit._watch.look()
    noticed(*LABORATORY)
    assert all(line.startswith("✓ ") for line in panel.list.lines)
    assert {"en": "in the register", "sw": "kwenye rejesta"}[language] in panel.about


@pytest.mark.parametrize("language", ["en", "sw"])
def test_the_pharmacy_goes_from_the_prescription_to_what_was_given(
    log_in: Callable[..., Shell], person: Callable[..., str], hands: Any, qtbot: QtBot, language: str
) -> None:
    def before(clinic: Clinic) -> None:
        clinic.facility.set("queue.pharmacy", True)
        form = _patient(clinic)
        clinic.visits.save(
            VisitForm(
                id=new_id(),
                patient_id=form.id,
                visit_date=clinic.work.clock.today(),
                complaint="Homa",
                prescriptions=(PrescriptionEntry(medicine="par500", dose=2, per_day=3, days=3, quantity=18),),
            )
        )

    shell = log_in(language=language, username=person("pharmacist", before))
    panel = _panel(shell)
    panel.begin()

    def noticed(*names: str) -> None:
        hands.settle(shell)
        qtbot.waitUntil(lambda: panel.done == frozenset(names), timeout=5_000)

    assert shell.frame is not None
    assert shell.frame.current_screen == "pharmacy"
    noticed()
    hands.press(Qt.Key.Key_Return)
    noticed(*PHARMACY[:1])
    hands.press(Qt.Key.Key_1)
    noticed(*PHARMACY[:2])
    hands.press(Qt.Key.Key_Return, CTRL)
    noticed(*PHARMACY)
    assert {"en": "went home", "sw": "amekwenda nyumbani"}[language] in panel.about
    assert QApplication.focusWidget() is not None


def test_nothing_that_others_did_before_counts() -> None:
    assert done_now(Seen(screen="laboratory")) == frozenset()
    assert done_now(Seen(screen="laboratory", result={"values": {"mrdt": " "}})) == frozenset()
    assert done_now(Seen(screen="pharmacy", answers={"lines": {}})) == frozenset()


def test_a_whole_visit_ticks_off_nothing_of_the_other_ways() -> None:
    done = done_now(Seen(screen="reports", saved=True))
    assert not done & (set(LABORATORY) | set(PHARMACY))
