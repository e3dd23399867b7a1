"""Earlier visits beside the page: newest first, a few words each, Enter opens one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from emr_desktop.visits.rows import VisitSummary
from ui.consultation import telling, typed
from ui.consultation.finding_visits import finds, words_of
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme.sizes import demi_bold, follow_text
from ui.widgets.layout import words
from ui.widgets.plain_tip import plain_tip

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
            if role == LINES_ROLE:
                return lines
            text = "\n".join(line for line in lines if line)
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
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
        bold = demi_bold(option.font)
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


class _SearchBox(QLineEdit):
    """Down goes into the list, Esc clears. Signals: ``down``."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class Timeline(QWidget):
    """Signals: ``opened`` with the id of the visit a person wants to read."""

    opened = Signal(object)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        follow_text(self, width=_WIDTH)
        self._language = language
        self._visits: tuple[VisitSummary, ...] = ()
        self._said: dict[uuid.UUID, str] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = words(parent=self)
        self._head.setProperty("role", "heading")
        column.addWidget(self._head)
        self.search = _SearchBox(self)
        self.search.setObjectName("findVisit")
        self.search.textChanged.connect(self._look)
        self.search.down.connect(self._go_into_list)
        self.search.returnPressed.connect(self._open_current)
        column.addWidget(self.search)
        self._list = QListView(self)
        self._list.setObjectName("earlierVisits")
        self._model = TimelineModel(parent=self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_VisitLines(self._list))
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.activated.connect(self._open)
        column.addWidget(self._list, 1)
        self._nothing = words(role="small", wrap=True, parent=self)
        self._nothing.setObjectName("noVisitFound")
        self._nothing.hide()
        column.addWidget(self._nothing)
        self._head.setBuddy(self.search)
        self._translate()

    @property
    def is_empty(self) -> bool:
        return not self._visits

    def show_visits(self, visits: Sequence[VisitSummary]) -> None:
        """Put earlier visits on screen, newest first."""
        self._visits, self._said = tuple(visits), {}
        with QSignalBlocker(self.search):
            self.search.clear()
        self._look()

    @property
    def found(self) -> tuple[VisitSummary, ...]:
        """The visits on show."""
        asked = self.search.text()
        return tuple(visit for visit in self._visits if not asked.strip() or finds(asked, self._words(visit)))

    def _words(self, visit: VisitSummary) -> str:
        """What a visit says, worked out at the first search in these visits."""
        if visit.id not in self._said:
            self._said[visit.id] = words_of(visit)
        return self._said[visit.id]

    def _look(self) -> None:
        found = self.found
        self._model.show(found, language=self._language.code)
        self._say_found(len(found))
        if found and self.search.text().strip():
            self._list.setCurrentIndex(self._model.index(0))

    def _say_found(self, found: int) -> None:
        every = len(self._visits)
        self._head.setText(
            self.tr("&Earlier visits")
            if found == every
            else self.tr("&Earlier: {0} of {1}").format(found, every)
        )
        self._nothing.setVisible(bool(every) and not found)

    def _go_into_list(self) -> None:
        if self._model.rowCount():
            self._list.setFocus()
            if not self._list.currentIndex().isValid():
                self._list.setCurrentIndex(self._model.index(0))

    def _open_current(self) -> None:
        index = self._list.currentIndex()
        if self.search.text().strip() and index.isValid():
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        visit = index.data(SUMMARY_ROLE)
        if isinstance(visit, VisitSummary):
            self.opened.emit(visit.id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._list.setAccessibleName(self.tr("Earlier visits"))
        self.search.setPlaceholderText(self.tr("Find in them"))
        self.search.setAccessibleName(self.tr("Find in earlier visits"))
        self.search.setToolTip(
            self.tr("Diagnosis, medicine, test, date or words; Enter opens the newest found")
        )
        self._nothing.setText(self.tr("No earlier visit says this."))
        self._look()
