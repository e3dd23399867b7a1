"""Makes a patient's card beside the database worker and hands it to the printer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.patient_card import patient_card_pdf
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

_WENT_WELL = frozenset({"print.sent", "print.saved"})


class CardPrinter(QObject):
    """``print_card(patient, photo)``; the banner says when nothing came out, and offers the PDF instead."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed

    def print_card(self, patient: PatientRow) -> None:
        """Print the card, with the picture if there is one (audited)."""
        clinic, language = self._context.clinic, self._context.language.code
        facility = clinic.work.facility
        self._context.tasks.run(
            self,
            lambda: clinic.photos.for_card(patient.id),
            done=lambda photo: self._make(
                lambda: patient_card_pdf(patient, facility, language=language, photo=photo)
            ),
            failed=self._failed,
        )

    def _make(self, make: object) -> None:
        self._context.tasks.run_aside(self, make, done=self._print, failed=self._failed)  # type: ignore[arg-type]

    def _print(self, content: bytes) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            text = sentence(code, params, self._context.language.code)
            if code in _WENT_WELL:
                self._context.say(text)
                return
            self._banner.show_message(
                text, kind="warn", action=self.tr("Open the PDF"), then=lambda: self._open(content)
            )

        self._context.paper.print_pdf(content, name="card", report=report)

    def _open(self, content: bytes) -> None:
        def report(code: str, params: dict[str, object]) -> None:
            self._banner.show_message(sentence(code, params, self._context.language.code), kind="warn")

        self._context.paper.show_pdf(content, name="card", report=report)
