"""What the check of a form found, with the visits concerned."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.rows import CheckReport, Finding
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column
from ui.widgets.table import Column, DataTable


@dataclass(frozen=True)
class FindingLine:
    """One finding with one of its visits (or none)."""

    finding: Finding
    visit: uuid.UUID | None
    place: int  # which of its visits
    of: int


class CheckPage(QWidget):
    """Signals: ``opened`` with a visit id, ``back``."""

    opened = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("checkPage")
        self._language = language
        self._checked: CheckReport | None = None
        self._header = PageHeader(self)
        self._back = Button("checkBack", parent=self)
        self._back.clicked.connect(self.back)
        self._header.add_action(self._back)
        self.table: DataTable[FindingLine] = DataTable(
            "findingList",
            (
                Column(lambda: self.tr("What to look at"), self._said, stretch=True, tip=self._said),
                Column(lambda: self.tr("Visit"), self._which, width=112),
            ),
            parent=self,
        )
        self.table.opened.connect(self._open)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.table, 1)
        self._translate()

    def show_check(self, checked: CheckReport) -> None:
        """List what was found."""
        self._checked = checked
        lines = []
        for finding in checked.findings:
            visits: tuple[uuid.UUID | None, ...] = finding.visits or (None,)
            lines += [
                FindingLine(finding, visit, at, len(finding.visits)) for at, visit in enumerate(visits, 1)
            ]
        self._translate()
        self.table.show_rows(lines)
        self.table.setFocus()

    def _said(self, line: FindingLine) -> str:
        return sentence(line.finding.code, line.finding.params, self._language.code)

    def _which(self, line: FindingLine) -> str:
        return "" if line.visit is None else self.tr("{0} of {1}").format(line.place, line.of)

    def _open(self, line: FindingLine) -> None:
        if line.visit is not None:
            self.opened.emit(line.visit)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._header.set_title(self.tr("Check of the form"))
        if self._checked is not None:
            self._header.set_line(
                self.tr("%n visit(s) looked at. Enter opens the visit.", "", self._checked.visits)
            )
        self.table.set_empty_text(self.tr("Everything fits: register and form say the same."))
