"""Who is already registered and may be the same person, with why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from emr_desktop.patients.rows import DuplicateHint
from ui.frame.finding import told
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.layout import column, empty, words

_SHOWN = 3


class DuplicatesBox(QWidget):
    """Signals: ``chosen`` with the id of the patient who is meant after all."""

    chosen = Signal(object)

    def __init__(self, *, language: Language, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("likelyDuplicates")
        self._language, self._today = language, today
        self._hints: tuple[DuplicateHint, ...] = ()
        outer = column(self, spacing=GRID // 2)
        self._head = words(role="warn", wrap=True, parent=self)
        outer.addWidget(self._head)
        self._lines = column(spacing=GRID // 2)
        outer.addLayout(self._lines)
        self.hide()

    @property
    def hints(self) -> tuple[DuplicateHint, ...]:
        return self._hints

    def show_hints(self, hints: Sequence[DuplicateHint]) -> None:
        """Show the likeliest; nobody likely takes the box away."""
        self._hints = tuple(hints[:_SHOWN])
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        empty(self._lines)
        self.setVisible(bool(self._hints))
        self._head.setText(self.tr("Perhaps already registered – press to open:"))
        for hint in self._hints:
            patient = hint.patient
            about = told(patient, today=self._today, language=self._language.code)
            why = ", ".join(
                sentence(f"duplicate.{reason}", {}, self._language.code) for reason in hint.reasons
            )
            button = QPushButton(self)
            button.setObjectName("likelyDuplicate")
            button.setProperty("kind", "tile")
            button.setAutoDefault(False)
            button.setAccessibleName(f"{patient.full_name}, {about}. {why}")
            line = column(button, spacing=0)
            line.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
            for text, role in ((f"{patient.full_name}   {about}", "heading"), (why, "small")):
                label = words(text, role=role, parent=button)
                label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                line.addWidget(label)
            button.setMinimumHeight(line.sizeHint().height())
            button.clicked.connect(lambda _checked=False, who=patient.id: self.chosen.emit(who))
            self._lines.addWidget(button)
