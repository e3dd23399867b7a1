"""Who waits at the laboratory although no test is ordered: sent here by mistake, or to be asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.queue.rows import QueueRow
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Panel, ShrinkingLabel, row


class WithoutOrder(Panel):
    """Hidden while nobody waits so. Both buttons are about the first one named.

    Signals:
        order_wanted: order a test for this patient of the queue.
        send_on_wanted: this patient has nothing to do here.
    """

    order_wanted = Signal(object)
    send_on_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self.setObjectName("withoutOrder")
        self._waiting: tuple[QueueRow, ...] = ()
        self._text = ShrinkingLabel("warn", self)
        self._text.setObjectName("withoutOrderNames")
        self._order = Button("orderForWaiting", shortcut="Alt+K", parent=self)
        self._send_on = Button("sendBackWaiting", kind="quiet", shortcut="Alt+E", parent=self)
        line = row(self, margin=GRID)
        line.addWidget(self._text, 1)
        line.addWidget(self._send_on)
        line.addWidget(self._order)
        self._order.clicked.connect(lambda: self._tell(self.order_wanted))
        self._send_on.clicked.connect(lambda: self._tell(self.send_on_wanted))
        self._translate()

    def show_waiting(self, waiting: Sequence[QueueRow]) -> None:
        """Show who waits without an order."""
        self._waiting = tuple(waiting)
        self._translate()

    @property
    def text(self) -> str:
        """Who is named; empty while nobody waits so."""
        return "" if self.isHidden() else self._text.text()

    def _tell(self, signal: object) -> None:
        if self._waiting:
            signal.emit(self._waiting[0])  # type: ignore[attr-defined]

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        names = ", ".join(each.patient.full_name for each in self._waiting)
        self._text.setText(self.tr("Waits here, and no test is ordered: {0}").format(names))
        self._order.set_text(self.tr("Order a test"), tip=self.tr("For the first one named"))
        self._send_on.set_text(self.tr("Send on"), tip=self.tr("The first one named has nothing to do here"))
        self.setVisible(bool(self._waiting))
