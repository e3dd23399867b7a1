"""What a person hears of a paper that was printed without a look, and of one that takes long."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from emr_desktop.settings import PaperChoice
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.preview import PreviewDialog
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

pytest.importorskip("pypdfium2")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for lp, which Windows has not")
Show = Callable[[Document], PreviewDialog]
SMALL = (1024, 600)
Given = Callable[..., Document]


def test_a_printer_removed_meanwhile_is_told_where_the_paper_was_asked_for(
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    tray: Any,
    context: ScreenContext,
    qtbot: QtBot,
    window: QWidget,
) -> None:
    context.paper.keep_preview("never")
    context.paper.keep_choice("prescription", PaperChoice(printer="Zamani"))
    tray.lp("echo 'lp: The printer or class does not exist.' >&2; exit 1")
    printer.print_document(document())
    qtbot.waitUntil(lambda: "Zamani" in banner.text, timeout=10_000)
    kept = Path(banner.text.rpartition(": ")[2])
    assert kept.read_bytes().startswith(b"%PDF")
    again = banner.findChild(QPushButton, "bannerAction")
    save = banner.findChild(QPushButton, "bannerOther")
    assert again is not None
    assert save is not None
    assert (again.text(), save.text()) == ("Print again …", "Save as PDF …")
    again.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)), timeout=10_000)


def test_the_pdf_can_be_saved_from_the_message(
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    tray: Any,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "dawa.pdf"
    monkeypatch.setattr("ui.qt.printing.QFileDialog.getSaveFileName", lambda *_args: (str(target), ""))
    tray.lp("echo 'lp: Destination \"Kanga\" is not accepting jobs.' >&2; exit 1")
    printer.print_document(document())
    qtbot.waitUntil(lambda: "takes no documents" in banner.text, timeout=10_000)
    save = banner.findChild(QPushButton, "bannerOther")
    assert save is not None
    save.click()
    qtbot.waitUntil(target.exists, timeout=10_000)
    assert target.read_bytes().startswith(b"%PDF")


def test_a_printer_that_took_it_and_does_not_print_is_told_a_moment_later(
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    tray: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.qt.handing_in.LOOKS_MS", (50, 50))
    tray.printers(
        "Kanga", "Kanga", state="printer Kanga disabled since Sun -\\n\\tPaused\\n\\tAlerts: paused\\n"
    )
    printer.print_document(document())
    qtbot.waitUntil(lambda: "lies in the queue of Kanga" in banner.text, timeout=10_000)
    assert "it is stopped (Paused)" in banner.text


def test_a_long_document_says_that_it_is_made_and_is_stopped_between_two_pages(
    printer: PaperPrinter,
    banner: Banner,
    context: ScreenContext,
    tray: Any,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import time

    from emr_desktop.stopping import go_on

    monkeypatch.setattr("ui.qt.waiting.STOP_MS", 600)
    reached: list[int] = []

    def slow() -> bytes:
        for page in range(600):
            go_on()
            reached.append(page)
            time.sleep(0.02)
        return b"%PDF"

    fresh = PaperPrinter(
        context=context, banner=banner, failed=lambda error: reached.append(-1), parent=banner.window()
    )
    fresh.print_it(slow, name="audit-trail")
    assert banner.text == ""
    qtbot.waitUntil(lambda: "Making the pages" in banner.text, timeout=5_000)
    stop = banner.findChild(QPushButton, "bannerAction")
    assert stop is not None
    qtbot.waitUntil(lambda: stop.text() == "Stop" and stop.isVisibleTo(banner), timeout=5_000)
    stop.click()
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    assert len(reached) < 600
    assert -1 not in reached
    assert banner.text == ""
    assert tray.jobs == []
