"""Says that something that was asked for is still being done, and offers to stop it where that can be."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.qt.felt import Wait
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import ShrinkingLabel, row
from ui.widgets.plain_tip import plain_tip
from ui.widgets.spoken import say_aloud


class WorkingLine(QWidget):
    """Hidden until ``show_wait``; how far the work is nobody knows here.

    Signals:
        stop_asked: the person does not want it any more.
    """

    stop_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("workingLine")
        self._wait = Wait.NONE
        self._said = ShrinkingLabel("quiet", self)
        self._said.setObjectName("workingInWords")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("workingBar")
        self._bar.setTextVisible(False)
        follow_text(self._bar, width=10 * GRID, height=GRID)
        self._stop = Button("stopWorking", kind="quiet", shortcut="Ctrl+.", parent=self)
        self._stop.clicked.connect(self._ask)
        line = row(self)
        for widget in (self._said, self._bar, self._stop):
            line.addWidget(widget)
        self._stop.hide()
        self.hide()
        self._translate()

    def show_wait(self, wait: Wait) -> None:
        """Show what somebody waits for now; nothing at ``Wait.NONE``."""
        self._wait = wait
        if self._stop.hasFocus() and wait is not Wait.STOPPABLE:
            self.focusNextChild()
        self._bar.setRange(0, 0 if wait is not Wait.NONE else 1)  # one that moves is painted even when hidden
        self._stop.setVisible(wait is Wait.STOPPABLE)
        self._stop.setEnabled(True)
        self.setVisible(wait is not Wait.NONE)
        self._translate()
        if wait in (Wait.STOPPABLE, Wait.KEPT):
            say_aloud(self, self._said.text())

    @property
    def text(self) -> str:
        """What it says; empty when nothing goes on."""
        return "" if self._wait is Wait.NONE else self._said.text()

    @property
    def stop_button(self) -> Button:
        return self._stop

    def _ask(self) -> None:
        self._stop.setEnabled(False)
        self.stop_asked.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        kept = self._wait is Wait.KEPT
        text = self.tr("Working … not stopped half-way") if kept else self.tr("Working …")
        self._said.setText(text)
        why = self.tr("So that nothing is left half done. It ends by itself.")
        self._said.setToolTip(plain_tip(why if kept else text))
        self._bar.setAccessibleName(text)
        self._stop.set_text(self.tr("Stop"), tip=self.tr("Stop what takes so long"))
