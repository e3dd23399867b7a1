"""Lengths of widgets that follow the size of the text: given at 100 %, kept right when it changes."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.theme.tokens import BASE_TEXT

_SETTERS = {
    "width": QWidget.setFixedWidth,
    "height": QWidget.setFixedHeight,
    "least_width": QWidget.setMinimumWidth,
    "least_height": QWidget.setMinimumHeight,
    "most_width": QWidget.setMaximumWidth,
    "most_height": QWidget.setMaximumHeight,
}
_kept: WeakKeyDictionary[QObject, dict[str, int]] = WeakKeyDictionary()


def scaled(at_100_percent: float) -> int:
    """A length in px at the size of text in use."""
    return round(at_100_percent * max(QApplication.font().pixelSize(), 1) / BASE_TEXT)


def follow_text(widget: QWidget, **lengths: int) -> None:
    """Give a widget lengths that grow with the text.

    Args:
        widget: the one.
        lengths: px at 100 %, of ``width height least_width least_height most_width most_height``.
    """
    _kept.setdefault(widget, {}).update(lengths)
    _apply(widget, lengths)


def apply_again() -> None:
    """The size of text is another one; called by the theme."""
    for widget, lengths in list(_kept.items()):
        if isValid(widget) and isinstance(widget, QWidget):
            _apply(widget, lengths)


def _apply(widget: QWidget, lengths: dict[str, int]) -> None:
    for name, length in lengths.items():
        _SETTERS[name](widget, scaled(length))


def open_at(dialog: QWidget, *, width: int, height: int) -> None:
    """Open a dialog at a size, px at 100 %, that the display has room for."""
    room = dialog.screen().availableGeometry()
    dialog.resize(min(scaled(width), room.width()), min(scaled(height), room.height()))


def demi_bold(font: QFont) -> QFont:
    """The same in the weight of headings."""
    bold = QFont(font)
    bold.setWeight(QFont.Weight.DemiBold)
    return bold


def small_text(font: QFont) -> QFont:
    """The same in the size of labels."""
    small = QFont(font)
    small.setPixelSize(max(scaled(10), round(font.pixelSize() * 6 / 7)))
    return small
