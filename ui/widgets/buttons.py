"""Buttons that show their shortcut in the tooltip and know how much they matter."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from ui.widgets.plain_tip import plain_tip

_KEYS = "  ("  # between the words of a button and the keys that it shows


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
        self._whole = ""
        if shortcut is not None:
            # Not QAbstractButton.setShortcut: setText would drop it, and Enter of the keypad is another key.
            for sequence in _both_enters(shortcut):
                QShortcut(QKeySequence(sequence), self, self.click)

    def set_text(self, text: str, *, tip: str = "") -> None:
        """The words on the button; the tooltip says ``tip`` (or the words) and the shortcut.

        Keys behind the words, as in ``Register  (Ctrl+Enter)``, go into the tooltip where they do not fit.
        """
        self._whole = text
        bare, _gap, keys = text.partition(_KEYS)
        if keys:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._show_words()
        self.updateGeometry()
        said = tip or bare.replace("&", "")
        shown = shown_keys(self._keys) if self._keys else keys.rstrip(")")
        self.setAccessibleName(text.replace("&", ""))
        self.setToolTip(plain_tip(f"{said} ({shown})" if shown else said if tip else ""))

    def sizeHint(self) -> QSize:
        return self._asked(self._whole) if _KEYS in self._whole else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        bare, _gap, keys = self._whole.partition(_KEYS)
        return self._asked(bare) if keys else super().minimumSizeHint()

    def _asked(self, text: str) -> QSize:
        """What it would ask for with these words."""
        self.ensurePolished()
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = text
        words = self.fontMetrics().size(int(Qt.TextFlag.TextShowMnemonic), text)
        return self.style().sizeFromContents(QStyle.ContentsType.CT_PushButton, option, words, self)

    def _show_words(self) -> None:
        bare, _gap, keys = self._whole.partition(_KEYS)
        fits = not keys or not self.isVisible() or self.width() >= self._asked(self._whole).width()
        text = self._whole if fits else bare
        if text != self.text():
            self.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_words()

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
