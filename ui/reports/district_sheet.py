"""The form with two figures in each cell that is sent: ours and the district's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPalette
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from emr_desktop.forms.rows import FormReport
from ui.reports.sheet import Sheet, SheetLine, lay_out
from ui.reports.table import FigureCell, ReportTable
from ui.reports.table_model import FIRST_FIGURE, GREY_ROLE, SheetModel
from ui.theme import Theme
from ui.theme.sizes import demi_bold

_NOTHING = "–"
_EDGES = 36  # px beside the text of a cell


@dataclass(frozen=True)
class Pair:
    """One cell in both places; ``there`` None: the district has nothing."""

    here: str
    there: str | None
    same: bool

    @property
    def words(self) -> str:
        return f"{self.here} | {_NOTHING if self.there is None else self.there}"


Pairs = dict[tuple[str, str], Pair]  # by row and column


class DistrictModel(SheetModel):
    """Cells that are not sent are grey and cannot be chosen; those that differ bear the mark of a change."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pairs: Pairs = {}
        self._places = ("", "")

    def set_places(self, here: str, there: str) -> None:
        """The words for both places, for those who listen to the screen."""
        self._places = (here, there)

    def compare(self, report: FormReport, pairs: Pairs, *, only_differing: bool, language: str) -> None:
        """Lay the form out; rows without a difference, and sections without such a row, may be left out."""
        differing = frozenset(place for place, pair in pairs.items() if not pair.same)
        whole = lay_out(report)
        columns = tuple(each for each in whole.columns if not each.is_total)
        places = [at for at, each in enumerate(whole.columns) if not each.is_total]
        lines = [
            replace(line, figures=tuple(line.figures[at] for at in places)) if line.figures else line
            for line in whole.lines
            if line.kind != "derived"
        ]
        if only_differing:
            lines = _with_sections(lines, {row for row, _ in differing})
        self._pairs = pairs
        self.show(Sheet(columns, tuple(lines)), language=language, total="", changed=differing)

    def pair_at(self, index: QModelIndex | QPersistentModelIndex) -> Pair | None:
        """What stands in a cell; None: it is not sent."""
        column = self.column_at(index.column())
        return None if column is None else self._pairs.get((self.line_at(index.row()).row, column.code))

    def widest(self, column: int) -> str:
        """The longest text of a column."""
        texts = (self.pair_at(self.index(row, column)) for row in range(self.rowCount()))
        return max((pair.words for pair in texts if pair is not None), key=len, default="")

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if index.column() < FIRST_FIGURE:
            return super().data(index, role)
        pair = self.pair_at(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if pair is None else pair.words
        if role == GREY_ROLE:
            return pair is None and self.line_at(index.row()).kind != "section"
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "" if pair is None else self._told(index, pair)
        return super().data(index, role)

    def _told(self, index: QModelIndex | QPersistentModelIndex, pair: Pair) -> str:
        band, part = self.heading(index.column())
        here, there = self._places
        name = self.line_at(index.row()).name(self._language)
        figures = f"{here} {pair.here}, {there} {_NOTHING if pair.there is None else pair.there}"
        return f"{name}, {band} {part}: {figures}"

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if self.pair_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _with_sections(lines: Sequence[SheetLine], rows: set[str]) -> list[SheetLine]:
    """The lines of these rows, each section once before its own."""
    kept: list[SheetLine] = []
    section: SheetLine | None = None
    for line in lines:
        if line.kind == "section":
            section = line
        elif line.row in rows:
            if section is not None:
                kept.append(section)
                section = None
            kept.append(line)
    return kept


class _PairCell(FigureCell):
    """Both figures quiet where they are the same."""

    def __init__(self, theme: Theme, model: DistrictModel, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._model, self._colours = model, theme

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        pair = self._model.pair_at(index)
        if pair is None:
            return
        if pair.same:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(self._colours.palette.line_strong))
        else:
            option.font = demi_bold(option.font)


class DistrictTable(ReportTable):
    """As the form, with room for two figures in a cell.

    Signals:
        asked: the index of the cell a person wants to see on the form.
    """

    def __init__(self, model: DistrictModel, *, theme: Theme, parent: QWidget | None = None) -> None:
        self._compared = model
        super().__init__(model, theme=theme, parent=parent)
        self.setObjectName("districtTable")
        self.names.setObjectName("districtNames")
        self.figures.setObjectName("districtFigures")
        self.figures.setItemDelegate(_PairCell(theme, model, self.figures))
        self._chart.hide()

    def _longest_figure(self, column: int) -> int:
        return QFontMetrics(demi_bold(self.font())).horizontalAdvance(self._compared.widest(column)) + _EDGES

    def go_to_first_marked(self) -> None:
        """Put the cursor on the first cell that differs, else on the first that is sent."""
        first = None
        for row in range(self._compared.rowCount()):
            for column in range(FIRST_FIGURE, self._compared.columnCount()):
                index = self._compared.index(row, column)
                pair = self._compared.pair_at(index)
                if pair is None:
                    continue
                first = first or index
                if not pair.same:
                    self.figures.setCurrentIndex(index)
                    return
        if first is not None:
            self.figures.setCurrentIndex(first)
