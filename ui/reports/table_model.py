"""The form as a table: row number, name, then the figures."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ui.reports.sheet import Sheet, SheetColumn, SheetLine
from ui.theme.sizes import demi_bold
from ui.widgets.plain_tip import plain_tip

NUMBER, NAME, FIRST_FIGURE = 0, 1, 2
LINE_ROLE = int(Qt.ItemDataRole.UserRole)
COLUMN_ROLE = LINE_ROLE + 1
GREY_ROLE = LINE_ROLE + 2
CHANGED_ROLE = LINE_ROLE + 3
_NOWHERE = QModelIndex()
_EMPTY = Sheet((), ())
_NO_GREY = ("section", "by_hand")


class SheetModel(QAbstractTableModel):
    """Greyed cells and section lines cannot be chosen, so that arrows jump over them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheet = _EMPTY
        self._language = "sw"
        self._changed: frozenset[tuple[str, str]] = frozenset()
        self._total = ""
        self._heads = ("", "")

    @property
    def sheet(self) -> Sheet:
        return self._sheet

    def show(
        self,
        sheet: Sheet,
        *,
        language: str,
        total: str,
        changed: frozenset[tuple[str, str]] = frozenset(),
    ) -> None:
        """Show a sheet.

        Args:
            sheet: what to show.
            language: of names and bands.
            total: the word above the columns of totals.
            changed: row and column of the cells that are no longer what was signed.
        """
        self.beginResetModel()
        self._sheet, self._language, self._total, self._changed = sheet, language, total, changed
        self.endResetModel()

    def set_heads(self, number: str, name: str) -> None:
        """The words above the row number and the name."""
        self._heads = (number, name)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, NUMBER, NAME)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section] if section <= NAME else " ".join(self.heading(section))
        return None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._sheet.lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else FIRST_FIGURE + len(self._sheet.columns)

    def column_at(self, place: int) -> SheetColumn | None:
        at = place - FIRST_FIGURE
        return self._sheet.columns[at] if 0 <= at < len(self._sheet.columns) else None

    def line_at(self, place: int) -> SheetLine:
        return self._sheet.lines[place]

    def figure(self, index: QModelIndex | QPersistentModelIndex) -> int | None:
        line, at = self._sheet.lines[index.row()], index.column() - FIRST_FIGURE
        return line.figures[at] if line.figures and at >= 0 else None

    def heading(self, place: int) -> tuple[str, str]:
        """The band and the part written above a column; the grand total has no band."""
        column = self.column_at(place)
        if column is None:
            return ("", "")
        swahili = self._language == "sw"
        band = "" if column.band is None else column.band.sw if swahili else column.band.en
        part = self._total if column.part is None else column.part.sw if swahili else column.part.en
        return (band, part)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        line = self._sheet.lines[index.row()]
        column = self.column_at(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            if column is None:
                return line.row if index.column() == NUMBER else line.name(self._language)
            value = self.figure(index)
            return "" if value is None else str(value)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == NAME:
            return plain_tip(f"{line.sw}\n{line.en}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column is None else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.FontRole:
            bold = line.kind == "section" or (column is not None and column.is_total)
            return _bold() if bold else None
        if role == LINE_ROLE:
            return line
        if role == COLUMN_ROLE:
            return column
        if role == GREY_ROLE:
            return column is not None and line.kind not in _NO_GREY and self.figure(index) is None
        if role == CHANGED_ROLE:
            return column is not None and (line.row, column.code) in self._changed
        if role == Qt.ItemDataRole.AccessibleTextRole and column is not None:
            band, part = self.heading(index.column())
            return f"{line.name(self._language)}, {band} {part}: {self.figure(index)}"
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if index.column() < FIRST_FIGURE or self.figure(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _bold() -> QFont:
    return demi_bold(QApplication.font())
