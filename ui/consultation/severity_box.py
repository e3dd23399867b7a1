"""How severe a disease is, where the form tells severities apart."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QWidget

from emr_desktop.reference.catalogue import severity_name


class SeverityBox(QComboBox):
    """The answers of one disease, mildest first; a digit takes one at once.

    Signals:
        answered: the severity a person chose; they are done with it.
    """

    answered = Signal(str)

    def __init__(
        self,
        icd10: str,
        levels: tuple[str, ...],
        *,
        chosen: str | None,
        language: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("severity")
        for place, level in enumerate(levels, start=1):
            self.addItem(f"{place}  {severity_name(icd10, level, language=language)}", level)
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(chosen) if chosen is not None else -1)
        self.setPlaceholderText(self.tr("How severe? 1 - {0}").format(len(levels)))
        self.setAccessibleName(self.tr("Severity"))
        self.activated.connect(lambda _at: self.answered.emit(self.currentData()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.text()
        if digit.isdigit() and 1 <= int(digit) <= self.count():
            self.setCurrentIndex(int(digit) - 1)
            self.answered.emit(self.currentData())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
