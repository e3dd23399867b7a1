"""What an import did, or would do: counts, and each bad line with its reason."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from emr_desktop.exchange.rows import ImportResult, LineProblem
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.layout import column, words
from ui.widgets.table import Column, DataTable


class ImportReport(QWidget):
    """Empty until ``show_result``."""

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("importReport")
        self._language = language
        self._result: ImportResult | None = None
        self._line = words(wrap=True, parent=self)
        self._line.setObjectName("importCounts")
        self.table: DataTable[LineProblem] = DataTable(
            "importProblems",
            (
                Column(lambda: self.tr("Line"), lambda each: str(each.line or ""), right=True, width=72),
                Column(lambda: self.tr("Column"), lambda each: each.column or "", width=144),
                Column(lambda: self.tr("What is wrong"), self._said, stretch=True, tip=self._said),
            ),
            parent=self,
        )
        page = column(self)
        page.addWidget(self._line)
        page.addWidget(self.table, 1)
        self._translate()
        self.table.show_rows(())

    def show_result(self, result: ImportResult) -> None:
        """Say what became of the file."""
        self._result = result
        self._translate()
        self.table.show_rows(result.problems)

    def _said(self, problem: LineProblem) -> str:
        return sentence(problem.code, problem.params, self._language.code)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        result = self._result
        self.table.set_empty_text(
            self.tr("Nothing was imported yet. The columns of the file stand in the user guide.")
            if result is None
            else self.tr("No bad lines.")
        )
        if result is None:
            self._line.clear()
            return
        parts = (
            self.tr("Only tried, nothing kept") if result.dry_run else self.tr("Kept"),
            self.tr("%n line(s) read", "", result.read),
            self.tr("%n new", "", result.added),
            self.tr("%n there already", "", result.unchanged),
            self.tr("%n refused", "", result.refused),
            self.tr("%n patient(s) registered", "", result.patients_added),
        )
        self._line.setText("  ·  ".join(parts))
