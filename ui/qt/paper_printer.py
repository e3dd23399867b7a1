"""Makes a paper beside the database worker and hands it to the printer."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})


class PaperPrinter(QObject):
    """The banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed

    def print_it(self, make: Callable[[], bytes], *, name: str) -> None:
        """Print what ``make`` gives; ``name`` is what the file is called, without a patient's name."""
        self._context.tasks.run_aside(
            self, make, done=lambda content: self._print(content, name), failed=self._failed
        )

    def show_it(self, make: Callable[[], bytes], *, name: str) -> None:
        """Open it in the machine's own viewer instead."""
        self._context.tasks.run_aside(
            self, make, done=lambda content: self._open(content, name), failed=self._failed
        )

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
