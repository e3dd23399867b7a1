"""Merging two records at the reception, with the keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm
from ui.reception.view import ReceptionView
from ui.screen import ScreenContext, ScreenView

CONTROL = Qt.KeyboardModifier.ControlModifier


def _register(clinic: Clinic, first: str, last: str, **more: object) -> PatientRow:
    details: dict[str, object] = {"sex": "F", "birth_date": date(1996, 3, 1), "village": "Buigiri", **more}
    return clinic.patients.register(
        PatientForm(id=new_id(), first_name=first, last_name=last, **details)  # type: ignore[arg-type]
    ).value


@pytest.fixture
def open_merge(
    make_context: Callable[..., ScreenContext],
    shown: Callable[[ScreenView], ScreenView],
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> Callable[..., ReceptionView]:
    """The reception with the merge page of the patient who was searched for."""

    def open_it(clinic: Clinic, who: str) -> ReceptionView:
        context = make_context(clinic)
        view = ReceptionView(context=context)
        shown(view)
        settle(context)
        qtbot.keyClicks(view.search, who)
        qtbot.waitUntil(lambda: view._shown_for == who, timeout=10_000)
        qtbot.keyClick(view, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda: not view.pages.is_front, timeout=5_000)
        settle(context)
        return view

    return open_it


def test_a_likely_duplicate_is_merged_and_the_merge_undone_without_a_mouse(
    clinic: Clinic, open_merge: Callable[..., ReceptionView], qtbot: QtBot
) -> None:
    keep = _register(clinic, "Asha", "Komba", phone=None)
    other = _register(clinic, "Aisha", "Komba", phone="0754123456", village="Chamwino")
    clinic.visits.save(
        VisitForm(id=new_id(), patient_id=other.id, visit_date=date(2026, 11, 2), complaint="homa")
    )
    view = open_merge(clinic, keep.number)
    page = view.pages.merge
    qtbot.waitUntil(page.choice.hints.view.hasFocus, timeout=5_000)
    assert [hint.patient.id for hint in page.choice.hints.model.rows] == [other.id]
    qtbot.keyClick(page.choice.hints.view, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.view.hasFocus, timeout=5_000)
    assert page.table.choices == {"first_name": "kept", "phone": "merged", "village": "kept"}
    qtbot.keyClick(page.table.view, Qt.Key.Key_Right)
    qtbot.keyClick(page.table.view, Qt.Key.Key_Down)
    qtbot.keyClick(page.table.view, Qt.Key.Key_Down)
    qtbot.keyClick(page.table.view, Qt.Key.Key_Space)
    assert page.table.choices == {"first_name": "merged", "phone": "merged", "village": "merged"}
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(page.confirm.yes.hasFocus, timeout=5_000)
    qtbot.keyClick(page.confirm.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.pages.is_front, timeout=10_000)
    merged = clinic.patients.get(keep.id)
    assert (merged.full_name, merged.phone, merged.village) == ("Aisha Komba", "+255754123456", "Chamwino")
    assert keep.number in view.banner.text
    undo = view.banner.findChild(QPushButton, "bannerAction")
    assert undo is not None
    qtbot.keyClick(undo, Qt.Key.Key_Space)
    merges = view.pages.merges
    qtbot.waitUntil(lambda: bool(merges.table.model.rows), timeout=10_000)
    qtbot.keyClick(merges.table.view, Qt.Key.Key_Return)
    qtbot.keyClick(merges.confirm.yes, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "two records again" in merges.banner.text, timeout=10_000)
    assert clinic.patients.get(keep.id).full_name == "Asha Komba"
    assert len(clinic.visits.timeline(other.id)) == 1


def test_different_sex_and_age_are_said_before_anything_happens(
    clinic: Clinic, open_merge: Callable[..., ReceptionView], qtbot: QtBot
) -> None:
    keep = _register(clinic, "Asha", "Komba")
    other = _register(clinic, "Asha", "Kombo", sex="M", birth_date=date(1960, 1, 1))
    view = open_merge(clinic, keep.number)
    page = view.pages.merge
    qtbot.keyClicks(page.choice.picker, other.number)
    qtbot.waitUntil(lambda: page.choice.picker.highlighted is not None, timeout=10_000)
    qtbot.keyClick(page.choice.picker, Qt.Key.Key_Return)
    qtbot.waitUntil(page.table.view.hasFocus, timeout=5_000)
    assert "different sex" in page._warnings.text()
    assert "36 years apart" in page._warnings.text()
    view.step_back()
    qtbot.waitUntil(page.choice.picker.isVisible, timeout=5_000)
    assert view.step_back()
    assert view.pages.is_front
    assert view.search.hasFocus()
    assert clinic.patients.get(other.id).sex == "M"


def test_the_two_may_be_exchanged(
    clinic: Clinic, open_merge: Callable[..., ReceptionView], qtbot: QtBot
) -> None:
    keep, other = _register(clinic, "Asha", "Komba"), _register(clinic, "Asha", "Kombo")
    view = open_merge(clinic, keep.number)
    page = view.pages.merge
    page.choice.chosen.emit(other.id)
    qtbot.waitUntil(page.table.view.hasFocus, timeout=5_000)
    assert page._told[0].text().startswith(f"Asha Komba  ·  {keep.number}")
    qtbot.keyClick(page, Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: other.number in page._told[0].text(), timeout=5_000)
