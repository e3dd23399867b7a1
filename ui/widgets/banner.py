"""A message on the screen itself, with the action that helps; it stops nobody."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.layout import row, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.spoken import say_aloud

_SIGNS = {"info": "i", "warn": "!", "danger": "!!", "good": "✓"}


class Banner(QFrame):
    """Hidden until ``show_message(text, kind=...)``; kinds are ``info warn danger good``.

    The sign at the left and the words carry the meaning, not the colour alone.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._then: Callable[[], object] | None = None
        line = row(self, margin=GRID)
        self._sign = words(role="heading", parent=self)
        follow_text(self._sign, width=2 * GRID)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("bannerText")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is spoken when it comes, no stop of Tab
        self._action = QPushButton(self)
        self._action.setObjectName("bannerAction")
        self._action.setAutoDefault(False)
        self._action.clicked.connect(self._act)
        self._then_other: Callable[[], object] | None = None
        self._other = QPushButton(self)
        self._other.setObjectName("bannerOther")
        self._other.setAutoDefault(False)
        self._other.clicked.connect(self._act_other)
        self._other.hide()
        self._close = QToolButton(self)
        self._close.setObjectName("bannerClose")
        self._close.setText("×")
        self._close.clicked.connect(self.clear)
        line.addWidget(self._sign)
        line.addWidget(self._text, 1)
        line.addWidget(self._action)
        line.addWidget(self._other)
        line.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty when it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def show_message(
        self,
        text: str,
        *,
        kind: str = "danger",
        action: str = "",
        then: Callable[[], object] | None = None,
        other: str = "",
        then_other: Callable[[], object] | None = None,
        closable: bool = True,
    ) -> None:
        """Show ``text``; a button ``action`` calls ``then`` and the banner goes.

        ``other`` is a second button; the banner stays when it calls ``then_other``.
        """
        self._then, self._then_other = then, then_other
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._text.setText(text)
        self._sign.setText(_SIGNS[kind])
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(closable)
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(plain_tip(self._close.accessibleName()))
        if self.property("banner") != kind:
            self.setProperty("banner", kind)
            repolish(self)
        self.show()
        say_aloud(self, f"{text} {action}", at_once=kind in ("danger", "warn"))

    def focus_action(self) -> None:
        """Put the cursor on the action: Enter or Space does it."""
        self._action.setAutoDefault(True)
        self._action.setFocus()

    def clear(self) -> None:
        """Nothing to say any more."""
        self._then = self._then_other = None
        self.hide()

    def _act(self) -> None:
        then = self._then
        self.clear()
        if then is not None:
            then()

    def _act_other(self) -> None:
        if self._then_other is not None:
            self._then_other()
