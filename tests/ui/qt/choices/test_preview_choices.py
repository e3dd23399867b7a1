"""What is chosen before printing: by keys alone, in a small window, remembered, honest about the printer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.settings import PaperChoice, load_settings
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.preview import PreviewDialog
from ui.qt.printing import Paper
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

pytest.importorskip("pypdfium2")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for lp, which Windows has not")
Given = Callable[..., Document]
Show = Callable[[Document], PreviewDialog]
SMALL = (1024, 600)


def _text(dialog: PreviewDialog, name: str) -> str:
    label = dialog.findChild(QLabel, name)
    assert label is not None
    return "" if label.isHidden() else label.text()


def _press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_enter_prints_from_every_field(document: Given, show: Show, tray: Any, qtbot: QtBot) -> None:
    for name in ("previewPrinter", "previewPaper", "previewCopies", "previewFrom", "previewTo"):
        before = len(tray.jobs)
        dialog = show(document())
        field = dialog.findChild(QWidget, name)
        assert field is not None
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda before=before: len(tray.jobs) == before + 1, timeout=10_000)  # type: ignore[misc]
        qtbot.waitUntil(lambda d=dialog: not _is_there(d), timeout=10_000)  # type: ignore[misc]


def _is_there(dialog: PreviewDialog) -> bool:
    from shiboken6 import isValid

    return isValid(dialog) and dialog.isVisible()


def test_escape_leaves_and_nothing_was_printed(document: Given, show: Show, tray: Any) -> None:
    dialog = show(document())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not _is_there(dialog)
    assert tray.jobs == []


def test_tab_reaches_everything(document: Given, show: Show) -> None:
    dialog = show(document("monthly-form", pages=3))
    seen = set()
    for _ in range(40):
        _press(Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen.add("" if focused is None else focused.objectName())
    wanted = {
        each.objectName()
        for kind in (QPushButton, QComboBox, QSpinBox)
        for each in dialog.findChildren(kind)
        if each.isVisibleTo(dialog) and each.isEnabled()
    }
    assert wanted - seen == set()


@pytest.mark.parametrize("language", ["sw", "en"])
def test_all_of_it_stands_in_a_small_window_and_can_be_hit(
    document: Given,
    make_context: Callable[..., ScreenContext],
    clinic: Clinic,
    window: QWidget,
    banner: Banner,
    tray: Any,
    qtbot: QtBot,
    language: str,
) -> None:
    context = make_context(clinic, language=language)
    made = PaperPrinter(context=context, banner=banner, failed=lambda error: None, parent=window)
    made.show_document(document(printed=3))
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)), timeout=10_000)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    (dialog,) = window.findChildren(PreviewDialog)
    assert dialog.width() <= SMALL[0]
    assert dialog.height() <= SMALL[1]
    controls = [
        each
        for kind in (QAbstractButton, QComboBox, QSpinBox)
        for each in dialog.findChildren(kind)
        if each.isVisibleTo(dialog) and each.objectName().startswith("preview")
    ]
    assert len(controls) > 12
    assert [each.objectName() for each in controls if min(each.width(), each.height()) < 32] == []
    cut = [
        each.objectName()
        for each in controls
        if isinstance(each, QAbstractButton) and each.sizeHint().width() > each.width() + 1
    ]
    assert cut == []


def test_the_numbers_in_the_boxes_can_be_read(document: Given, show: Show) -> None:
    dialog = show(document("monthly-form", pages=3))
    for box in (dialog.choices.copies, dialog.choices.first, dialog.choices.last):
        assert box.lineEdit().width() > box.width() / 2


def test_how_a_kind_was_printed_is_remembered_for_that_kind_alone(
    document: Given, show: Show, tray: Any, context: ScreenContext, qtbot: QtBot
) -> None:
    dialog = show(document())
    dialog.choices.printer.setCurrentIndex(dialog.choices.printer.findData("Pamba"))
    dialog.choices.paper.setCurrentIndex(dialog.choices.paper.findData("A6"))
    dialog.choices.pages_wanted.emit()
    dialog.choices.copies.setValue(2)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    dialog.print_it()
    qtbot.waitUntil(lambda: bool(context.paper.choices), timeout=10_000)
    assert tray.jobs[0].startswith("-t EMR -d Pamba -o media=A6 -- ")  # two copies are two pages
    assert context.paper.choice("prescription") == PaperChoice(printer="Pamba", paper="A6", copies=2)
    assert context.paper.choice("referral") == PaperChoice()


def test_the_memory_outlives_the_program_and_lies_beside_the_record(tmp_path: Path, qapp: object) -> None:
    choice = PaperChoice(printer='Pamba "mpya"', paper="A5", copies=3)
    Paper(settings_folder=tmp_path).keep_choice("prescription", choice)
    assert Paper(settings_folder=tmp_path).choice("prescription") == choice
    Paper(settings_folder=tmp_path).keep_preview("always")
    assert load_settings(tmp_path).papers == {"prescription": choice}
    Paper(settings_folder=tmp_path).forget_choices()
    assert load_settings(tmp_path).papers == {}
    (tmp_path / "settings.toml").write_text('[papers]\nprescription = ["x", "A5", 0]\nreferral = 7\n')
    assert load_settings(tmp_path).papers == {}


def test_a_remembered_printer_that_is_gone_is_said_and_another_stands_there(
    document: Given, show: Show, context: ScreenContext
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(printer="Zamani"))
    dialog = show(document())
    assert "Zamani" in dialog.banner.text
    assert "not on this computer any more" in dialog.banner.text
    assert dialog.job.printer == "Kanga"


def test_no_printer_at_all_is_said_before_anybody_presses_print(
    document: Given, show: Show, tray: Any
) -> None:
    tray.printers("", "")
    dialog = show(document())
    assert "No printer is set up" in dialog.banner.text


def test_a_printer_that_complains_says_so_beside_its_name(document: Given, show: Show, tray: Any) -> None:
    tray.printers(
        "Kanga", "Kanga", state="printer Kanga is idle.  enabled since Sun\\n\\tAlerts: media-empty-error\\n"
    )
    assert _text(show(document()), "previewPrinterState") == "Now: the paper is used up"


def test_a_smaller_paper_says_how_much_smaller_and_a_form_that_flows_does_not(
    document: Given, show: Show, context: ScreenContext, qtbot: QtBot
) -> None:
    dialog = show(document("monthly-form"))
    assert _text(dialog, "previewScaling") == ""
    dialog.choices.paper.setCurrentIndex(dialog.choices.paper.findData("A5"))
    dialog.choices.paper.activated.emit(1)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    assert "70 %" in _text(dialog, "previewScaling")
    assert "fitted" in dialog.choices.paper.currentText()
    dialog.reject()


def test_copies_are_announced_before_they_are_printed(
    document: Given, show: Show, context: ScreenContext, qtbot: QtBot
) -> None:
    dialog = show(document())
    assert _text(dialog, "previewCopied") == ""
    dialog.choices.copies.setValue(3)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    assert "original" in _text(dialog, "previewCopied")
    assert dialog.choices.last.value() == 3
    dialog.reject()
    qtbot.waitUntil(lambda: not _is_there(dialog))


def test_what_was_printed_before_says_how_often(document: Given, show: Show) -> None:
    assert "2 times before" in _text(show(document(printed=2)), "previewCopied")


def test_enter_right_after_the_number_prints_the_pages_of_that_number(
    document: Given, show: Show, tray: Any, qtbot: QtBot, context: ScreenContext
) -> None:
    dialog = show(document())
    dialog.choices.copies.setFocus()
    dialog.choices.copies.selectAll()
    QTest.keyClicks(dialog.choices.copies, "3")
    QTest.keyClick(dialog.choices.copies, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(context.paper.choices), timeout=10_000)
    assert context.paper.choice("prescription").copies == 3
