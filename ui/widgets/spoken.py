"""Tells a screen reader what changed on the screen without the cursor going there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget


def say_aloud(widget: QWidget, text: str, *, at_once: bool = False) -> None:
    """Have ``text`` spoken; nothing happens where nobody listens.

    ``at_once`` cuts off what is being spoken: for what stops a person. Else it waits its turn.
    """
    if not text.strip() or not QAccessible.isActive():
        return
    told = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    told.setPoliteness(politeness.Assertive if at_once else politeness.Polite)
    QAccessible.updateAccessibility(told)


def say_line(view: QAbstractItemView, *, first: str = "") -> None:
    """Have the line that is marked spoken: the cursor stays in the box above it, so nobody else tells.

    Args:
        view: a list, or a table of which all columns in sight are told.
        first: words before it.
    """
    at = view.currentIndex()
    if not at.isValid() or not view.isVisible() or not QAccessible.isActive():
        return
    cells = [_said(at)]
    if isinstance(view, QTableView):
        columns = range(view.horizontalHeader().count())
        cells = [_said(at.siblingAtColumn(place)) for place in columns if not view.isColumnHidden(place)]
    say_aloud(view, " ".join(part for part in (first, ", ".join(filter(None, cells))) if part))


def _said(index: QModelIndex) -> str:
    told = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
    return str(told or "")
