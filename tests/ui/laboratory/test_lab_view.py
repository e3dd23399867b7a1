"""The laboratory through what a person sees and presses."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.visits.rows import DraftRow
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
