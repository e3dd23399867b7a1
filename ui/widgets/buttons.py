"""Buttons that show their shortcut in the tooltip and know how much they matter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from ui.widgets.plain_tip import plain_tip


class Button(QPushButton):
    """``kind`` is ``primary`` (one on a page), ``secondary``, ``danger`` or ``quiet``.

    ``shortcut`` (``Ctrl+Return``) works wherever the keys are on the same page, and stands in the tooltip.
    Enter and Space press the button.
    """

    def __init__(
        self,
        name: str,
        *,
        kind: str = "secondary",
        shortcut: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAutoDefault(False)
        if kind != "secondary":
            self.setProperty("kind", kind)
        self._keys = shortcut
        if shortcut is not None:
            # Not QAbstractButton.setShortcut: setText would drop it, and Enter of the keypad is another key.
            for sequence in _both_enters(shortcut):
                QShortcut(QKeySequence(sequence), self, self.click)

    def set_text(self, text: str, *, tip: str = "") -> None:
        """The words on the button; the tooltip says ``tip`` (or the words) and the shortcut."""
        self.setText(text)
        said = tip or text.replace("&", "")
        self.setAccessibleName(text.replace("&", ""))
        self.setToolTip(
            plain_tip(f"{said} ({shown_keys(self._keys)})" if self._keys else said if tip else "")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.click()
            return
        super().keyPressEvent(event)


def shown_keys(sequence: str | None) -> str:
    """A shortcut as people read it: ``Ctrl+Enter``."""
    return "" if sequence is None else sequence.replace("Return", "Enter")


def _both_enters(sequence: str) -> tuple[str, ...]:
    return (sequence, sequence.replace("Return", "Enter")) if "Return" in sequence else (sequence,)
