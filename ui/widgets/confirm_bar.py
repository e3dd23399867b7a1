"""A question on the screen itself before something that matters, with a reason where one is kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QWidget

from ui.theme import GRID, set_state
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row, words


class ConfirmBar(QFrame):
    """Hidden until ``ask(...)``. Esc and "No" take it back; nothing else on the screen is blocked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirmBar")
        self.setProperty("banner", "info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._then: Callable[[str], object] | None = None
        self._again: Callable[[], object] | None = None
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("confirmText")
        self._details = words(role="quiet", wrap=True, parent=self)
        self._details.setObjectName("confirmDetails")
        self.reason = QLineEdit(self)
        self.reason.setObjectName("confirmReason")
        self.reason.setMaxLength(200)
        self.reason.returnPressed.connect(self._yes_pressed)
        self.yes = Button("confirmYes", kind="primary", parent=self)
        self.no = Button("confirmNo", parent=self)
        self.yes.clicked.connect(self._yes_pressed)
        self.no.clicked.connect(self.clear)
        outer = column(self, margin=GRID * 3 // 2)
        outer.addWidget(self._text)
        outer.addWidget(self._details)
        line = row()
        line.addWidget(self.reason, 1)
        line.addStretch(0)
        line.addWidget(self.no)
        line.addWidget(self.yes)
        outer.addLayout(line)
        # As high as its words: what is asked about stays in view.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.hide()

    @property
    def text(self) -> str:
        """What it asks; empty when it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def ask(
        self,
        text: str,
        *,
        yes: str,
        then: Callable[[str], object],
        details: str = "",
        reason: str | None = None,
        again: Callable[[], object] | None = None,
    ) -> None:
        """Ask ``text``; ``then`` gets the reason typed (empty when none was asked for).

        Args:
            text: the question.
            yes: the word on the button that does it.
            then: called once, after the bar went away.
            details: quiet lines under the question.
            reason: what to type into the reason's box; None asks for no reason.
            again: asks the same in the language in use, when that changes; None takes the question back.
        """
        self._again = again
        self._then = then
        self._text.setText(text)
        self._details.setText(details)
        self._details.setVisible(bool(details))
        self.reason.clear()
        set_state(self.reason, None)
        self.reason.setVisible(reason is not None)
        self.reason.setPlaceholderText(reason or "")
        self.reason.setAccessibleName(reason or "")
        self.yes.set_text(yes)
        self.no.set_text(self.tr("No, go back"))
        self.show()
        (self.reason if reason is not None else self.yes).setFocus()

    def clear(self) -> None:
        """Nothing is asked any more."""
        self._then = self._again = None
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_again()
        super().changeEvent(event)

    def _say_again(self) -> None:
        if self.isHidden():
            return
        again, reason = self._again, self.reason.text()
        self.clear()
        if again is not None:
            again()
            self.reason.setText(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def _yes_pressed(self) -> None:
        reason = self.reason.text().strip()
        if not self.reason.isHidden() and not reason:
            set_state(self.reason, "error")
            self.reason.setFocus()
            return
        then = self._then
        self.clear()
        if then is not None:
            then(reason)
