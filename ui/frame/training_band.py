"""The band that says on every screen of a training facility that nothing of it is real."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import GRID
from ui.widgets.layout import Panel, ShrinkingLabel, row


class TrainingBand(Panel):
    """Hidden in a real facility."""

    def __init__(self, *, training: bool, parent: QWidget) -> None:
        super().__init__("training", parent)
        self._text = ShrinkingLabel("band", self)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row(self, margin=GRID // 4).addWidget(self._text)
        self.setVisible(training)
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._text.setText(self.tr("TRAINING: these patients are made up and nothing leaves this computer"))
