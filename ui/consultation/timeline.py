"""Earlier visits beside the page: newest first, a few words each, Enter opens one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from emr_desktop.visits.rows import VisitSummary
from ui.consultation import telling, typed
from ui.messages import sentence
from ui.qt.language import Language

_NOWHERE = QModelIndex()
_MARGIN = 8
SUMMARY_ROLE = int(Qt.ItemDataRole.UserRole)
LINES_ROLE = SUMMARY_ROLE + 1


def lines_of(visit: VisitSummary, *, language: str) -> tuple[str, ...]:
    """What one earlier visit says in the list: date and weight, diagnoses and tests, medicines."""
    if visit.is_hidden:
        return (telling.day(visit.visit_date), sentence("visit.hidden", {}, language), "")
    weight = "" if visit.weight_kg is None else f"  ·  {typed.plain(visit.weight_kg)} kg"
    found = [telling.diagnosis(entry, language=language) for entry in visit.diagnoses]
    found += [telling.test(entry, language=language) for entry in visit.tests]
    given = [telling.medicine_name(entry.medicine) for entry in visit.prescriptions]
    words = ", ".join(found) or (visit.complaint or "")
    return (f"{telling.day(visit.visit_date)}{weight}", words, ", ".join(given))


class TimelineModel(QAbstractListModel):
    """Earlier visits, newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visits: tuple[VisitSummary, ...] = ()
        self._language = "sw"

    def show(self, visits: Sequence[VisitSummary], *, language: str) -> None:
        self.beginResetModel()
        self._visits, self._language = tuple(visits), language
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._visits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        visit = self._visits[index.row()]
        if role == SUMMARY_ROLE:
            return visit
        if role in (LINES_ROLE, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole):
            lines = lines_of(visit, language=self._language)
            return lines if role == LINES_ROLE else "\n".join(line for line in lines if line)
        return None


class _VisitLines(QStyledItemDelegate):
    """Three lines: the date in bold, what was found, what was given in quieter ink."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        palette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, palette.highlight())
        ink = palette.highlightedText().color() if chosen else palette.text().color()
        quiet = ink if chosen else palette.placeholderText().color()
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        height = option.fontMetrics.height()
        room = option.rect.adjusted(_MARGIN, _MARGIN // 2, -_MARGIN, 0)
        styles = ((bold, ink), (option.font, ink), (option.font, quiet))
        for place, (text, (font, colour)) in enumerate(zip(index.data(LINES_ROLE), styles, strict=True)):
            line = room.adjusted(0, place * height, 0, 0)
            line.setHeight(height)
            painter.setFont(font)
            painter.setPen(colour)
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, option.fontMetrics.height() * 3 + _MARGIN)


_WIDTH = 208


class Timeline(QWidget):
    """Signals: ``opened`` with the id of the visit a person wants to read."""

    opened = Signal(object)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setFixedWidth(_WIDTH)
        self._language = language
        self._visits: tuple[VisitSummary, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = QLabel(self)
        self._head.setProperty("role", "heading")
        column.addWidget(self._head)
        self._list = QListView(self)
        self._list.setObjectName("earlierVisits")
        self._model = TimelineModel(parent=self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_VisitLines(self._list))
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.activated.connect(self._open)
        column.addWidget(self._list, 1)
        self._head.setBuddy(self._list)
        self._translate()

    @property
    def is_empty(self) -> bool:
        return not self._visits

    def show_visits(self, visits: Sequence[VisitSummary]) -> None:
        """Put earlier visits on screen, newest first."""
        self._visits = tuple(visits)
        self._model.show(self._visits, language=self._language.code)

    def _open(self, index: QModelIndex) -> None:
        visit = index.data(SUMMARY_ROLE)
        if isinstance(visit, VisitSummary):
            self.opened.emit(visit.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._head.setText(self.tr("&Earlier visits"))
        self._list.setAccessibleName(self.tr("Earlier visits"))
        self.show_visits(self._visits)
