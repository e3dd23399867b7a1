"""Makes the growth chart on paper beside the database worker and hands it to the printer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from emr_desktop.growth.figure import Figure
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.growth_chart import GrowthWords, growth_chart_pdf
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})


class GrowthPrinter(QObject):
    """``print_chart(...)``; the banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed

    def print_chart(self, figure: Figure, words: GrowthWords, patient: PatientRow, *, on: date) -> None:
        """Print what is on screen."""
        facility, language = self._context.clinic.work.facility, self._context.language.code
        self._context.tasks.run_aside(
            self,
            lambda: growth_chart_pdf(figure, words, patient, facility, on=on, language=language),
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

        self._context.paper.print_pdf(content, name="growth-chart", report=report)

    def _open(self, content: bytes) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            self._banner.show_message(sentence(code, params, self._context.language.code), kind="warn")

        self._context.paper.show_pdf(content, name="growth-chart", report=report)
