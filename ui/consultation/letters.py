"""The letter of a visit: referral, answer to whoever sent the patient, report of a death."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from emr_desktop.visits.rows import VisitForm, VisitRow
from ui.consultation.reading import VisitReading
from ui.papers.documents import answer_document, death_document, referral_document
from ui.qt.document import Document
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner

KEYS = "Ctrl+Shift+L"


def letter_of(form: VisitForm) -> str | None:
    """Which letter belongs to a visit: ``referral death answer``, or none."""
    if form.outcome == "referred":
        return "referral"
    if form.outcome == "died":
        return "death"
    return None if form.referred_in is None else "answer"


class Letters(QObject):
    """Prints the letter of the visit that is read, or was saved last."""

    def __init__(
        self, reading: VisitReading, *, context: ScreenContext, banner: Banner, failed: Failed
    ) -> None:
        super().__init__(reading)
        self._context, self._failed, self._reading = context, failed, reading
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)
        self._last: VisitRow | None = None
        reading.letter_wanted.connect(self.print_visit)

    def offer(self, visit: VisitRow) -> tuple[str, Callable[[], object]] | None:
        """What the banner offers after this visit was saved: words and what they do."""
        self._last = visit
        words = {
            "referral": self.tr("Print the referral letter"),
            "death": self.tr("Print the death report"),
            "answer": self.tr("Print the answer to the sender"),
        }.get(letter_of(visit.form) or "")
        return None if words is None else (f"{words} ({KEYS})", lambda: self.print_visit(visit))

    def print_visit(self, visit: VisitRow) -> None:
        """Read what belongs to the letter, and print it."""
        if letter_of(visit.form) is None:
            return
        language = self._context.language.code
        self._context.tasks.run(
            self, lambda: self._read(visit, language), done=self._print, failed=self._failed, stoppable=True
        )

    def _print(self, made: Document) -> None:
        self._printer.print_document(made)

    def _read(self, visit: VisitRow, language: str) -> Document:
        clinic = self._context.clinic
        size = clinic.papers.letter_size()
        if visit.form.outcome == "referred":
            referral = clinic.referrals.get(visit.form.id)
            return referral_document(visit, referral, clinic, language=language, size=size)
        death = clinic.deaths.of_patient(visit.patient.id) if visit.form.outcome == "died" else None
        if death is not None:
            return death_document(death, clinic, language=language, size=size)
        return answer_document(visit, clinic, language=language, size=size)

    def print_current(self) -> None:
        visit = self._reading.visit if self._reading.isVisible() else self._last
        if visit is not None:
            self.print_visit(visit)
