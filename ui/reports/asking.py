"""What stands behind the form on screen: the visits of a cell, and what the check of the form finds."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QStackedWidget

from emr_desktop.forms.rows import Cases, CheckReport, FormReport
from ui.qt.tasks import Failed
from ui.reports.cases_page import CasesPage
from ui.reports.check_page import CheckPage
from ui.reports.table_model import SheetModel
from ui.screen import ScreenContext


class FormQuestions(QObject):
    """Asks the clinic and turns the stack to the page with the answer.

    ``cases`` and ``check`` are the pages.

    Signals:
        why: the id of a visit that the forms are to explain.
    """

    why = Signal(object)

    def __init__(self, *, context: ScreenContext, stack: QStackedWidget, failed: Failed) -> None:
        super().__init__(stack)
        self._context, self._stack, self._failed = context, stack, failed
        self.cases = CasesPage(language=context.language, parent=stack)
        self.check = CheckPage(language=context.language, parent=stack)
        self.pages = (self.cases, self.check)
        for page in self.pages:
            stack.addWidget(page)
            page.opened.connect(context.open_visit)
            page.why.connect(self.why)
        self.check.tell_wanted.connect(self._tell)

    def ask_cell(self, report: FormReport | None, model: SheetModel, index: QModelIndex) -> None:
        """Show the visits behind the cell under the cursor; a sum of rows has none of its own."""
        line, asked = model.line_at(index.row()), model.column_at(index.column())
        if report is None or asked is None or line.kind != "row":
            return
        place = index.column()

        def what() -> str:
            title = f"{line.row}  {line.name(self._context.language.code)}"
            return "  ·  ".join(word for word in (title, *model.heading(place)) if word)

        self.ask_cases(report, line.row, asked.code, what=what)

    def ask_cases(self, report: FormReport, row: str, column: str, *, what: Callable[[], str]) -> None:
        """Show the visits behind a cell.

        Args:
            report: the form on screen.
            row: a row of it.
            column: a column or total of it.
            what: says in words which cell that is, in the language of the moment.
        """
        forms = self._context.clinic.forms

        def show(cases: Cases) -> None:
            self.cases.show_cases(what, cases)
            self._stack.setCurrentWidget(self.cases)
            self.cases.table.setFocus()

        self._context.tasks.run(
            self,
            lambda: forms.cases(
                report.info.form,
                report.period,
                row=row,
                column=column,
                edition=report.info.edition,
                count=report.count,
            ),
            done=show,
            failed=self._failed,
            key="cases",
        )

    def ask_check(self, report: FormReport | None) -> None:
        """Check the form and list what was found."""
        if report is None:
            return
        forms = self._context.clinic.forms

        def show(checked: CheckReport) -> None:
            self.check.show_check(checked)

        def fail(error: BaseException) -> None:
            self.check.show_nothing()
            self._failed(error)

        self.check.show_waiting()
        self._stack.setCurrentWidget(self.check)

        self._context.tasks.run(
            self,
            lambda: forms.check(report.info.form, report.period, edition=report.info.edition),
            done=show,
            failed=fail,
            key="check",
        )

    def _tell(self, visits: Sequence[uuid.UUID]) -> None:
        """Read what is known of the visits of a finding."""
        forms = self._context.clinic.forms
        self._context.tasks.run(
            self,
            lambda: forms.tell_visits(visits),
            done=self.check.show_visits,
            failed=self._failed,
            key="told",
        )
