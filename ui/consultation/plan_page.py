"""The plan of a visit as a side page: what was done, what was advised."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from emr_desktop.reference.procedures import find_procedures, procedure_name
from ui.consultation.presenter import Consultation
from ui.consultation.side_page import SidePage, SideTools
from ui.consultation.words_field import WordsField
from ui.widgets.buttons import Button
from ui.widgets.field import Field
from ui.widgets.form_keys import FormKeys, focus_next
from ui.widgets.layout import Card, PageHeader, column, empty, row, words
from ui.widgets.picker import Choice, Picker, at_once
from ui.widgets.plain_tip import plain_tip

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
        self.picker = Picker(search=at_once(self._find), parent=self)
        self.picker.picked.connect(self._add)
        self.picker.passed.connect(lambda: focus_next(self))
        self.procedures = Field("procedurePicker", self.picker, parent=self)
        self._advice = WordsField("advice", language=self._language, parent=self)
        self._advice.setFixedHeight(4 * self._advice.fontMetrics().lineSpacing() + 16)
        self._advice.textChanged.connect(self._typed_advice)
        self._advice.done.connect(lambda: focus_next(self))
        self.advice = Field("advice", self._advice, parent=self)
        self._done = column()
        self._lay_out()
        FormKeys(self)
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        body = row()
        self._said, self._what = Card(self), Card(self)
        self._said.body.addWidget(self.advice)
        self._said.body.addStretch(1)
        self._what.body.addWidget(self.procedures)
        self._what.body.addLayout(self._done)
        self._what.body.addStretch(1)
        body.addWidget(self._what, 1)
        body.addWidget(self._said, 1)
        page.addLayout(body, 1)

    def open(self, consultation: Consultation) -> None:
        self._consultation = None
        with QSignalBlocker(self._advice):
            self._advice.show_text(consultation.fields["advice"])
        self._consultation = consultation
        self._show_done()
        self.picker.setFocus()

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
            remover.setToolTip(plain_tip(take_off))
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
        self.advice.set_label(self.tr("Advice"))
        self.procedures.set_label(self.tr("Procedures done"))
        self.picker.setPlaceholderText(self.tr("Two letters"))
        self._show_done()
