"""The laboratory through what a person sees and presses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DraftRow
from ui.laboratory.register_page import read_day
from ui.laboratory.test_search import find_tests
from ui.laboratory.view import LaboratoryView
from ui.screen import ScreenContext

Order = Callable[..., OrderRow]
Show = Callable[[], LaboratoryView]
Keys = Callable[..., None]
ENTER = Qt.Key.Key_Return


def verdict(view: LaboratoryView, part: str) -> str:
    labels = view.findChildren(QLabel, f"result{part}Verdict")
    return next((label.text() for label in labels if label.isVisible()), "")


def listed(view: LaboratoryView) -> list[str]:
    return [row.test for row in view.worklist.table.model.rows]


def test_a_result_is_entered_with_the_keyboard_alone(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys
) -> None:
    ordered("stool")
    row = ordered("hb", urgent=True)
    view = lab()
    assert listed(view) == ["hb", "stool"]
    keys(ENTER, "10.2")
    assert verdict(view, "Hb") == "Low (12 - 16)"
    keys("ctrl+enter")
    assert listed(view) == ["stool"]
    saved = clinic.laboratory.get(row.id)
    assert saved.released is not None
    assert saved.released.values[0].result == "10.2"


def test_what_is_dangerous_is_said_aloud(ordered: Order, lab: Show, keys: Keys) -> None:
    ordered("hb")
    view = lab()
    keys(ENTER, "6.1")
    assert verdict(view, "Hb") == "DANGER: very low (12 - 16)"
    keys("ctrl+enter")
    assert "Rehema Saidi" in view.banner.text
    assert "6.1 g/dl" in view.banner.text


def test_impossible_and_unlikely_numbers(clinic: Clinic, ordered: Order, lab: Show, keys: Keys) -> None:
    row = ordered("hb")
    view = lab()
    keys(ENTER, "78")
    assert "not possible" in verdict(view, "Hb")
    keys("ctrl+enter")
    assert clinic.laboratory.get(row.id).status == "ordered"
    editor = view.entry.editor_of("hb")
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    keys("2.9", "ctrl+enter")
    assert "unusual" in verdict(view, "Hb")
    assert clinic.laboratory.get(row.id).status == "ordered"
    keys("ctrl+enter")
    assert clinic.laboratory.get(row.id).status == "done"


def test_a_panel_is_walked_through_with_digits_and_enter(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys
) -> None:
    row = ordered("urinalysis")
    lab()
    keys(ENTER)
    for answer in "42111":  # leucocytes ++, nitrite positive, protein, blood, glucose negative
        keys(answer, ENTER)
    keys("ctrl+enter")
    saved = clinic.laboratory.get(row.id)
    assert saved.released is not None
    assert saved.released.results == {
        "urine_leucocytes": "plus2",
        "urine_nitrite": "positive",
        "urine_protein": "negative",
        "urine_blood": "negative",
        "urine_glucose": "negative",
    }


def test_a_missing_part_is_pointed_at(ordered: Order, lab: Show, keys: Keys) -> None:
    ordered("urinalysis")
    view = lab()
    keys(ENTER, "1", "ctrl+enter")
    assert "missing" in verdict(view, "UrineNitrite")
    assert QApplication.focusWidget() is view.entry.editor_of("urine_nitrite")


def test_species_and_count_are_asked_only_after_a_positive_slide(
    ordered: Order, lab: Show, keys: Keys
) -> None:
    ordered("bs")
    view = lab()
    keys(ENTER, "N")
    assert view.entry.editor_of("bs_species") is None
    keys("P")
    assert view.entry.editor_of("bs_species") is not None
    assert QApplication.focusWidget() is view.entry.editor_of("bs")


def test_the_hiv_algorithm_leads_and_decides(clinic: Clinic, ordered: Order, lab: Show, keys: Keys) -> None:
    row = ordered("hiv")
    view = lab()

    def meaning() -> str:
        label = view.findChild(QLabel, "resultMeaning")
        assert isinstance(label, QLabel)
        return label.text()

    keys(ENTER, "R")
    assert "another test" in meaning()
    keys(ENTER, "R", ENTER, "R")
    assert meaning().endswith("Positive")
    keys("ctrl+enter")
    saved = clinic.laboratory.get(row.id)
    assert saved.released is not None
    assert saved.released.results["hiv_result"] == "positive"
    assert "Positive" not in view.banner.text


def test_a_correction_asks_why_and_the_earlier_result_stays_on_screen(
    clinic: Clinic, ordered: Order, done: Order, lab: Show, keys: Keys
) -> None:
    row = done(ordered("mrdt"), mrdt="positive")
    view = lab()
    view.open_order(row.id)
    keys(Qt.Key.Key_Shift, "N", "ctrl+enter")
    assert "why" in view.entry.reason.error.casefold()
    keys("Ilisomwa mapema mno", "ctrl+enter")
    settled = clinic.laboratory.get(row.id)
    assert [report.values[0].result for report in settled.reports] == ["negative", "positive"]
    view.open_order(row.id)
    keys(Qt.Key.Key_Shift)
    assert "Earlier, corrected: Positive" in view.entry.story.text
    assert "Ilisomwa mapema mno" in view.entry.story.text


def test_leaving_keeps_what_is_typed_and_the_order_brings_it_back(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys
) -> None:
    row = ordered("hb")
    view = lab()
    keys(ENTER, "9", Qt.Key.Key_Escape)
    drafts: tuple[DraftRow, ...] = clinic.drafts.mine()
    assert [draft.content["values"] for draft in drafts] == [{"hb": "9"}]
    keys(ENTER, ".4", "ctrl+enter")
    saved = clinic.laboratory.get(row.id)
    assert saved.released is not None
    assert saved.released.values[0].result == "9.4"
    assert clinic.drafts.mine() == ()
    assert view.worklist.isVisible()


def test_a_result_for_a_voided_order_is_not_lost(
    clinic: Clinic, ordered: Order, lab: Show, keys: Keys
) -> None:
    row = ordered("hb")
    view = lab()
    keys(ENTER, "9.4")
    clinic.laboratory.void(row.id, reason="Sampuli ya mtu mwingine")
    keys("ctrl+enter")
    assert "voided" in view.banner.text
    assert "Sampuli ya mtu mwingine" in view.banner.text
    editor = view.entry.editor_of("hb")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "9.4"
    view.banner.findChild(QWidget, "bannerAction").click()  # type: ignore[attr-defined]
    keys(Qt.Key.Key_Shift)
    view.entry.start()
    keys("ctrl+enter")
    (new,) = (each for each in clinic.laboratory.worklist().orders if not each.is_void)
    assert new.id != row.id
    assert new.released is not None
    assert new.released.values[0].result == "9.4"
    assert clinic.laboratory.get(row.id).reports == ()


def test_two_people_see_both_results(
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    ordered: Order,
    done: Order,
    lab: Show,
    keys: Keys,
) -> None:
    row = ordered("hb")
    other = clinic_as("lab")
    view = lab()
    keys(ENTER, "9.4")
    done(row, by=other, hb="10.1")
    keys("ctrl+enter")
    assert "Asha Lab" in view.banner.text
    shown = " ".join(label.text() for label in view.entry.findChildren(QLabel) if label.isVisible())
    assert "Asha Lab: 10.1 g/dl" in shown
    editor = view.entry.editor_of("hb")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "9.4"
    view.entry.reason.edit.setFocus()
    keys("Nilirudia kipimo", "ctrl+enter")
    saved = clinic.laboratory.get(row.id)
    assert [report.values[0].result for report in saved.reports] == ["9.4", "10.1"]


def test_a_second_person_agrees(
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    ordered: Order,
    done: Order,
    lab: Show,
    keys: Keys,
) -> None:
    clinic.facility.set("laboratory.second_person", True)
    row = done(ordered("hb"), by=clinic_as("lab"), hb="9.4")
    view = lab()
    assert listed(view) == []
    view.worklist.filter.setFocus()
    keys("2")
    assert listed(view) == ["hb"]
    view.worklist.setFocus()
    keys(ENTER)
    view.entry.agree.click()
    keys(Qt.Key.Key_Shift)
    assert clinic.laboratory.get(row.id).status == "done"


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


def test_both_languages(
    ordered: Order, lab: Show, lab_context: ScreenContext, keys: Keys, qtbot: QtBot
) -> None:
    ordered("hb")
    view = lab()
    keys(ENTER, "10.2")
    lab_context.language.use("sw")
    qtbot.waitUntil(lambda: verdict(view, "Hb") == "Chini (12 - 16)", timeout=5_000)
    editor = view.entry.editor_of("hb")
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "10.2"
