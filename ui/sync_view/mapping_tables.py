"""The two tables of a mapping, and the picker under them that gives the line under the cursor its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.languages import either
from ui.qt.language import Language
from ui.sync_view.mapping_lines import MappingLine, WorkingMapping
from ui.theme import GRID
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.layout import Card, column, row
from ui.widgets.picker import Choice
from ui.widgets.picker_field import PickerField
from ui.widgets.table import Column, DataTable

_OFFERED = 40
_SIGNS = {"none": "○", "gone": "!", "likely": "?", "sure": "✓", "kept": "✓", "chosen": "✓"}


class MappingTables(QWidget):
    """Enter on a line goes to the picker; picking goes on to the next line.

    Signals:
        changed: the ``WorkingMapping`` after a person chose.
    """

    changed = Signal(object)

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mappingTables")
        self._language = language
        self._working: WorkingMapping | None = None
        self._of_columns = False  # which table the picker is for
        self.rows, self.columns = self._table("mappingRows", coded=True), self._table("mappingColumns")
        self._row_card, self._column_card = Card(self), Card(self)
        self.place = PickerField("mappingPlace", self._find_places, free=False, parent=self)
        self._clear = Button("clearPlace", parent=self)
        page = column(self)
        self._row_card.body.addWidget(self.rows, 1)
        self._column_card.body.addWidget(self.columns, 1)
        both = row()
        both.addWidget(self._row_card, 3)
        both.addWidget(self._column_card, 2)
        page.addLayout(both, 1)
        under = Flow(self, spacing=2 * GRID, bottom=True)
        under.add(self.place, 1, least=30 * GRID)
        under.add(self._clear)
        page.addWidget(under)
        self.place.picker.picked.connect(self._take)
        self._clear.clicked.connect(lambda: self._put(None, ""))
        for table, of_columns in ((self.rows, False), (self.columns, True)):
            table.selected.connect(lambda _line, side=of_columns: self._moved(side))
            table.opened.connect(lambda _line, side=of_columns: self._begin(side))
            table.view.installEventFilter(self)
        self._translate()

    def show_mapping(self, working: WorkingMapping) -> None:
        """Show these lines; the cursor stays where it was."""
        self._working = working
        self.rows.show_rows(working.rows)
        self.columns.show_rows(working.columns)
        self._point(self._of_columns)

    def _table(self, name: str, *, coded: bool = False) -> DataTable[MappingLine]:
        """``coded``: the number stands on the paper form; that of a column does not."""
        number: Column[MappingLine] = Column(lambda: self.tr("No."), lambda each: each.code, width=56)
        return DataTable(
            name,
            (
                *((number,) if coded else ()),
                Column(lambda: self.tr("Here"), self._name, stretch=True, tip=self._name),
                Column(lambda: self.tr("There"), self._place_name, stretch=True, tip=self._place_name),
                Column(lambda: self.tr("How sure"), self._sure, width=152),
            ),
            wraps=not coded,  # the bands of age differ at their end
            parent=self,
        )

    # choosing --------------------------------------------------------------------------------------------

    def _moved(self, of_columns: bool) -> None:
        table = self.columns if of_columns else self.rows
        if table.view.hasFocus() or of_columns == self._of_columns:
            self._point(of_columns)

    def _point(self, of_columns: bool) -> None:
        """The picker is for the line under the cursor of this table."""
        self._of_columns = of_columns
        line = (self.columns if of_columns else self.rows).current
        self.place.setEnabled(line is not None)
        self._clear.setEnabled(line is not None and line.uid is not None)
        if line is None:
            return
        kind = self.tr("Column &goes to: {0}") if of_columns else self.tr("Row &goes to: {0}")
        self.place.set_label(
            kind.format(
                self._name(line) if of_columns else f"{line.code} {self._name(line)}".replace("&", "&&")
            )
        )
        self.place.show_value(line.name, line.uid)

    def _begin(self, of_columns: bool) -> None:
        self._point(of_columns)
        self.place.editor.setFocus()
        self.place.picker.selectAll()

    def _take(self, choice: Choice) -> None:
        self._put(str(choice.key), choice.primary)

    def _put(self, uid: str | None, name: str) -> None:
        """Give the line under the cursor a place; the cursor goes on to the next line."""
        working, of_columns = self._working, self._of_columns
        table = self.columns if of_columns else self.rows
        current = table.current
        if working is None or current is None:
            return
        lines = tuple(
            each.chosen(uid, name) if each.code == current.code else each
            for each in (working.columns if of_columns else working.rows)
        )
        self._working = replace(working, columns=lines) if of_columns else replace(working, rows=lines)
        table.show_rows(lines)
        following = min(table.view.currentIndex().row() + 1, len(lines) - 1)
        table.view.setCurrentIndex(table.model.index(following, 0))
        table.setFocus()
        self._point(of_columns)
        self.changed.emit(self._working)

    def _find_places(self, text: str) -> Sequence[Choice]:
        working = self._working
        if working is None:
            return ()
        there = working.combos if self._of_columns else working.elements
        parts = text.casefold().split()
        return [
            Choice(uid, name, uid)
            for uid, name in there.items()
            if all(part in f"{name} {uid}".casefold() for part in parts)
        ][:_OFFERED]

    # words -----------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._point(watched is self.columns.view)
        return super().eventFilter(watched, event)

    def _name(self, line: MappingLine) -> str:
        return either(self._language.code, line.sw, line.en)

    def _place_name(self, line: MappingLine) -> str:
        if line.uid is None:
            return "–"
        return line.name if line.name == line.uid else f"{line.name} ({line.uid})"

    def _sure(self, line: MappingLine) -> str:
        said: dict[str, Callable[[], str]] = {
            "none": lambda: self.tr("goes nowhere"),
            "gone": lambda: self.tr("gone there"),
            "likely": lambda: self.tr("likely: look"),
            "sure": lambda: self.tr("nearly sure"),
            "kept": lambda: self.tr("as saved"),
            "chosen": lambda: self.tr("chosen now"),
        }
        return f"{_SIGNS[line.state]} {said[line.state]()}"

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._clear.set_text(self.tr("Goes &nowhere"))
        self._row_card.set_heading(self.tr("Rows and data elements"))
        self._column_card.set_heading(self.tr("Columns and option combos"))
        self.rows.view.setAccessibleName(self.tr("Rows and data elements"))
        self.columns.view.setAccessibleName(self.tr("Columns and option combos"))
        for table in (self.rows, self.columns):
            table.model.say_headings_again()
            table.set_empty_text(self.tr("Choose a form."))
        self.place.set_label(self.tr("&Goes to"))
        self._point(self._of_columns)
