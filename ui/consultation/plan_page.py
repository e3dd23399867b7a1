"""The plan of a visit as a side page: what was done, what was advised, when to come again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.reference.procedures import find_procedures, procedure_name
from ui.consultation.follow_up import read_follow_up
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.consultation.words_field import WordsField
from ui.messages import sentence_for
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.field import Field, TextField
from ui.widgets.form_keys import FormKeys, focus_next
from ui.widgets.layout import Card, PageHeader, column, empty, row, words
from ui.widgets.picker import Choice, Picker, at_once

_SOON = ("3d", "7d", "14d", "1m", "3m")  # offered by key


class PlanPage(SidePage):
    """What is entered here is saved with the visit."""

    def __init__(self, *, tools: SideTools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("planPage")
        self._language = tools.context.language
        self._consultation: Consultation | None = None
        self._header = PageHeader(self)
        self._leave = Button("planBack", parent=self)
        self._leave.clicked.connect(self.back)
        self._header.add_action(self._leave)
        self.soon = ChoiceField("followUpSoon", parent=self)
        self.soon.bar.chosen.connect(self._take_soon)
        self.follow_up = TextField("followUp", longest=20, parent=self)
        self.follow_up.edited.connect(self._typed_follow_up)
        self._advice = WordsField("advice", language=self._language, parent=self)
        self._advice.setFixedHeight(4 * self._advice.fontMetrics().lineSpacing() + 16)
        self._advice.textChanged.connect(self._typed_advice)
        self._advice.done.connect(lambda: focus_next(self))
        self.advice = Field("advice", self._advice, parent=self)
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.picked.connect(self._add)
        self.picker.passed.connect(lambda: focus_next(self))
        self.procedures = Field("procedurePicker", self.picker, parent=self)
        self._done = column()
        self._lay_out()
        FormKeys(self)
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        body = row()
        self._when, self._what = Card(self), Card(self)
        for field in (self.soon, self.follow_up, self.advice):
            self._when.body.addWidget(field)
        self._when.body.addStretch(1)
        self._what.body.addWidget(self.procedures)
        self._what.body.addLayout(self._done)
        self._what.body.addStretch(1)
        body.addWidget(self._when, 1)
        body.addWidget(self._what, 1)
        page.addLayout(body, 1)

    def open(self, consultation: Consultation) -> None:
        self._consultation = None
        self.follow_up.set_text(consultation.fields["follow_up"])
        with QSignalBlocker(self._advice):
            self._advice.show_text(consultation.fields["advice"])
        self._consultation = consultation
        self.soon.bar.choose(None)
        self._say_day()
        self._show_done()
        self.soon.setFocus()

    def point_at(self, field: str, text: str) -> bool:
        if field == "follow_up_date":
            self.follow_up.set_error(text)
            self.follow_up.setFocus()
            return True
        return False

    # when ----------------------------------------------------------------------------------------------

    def _take_soon(self, code: str) -> None:
        consultation = self._consultation
        if consultation is not None:
            day = read_follow_up(code, "follow_up_date", on=consultation.visit_date)
            self.follow_up.set_text("" if day is None else f"{day:%d/%m/%Y}")
            self._typed_follow_up()

    def _typed_follow_up(self) -> None:
        if self._consultation is not None:
            self._consultation.fields["follow_up"] = self.follow_up.text()
            self._say_day()
            self.edited.emit()

    def _say_day(self) -> None:
        """Say under the box which day was understood."""
        consultation, code = self._consultation, self._language.code
        if consultation is None:
            return
        self.follow_up.set_error(None)
        try:
            day = read_follow_up(self.follow_up.text(), "follow_up_date", on=consultation.visit_date)
        except ValidationError as problem:
            self.follow_up.set_help(sentence_for(problem, code))
            return
        if day is None:
            self.follow_up.set_help(self.tr("3d, 2w, 1m or a date: 25/11"))
            return
        self.follow_up.set_help(
            self.tr("{0} {1}, in %n day(s)", "", (day - consultation.visit_date).days).format(
                self._weekdays()[day.weekday()], f"{day:%d/%m/%Y}"
            )
        )

    def _weekdays(self) -> tuple[str, ...]:
        return (
            self.tr("Monday"),
            self.tr("Tuesday"),
            self.tr("Wednesday"),
            self.tr("Thursday"),
            self.tr("Friday"),
            self.tr("Saturday"),
            self.tr("Sunday"),
        )

    def _typed_advice(self) -> None:
        if self._consultation is not None:
            self._consultation.fields["advice"] = self._advice.toPlainText()
            self.edited.emit()

    # what was done -------------------------------------------------------------------------------------

    def _find(self, text: str) -> Sequence[Choice]:
        code = self._language.code
        return [Choice(each.code, each.name(code)) for each in find_procedures(text, language=code)]

    def _add(self, choice: Choice) -> None:
        consultation = self._consultation
        if consultation is not None and choice.key not in consultation.procedures:
            consultation.procedures.append(str(choice.key))
            self._show_done()
            self.edited.emit()

    def _remove(self, code: str) -> None:
        if self._consultation is not None and code in self._consultation.procedures:
            self._consultation.procedures.remove(code)
            self._show_done()
            self.picker.setFocus()
            self.edited.emit()

    def _show_done(self) -> None:
        for line in self._what.findChildren(QWidget, "procedureLine"):
            line.hide()
        empty(self._done)
        take_off = self.tr("Take this procedure off")
        for code in self._consultation.procedures if self._consultation is not None else ():
            line = QWidget(self._what)
            line.setObjectName("procedureLine")
            name = procedure_name(code, language=self._language.code)
            told = row(line)
            told.addWidget(words(name, parent=line), 1)
            remover = QToolButton(line)
            remover.setObjectName("removeProcedure")
            remover.setText("×")
            remover.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            remover.setToolTip(take_off)
            remover.setAccessibleName(f"{take_off}: {name}")
            remover.clicked.connect(lambda _checked=False, code=code: self._remove(code))
            told.addWidget(remover)
            self._done.addWidget(line)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Plan"))
        self._header.set_line(self.tr("Saved with the visit"))
        self._leave.set_text(self.tr("Back"), tip=self.tr("Back to the page (Esc)"))
        self.soon.set_label(self.tr("Come again in"))
        names = (
            self.tr("3 days"),
            self.tr("7 days"),
            self.tr("14 days"),
            self.tr("1 month"),
            self.tr("3 months"),
        )
        self.soon.bar.offer(
            list(zip(_SOON, names, strict=True)),
            letters={code: str(place) for place, code in enumerate(_SOON, start=1)},
        )
        self.follow_up.set_label(self.tr("Or on this day"))
        self.advice.set_label(self.tr("Advice"))
        self.procedures.set_label(self.tr("Procedures done"))
        self.picker.setPlaceholderText(self.tr("Two letters"))
        self._say_day()
        self._show_done()
