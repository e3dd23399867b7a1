"""A print system of programs, and documents to print on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QWidget,
)
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.printing.kinds import PAPERS
from ui.qt.document import Counted, Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.preview import PreviewDialog
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

Show = Callable[[Document], PreviewDialog]
SMALL = (1024, 600)


def make_document(kind: str = "prescription", *, pages: int = 1, printed: int = 0) -> Document:
    def make(paper: str, _copy: int) -> bytes:
        import io

        content = io.BytesIO()
        canvas = Canvas(content, pagesize=PAPERS[paper])
        for _ in range(pages):
            canvas.rect(20, 20, 50, 50, fill=1)
            canvas.showPage()
        canvas.save()
        return content.getvalue()

    counted = Counted(printed, lambda _times: None, lambda _times: None) if kind == "prescription" else None
    return Document(kind, name=kind, make=make, counted=counted)


class Tray:
    """A print system of programs: ``Kanga`` is the default printer, ``Pamba`` the other one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.told = folder, folder / "told"
        folder.mkdir()
        self.lp('echo "$@" >> "{told}"; echo "request id is Kanga-7 (1 file(s))"')
        self.printers("Kanga\nPamba", "Kanga")

    def lp(self, script: str) -> None:
        self._write("lp", script.replace("{told}", str(self.told)))

    def printers(self, names: str, default: str, *, state: str = "") -> None:
        said = f"system default destination: {default}" if default else "no system default destination"
        self._write(
            "lpstat",
            f'case "$*" in -e) printf "{names}\\n";; -d) echo "{said}";; "-l -p") printf "{state}";; '
            '"-W not-completed -o Kanga") echo "Kanga-7 mkuu 1024 Sun";; esac',
        )

    def _write(self, name: str, script: str) -> None:
        program = self.folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    @property
    def jobs(self) -> list[str]:
        return self.told.read_text().splitlines() if self.told.exists() else []


@pytest.fixture
def tray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(made.folder))
    return made


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(*SMALL)
    made.show()
    return made


@pytest.fixture
def banner(window: QWidget) -> Banner:
    return Banner(window)


@pytest.fixture
def printer(context: ScreenContext, banner: Banner, window: QWidget) -> PaperPrinter:
    def failed(error: BaseException) -> None:
        raise error

    return PaperPrinter(context=context, banner=banner, failed=failed, parent=window)


@pytest.fixture
def show(context: ScreenContext, printer: PaperPrinter, window: QWidget, qtbot: QtBot, tray: Tray) -> Show:
    def open_it(shown: Document) -> PreviewDialog:
        def there() -> list[PreviewDialog]:
            return [each for each in window.findChildren(PreviewDialog) if each.isVisible()]

        printer.show_document(shown)
        qtbot.waitUntil(lambda: bool(there()), timeout=10_000)
        qtbot.waitUntil(lambda: context.tasks.is_idle, timeout=10_000)
        return there()[0]

    return open_it


@pytest.fixture
def document() -> Callable[..., Document]:
    """``document("prescription", pages=1, printed=0)``: black squares, on the paper asked for."""
    return make_document
