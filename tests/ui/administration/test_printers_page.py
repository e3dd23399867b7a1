"""The printers of this PC: how they are, the test page, and what is remembered."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.printing.kinds import document_kinds
from emr_desktop.settings import PaperChoice
from ui.administration.printers_page import PrintersPage
from ui.qt.kind_words import kind_words
from ui.qt.preview import PreviewDialog
from ui.screen import ScreenContext

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="stands in for lpstat, which Windows has not")
_STATES = (
    "printer Kanga is idle.  enabled\\n\\tAlerts: none\\nprinter Pamba disabled since Sun -\\n\\tPaused\\n"
)


def _lpstat(folder: Path, names: str) -> None:
    program = folder / "lpstat"
    program.write_text(
        "#!/bin/sh\n"
        f'case "$*" in -e) printf "{names}";; -d) echo "system default destination: Kanga";;'
        f' "-l -p") printf "{_STATES}";; -r) echo "scheduler is running";; esac\n'
    )
    program.chmod(0o755)


@pytest.fixture
def page(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> PrintersPage:
    folder = tmp_path / "bin"
    folder.mkdir()
    _lpstat(folder, "Kanga\\nPamba\\n")
    monkeypatch.setenv("PATH", str(folder))
    context = make_context(clinic)
    context.paper.keep_choice("prescription", PaperChoice(printer="Zamani", paper="A6", copies=2))
    made = PrintersPage(context=context)
    qtbot.addWidget(made)
    made.resize(1000, 560)
    made.show()
    made.read()
    qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
    return made


def _cells(table: object) -> list[list[str]]:
    model = table.model  # type: ignore[attr-defined]
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_each_printer_stands_there_with_what_is_wrong(page: PrintersPage) -> None:
    assert _cells(page.table) == [
        ["Kanga (default)", "nothing wrong is known"],
        ["Pamba", "it is stopped (Paused)"],
    ]


def test_what_is_remembered_is_shown_and_forgotten(page: PrintersPage, qtbot: QtBot) -> None:
    assert _cells(page.kept) == [["Prescription", "Zamani (not on this computer any more)", "A6", "2"]]
    forget = page.findChild(QPushButton, "forgetPrinting")
    assert forget is not None
    forget.click()
    qtbot.waitUntil(lambda: _cells(page.kept) == [], timeout=10_000)
    assert not forget.isEnabled()


def test_the_test_page_is_shown_for_the_printer_under_the_cursor(page: PrintersPage, qtbot: QtBot) -> None:
    pytest.importorskip("pypdfium2")
    page.table.view.setCurrentIndex(page.table.model.index(1, 0))
    page.try_printer()
    qtbot.waitUntil(lambda: bool(page.findChildren(PreviewDialog)), timeout=10_000)
    (dialog,) = page.findChildren(PreviewDialog)
    qtbot.waitUntil(lambda: dialog.job.printer == "Pamba", timeout=10_000)
    dialog.reject()
    qtbot.waitUntil(lambda: not page.findChildren(PreviewDialog), timeout=10_000)


def test_every_kind_of_document_has_a_name() -> None:
    names = [kind_words(code) for code in document_kinds()]
    assert [name for name, code in zip(names, document_kinds(), strict=True) if name == code] == []
    assert len(set(names)) == len(names)
