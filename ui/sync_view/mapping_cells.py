"""Single cells of a form with a place of their own: they win over their row and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.languages import either
from ui.qt.language import Language
from ui.sync_view.mapping_lines import MappingLine, WorkingMapping
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.layout import Card, column, row, words
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.table import Column, DataTable
from ui.widgets.wide_combo import WideCombo

_OFFERED = 40


@dataclass(frozen=True)
class CellLine:
    """One cell with its place; ``cell`` as the file names it, ``row|column``."""

    cell: str
    row: str
    column: str
    element: str
    combo: str


class MappingCells(QWidget):
    """Signals: ``changed`` with the ``WorkingMapping`` after a person gave or took a place."""

    changed = Signal(object)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mappingCells")
        self._language = language
        self._working: WorkingMapping | None = None
        self._card = Card(self)
        self.cells: DataTable[CellLine] = DataTable(
            "mappingCellList",
            (
                Column(lambda: self.tr("Row"), self._row_name, stretch=True, tip=self._row_name),
                Column(lambda: self.tr("Column"), self._column_name, stretch=True),
                Column(lambda: self.tr("Data element"), self._element_name, stretch=True),
                Column(lambda: self.tr("Option combo"), self._combo_name, stretch=True),
            ),
            parent=self,
        )
        self._row_label, self._column_label = (words(role="label", parent=self) for _ in range(2))
        self.row = WideCombo("cellRow", letters=28, parent=self)
        self.column = WideCombo("cellColumn", letters=20, parent=self)
        self._row_label.setBuddy(self.row)
        self._column_label.setBuddy(self.column)
        self.element = PickerField("cellElement", self._find_elements, free=False, parent=self)
        self.combo = PickerField("cellCombo", self._find_combos, free=False, parent=self)
        self._put = Button("putCell", parent=self)
        self._remove = Button("removeCell", parent=self)
        page = column(self)
        self._card.body.addWidget(self.cells, 1)
        page.addWidget(self._card, 1)
        which = row(spacing=2 * GRID)
        for label, box in ((self._row_label, self.row), (self._column_label, self.column)):
            part = column(spacing=GRID // 4)
            part.addWidget(label)
            part.addWidget(box)
            which.addLayout(part, 1)
        page.addLayout(which)
        under = row(spacing=2 * GRID)
        under.addWidget(self.element, 1)
        under.addWidget(self.combo, 1)
        buttons = column(spacing=GRID // 4)
        buttons.addWidget(words(" ", role="label", parent=self))
        both = row()
        both.addWidget(self._put)
        both.addWidget(self._remove)
        buttons.addLayout(both)
        buttons.addStretch(1)
        under.addLayout(buttons)
        page.addLayout(under)
        self.cells.selected.connect(lambda _line: self._point())
        self._put.clicked.connect(self._give)
        self._remove.clicked.connect(self._take_away)
        self._translate()

    def show_mapping(self, working: WorkingMapping) -> None:
        """Show the cells of a mapping; the cursor stays where it was."""
        other = self._working is None or self._working.form != working.form
        self._working = working
        self.cells.show_rows(_lines(working))
        if other:
            self._fill()
        self._point()

    def _point(self) -> None:
        """What is under the cursor stands in the boxes, to be given another place."""
        current, working = self.cells.current, self._working
        self._remove.setEnabled(current is not None)
        if current is None or working is None:
            return
        for box, lines, code in (
            (self.row, working.rows, current.row),
            (self.column, working.columns, current.column),
        ):
            at = next((at for at, each in enumerate(lines) if each.code == code), -1)
            box.setCurrentIndex(at)
        self.element.show_value(self._element_name(current), current.element)
        self.combo.show_value(self._combo_name(current), current.combo)

    def _give(self) -> None:
        working, at_row, at_column = self._working, self.row.currentIndex(), self.column.currentIndex()
        if working is None or at_row < 0 or at_column < 0:
            return
        for field in (self.element, self.combo):
            field.set_error(None if field.code else self.tr("Choose one from the list."))
        if not (self.element.code and self.combo.code):
            return
        cell = f"{working.rows[at_row].code}|{working.columns[at_column].code}"
        self._changed(working.with_cell(cell, str(self.element.code), str(self.combo.code)))

    def _take_away(self) -> None:
        current = self.cells.current
        if self._working is not None and current is not None:
            self._changed(self._working.without_cell(current.cell))

    def _changed(self, working: WorkingMapping) -> None:
        self.show_mapping(working)
        self.cells.setFocus()
        self.changed.emit(working)

    def _find_elements(self, text: str) -> Sequence[Choice]:
        return _found({} if self._working is None else self._working.elements, text)

    def _find_combos(self, text: str) -> Sequence[Choice]:
        return _found({} if self._working is None else self._working.every_combo, text)

    # words -----------------------------------------------------------------------------------------------

    def _named(self, lines: Sequence[MappingLine], code: str) -> str:
        line = next((each for each in lines if each.code == code), None)
        if line is None:
            return code
        return either(self._language.code, line.sw, line.en)

    def _row_name(self, line: CellLine) -> str:
        rows = () if self._working is None else self._working.rows
        return f"{line.row} {self._named(rows, line.row)}"

    def _column_name(self, line: CellLine) -> str:
        return self._named(() if self._working is None else self._working.columns, line.column)

    def _element_name(self, line: CellLine) -> str:
        return (self._working.elements if self._working else {}).get(line.element, line.element)

    def _combo_name(self, line: CellLine) -> str:
        return (self._working.every_combo if self._working else {}).get(line.combo, line.combo)

    def _fill(self) -> None:
        working, swahili = self._working, self._language.code == "sw"
        at = self.row.currentIndex(), self.column.currentIndex()
        self.row.clear()
        self.column.clear()
        if working is not None:
            self.row.addItems([f"{each.code} {each.sw if swahili else each.en}" for each in working.rows])
            self.column.addItems([each.sw if swahili else each.en for each in working.columns])
        self.row.setCurrentIndex(min(max(at[0], 0), self.row.count() - 1))
        self.column.setCurrentIndex(min(max(at[1], 0), self.column.count() - 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._fill()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._card.set_heading(self.tr("Single cells that go elsewhere than their row and column"))
        self.cells.model.say_headings_again()
        self.cells.set_empty_text(self.tr("Every cell goes where its row and column go."))
        self._row_label.setText(self.tr("R&ow"))
        self.row.setAccessibleName(self.tr("Row"))
        self._column_label.setText(self.tr("Co&lumn"))
        self.column.setAccessibleName(self.tr("Column"))
        self.element.set_label(self.tr("Data &element there"))
        self.combo.set_label(self.tr("O&ption combo there"))
        self._put.set_text(self.tr("Goes &there"))
        self._remove.set_text(self.tr("Goes with its row a&gain"))


def _lines(working: WorkingMapping) -> tuple[CellLine, ...]:
    cells: Mapping[str, Mapping[str, str]] = working.base.get("cells") or {}
    found = []
    for name, place in cells.items():
        at, _, code = name.partition("|")
        found.append(CellLine(name, at, code, place["data_element"], place["category_option_combo"]))
    return tuple(found)


def _found(there: Mapping[str, str], text: str) -> list[Choice]:
    parts = text.casefold().split()
    return [
        Choice(uid, name, uid)
        for uid, name in there.items()
        if all(part in f"{name} {uid}".casefold() for part in parts)
    ][:_OFFERED]
