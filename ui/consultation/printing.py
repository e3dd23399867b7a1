"""Makes the prescription beside the database worker and hands it to the printer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.visits.rows import VisitRow
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})


class PrescriptionPrinter(QObject):
    """``print_visit(row)``; the banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._banner = banner
        self._failed = failed

    def print_visit(self, visit: VisitRow) -> None:
        """Print the prescription of a saved visit."""
        facility = self._context.clinic.work.facility
        language = self._context.language.code
        self._context.tasks.run_aside(
            self,
            lambda: prescription_pdf(visit, facility, language=language),
            done=self._print,
            failed=self._failed,
        )

    def _print(self, content: bytes) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            text = sentence(code, params, self._context.language.code)
            if code in _WENT_WELL:
                self._context.say(text)
                return
            self._banner.show_message(
                text, kind="warn", action=self.tr("Open the PDF"), then=lambda: self._open(content)
            )

        self._context.paper.print_pdf(content, name="prescription", report=report)

    def _open(self, content: bytes) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            self._banner.show_message(sentence(code, params, self._context.language.code), kind="warn")

        self._context.paper.show_pdf(content, name="prescription", report=report)
