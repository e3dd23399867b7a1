"""What a window had no room for: pages that scroll sideways, words that are cut, things upon each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from ui.pictures.faults import seen, told
from ui.widgets.layout import OVER
from ui.widgets.wide_combo import WideCombo

_SLACK = 1  # px, for what is rounded


def sideways(window: QWidget) -> list[str]:
    """Pages of which a part lies beyond the right edge; tables may."""
    areas = [(area, area.widget()) for area in window.findChildren(QScrollArea) if area.isVisible()]
    return [
        f"{told(area)}: {page.width()} in {area.viewport().width()}"
        for area, page in areas
        if page is not None and page.width() > area.viewport().width()
    ]


def cut_words(window: QWidget) -> list[str]:
    """Words of labels, tabs, choices and heads of columns that do not stand there whole, nor in a tooltip."""
    found = []
    for label in window.findChildren(QLabel):
        if label.isVisible() and label.text() and not label.toolTip() and label.pixmap().isNull():
            needed, room = _needed(label), label.contentsRect().size()
            if needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK:
                found.append(f"{told(label)}: {label.text()!r} needs {_size(needed)}, has {_size(room)}")
            elif not seen(label).contains(label.rect()):
                found.append(f"{told(label)}: {label.text()!r} is cut at an edge")
    for button in window.findChildren(QToolButton):
        shows = button.toolButtonStyle() != Qt.ToolButtonStyle.ToolButtonIconOnly
        if (
            button.isVisible()
            and shows
            and button.fontMetrics().horizontalAdvance(button.text()) > button.width()
        ):
            found.append(f"{told(button)}: {button.text()}")
    return [*found, *_cut_choices(window), *_cut_tabs(window), *_cut_heads(window)]


def overlapping(window: QWidget) -> list[str]:
    """Neighbours of one holder that lie upon each other; what lies over others on purpose says so."""
    found = []
    for holder in (window, *window.findChildren(QWidget)):
        if not holder.isVisible() or isinstance(holder, QAbstractScrollArea | QAbstractItemView):
            continue
        around = [
            each
            for each in holder.children()
            if isinstance(each, QWidget)
            and each.isVisible()
            and not each.isWindow()
            and not each.property(OVER)
            and not isinstance(each, QHeaderView)
        ]
        for one, other in combinations(around, 2):
            shared = one.geometry().intersected(other.geometry())
            if shared.width() > _SLACK and shared.height() > _SLACK:
                found.append(f"{told(one)} and {told(other)}: {_size(shared.size())}")
    return found


def _needed(label: QLabel) -> QSize:
    metrics, room = label.fontMetrics(), label.contentsRect()
    if not label.wordWrap():
        return metrics.size(int(Qt.TextFlag.TextShowMnemonic), label.text())
    kind = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextShowMnemonic)
    return metrics.boundingRect(QRect(0, 0, room.width(), 10_000), kind, label.text()).size()


def _cut_choices(window: QWidget) -> Iterator[str]:
    for combo in window.findChildren(QComboBox):
        shortens = isinstance(combo, WideCombo)  # and says all of it in its tooltip
        if combo.isVisible() and not shortens and combo.count():
            words = combo.fontMetrics().horizontalAdvance(combo.currentText())
            if words > combo.width() - combo.height() // 2:
                yield f"{told(combo)}: {combo.currentText()!r} ({words} in {combo.width()})"


def _cut_tabs(window: QWidget) -> Iterator[str]:
    for bar in window.findChildren(QTabBar):
        if bar.isVisible():
            for at in range(bar.count()):
                if bar.isTabVisible(at) and not bar.rect().contains(bar.tabRect(at)):
                    yield f"{told(bar)}: {bar.tabText(at)!r}"


def _cut_heads(window: QWidget) -> Iterator[str]:
    for head in window.findChildren(QHeaderView):
        model = head.model()
        if not head.isVisible() or head.orientation() != Qt.Orientation.Horizontal or model is None:
            continue
        if type(head) is not QHeaderView:
            continue  # it draws its heads over several lines by itself
        for at in range(head.count()):
            words = str(model.headerData(at, head.orientation()) or "")
            tip = model.headerData(at, head.orientation(), Qt.ItemDataRole.ToolTipRole)
            if not head.isSectionHidden(at) and words and not tip:
                needed = head.fontMetrics().horizontalAdvance(max(words.split("\n"), key=len))
                if needed > head.sectionSize(at) - 4:
                    yield f"{told(head)}: {words!r} needs {needed}, has {head.sectionSize(at)}"


def _size(size: QSize) -> str:
    return f"{size.width()} x {size.height()}"
