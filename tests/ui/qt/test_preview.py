"""Looking before printing: pages turned, the printer and the pages chosen, what came of it said."""

from __future__ import annotations

import errno
import io
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, current_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from db.into_place import HeldFile
from emr_desktop.settings import load_settings
from ui.qt.paper_printer import PaperPrinter
from ui.qt.pdf_pages import PdfPages
from ui.qt.preview import PreviewDialog
from ui.qt.printers import PrintJob, known_printers, paint_on
from ui.qt.printing import Paper
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for lp, which Windows has not")
Dialog = Callable[..., PreviewDialog]


def _pdf(pages: int) -> bytes:
    content = io.BytesIO()
    canvas = Canvas(content, pagesize=(842, 595))
    for number in range(1, pages + 1):
        canvas.rect(100 * number, 100, 80, 80, fill=1)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A print system of two printers that writes down what it was told."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, script in (
        ("lp", f'echo "$@" > "{tmp_path}/told"'),
        (
            "lpstat",
            'if [ "$1" = -e ]; then printf "Anza\\nZamani\\n"; '
            'else echo "system default destination: Zamani"; fi',
        ),
    ):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return tmp_path / "told"


@pytest.fixture
def dialog(context: ScreenContext, qtbot: QtBot, tray: Path) -> Dialog:
    windows = []

    def show(pages: int) -> PreviewDialog:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        made = PreviewDialog.of_pages(
            PdfPages(_pdf(pages)),
            context=context,
            kind="monthly-form",
            name="opd",
            failed=lambda error: None,
            parent=window,
        )
        made.open()
        qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
        return made

    return show


def _where(dialog: PreviewDialog) -> str:
    label = dialog.findChild(QLabel, "previewWhere")
    assert label is not None
    return label.text()


def test_keys_turn_the_pages_and_stop_at_the_ends(dialog: Dialog) -> None:
    shown = dialog(3)
    assert _where(shown) == "Page 1 of 3"
    for key, number in (
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageDown, 3),
        (Qt.Key.Key_PageDown, 3),
        (Qt.Key.Key_PageUp, 2),
    ):
        QTest.keyClick(shown, key)
        assert shown.number == number
    QTest.keyClick(shown, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert _where(shown) == "Page 1 of 3"


def test_the_default_printer_stands_first_and_the_whole_is_printed_once(
    dialog: Dialog, tray: Path, qtbot: QtBot
) -> None:
    shown = dialog(3)
    box = shown.choices.printer
    assert [box.itemText(at) for at in range(box.count())] == ["Zamani (default)", "Anza"]
    assert shown.job == PrintJob(printer="Zamani", paper="A4")
    QTest.keyClick(shown, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tray.exists() and bool(tray.read_text()), timeout=10_000)
    assert tray.read_text().startswith("-t EMR -d Zamani -o media=A4 -- ")


def test_printer_copies_and_pages_are_those_chosen(dialog: Dialog, tray: Path, qtbot: QtBot) -> None:
    shown = dialog(5)
    shown.choices.printer.setCurrentIndex(1)
    shown.choices.copies.setValue(2)
    shown.choices.first.setValue(2)
    shown.choices.last.setValue(3)
    shown.print_it()
    qtbot.waitUntil(lambda: tray.exists() and bool(tray.read_text()), timeout=10_000)
    assert tray.read_text().startswith("-t EMR -d Anza -o media=A4 -n 2 -P 2-3 -- ")


def test_the_last_page_never_lies_before_the_first(dialog: Dialog) -> None:
    shown = dialog(5)
    shown.choices.last.setValue(3)
    shown.choices.first.setValue(4)
    assert shown.job == PrintJob(printer="Zamani", paper="A4", first=4, last=4)


def test_a_printer_that_refuses_is_told_and_the_pages_stay(dialog: Dialog, tray: Path, qtbot: QtBot) -> None:
    (tray.parent / "bin" / "lp").write_text("#!/bin/sh\necho 'lp: out of paper' >&2; exit 1\n")
    shown = dialog(1)
    shown.print_it()
    qtbot.waitUntil(lambda: "out of paper" in shown.banner.text, timeout=10_000)
    assert shown.isVisible()
    button = shown.findChild(QPushButton, "previewPrint")
    assert button is not None
    assert button.isEnabled()


def test_a_place_that_cannot_be_written_is_told(
    dialog: Dialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = dialog(1)
    target = tmp_path / "gone" / "opd.pdf"
    monkeypatch.setattr("ui.qt.printing.QFileDialog.getSaveFileName", lambda *_args: (str(target), ""))
    shown.save_it()
    qtbot.waitUntil(lambda: str(target) in shown.banner.text, timeout=10_000)


def test_a_file_that_an_antivirus_holds_is_waited_for_beside_the_window(
    dialog: Dialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window goes on, says what it does, offers nothing twice, and says by whom it was kept from it."""
    shown, let_go, tries = dialog(1), Event(), list[str]()
    target = tmp_path / "opd.pdf"

    def held(_path: Path, _content: bytes) -> None:
        tries.append(current_thread().name)
        let_go.wait(10)
        raise HeldFile(errno.EACCES, "Access is denied", str(target))

    monkeypatch.setattr("ui.qt.printing.QFileDialog.getSaveFileName", lambda *_args: (str(target), ""))
    monkeypatch.setattr("ui.qt.printing.write_whole", held)
    save = shown.findChild(QPushButton, "previewSave")
    assert save is not None
    began = time.monotonic()
    shown.save_it()
    assert time.monotonic() - began < 1  # it came back while the file is still held
    qtbot.waitUntil(lambda: shown.banner.text == "Saving the PDF …", timeout=5_000)
    assert not save.isEnabled()
    let_go.set()
    qtbot.waitUntil(lambda: f"Another program keeps {target} open" in shown.banner.text, timeout=10_000)
    assert save.isEnabled()
    assert tries[0].startswith("aside")


def test_pages_are_drawn_as_they_will_be_printed(
    dialog: Dialog, context: ScreenContext, qtbot: QtBot
) -> None:
    pytest.importorskip("pypdfium2")
    pages = PdfPages(_pdf(2))
    assert (pages.count, pages.size(1)) == (2, (842.0, 595.0))
    picture = pages.picture(2, dots_per_inch=72)
    black = [x for x in range(842) if picture.pixelColor(x, 595 - 140).lightness() < 50]
    assert min(black) in range(198, 202)
    assert max(black) in range(278, 282)
    shown = dialog(2)
    label = shown.findChild(QLabel, "previewPage")
    assert label is not None
    qtbot.waitUntil(lambda: not label.pixmap().isNull(), timeout=10_000)
    before = label.pixmap().width()
    shown.view.show_zoom(300)
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    now: QPixmap = label.pixmap()
    assert now.width() > before


def test_painted_pages_are_those_chosen(tmp_path: Path, qapp: object) -> None:
    pytest.importorskip("pypdfium2")
    target = tmp_path / "painted.pdf"
    assert paint_on("", PdfPages(_pdf(4)), PrintJob(first=2, last=3), to_file=str(target))
    assert PdfPages(target.read_bytes()).count == 2


def test_without_the_program_that_draws_it_still_prints(
    monkeypatch: pytest.MonkeyPatch, dialog: Dialog, tray: Path, qtbot: QtBot
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    shown = dialog(3)
    assert _where(shown) == "Page 1 of 3"
    label = shown.findChild(QLabel, "previewPage")
    assert label is not None
    qtbot.waitUntil(lambda: "cannot be shown" in label.text(), timeout=10_000)
    shown.print_it()
    qtbot.waitUntil(lambda: tray.exists() and bool(tray.read_text()), timeout=10_000)


def test_no_print_system_has_no_printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = known_printers()
    assert (found.names, found.has_default) == ((), False)


@pytest.mark.parametrize(
    ("mode", "name", "looked_at"),
    [
        ("forms", "monthly-form", True),
        ("forms", "prescription", False),
        ("always", "prescription", True),
        ("never", "monthly-form", False),
    ],
)
def test_what_a_patient_waits_for_is_printed_at_once(
    context: ScreenContext, qtbot: QtBot, tray: Path, mode: str, name: str, looked_at: bool
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    banner = Banner(window)
    window.show()
    context.paper.keep_preview(mode)
    printer = PaperPrinter(context=context, banner=banner, failed=lambda error: None, parent=window)
    printer.print_it(lambda: _pdf(1), name=name)
    qtbot.waitUntil(lambda: bool(window.findChildren(PreviewDialog)) or tray.exists(), timeout=10_000)
    assert bool(window.findChildren(PreviewDialog)) == looked_at
    assert tray.exists() != looked_at
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)


def test_the_choice_is_kept_on_this_computer(tmp_path: Path, qapp: object) -> None:
    paper = Paper(settings_folder=tmp_path)
    assert paper.preview == "forms"
    paper.keep_preview("never")
    assert Paper(settings_folder=tmp_path).preview == load_settings(tmp_path).preview == "never"
