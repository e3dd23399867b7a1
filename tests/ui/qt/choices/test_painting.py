"""Where pages are painted (Windows): told as it went, kept if refused, stopped between two pages."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from emr_desktop.settings import PaperChoice
from emr_desktop.stopping import Stopped, stoppable
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.pdf_pages import PdfPages
from ui.qt.print_system import PrinterState
from ui.qt.printers import Printers, PrintJob, paint_on
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

Given = Callable[..., Document]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The program takes this for Windows; printers Kanga and Pamba, what is painted is written down."""
    painted: list[tuple[str, int]] = []

    def paint(name: str, pages: PdfPages, job: PrintJob) -> bool:
        painted.append((name, pages.count))
        return name != "Pamba"

    monkeypatch.setattr("ui.qt.handing_in.sys.platform", "win32")
    monkeypatch.setattr("ui.qt.handing_in.paint_on", paint)
    monkeypatch.setattr("ui.qt.handing_in.LOOKS_MS", (50,))
    monkeypatch.setattr("ui.qt.handing_in.known_printers", lambda: Printers(("Kanga", "Pamba"), True))
    return painted


def test_what_the_printer_took_is_told_and_remembered(
    windows: list[tuple[str, int]],
    document: Given,
    printer: PaperPrinter,
    context: ScreenContext,
    banner: Banner,
    qtbot: QtBot,
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(printer="Kanga", paper="A6", copies=2))
    printer.print_document(document(printed=0))
    qtbot.waitUntil(lambda: windows == [("Kanga", 2)], timeout=10_000)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    assert banner.text == ""


@pytest.mark.parametrize(
    ("name", "words"), [("Pamba", "did not take the document"), ("Zamani", "not on this computer any more")]
)
def test_a_refusal_and_a_printer_that_is_gone_keep_the_pdf(
    windows: list[tuple[str, int]],
    document: Given,
    printer: PaperPrinter,
    context: ScreenContext,
    banner: Banner,
    qtbot: QtBot,
    name: str,
    words: str,
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(printer=name))
    printer.print_document(document())
    qtbot.waitUntil(lambda: words in banner.text, timeout=10_000)
    assert Path(banner.text.rpartition(": ")[2]).read_bytes().startswith(b"%PDF")


def test_no_printer_is_said(
    windows: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    document: Given,
    printer: PaperPrinter,
    banner: Banner,
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr("ui.qt.handing_in.known_printers", lambda: Printers((), False))
    printer.print_document(document())
    qtbot.waitUntil(lambda: "No printer is set up" in banner.text, timeout=10_000)
    assert windows == []


def test_a_printer_in_error_is_told_after_it_took_the_pages(
    windows: list[tuple[str, int]],
    monkeypatch: pytest.MonkeyPatch,
    document: Given,
    printer: PaperPrinter,
    context: ScreenContext,
    banner: Banner,
    qtbot: QtBot,
) -> None:
    context.paper.keep_choice("prescription", PaperChoice(paper="A5"))  # the default printer
    broken = Printers(("Kanga",), True, {"Kanga": PrinterState("stopped")})
    monkeypatch.setattr("ui.qt.handing_in.known_printers", lambda: broken)
    printer.print_document(document())
    qtbot.waitUntil(lambda: "lies in the queue of Kanga" in banner.text, timeout=10_000)


def test_painting_is_stopped_between_two_pages(tmp_path: Path, document: Given, qapp: object) -> None:
    pages = PdfPages(document("monthly-form", pages=5).render("A4", 1).content)
    stop = threading.Event()
    stop.set()
    with stoppable(stop), pytest.raises(Stopped):
        paint_on("", pages, PrintJob(), to_file=str(tmp_path / "x.pdf"))
    pages.close()
