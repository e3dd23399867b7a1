"""The form on screen: names that stay, figures that scroll, arrows that jump over grey cells."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.reports.sheet import ALL
from ui.reports.table_model import CHANGED_ROLE, FIRST_FIGURE, GREY_ROLE, LINE_ROLE, NAME, NUMBER, SheetModel
from ui.theme import Theme
from ui.theme.sizes import demi_bold, scaled, small_text
from ui.widgets.buttons import Button
from ui.widgets.layout import OVER

_NUMBER_WIDTH = 44
_FIGURE_WIDTH = 40
_SMALL = 6 / 7  # headings against the text of the cells
_LEAST_NAME_WIDTH, _LEAST_NAME_SCALED = 240, 176  # px, and px at 100 %
_PAD = 4


class BandHeader(QHeaderView):
    """Two lines of headings: the band across its columns, the parts under it."""

    def __init__(self, model: SheetModel, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._sheet_model = model
        self.grand_total = ""
        self.setSectionsClickable(False)

    def small_font(self) -> QFont:
        """The font of the headings."""
        return small_text(self.font())

    def width_of(self, section: int) -> int:
        """What a column needs for its heading; one alone under its band has to hold the band's words."""
        band, part = self._sheet_model.heading(section)
        measure = QFontMetrics(self.small_font())
        needed = measure.horizontalAdvance(part) + _PAD
        if self._span(section) == (section, section):
            words = band or self.grand_total
            longest = max((measure.horizontalAdvance(word) for word in words.split()), default=0)
            # Over two lines, with some room for words that do not break evenly.
            needed = max(needed, longest, round(measure.horizontalAdvance(words) / 2 * 1.25)) + 3 * _PAD
        return needed

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(super().sizeHint().width(), line * 3 + _PAD * 3)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section < FIRST_FIGURE:
            return
        band, part = self._sheet_model.heading(section)
        column = self._sheet_model.column_at(section)
        line = self.fontMetrics().height()
        part_rect = rect.adjusted(0, rect.height() - line - _PAD, 0, 0)
        painter.save()
        painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Button))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(part_rect.topLeft(), part_rect.topRight())
        painter.drawLine(part_rect.topRight(), part_rect.bottomRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(self.small_font())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.drawText(part_rect, Qt.AlignmentFlag.AlignCenter, part)
        painter.restore()
        first, last = self._span(section)
        left = self.sectionViewportPosition(first)
        right = self.sectionViewportPosition(last) + self.sectionSize(last)
        band_rect = QRect(left, rect.top(), right - left, rect.height() - part_rect.height())
        painter.save()
        painter.setClipRect(QRect(rect.left(), rect.top(), rect.width(), band_rect.height()))
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawLine(band_rect.topRight(), band_rect.bottomRight())
        painter.setPen(self.palette().color(QPalette.ColorRole.ButtonText))
        painter.setFont(self.small_font())
        words = band if column is not None and column.band is not None else self.grand_total
        painter.drawText(
            band_rect.adjusted(_PAD, 0, -_PAD, 0),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            words,
        )
        painter.restore()

    def _span(self, at: int) -> tuple[int, int]:
        """The first and last column under the same band."""

        def band(place: int) -> object:
            column = self._sheet_model.column_at(place)
            return None if column is None else (column.band.code if column.band else "total")

        first = last = at
        while first > FIRST_FIGURE and band(first - 1) == band(at):
            first -= 1
        while last + 1 < self.count() and band(last + 1) == band(at):
            last += 1
        return first, last


class FigureCell(QStyledItemDelegate):
    """Grey where the paper is grey, zeros quiet, a mark where a figure changed since closing."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.column() >= FIRST_FIGURE and option.text == "0":
            option.palette.setColor(QPalette.ColorRole.Text, QColor(self._theme.palette.line_strong))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        if index.data(GREY_ROLE):
            painter.fillRect(option.rect, QColor(self._theme.palette.grey_cell))
            return
        if index.data(LINE_ROLE).kind == "section":
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.AlternateBase))
            if index.column() >= FIRST_FIGURE:
                return
        super().paint(painter, option, index)
        if index.data(CHANGED_ROLE):
            corner = QRect(option.rect.right() - 6, option.rect.top() + 1, 6, 6)
            painter.fillRect(corner, QColor(self._theme.palette.warn))


class FiguresView(QTableView):
    """Signals: ``asked`` with the index of the number a person wants to see the cases of."""

    asked = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.currentIndex().isValid():
                self.asked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        moved = super().moveCursor(action, modifiers)
        step = {
            QAbstractItemView.CursorAction.MoveLeft: (0, -1),
            QAbstractItemView.CursorAction.MoveRight: (0, 1),
            QAbstractItemView.CursorAction.MoveUp: (-1, 0),
            QAbstractItemView.CursorAction.MoveDown: (1, 0),
        }.get(action)
        if step is None:
            return moved
        while moved.isValid() and not moved.flags() & Qt.ItemFlag.ItemIsSelectable:
            moved = (
                moved.siblingAtColumn(moved.column() + step[1]) if step[1] else self._below(moved, step[0])
            )
        return moved if moved.isValid() else self.currentIndex()

    def _below(self, index: QModelIndex, step: int) -> QModelIndex:
        return self.model().index(index.row() + step, index.column())


class ReportTable(QWidget):
    """Two tables over one model: names on the left stay while the figures scroll.

    Signals:
        asked: the index of the number a person wants to see the cases of.
        wanted: the name of a page of figures that was pressed over the names.
    """

    asked = Signal(QModelIndex)
    wanted = Signal(str)

    def __init__(self, model: SheetModel, *, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportTable")
        self._model = model
        self.names = QTableView(self)
        self.names.setObjectName("reportNames")
        self.figures = FiguresView(self)
        self.figures.setObjectName("reportFigures")
        self.header = BandHeader(model, self.figures)
        # In the free corner over the names, beside the row that it shows.
        self._chart = Button("rowYearButton", kind="side", parent=self)
        self._chart.setProperty(OVER, True)
        self._chart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._chart.clicked.connect(lambda: self.wanted.emit("rowYear"))
        self.figures.setHorizontalHeader(self.header)
        self.figures.setModel(model)
        self.names.setModel(model)
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.names.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.figures.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.figures.setItemDelegate(FigureCell(theme, self.figures))
        self.names.setItemDelegate(FigureCell(theme, self.names))
        for table in (self.names, self.figures):
            table.setProperty("grid", "true")
            table.setTabKeyNavigation(False)  # arrows move in it; Tab goes on to the buttons
            table.verticalHeader().hide()
            table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
            table.setWordWrap(False)
            table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
            table.verticalHeader().setMinimumSectionSize(16)
        names_bar = self.names.verticalScrollBar()
        figures_bar = self.figures.verticalScrollBar()
        figures_bar.valueChanged.connect(names_bar.setValue)
        names_bar.valueChanged.connect(figures_bar.setValue)
        self.names.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.names.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        )
        self.names.horizontalHeader().setSectionsClickable(False)
        self.figures.asked.connect(self.asked)
        self.figures.clicked.connect(self._clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.names, 1)
        row.addWidget(self.figures, 0)
        model.modelReset.connect(self._fit)

    def set_words(self, *, number: str, name: str, grand_total: str) -> None:
        """The headings that are not bands of the form."""
        self._model.set_heads(number, name)
        self.header.grand_total = grand_total
        self._chart.set_text(
            self.tr("Chart"), tip=self.tr("Twelve months or 52 weeks of the row under the cursor (Ctrl+G)")
        )
        self._place_corner()
        self.figures.setAccessibleName(name)
        self.names.setAccessibleName(name)
        self.header.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self.asked.emit(index)

    def _fit(self) -> None:
        """Hide what the other table shows and give figures the width their numbers need."""
        last = self._model.columnCount()
        digits = self.fontMetrics().horizontalAdvance("0000") + 2 * _PAD
        for column in range(last):
            self.names.setColumnHidden(column, column >= FIRST_FIGURE)
            self.figures.setColumnHidden(column, column < FIRST_FIGURE)
            if column >= FIRST_FIGURE:
                figure = self._longest_figure(column)
                self.figures.setColumnWidth(
                    column, max(_FIGURE_WIDTH, digits, figure, self.header.width_of(column))
                )
        numbers = ("000.0", *(line.row for line in self._model.sheet.lines))
        widest = max(self.fontMetrics().horizontalAdvance(number) for number in numbers)
        self.names.setColumnWidth(NUMBER, max(_NUMBER_WIDTH, widest + 24))
        self.names.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.names.horizontalHeader().setFixedHeight(self.header.sizeHint().height())
        self._share_width()

    def _place_corner(self) -> None:
        self._chart.adjustSize()
        self._chart.move(_PAD, _PAD)
        self._chart.raise_()

    def _longest_figure(self, column: int) -> int:
        """What the longest number of a column needs, bold as totals are, with the margins of its cell."""
        at = column - FIRST_FIGURE
        figures = [line.figures[at] for line in self._model.sheet.lines if line.figures]
        digits = max((len(str(figure)) for figure in figures if figure is not None), default=1)
        return QFontMetrics(demi_bold(self.font())).horizontalAdvance("0" * digits) + 6 * _PAD

    def _share_width(self) -> None:
        self._place_corner()
        bar = self.figures.verticalScrollBar().sizeHint().width()
        wanted = self.header.length() + bar + 2
        self.figures.setFixedWidth(
            max(120, min(wanted, self.width() - max(_LEAST_NAME_WIDTH, scaled(_LEAST_NAME_SCALED))))
        )

    def resizeEvent(self, event: object) -> None:
        self._share_width()
        super().resizeEvent(event)  # type: ignore[arg-type]

    def go_to(self, row: str, column: str) -> bool:
        """Put the cursor on this figure; an empty column is the grand total. False: there is no such."""
        sheet = self._model.sheet
        line = next((at for at, one in enumerate(sheet.lines) if one.row == row and one.kind == "row"), -1)
        code = column or ALL
        place = next((at for at, one in enumerate(sheet.columns) if one.code == code), -1)
        if line < 0 or place < 0:
            return False
        self.figures.setCurrentIndex(self._model.index(line, FIRST_FIGURE + place))
        return True

    def cell_at_cursor(self) -> tuple[str, str] | None:
        """The row and column under the cursor; on a heading the row below it; None on an empty sheet."""
        index = self.figures.currentIndex()
        below = [line.row for line in self._model.sheet.lines[max(index.row(), 0) :] if line.row]
        column = self._model.column_at(index.column()) if index.isValid() else None
        return (below[0], "all" if column is None else column.code) if below else None

    def go_to_first(self) -> None:
        """Put the cursor on the first number."""
        for row in range(self._model.rowCount()):
            for column in range(FIRST_FIGURE, self._model.columnCount()):
                index = self._model.index(row, column)
                if index.flags() & Qt.ItemFlag.ItemIsSelectable:
                    self.figures.setCurrentIndex(index)
                    return
