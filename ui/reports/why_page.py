"""Why is this visit counted, or not: each form with the cells of the visit, or the reason in words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.forms.explained import (
    ExplainedCell,
    ExplainedForm,
    ExplainedThing,
    ExplainedVisit,
    FoundVisit,
)
from emr_desktop.forms.fact_words import value_words
from emr_desktop.languages import either
from ui.consultation import telling
from ui.messages import sentence
from ui.qt.language import Language
from ui.qt.messages import shown_by
from ui.reports.beside_page import BesidePage
from ui.reports.period_words import period_name
from ui.reports.places import CellPlace
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.table import Column, DataTable

# Reasons that say no more than that a form does not ask for such things; one line for a form is enough.
_NOT_ASKED = frozenset({"form.why.left_out", "form.why.nothing_there", "form.why.no_visit_row"})


@dataclass(frozen=True)
class WhyLine:
    """One cell, or one reason, of one form."""

    form: ExplainedForm
    thing: ExplainedThing | None
    cell: ExplainedCell | None
    code: str  # the sentence; empty with a cell
    params: dict[str, object]


class WhyPage(BesidePage):
    """A visit by its id (``explain``), or one of those of a patient number.

    Enter on a cell goes there; on a reason it opens the visit.
    """

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        open_cell: Callable[[CellPlace], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("whyPage")
        self._context, self._open_cell = context, open_cell
        self._language: Language = context.language
        self._explained: ExplainedVisit | None = None
        self._by_number = False
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=banner.show_message,
            trouble=context.trouble,
        )
        self._banner = banner
        self._header = PageHeader(self)
        self._back = Button("whyBack", parent=self)
        self._visit = Button("whyVisit", parent=self)
        for button in (self._visit, self._back):
            self._header.add_action(button)
        self.number = TextField("whyNumber", longest=40, parent=self)
        self.number.edit.returnPressed.connect(self._find)
        self._find_button = Button("whyFind", parent=self)
        self._find_button.clicked.connect(self._find)
        self.visits: DataTable[FoundVisit] = DataTable("whyVisitList", self._visit_columns(), parent=self)
        self.visits.opened.connect(lambda line: self.explain(line.visit, by_number=True))
        self.table: DataTable[WhyLine] = DataTable("whyList", self._line_columns(), parent=self)
        self.table.opened.connect(self._open)
        self.table.selected.connect(self._show_detail)
        self._detail = Card(self)
        self._detail.setObjectName("whyDetail")
        self._text = words(wrap=True, parent=self)
        self._text.setObjectName("whyText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._about = words(role="quiet", wrap=True, parent=self)
        self._about.setObjectName("whyAbout")
        self._detail.body.addWidget(self._text)
        self._detail.body.addWidget(self._about)
        self._detail.hide()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.visits)
        self._pages.addWidget(self.table)
        self._lay_out()
        self._back.clicked.connect(self.back)
        self._visit.clicked.connect(self._open_visit)
        self._translate()
        self.visits.show_rows(())  # says what to type

    def _visit_columns(self) -> tuple[Column[FoundVisit], ...]:
        return (
            Column(lambda: self.tr("Date"), lambda line: telling.day(line.date), width=120),
            Column(lambda: self.tr("Number"), lambda line: line.patient_number, width=216),
            Column(lambda: self.tr("Kind of visit"), self._kind, stretch=True),
            Column(lambda: self.tr("State"), self._state, width=200),
        )

    def _line_columns(self) -> tuple[Column[WhyLine], ...]:
        return (
            Column(lambda: self.tr("Form"), self._form, width=320, tip=self._form),
            Column(lambda: self.tr("What"), self._what, width=232, tip=self._what),
            Column(lambda: self.tr("Counted in, or why not"), self._answer, stretch=True, tip=self._answer),
        )

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        line = row(spacing=GRID)
        follow_text(self.number, width=40 * GRID)
        line.addWidget(self.number)
        line.addWidget(self._find_button, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        page.addLayout(line)
        page.addWidget(self._pages, 1)
        page.addWidget(self._detail)

    # asking ----------------------------------------------------------------------------------------------

    def opened(self) -> None:
        if self._explained is None:
            self.number.edit.setFocus()

    def step_back(self) -> bool:
        if self._pages.currentWidget() is self.table and self._by_number:
            self._pages.setCurrentWidget(self.visits)
            self.visits.setFocus()
            self._explained = None
            self._translate()
            return True
        self._explained = None
        return False

    def explain(self, visit: uuid.UUID, *, by_number: bool = False) -> None:
        """Ask the forms about a visit and show what they say."""

        def show(explained: ExplainedVisit) -> None:
            self._explained, self._by_number = explained, by_number
            self._banner.clear()
            self._pages.setCurrentWidget(self.table)
            self._translate()
            self.table.setFocus()

        forms = self._context.clinic.forms
        self._context.tasks.run(
            self, lambda: forms.explain(visit), done=show, failed=self._failed, key="explain"
        )

    def _find(self) -> None:
        number = self.number.text()
        if not number:
            return

        def show(found: tuple[FoundVisit, ...]) -> None:
            self._explained = None
            self._banner.clear()
            self._pages.setCurrentWidget(self.visits)
            self._translate()
            self.visits.show_rows(found)
            self.visits.setFocus()

        forms = self._context.clinic.forms
        self._context.tasks.run(
            self, lambda: forms.visits_of(number), done=show, failed=self._failed, key="visits"
        )

    def _show_detail(self, line: WhyLine | None) -> None:
        """The whole of a line that the table may have to cut."""
        self._detail.setVisible(line is not None and self._explained is not None)
        if line is not None:
            self._text.setText(self._answer(line))
            self._about.setText("  ·  ".join((self._form(line), self._period(line), self._what(line))))

    def _open(self, line: WhyLine) -> None:
        if line.cell is None:
            self._open_visit()
            return
        form, cell = line.form, line.cell
        self._open_cell(CellPlace(form.form, form.edition, form.period, cell.row, cell.column))

    def _open_visit(self) -> None:
        if self._explained is not None:
            self._context.open_visit(self._explained.visit)

    # words -----------------------------------------------------------------------------------------------

    def _kind(self, line: FoundVisit) -> str:
        return value_words(line.visit_type, self._language.code)

    def _state(self, line: FoundVisit) -> str:
        if line.is_void:
            return self.tr("Voided")
        return self.tr("Saved") if line.status == "done" else self.tr("Not finished")

    def _form(self, line: WhyLine) -> str:
        return either(self._language.code, line.form.name_sw, line.form.name_en)

    def _period(self, line: WhyLine) -> str:
        kind = "week" if "W" in line.form.period else "month"
        return period_name(line.form.period, kind, self._language.code)

    def _what(self, line: WhyLine) -> str:
        thing, code = line.thing, self._language.code
        if thing is None or not thing.code:
            return self.tr("The visit")
        if thing.source == "diagnoses":
            return telling.icd10_name(thing.code, language=code)
        if thing.source.startswith("tests"):
            return telling.test_name(thing.code, language=code)
        if thing.source.startswith("treatments"):
            return telling.medicine_name(thing.code)
        return thing.code

    def _answer(self, line: WhyLine) -> str:
        cell, swahili = line.cell, self._language.code == "sw"
        if cell is None:
            return sentence(line.code, line.params, self._language.code)
        name, where = (cell.row_sw, cell.column_sw) if swahili else (cell.row_en, cell.column_en)
        return "✓  " + self.tr("Row {0} ({1}): {2}").format(cell.row, name, where)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._back.set_text(self.tr("Back to the form"), tip=self.tr("Back to the form (Esc)"))
        self._visit.set_text(self.tr("&Open the visit"))
        self._visit.setVisible(self._explained is not None)
        self._header.set_title(self.tr("Where is this visit counted, and why not?"))
        self.number.set_label(self.tr("Patient &number"))
        self._find_button.set_text(self.tr("Show the &visits"))
        self.visits.view.setAccessibleName(self.tr("Visits"))
        self.table.view.setAccessibleName(self.tr("Where is this visit counted, and why not?"))
        self.visits.set_empty_text(self.tr("Type a patient number and press Enter, then choose the visit."))
        for table in (self.visits.model, self.table.model):
            table.say_headings_again()
        explained = self._explained
        if explained is None:
            self._header.set_line("")
            self._detail.hide()
            return
        said = self.tr("Visit of {0}, patient {1}. Enter on a cell opens the form there.")
        self._header.set_line(said.format(telling.day(explained.date), explained.patient_number))
        self.table.show_rows(tuple(_lines(explained)))


def _lines(explained: ExplainedVisit) -> Iterator[WhyLine]:
    """The forms that count something first, in their order; of the others one line if they do not ask."""
    for form in sorted(explained.forms, key=lambda one: not one.cells):
        if form.reason is not None:
            yield WhyLine(form, None, None, form.reason.code, dict(form.reason.params))
        elif not form.cells and all(
            thing.reason and thing.reason.code in _NOT_ASKED for thing in form.things
        ):
            yield WhyLine(form, None, None, "form.why.not_asked", {})
        else:
            yield from _thing_lines(form)
        for note in form.notes:
            yield WhyLine(form, None, None, note.code, dict(note.params))


def _thing_lines(form: ExplainedForm) -> Iterator[WhyLine]:
    for thing in sorted(form.things, key=lambda one: not one.cells):
        for cell in thing.cells:
            yield WhyLine(form, thing, cell, "", {})
        reason = thing.reason
        if reason is not None and (thing.code or reason.code not in _NOT_ASKED):
            yield WhyLine(form, thing, None, reason.code, dict(reason.params))
