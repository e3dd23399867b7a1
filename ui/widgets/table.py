"""Tables: columns as functions of a frozen row, with a word for loading, empty and failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QTableView, QWidget

from ui.theme.sizes import demi_bold
from ui.theme.tokens import BASE_TEXT, GRID
from ui.widgets.layout import column, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.shares import shares
from ui.widgets.spoken import say_aloud

T = TypeVar("T")
_NOWHERE = QModelIndex()
_ROW_HEIGHT = 32
_LEAST_STRETCH = 152
_BARE_STRETCH = 88  # beneath this a cut text says nothing
_MOST_STRETCH = 264  # what a stretching column may claim before spare columns go
_MOST_FITTED = 240
_MEASURED = 100  # rows
_HIGHEST = 4000  # px that a text may take when it wraps
_CELL_EDGES = 26  # what the look of a cell adds to its text


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column.

    Attributes:
        title: gives the heading in the language in use; called whenever it is painted.
        show: the text of a cell.
        right: figures stand at the right.
        stretch: takes the room that is left; where there are several, first what its texts need.
        width: px at 100 %, for columns that do not stretch; 0 fits the content, and never shrinks again.
        tip: a longer text for the tooltip; without one, the text of a stretching cell is its tooltip.
        spare: is left out where there is no room for it; the higher goes first.
    """

    title: Callable[[], str]
    show: Callable[[T], str]
    right: bool = False
    stretch: bool = False
    width: int = 0
    tip: Callable[[T], str] | None = None
    spare: int = 0


class RowsModel(QAbstractTableModel, Generic[T]):
    """One page of frozen rows; sorting and searching happen in SQL."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: tuple[T, ...] = ()

    def set_rows(self, rows: Sequence[T]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        shown = self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.show(self.rows[index.row()])
        if role == Qt.ItemDataRole.ToolTipRole and (shown.tip is not None or shown.stretch):
            return plain_tip((shown.tip or shown.show)(self.rows[index.row()]))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if shown.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title()
            if role == Qt.ItemDataRole.ToolTipRole:
                return plain_tip(self._columns[section].title())
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight
                    if self._columns[section].right
                    else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def say_headings_again(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self._columns) - 1))


class _View(QTableView):
    entered_row = Signal()
    resized = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.entered_row.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class DataTable(QWidget, Generic[T]):
    """The table with its states. Arrows move, Enter or a double click opens.

    ``wraps``: long texts go on in further lines of a row, for short lists; else they are cut, with a tooltip.

    Signals:
        opened: the row a person opened.
        selected: the row the cursor is on, or None.
    """

    opened = Signal(object)
    selected = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column[T]], *, wraps: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}Table")
        self._wraps = wraps
        self.model: RowsModel[T] = RowsModel(columns, self)
        self.view = _View(self)
        self.view.setObjectName(name)
        self.view.setModel(self.model)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setWordWrap(wraps)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for place, shown in enumerate(columns):
            if shown.stretch:
                self.view.horizontalHeader().setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
        self._wanted = [0] * len(columns)  # px at 100 % that the texts shown so far need, within bounds
        self._whole = [0] * len(columns)  # the same without bounds
        if wraps:
            self.view.horizontalHeader().sectionResized.connect(self._heighten)
        self.view.doubleClicked.connect(self._open)
        self.view.entered_row.connect(self._open)
        self.view.resized.connect(self._share_room)
        self.view.selectionModel().currentRowChanged.connect(self._moved)
        self._page = QWidget(self)
        self._state = words(role="quiet", wrap=True, parent=self._page)
        self._state.setObjectName(f"{name}State")
        self._state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page = column(self._page, margin=3 * GRID)
        page.addStretch(1)
        page.addWidget(self._state)
        page.addStretch(2)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._page)
        self._empty_text = ""
        self._columns = tuple(columns)
        self._fit()
        self.setFocusProxy(self.view)

    def set_empty_text(self, text: str) -> None:
        """What an empty table says: what to do next."""
        self._empty_text = text
        if not self.model.rows and self._stack.currentWidget() is self._page:
            self._state.setText(text)

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show these rows; the cursor stays on the same line number."""
        at = max(self.view.currentIndex().row(), 0)
        self.model.set_rows(rows)
        if not rows:
            self._say(self._empty_text, None)
            if self.isVisible():
                say_aloud(self.view, self._empty_text)
            self.selected.emit(None)
            return
        self._stack.setCurrentWidget(self.view)
        self._measure()
        self.view.setCurrentIndex(self.model.index(min(at, len(rows) - 1), 0))

    def show_loading(self) -> None:
        """Say that the rows come; what is on screen stays if there is something."""
        if not self.model.rows:
            self._say(self.tr("Loading …"), None)

    def unless(self, failed: Callable[[BaseException], None]) -> Callable[[BaseException], None]:
        """``failed`` of the task that brings the rows: none come now, and ``failed`` says why."""

        def call(error: BaseException) -> None:
            if not self.model.rows:
                self._say(self.tr("Not read."), None)
            failed(error)

        return call

    def show_error(self, text: str) -> None:
        """Say why there are no rows."""
        self.model.set_rows(())
        self._say(text, "error")
        say_aloud(self.view, text, at_once=True)

    @property
    def state_text(self) -> str:
        """What stands in place of the rows; empty while rows are shown."""
        return self._state.text() if self._stack.currentWidget() is self._page else ""

    @property
    def current(self) -> T | None:
        at = self.view.currentIndex().row()
        return self.model.rows[at] if 0 <= at < len(self.model.rows) else None

    def _say(self, text: str, state: str | None) -> None:
        from ui.theme.apply import set_state

        self._state.setText(text)
        set_state(self._state, state)
        self._stack.setCurrentWidget(self._page)

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def _moved(self, now: QModelIndex, _before: QModelIndex) -> None:
        row = now.row()
        self.selected.emit(self.model.rows[row] if 0 <= row < len(self.model.rows) else None)

    def _measure(self) -> None:
        """Take in how much room the texts need; a column never shrinks while somebody types."""
        scale = self._scale()
        metrics = QFontMetrics(self.view.font())
        for place, shown in enumerate(self._columns):
            if shown.width:
                continue
            longest = max((shown.show(row) for row in self.model.rows), key=len, default="")
            texts = (longest, shown.title(), *(shown.show(row) for row in self.model.rows[:_MEASURED]))
            needed = max(metrics.horizontalAdvance(text) for text in texts) / scale + _CELL_EDGES
            most = _MOST_STRETCH if shown.stretch else _MOST_FITTED
            self._whole[place] = max(self._whole[place], round(needed))
            self._wanted[place] = max(self._wanted[place], min(round(needed), most))
        self._fit()

    def _scale(self) -> float:
        return max(self.fontInfo().pixelSize() / BASE_TEXT, 1.0)

    def _fit(self) -> None:
        """Give widths and heights that follow the size of the text; leave out what finds no room."""
        scale = self._scale()
        self.view.verticalHeader().setDefaultSectionSize(round(_ROW_HEIGHT * scale))
        needs = [
            max(
                round((shown.width or max(wanted, _LEAST_STRETCH if shown.stretch else 0)) * scale),
                self._head_needs(shown),
            )
            for shown, wanted in zip(self._columns, self._wanted, strict=True)
        ]
        room = self.view.width() - self.view.verticalScrollBar().sizeHint().width()
        taken = sum(needs)
        for place in sorted(range(len(needs)), key=lambda at: (-self._columns[at].spare, -at)):
            if not self._columns[place].stretch:
                self.view.setColumnWidth(place, needs[place])
            if self._columns[place].spare:
                short = taken > room > 0
                self.view.setColumnHidden(place, short)
                taken -= needs[place] if short else 0
        self._share_room()
        if self._wraps:
            self._heighten()

    def _head_needs(self, shown: Column[T]) -> int:
        """What the heading of a column needs to stand there whole, px."""
        head = self.view.horizontalHeader()
        return QFontMetrics(demi_bold(head.font())).horizontalAdvance(shown.title()) + _CELL_EDGES

    def _share_room(self) -> None:
        """Give what the other columns leave to those that stretch; with hardly any left, it scrolls."""
        seen = [at for at in range(len(self._columns)) if not self.view.isColumnHidden(at)]
        wide = [at for at in seen if self._columns[at].stretch]
        fixed = sum(self.view.columnWidth(at) for at in seen if at not in wide)
        scale = self._scale()
        least = [max(self._head_needs(self._columns[at]), round(_BARE_STRETCH * scale)) for at in wide]
        widths = shares(
            max(self.view.viewport().width() - fixed, sum(least)),
            least=[round(_LEAST_STRETCH * scale)] * len(wide),
            whole=[round(self._whole[at] * scale) for at in wide],
        )
        for at, width in zip(wide, widths, strict=True):
            self.view.setColumnWidth(at, width)

    def _heighten(self) -> None:
        """Make each row as high as its longest text, wrapped, needs.

        Counted here: Qt's own hint knows nothing of the room that the look of a cell leaves at its sides.
        """
        scale, metrics = self._scale(), QFontMetrics(self.view.font())
        edges, least = round(_CELL_EDGES * scale), round(_ROW_HEIGHT * scale)
        between = least - metrics.height()  # above and below one line
        for place, row in enumerate(self.model.rows):
            highest = 0
            for at, shown in enumerate(self._columns):
                room = self.view.columnWidth(at) - edges
                if self.view.isColumnHidden(at) or room <= 0:
                    continue
                box = metrics.boundingRect(
                    QRect(0, 0, room, _HIGHEST), Qt.TextFlag.TextWordWrap, shown.show(row)
                )
                highest = max(highest, box.height())
            self.view.setRowHeight(place, max(highest + between, least))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.model.say_headings_again()
            self._measure()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
        super().changeEvent(event)
