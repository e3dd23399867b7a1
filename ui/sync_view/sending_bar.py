"""How far a pass has come, with the way to end it: in the head of the sync screen while something goes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.buttons import Button
from ui.widgets.layout import row, words


class SendingBar(QWidget):
    """Hidden until ``begin()``. Signals: ``stopped``: the person has had enough."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sendingBar")
        self._done, self._of, self._stopping = 0, 0, False
        self._text = words(parent=self)
        self._text.setObjectName("sendingText")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("sendingProgress")
        self._bar.setTextVisible(False)
        follow_text(self._bar, width=16 * GRID)
        self._stop = Button("stopSending", parent=self)
        self._stop.clicked.connect(self._end)
        line = row(self)
        line.addWidget(self._text)
        line.addWidget(self._bar)
        line.addWidget(self._stop)
        self._translate()
        self.hide()

    def begin(self) -> None:
        """A pass has begun; how much there is to do is not known yet."""
        self._done, self._of, self._stopping = 0, 0, False
        self._bar.setRange(0, 0)
        self._stop.setEnabled(True)
        self._say()
        self.show()

    def show_progress(self, done: int, of: int) -> None:
        """So many of those that are due were dealt with."""
        self._done, self._of = done, of
        self._bar.setRange(0, max(of, 1))
        self._bar.setValue(done)
        self._say()

    def _end(self) -> None:
        self._stopping = True
        self._stop.setEnabled(False)
        self._say()
        self.stopped.emit()

    def _say(self) -> None:
        if self._stopping:
            text = self.tr("Stopping …")
        elif self._of:
            text = self.tr("Sending: {0} of {1}").format(self._done, self._of)
        else:
            text = self.tr("Sending …")
        self._text.setText(text)
        self._bar.setAccessibleName(text)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._stop.set_text(self.tr("Sto&p"), tip=self.tr("The rest waits and goes with a later pass"))
        self._say()
