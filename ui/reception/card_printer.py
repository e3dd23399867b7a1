"""Makes a patient's card beside the database worker and hands it to the printer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.patient_card import patient_card_pdf
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class CardPrinter(QObject):
    """``print_card(patient, photo)``; the banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)

    def print_card(self, patient: PatientRow) -> None:
        """Print the card, with the picture if there is one (audited)."""
        clinic, language = self._context.clinic, self._context.language.code
        facility = clinic.work.facility
        self._context.tasks.run(
            self,
            lambda: clinic.photos.for_card(patient.id),
            done=lambda photo: self._printer.print_it(
                lambda: patient_card_pdf(patient, facility, language=language, photo=photo),
                name="card",
            ),
            failed=self._failed,
            stoppable=True,
        )
