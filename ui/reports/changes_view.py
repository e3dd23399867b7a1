"""What changed since a version was signed: the cells, and the visits responsible, each a key away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from emr_desktop.clock import local
from emr_desktop.forms.rows import ChangedCell, FormReport
from emr_desktop.forms.version_rows import ChangedVisit, FormChanges
from ui.consultation import telling
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.table import Column, DataTable


class _Names(NamedTuple):
    """What rows and columns are called, by code."""

    rows: Mapping[str, str]
    columns: Mapping[str, str]


class ChangesView(QWidget):
    """Signals: ``opened`` with a visit id, ``back``."""

    opened = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesView")
        self._language = language
        self._changes: FormChanges | None = None
        self._report: FormReport | None = None
        self._names = _Names({}, {})
        self._header = PageHeader(self)
        self._back = Button("changesBack", parent=self)
        self._header.add_action(self._back)
        self._note = words(role="quiet", wrap=True, parent=self)
        self.cells: DataTable[ChangedCell] = DataTable(
            "changedCells",
            (
                Column(lambda: self.tr("Row"), self._row, stretch=True),
                Column(lambda: self.tr("Column"), lambda cell: self._column(cell.column), width=248),
                Column(lambda: self.tr("Signed"), lambda cell: _figure(cell.closed), right=True, width=96),
                Column(self._later, lambda cell: _figure(cell.now), right=True, width=96),
            ),
            parent=self,
        )
        self.visits: DataTable[ChangedVisit] = DataTable(
            "changedVisits",
            (
                Column(lambda: self.tr("Date"), lambda one: telling.day(one.date), width=104),
                Column(lambda: self.tr("Number"), lambda one: one.patient_number, width=184),
                Column(lambda: self.tr("What happened"), self._what, stretch=True, tip=self._what),
                Column(lambda: self.tr("Who"), lambda one: one.by or "", width=168),
                Column(lambda: self.tr("When"), _when, width=136),
                Column(lambda: self.tr("Cells"), self._steps, stretch=True, tip=self._all_steps),
            ),
            parent=self,
        )
        self.visits.opened.connect(lambda one: self.opened.emit(one.visit))
        self.cells.opened.connect(lambda _cell: self.visits.setFocus())
        self._back.clicked.connect(self.back)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.addWidget(self.cells)
        halves.addWidget(self.visits)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        halves.setChildrenCollapsible(False)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self._note)
        page.addWidget(halves, 1)
        self._translate()

    def show_changes(self, changes: FormChanges, report: FormReport) -> None:
        """Show them; ``report`` gives rows and columns their names."""
        self._changes, self._report = changes, report
        self._translate()
        self.cells.show_rows(changes.cells)
        self.visits.show_rows(changes.visits)
        (self.visits if changes.visits else self.cells).setFocus()

    def _row(self, cell: ChangedCell) -> str:
        return self._names.rows.get(cell.row, cell.row)

    def _column(self, code: str) -> str:
        return self._names.columns.get(code, code)

    def _what(self, one: ChangedVisit) -> str:
        said = sentence(f"form.change.{one.how}", {}, self._language.code)
        return f"{said}: {one.reason}" if one.reason else said

    def _steps(self, one: ChangedVisit) -> str:
        if not one.cells:
            return self.tr("no figure moved")
        return ", ".join(f"{step.row} {step.step:+d}" for step in one.cells)

    def _all_steps(self, one: ChangedVisit) -> str:
        rows = self._names.rows
        return "\n".join(
            f"{step.step:+d}  {rows.get(step.row, step.row)}, {self._column(step.column)}"
            for step in one.cells
        )

    def _later(self) -> str:
        changes = self._changes
        if changes is None or changes.against is None:
            return self.tr("Now")
        return self.tr("Version {0}").format(changes.against)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back to the versions"), tip=self.tr("Back to the versions (Esc)"))
        self.cells.set_empty_text(self.tr("Every figure is as it was signed."))
        changes, report, language = self._changes, self._report, self._language.code
        if changes is None or report is None:
            return
        self._names = _names(report, language)
        if changes.against is None:
            title = self.tr("Changed since version {0} was signed").format(changes.version)
        else:
            title = self.tr("Version {0} against version {1}").format(changes.version, changes.against)
        self._header.set_title(title)
        said = (
            self.tr("%n cell(s) changed", "", len(changes.cells)),
            self.tr("%n visit(s) changed", "", len(changes.visits)),
            self.tr("Enter opens the visit."),
        )
        self._header.set_line("  ·  ".join(said))
        notes = []
        if not changes.list_kept:
            notes.append(sentence("form.list_not_kept", {"version": changes.version}, language))
        if changes.definition_changed:
            notes.append(sentence("form.definition_changed", {"version": changes.version}, language))
        self._note.setText("  ".join(notes))
        self._note.setVisible(bool(notes))
        nobody = self.tr("No visit changed.") if changes.list_kept else notes[0]
        self.visits.set_empty_text(nobody)


def _names(report: FormReport, language: str) -> _Names:
    swahili = language == "sw"
    columns = {
        f"{band.code}.{part.code}": f"{band.sw if swahili else band.en}, {part.sw if swahili else part.en}"
        for band in report.info.bands
        for part in report.info.parts
    }
    rows = {row.row: f"{row.row}  {row.sw if swahili else row.en}" for row in report.rows}
    return _Names(rows, columns)


def _figure(figure: int | None) -> str:
    return "–" if figure is None else str(figure)


def _when(one: ChangedVisit) -> str:
    return "" if one.at is None else f"{local(one.at):%d/%m/%Y %H:%M}"
