"""Makes the growth chart on paper beside the database worker and hands it to the printer."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QObject

from emr_desktop.growth.figure import Figure
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.growth_chart import GrowthWords, growth_chart_pdf
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class GrowthPrinter(QObject):
    """``print_chart(...)``; the banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)

    def print_chart(self, figure: Figure, words: GrowthWords, patient: PatientRow, *, on: date) -> None:
        """Print what is on screen."""
        facility, language = self._context.clinic.work.facility, self._context.language.code
        self._printer.print_it(
            lambda: growth_chart_pdf(figure, words, patient, facility, on=on, language=language),
            name="growth-chart",
        )
