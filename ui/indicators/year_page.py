"""Twelve months or 52 weeks of the row that the cursor stands on in a form, the year before beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.forms.rows import Cases, FormReport
from emr_desktop.indicators.charts import year_chart
from emr_desktop.indicators.rows import RowYear
from emr_desktop.indicators.words import UseWords
from emr_desktop.printing.use_of_data import row_year_pdf
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.reports.beside_page import BesidePage
from ui.reports.cases_page import CasesPage
from ui.reports.period_words import period_name
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.chart import ChartView
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.wide_combo import WideCombo

Cell = tuple[str, str]  # row and column


class YearPage(BesidePage):
    """Opens with the total of the row under the cursor of the form; its cell is offered beside the totals."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        report: Callable[[], FormReport | None],
        cell: Callable[[], Cell | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("rowYearPage")
        self._context, self._banner = context, banner
        self._report_now, self._cell_now = report, cell
        self._report: FormReport | None = None
        self._row = self._cell = ""
        self._year: RowYear | None = None
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._printer = PaperPrinter(context=context, banner=banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._label = words(role="label", parent=self)
        self.column = WideCombo("yearColumn", letters=18, parent=self)
        self._label.setBuddy(self.column)
        self._print = Button("printYear", parent=self)
        self._back = Button("yearBack", parent=self)
        for widget in (self._label, self.column, self._print, self._back):
            self._header.add_action(widget)
        self.chart = ChartView("yearChart", theme=context.theme, height=320, parent=self)
        card = Card(self)
        card.body.addWidget(self.chart, 1)
        self.cases = CasesPage(
            language=context.language,
            back_words=lambda: (self.tr("Back to the chart"), self.tr("Back to the chart (Esc)")),
            parent=self,
        )
        self._stack = QStackedWidget(self)
        self._front = QWidget(self)
        page = column(self._front)
        page.addWidget(self._header)
        page.addWidget(card, 1)
        for each in (self._front, self.cases):
            self._stack.addWidget(each)
        column(self).addWidget(self._stack)
        self.column.activated.connect(lambda _at: self._read())
        self._print.clicked.connect(self.print_chart)
        self._back.clicked.connect(self.back)
        self.chart.asked.connect(self._open)
        self.cases.opened.connect(context.open_visit)
        self.cases.back.connect(self.step_back)
        keys = QShortcut(QKeySequence("Ctrl+P"), self, self.print_chart)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._translate()

    def opened(self) -> None:
        """Take the row and column that the cursor stands on."""
        report, cell = self._report_now(), self._cell_now()
        self._stack.setCurrentWidget(self._front)
        if report is None or cell is None:
            self._year = None
            self._translate()
            self._back.setFocus()
            return
        self._report, (self._row, self._cell) = report, cell
        self._fill("all")
        self._read()
        self.chart.setFocus()

    def step_back(self) -> bool:
        """From the visits back to the chart."""
        if self._stack.currentWidget() is self._front:
            return False
        self._stack.setCurrentWidget(self._front)
        self.chart.setFocus()
        return True

    @property
    def year(self) -> RowYear | None:
        """The figures on show."""
        return self._year

    def _read(self) -> None:
        report, row, chosen = self._report, self._row, str(self.column.currentData() or "all")
        if report is None:
            return
        indicators = self._context.clinic.indicators
        self._context.tasks.run(
            self,
            lambda: indicators.row_year(
                report.info.form,
                report.period,
                row=row,
                column=chosen,
                edition=report.info.edition,
                count=report.count,
            ),
            done=self._show,
            failed=self._failed,
            key="rowYear",
        )

    def _show(self, year: RowYear) -> None:
        self._year = year
        self._translate()

    def _open(self, at: int) -> None:
        """Show the visits of that month or week; a printed sum of rows has no list of its own."""
        report, year = self._report, self._year
        if report is None or year is None or "+" in year.row:
            return
        period, forms = year.periods[at], self._context.clinic.forms

        def show(cases: Cases) -> None:
            self.cases.show_cases(
                lambda: (
                    f"{self._title(year)}, "
                    f"{period_name(period, year.period_type, self._context.language.code)}"
                ),
                cases,
            )
            self._stack.setCurrentWidget(self.cases)
            self.cases.table.setFocus()

        self._context.tasks.run(
            self,
            lambda: forms.cases(
                year.form, period, row=year.row, column=year.column, edition=year.edition, count=year.count
            ),
            done=show,
            failed=self._failed,
            key="yearCases",
        )

    def print_chart(self) -> None:
        """Print the chart on show."""
        year, report, language = self._year, self._report, self._context.language.code
        if year is None or report is None:
            return
        facility = f"{report.facility_name} ({report.facility_code})"
        chosen = self.column.currentText()
        self._printer.print_it(
            lambda: row_year_pdf(year, facility=facility, column=chosen, language=language),
            name=f"{year.form}-{year.periods[-1]}",
            kind="use-of-data",
        )

    def _title(self, year: RowYear) -> str:
        return f"{year.row}  {year.name(self._context.language.code)}"

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._fill(str(self.column.currentData() or "all"))
            self._translate()
        super().changeEvent(event)

    def _fill(self, chosen: str) -> None:
        """Offer the total, the sexes, the ages, and the cell that was asked for."""
        report = self._report
        if report is None:
            return
        swahili, info = self._context.language.code == "sw", report.info
        bands = {band.code: band.sw if swahili else band.en for band in info.bands}
        parts = {part.code: part.sw if swahili else part.en for part in info.parts}
        offered = [("all", UseWords(self._context.language.code)("column_all"))]
        offered += [*parts.items(), *bands.items()]
        if self._cell in info.columns:
            band, _, part = self._cell.partition(".")
            offered.append((self._cell, f"{bands[band]}, {parts[part]}"))
        with QSignalBlocker(self.column):
            self.column.clear()
            for code, name in offered:
                self.column.addItem(name, code)
            self.column.setCurrentIndex(max(self.column.findData(chosen), 0))

    def _translate(self) -> None:
        year = self._year
        self._label.setText(self.tr("&Ages and sex"))
        self.column.setAccessibleName(self.tr("Ages and sex"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print the chart (Ctrl+P)"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the forms (Esc)"))
        if year is None:
            self._header.set_title(self.tr("A year of a row"))
            self._header.set_line(self.tr("Put the cursor on a row of the form first, then press Ctrl+G."))
            self.chart.hide()
            return
        self.chart.show()
        self._header.set_title(self._title(year))
        self._header.set_line(
            self.tr("Arrows read the figures; Enter shows the visits of that month.")
            if year.period_type == "month"
            else self.tr("Arrows read the figures; Enter shows the visits of that week.")
        )
        self.chart.show_chart(
            year_chart(year, UseWords(self._context.language.code), title=self._title(year))
        )
