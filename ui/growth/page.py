"""The growth chart on a page of its own: the curve, every measurement beside it, indicators by key."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from emr_desktop.growth.figure import Figure, Mark, figure
from emr_desktop.growth.rows import INDICATORS, Assessment, GrowthHistory
from emr_desktop.growth.standards import STANDING_FROM_DAY
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.growth_chart import GrowthWords
from emr_desktop.visits.age import age_text
from ui.consultation.side_page import SidePage
from ui.growth.chart import GrowthChart
from ui.growth.line import GrowthCell
from ui.growth.more_measures import MoreMeasures
from ui.growth.printing import GrowthPrinter
from ui.growth.telling import cells, name_of, note, signed, value_of, word_of
from ui.messages import sentence
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceBar
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.scrolled import Scrolled
from ui.widgets.spoken import say_aloud
from ui.widgets.table import Column, DataTable

_SIDE_WIDTH = 488


class GrowthPage(SidePage):
    """``show_growth(...)`` reads earlier visits and shows them with today's measurements."""

    def __init__(
        self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("growthPage")
        self._context, self._failed = context, failed
        self._patient: PatientRow | None = None
        self._visit_id: uuid.UUID | None = None
        self._today: Assessment | None = None
        self._earlier: tuple[Assessment, ...] = ()
        self._header = PageHeader(self)
        self._back = Button("growthBack", parent=self)
        self._back.clicked.connect(self.back)
        self._print = Button("growthPrint", parent=self)
        self._print.clicked.connect(self.print_chart)
        self._printer = GrowthPrinter(context=context, banner=banner, failed=failed, parent=self)
        for button in (self._print, self._back):
            self._header.add_action(button)
        self.indicators = ChoiceBar(self)
        self.indicators.setObjectName("growthIndicator")
        self.indicators.chosen.connect(lambda _code: self._show())
        self.chart = GrowthChart(theme=context.theme, parent=self)
        self._cells = tuple(GrowthCell(self) for _ in range(6))
        self._note = words(role="small", wrap=True, parent=self)
        self._note.setObjectName("growthPageNote")
        self.points: DataTable[Mark] = DataTable("growthPoints", self._columns(), parent=self)
        self.more = MoreMeasures(self)
        self._lay_out()
        stops = (
            self.indicators,
            self.more.head.edit,
            self.more.position.bar,
            self.more.oedema,
            self.points.view,
        )
        for before, after in pairwise((*stops, self._print, self._back)):
            QWidget.setTabOrder(before, after)
        self._translate()

    def _columns(self) -> tuple[Column[Mark], ...]:
        return (
            Column(lambda: self.tr("Date"), lambda mark: f"{mark.on:%d/%m/%Y}", width=108),
            Column(lambda: self.tr("Age"), self._age, width=88),
            Column(lambda: self.tr("Measured"), value_of, right=True, width=88),
            Column(lambda: self.tr("SD and meaning"), self._meaning, stretch=True),
        )

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.indicators)
        body = row()
        drawing = Card(self)
        follow_text(self.chart, least_height=20 * GRID)
        drawing.body.addWidget(self.chart, 1)
        body.addWidget(drawing, 1)
        inner = QWidget(self)
        inner.setProperty("panel", "scrolled")
        self._side = Scrolled(inner, self)
        side = column(inner)
        today = Card(self)
        self._today_card = today
        self._finding = words(role="danger", parent=self)
        self._finding.setObjectName("growthFinding")
        today.body.addWidget(self._finding)
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        for place, cell in enumerate(self._cells):
            grid.addWidget(cell, place // 2, place % 2)
        today.body.addLayout(grid)
        today.body.addWidget(self._note)
        today.body.addWidget(self.more)
        side.addWidget(today)
        side.addWidget(self.points, 1)
        follow_text(self._side, most_width=_SIDE_WIDTH)
        follow_text(self.points, least_height=16 * GRID)
        body.addWidget(self._side, 1)
        page.addLayout(body, 1)

    def show_growth(
        self, patient: PatientRow, today: Assessment, *, visit_id: uuid.UUID, typed: Mapping[str, str]
    ) -> None:
        """Show a child and read earlier visits.

        Args:
            patient: the child.
            today: what follows from the measurements on the page.
            visit_id: of the visit on screen, whose saved version is not an earlier one.
            typed: what was entered by the names of ``MORE_FIELDS``.
        """
        self.more.show_fields(typed, usually_lying=today.measured.age_days < STANDING_FROM_DAY)
        self._patient, self._today, self._visit_id = patient, today, visit_id
        self._earlier = ()
        if self.indicators.code is None:
            self.indicators.choose("weight_for_age")
        self._translate()
        self.indicators.setFocus()
        self._context.tasks.run(
            self,
            lambda: self._context.clinic.growth.history(patient.id),
            done=self._take,
            failed=self._failed,
            key="growth",
        )

    def show_today(self, today: Assessment) -> None:
        """Show other measurements of today."""
        self._today = today
        self._show()

    def print_chart(self) -> None:
        """Print the chart on show."""
        drawn, patient, today = self.chart.figure, self._patient, self._today
        if drawn is None or patient is None or today is None:
            return
        columns, rows = self._columns(), self.points.model.rows
        words = GrowthWords(
            title=name_of(self.indicator, language=self._context.language.code),
            standard=self._standard(patient),
            x_title=self._x_title(drawn),
            headings=tuple(column.title() for column in columns),
            lines=tuple(tuple(column.show(mark) for column in columns) for mark in rows),
            notes=tuple(self._note.text().splitlines()),
        )
        self._printer.print_chart(drawn, words, patient, on=today.measured.on)

    @property
    def indicator(self) -> str:
        """The indicator on show."""
        return self.indicators.code or "weight_for_age"

    def _take(self, history: GrowthHistory) -> None:
        if self._patient is None or history.patient_id != self._patient.id:
            return
        self._earlier = tuple(
            visit.assessment for visit in history.visits if visit.visit_id != self._visit_id
        )
        self._translate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        code = self._context.language.code
        self._print.set_text(self.tr("Print"), tip=self.tr("Print the chart (Ctrl+P)"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self._today_card.set_heading(self.tr("Today"))
        self.points.view.setAccessibleName(self.tr("Measurements so far"))
        self.points.set_empty_text(self.tr("No measurement of this kind yet."))
        self.indicators.setAccessibleName(self.tr("Indicator"))
        self.indicators.offer(
            [(each, f"{place}  {name_of(each, language=code)}") for place, each in enumerate(INDICATORS, 1)],
            letters={each: str(place) for place, each in enumerate(INDICATORS, 1)},
        )
        self._show()

    def _show(self) -> None:
        patient, today, code = self._patient, self._today, self._context.language.code
        if patient is None or today is None:
            return
        drawn = figure(
            self.indicator,
            sex=patient.sex,
            age_days=max(today.measured.age_days, 0),
            earlier=self._earlier,
            today=today,
        )
        self._header.set_title(name_of(self.indicator, language=code))
        self._header.set_line(self._standard(patient))
        self.chart.setAccessibleName(name_of(self.indicator, language=code))
        self.chart.show_figure(
            drawn,
            x_title=self._x_title(drawn),
            today=self.tr("Today"),
            nothing=self.tr("No measurement of this kind yet."),
        )
        self.points.show_rows(tuple(sorted(drawn.marks, key=lambda mark: mark.on, reverse=True)))
        self._show_today(patient, today, code)

    def _standard(self, patient: PatientRow) -> str:
        if patient.sex == "F":
            return self.tr("WHO growth standards, girls")
        return self.tr("WHO growth standards, boys")

    def _x_title(self, drawn: Figure) -> str:
        if drawn.x.unit == "months":
            return self.tr("Age in months")
        if drawn.table == "weight_for_length":
            return self.tr("Length, lying, cm")
        return self.tr("Height, standing, cm")

    def _show_today(self, patient: PatientRow, today: Assessment, code: str) -> None:
        about = patient.birth_precision != "day"
        shown = cells(today, language=code, about=about, with_head=True)
        for widget, cell in zip(self._cells, shown, strict=False):
            widget.show_cell(cell)
        for place, widget in enumerate(self._cells):
            widget.setVisible(place < len(shown))
        said = [note(today, language=code)]
        finding = today.malnutrition
        self._finding.setVisible(finding is not None)
        if finding is not None:
            self._finding.setText(sentence(f"growth.{finding}", {}, code))
            say_aloud(self._finding, self._finding.text())
            self._finding.setProperty("role", "danger" if finding == "sam" else "warn")
            repolish(self._finding)
        if about:
            said.append(sentence("growth.age_estimated", {}, code))
        self._note.setText("\n".join(text for text in said if text))
        self._note.setVisible(bool(self._note.text()))

    def _age(self, mark: Mark) -> str:
        born = self._patient.birth_date if self._patient is not None else date.min
        return age_text(born, mark.on, self._context.language.code)

    def _meaning(self, mark: Mark) -> str:
        return f"{signed(mark.score.z, 2)}  {word_of(mark.score, language=self._context.language.code)}"
