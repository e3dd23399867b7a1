"""Which sheets were entered since the page was opened."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.visits.rows import VisitRow
from ui.widgets.layout import column, words

_TOLD = 6


class EnteredNote(QWidget):
    """``add(visit)`` after each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entered: list[str] = []
        self._text = words(role="quiet", wrap=True, parent=self)
        self._text.setObjectName("lateDone")
        column(self).addWidget(self._text)
        self._say()

    def add(self, visit: VisitRow) -> None:
        """One more was saved."""
        self._entered.insert(0, f"{visit.form.visit_date:%d/%m} {visit.patient.full_name}")
        self._say()

    def _say(self) -> None:
        count = len(self._entered)
        if count:
            told = self.tr("%n entered now:", "", count)
            self._text.setText(f"{told} {'; '.join(self._entered[:_TOLD])}")
        else:
            self._text.setText(self.tr("Each sheet is kept with its own day, and marked as entered late."))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
