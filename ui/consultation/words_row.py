"""What the patient says and what is found, in the clinician's own words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QLabel, QWidget

from ui.consultation.presenter import Consultation
from ui.consultation.words_field import WordsField
from ui.qt.language import Language
from ui.theme import GRID
from ui.widgets.flow import Flow
from ui.widgets.layout import column, words

WORDS = ("complaint", "history", "examination")


class WordsRow(QWidget):
    """Signals: ``edited`` when a person changed something; ``passed`` to go on after a field."""

    edited = Signal()
    passed = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wordsRow")
        self._consultation: Consultation | None = None
        self._labels: dict[str, QLabel] = {}
        self._fields: dict[str, WordsField] = {}
        line = Flow(self)
        column(self).addWidget(line)
        for name in WORDS:
            label, field = words(parent=self), WordsField(name, language=language, parent=self)
            label.setProperty("role", "label")
            label.setBuddy(field)
            field.setObjectName(name)
            field.setFixedHeight(2 * field.fontMetrics().lineSpacing() + 24)
            field.textChanged.connect(lambda name=name: self._typed(name))
            field.done.connect(self.passed)
            holder = QWidget(line)
            pair = column(holder, spacing=2)
            pair.addWidget(label)
            pair.addWidget(field)
            line.add(holder, 1, least=22 * GRID)
            self._labels[name], self._fields[name] = label, field
        self._translate()

    def field(self, name: str) -> QWidget | None:
        return self._fields.get(name)

    def show_consultation(self, consultation: Consultation) -> None:
        """Put the words of a visit on screen."""
        self._consultation = None
        for name, field in self._fields.items():
            with QSignalBlocker(field):
                field.show_text(consultation.fields[name])
        self._consultation = consultation

    def _typed(self, name: str) -> None:
        if self._consultation is not None:
            self._consultation.fields[name] = self._fields[name].toPlainText()
            self.edited.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        words = {
            "complaint": self.tr("&Complaint"),
            "history": self.tr("&History"),
            "examination": self.tr("E&xamination"),
        }
        for name, text in words.items():
            self._labels[name].setText(text)
            self._fields[name].setAccessibleName(text.replace("&", ""))
            self._fields[name].setToolTip(
                self.tr(
                    "Two letters offer phrases (Down, Enter). Enter goes on, Shift+Enter begins a new line"
                )
            )
