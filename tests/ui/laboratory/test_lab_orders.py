"""Orders, samples, the line at the laboratory and its register, through what a person sees and presses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.queue.rows import StartForm
from ui.laboratory.register_page import read_day
from ui.laboratory.test_search import find_tests
from ui.laboratory.view import LaboratoryView
from ui.screen import ScreenContext

Order = Callable[..., OrderRow]
Show = Callable[[], LaboratoryView]
Keys = Callable[..., None]
ENTER = Qt.Key.Key_Return


def listed(view: LaboratoryView) -> list[str]:
    return [row.test for row in view.worklist.table.model.rows]


def test_an_order_is_put_first_and_back(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys, qtbot: QtBot
) -> None:
    ordered("stool")
    ordered("hb")
    view = lab()
    keys(Qt.Key.Key_Down)
    for expected in (["hb", "stool"], ["stool", "hb"]):
        qtbot.keyClick(QApplication.focusWidget(), "u", Qt.KeyboardModifier.AltModifier)
        keys(Qt.Key.Key_Shift)
        assert listed(view) == expected
        assert view.worklist.current is not None
        assert view.worklist.current.test == "hb"


def test_the_in_charge_says_whether_a_second_person_agrees(clinic: Clinic, lab: Show, keys: Keys) -> None:
    view = lab()
    assert not view.worklist.second_person.isChecked()
    view.worklist.second_person.click()
    keys(Qt.Key.Key_Shift)
    assert clinic.facility.settings()["laboratory.second_person"] is True
    assert view.worklist.second_person.isChecked()


def test_back_to_the_clinicians_page(
    ordered: Order, tested: PatientRow, lab: Show, keys: Keys, heard: object
) -> None:
    ordered("hb")
    view = lab()
    keys(ENTER, "9")
    view.entry.findChild(QWidget, "openConsultation").click()  # type: ignore[attr-defined]
    keys(Qt.Key.Key_Shift)
    assert heard.patients == [tested.id]  # type: ignore[attr-defined]


def test_the_sample_is_taken_and_refused(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys, qtbot: QtBot
) -> None:
    row = ordered("sputum")
    view = lab()
    qtbot.keyClick(QApplication.focusWidget(), "s", Qt.KeyboardModifier.AltModifier)
    keys(Qt.Key.Key_Shift)
    assert clinic.laboratory.get(row.id).status == "taken"
    keys(ENTER)
    view.work.ask_rejection()
    keys("6", ENTER)
    assert clinic.laboratory.get(row.id).rejected_why == "saliva"
    assert view.worklist.state_of(view.worklist.table.model.rows[0]) == "New sample needed"


def test_a_test_is_ordered_here_in_two_letters(
    clinic: Clinic, tested: PatientRow, lab: Show, keys: Keys, qtbot: QtBot
) -> None:
    view = lab()
    qtbot.keyClick(view, "n", Qt.KeyboardModifier.ControlModifier)
    keys("rehema")
    qtbot.waitUntil(lambda: bool(view.order.patient.choices), timeout=5_000)
    keys(ENTER, "ur", ENTER, "hb", ENTER, "ctrl+enter")
    assert listed(view) == ["urinalysis", "hb"]
    assert {row.patient.id for row in clinic.laboratory.worklist().orders} == {tested.id}


def test_an_order_without_patient_or_test_is_pointed_at(lab: Show, keys: Keys) -> None:
    view = lab()
    view.worklist.order_wanted.emit()
    keys("ctrl+enter")
    assert QApplication.focusWidget() is view.order.patient
    assert "patient" in view.order._patient_field.error


def test_the_register_shows_prints_and_saves(
    clinic: Clinic,
    ordered: Order,
    done: Order,
    lab: Show,
    lab_context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    tmp_path: Path,
) -> None:
    done(ordered("hb"), hb="9.4")
    view = lab()
    view.worklist.register_wanted.emit()
    settle(lab_context)
    assert [line.test for line in view.register.table.model.rows] == ["hb"]
    day = date(2026, 11, 18)
    for kind in ("csv", "xlsx"):
        view.write_register(clinic.laboratory.register(day, day), kind, tmp_path / f"register.{kind}")
        settle(lab_context)
    assert "hb=9.4" in (tmp_path / "register.csv").read_text(encoding="utf-8-sig")
    assert (tmp_path / "register.xlsx").read_bytes()[:2] == b"PK"
    view.register.end.set_text("1/1/2020")
    view.register.ask()
    settle(lab_context)
    assert "before" in view.register.end.error
    view.register.end.set_text("leo")
    view.register.ask()
    assert view.register.end.error


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("18/11/2026", date(2026, 11, 18)),
        ("8.1.26", date(2026, 1, 8)),
        ("2026-11-18", date(2026, 11, 18)),
        ("31/2/2026", None),
        ("", None),
        ("18/11", None),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date | None) -> None:
    assert read_day(typed) == day


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("ur", "en", "urinalysis"),
        ("mk", "sw", "urinalysis"),
        ("hb", "en", "hb"),
        ("hi", "en", "hiv"),
        ("vv", "sw", "hiv"),
        ("st", "en", "stool"),
        ("ki", "sw", "bs"),
        ("ge", "en", "genexpert"),
        ("su", "sw", "glucose"),
    ],
)
def test_two_letters_find_the_test(typed: str, language: str, first: str) -> None:
    assert find_tests(typed, language=language)[0].key == first


def test_a_private_test_is_not_offered_to_who_may_not_order_it() -> None:
    offered = {choice.key for choice in find_tests("hi", language="en", with_sensitive=False)}
    assert "hiv" not in offered


def test_who_waits_here_without_an_order_is_named_ordered_for_and_sent_on(
    clinic: Clinic, tested: PatientRow, lab: Show, keys: Keys, qtbot: QtBot
) -> None:
    visit_id = new_id()
    clinic.queue.start_visit(StartForm(id=visit_id, patient_id=tested.id, station="laboratory"))
    view = lab()
    assert "Rehema Saidi" in view.worklist.without_order.text
    qtbot.keyClick(QApplication.focusWidget(), "k", Qt.KeyboardModifier.AltModifier)
    keys("hb", ENTER, "ctrl+enter")
    assert view.worklist.without_order.text == ""
    (order,) = clinic.laboratory.worklist().orders
    assert (order.test, order.visit_id) == ("hb", visit_id)
    clinic.laboratory.void(order.id, reason="Kosa")
    view.entered()
    keys(Qt.Key.Key_Shift)
    assert "Rehema Saidi" in view.worklist.without_order.text
    qtbot.keyClick(QApplication.focusWidget(), "e", Qt.KeyboardModifier.AltModifier)
    keys(Qt.Key.Key_Shift)
    assert view.worklist.without_order.text == ""
    waiting = clinic.queue.where(visit_id)
    assert waiting is not None
    assert waiting.station == "consultation"
