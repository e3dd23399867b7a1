"""Makes a paper beside the database worker, shows it where it is to be looked at, and prints it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.messages import sentence
from ui.qt.pdf_pages import PdfPages
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})
_PATIENT_WAITS = frozenset(
    {
        "prescription",
        "card",
        "visit-summary",
        "sick-sheet",
        "growth-chart",
        "laboratory-request",
        "laboratory-result",
        "appointment-slip",
    }
)


class PaperPrinter(QObject):
    """The banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed

    def print_it(self, make: Callable[[], bytes], *, name: str) -> None:
        """Print what ``make`` gives, after a look at it where this PC asks for one.

        Args:
            make: gives the PDF; called beside the database worker.
            name: what the file is called, without a patient's name; papers that a patient waits for are
                looked at only where everything is.
        """
        looked_at = self._context.paper.preview
        if looked_at == "always" or (looked_at == "forms" and name not in _PATIENT_WAITS):
            self.show_it(make, name=name)
            return
        self._context.tasks.run_aside(
            self, make, done=lambda content: self._print(content, name), failed=self._failed
        )

    def show_it(self, make: Callable[[], bytes], *, name: str) -> None:
        """Show the pages, from where they can be printed and saved."""
        self._context.tasks.run_aside(
            self,
            lambda: PdfPages(make()),
            done=lambda pages: self._look(pages, name),
            failed=self._failed,
        )

    def _look(self, pages: PdfPages, name: str) -> None:
        from ui.qt.preview import PreviewDialog

        window = self._window()
        if not window.isVisible():  # nobody is there to look
            pages.close()
            return
        dialog = PreviewDialog(pages, context=self._context, name=name, failed=self._failed, parent=window)
        # Not every window system gives the keyboard back to where it was.
        dialog.finished.connect(lambda _result: window.activateWindow())
        dialog.open()

    def _window(self) -> QWidget:
        return self._banner.window()

    def _print(self, content: bytes, name: str) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            text = sentence(code, params, self._context.language.code)
            if code in _WENT_WELL:
                self._context.say(text)
                return
            self._banner.show_message(
                text, kind="warn", action=self.tr("Open the PDF"), then=lambda: self._open(content, name)
            )

        self._context.paper.print_pdf(content, name=name, report=report)

    def _open(self, content: bytes, name: str) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            self._banner.show_message(sentence(code, params, self._context.language.code), kind="warn")

        self._context.paper.show_pdf(content, name=name, report=report)
