"""What is wrong with a window as it stands: cut controls, small targets, controls without a name."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.theme.tokens import LEAST_TARGET
from ui.widgets.choice_bar import ChoiceBar

_CONTROLS = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    ChoiceBar,
)
_HOLDERS = (QComboBox, QAbstractSpinBox, QTabBar, QAbstractItemView, QLineEdit, ChoiceBar, QScrollBar)


def controls(window: QWidget) -> Iterator[QWidget]:
    """What a person presses or writes into, without the parts that Qt makes of it."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, _CONTROLS) or isinstance(widget, QHeaderView):
            continue
        holder = widget.parentWidget()
        if not isinstance(holder, _HOLDERS) and not (holder is not None and holder.property("bar")):
            yield widget


def nameless(window: QWidget) -> list[str]:
    """Controls that a screen reader could not say."""
    return [
        told(widget)
        for widget in controls(window)
        if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
    ]


def clipped(window: QWidget) -> list[str]:
    """Controls of which a part is outside of what holds them, where nothing can be scrolled to it."""
    found = []
    for widget in controls(window):
        part = seen(widget)
        if not part.contains(widget.rect()):
            found.append(f"{told(widget)}: {_size(part)} of {_size(widget.rect())} is to be seen")
    return found


def small(window: QWidget, *, percent: int = 100) -> list[str]:
    """Controls that are hard to hit."""
    least = round(LEAST_TARGET * percent / 100)
    return [
        f"{told(widget)}: {widget.width()} x {widget.height()}"
        for widget in controls(window)
        if widget.isEnabled() and (widget.height() < least or widget.width() < LEAST_TARGET * 3 // 4)
    ]


def primary_out_of_sight(window: QWidget) -> list[str]:
    """The buttons that save or go on, when they are not wholly in the window without scrolling."""
    return [
        told(button)
        for button in window.findChildren(QPushButton)
        if button.isVisible()
        and button.property("kind") == "primary"
        and not button.visibleRegion().boundingRect().contains(button.rect().adjusted(2, 2, -2, -2))
    ]


def squeezed(window: QWidget) -> list[str]:
    """Buttons and ticks that are narrower than their words."""
    return [
        f"{told(widget)}: {widget.text()} ({widget.minimumSizeHint().width()} > {widget.width()})"
        for widget in controls(window)
        if isinstance(widget, QPushButton | QCheckBox)
        and widget.text()
        and widget.minimumSizeHint().width() > widget.width() + 1
    ]


def seen(widget: QWidget) -> QRect:
    """The part of a widget that its holders leave, up to the next one that scrolls."""
    part, at, holder = widget.rect(), widget, widget.parentWidget()
    offset = widget.rect().topLeft()
    while holder is not None and not at.isWindow():
        if isinstance(holder.parentWidget(), QAbstractScrollArea):
            break  # it is the window onto what scrolls
        offset += at.pos()
        part = part.intersected(holder.rect().translated(-offset))
        at, holder = holder, holder.parentWidget()
    return part


def _size(rect: QRect) -> str:
    return f"{rect.width()} x {rect.height()}"


def told(widget: QWidget) -> str:
    """A widget as somebody finds it in the code: kind, name, and the name of what holds it."""
    holder = widget.parentWidget()
    while holder is not None and not holder.objectName():
        holder = holder.parentWidget()
    return f"{type(widget).__name__} {widget.objectName()} in {holder.objectName() if holder else ''}"


def may_have_focus(widget: QWidget) -> bool:
    """Whether Tab stops here."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
