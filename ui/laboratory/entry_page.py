"""The page on which a result is entered, checked or corrected; everything by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from emr_desktop.clock import local
from emr_desktop.laboratory import rules
from emr_desktop.laboratory.rows import OrderRow, TrendPoint
from emr_desktop.reference.catalogue import answer_name
from ui.laboratory import wording
from ui.laboratory.entry import Entry
from ui.laboratory.part_row import PartRow
from ui.laboratory.story import Story
from ui.laboratory.test_search import name_of
from ui.laboratory.trend_card import TrendCard
from ui.messages import sentence
from ui.qt.language import Language
from ui.theme import GRID
from ui.theme.sizes import follow_text
from ui.widgets.beside import Beside
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_keys import FormKeys
from ui.widgets.layout import Card, PageHeader, column, words
from ui.widgets.scrolled import scrolled_column

_SIDE_WIDTH = 336


class EntryPage(QWidget):
    """``show_entry(entry)``.

    Signals:
        edited: something was typed; the draft is kept.
        save_wanted: enter what stands here.
        agree_wanted: release what somebody else entered.
        reject_wanted: the sample cannot be used.
        void_wanted: take the order back.
        print_wanted: print the result, or the request while there is none.
        visit_wanted: the consultation of the patient of this order.
        back: enough.
    """

    edited = Signal()
    save_wanted = Signal()
    agree_wanted = Signal()
    reject_wanted = Signal()
    void_wanted = Signal()
    print_wanted = Signal()
    visit_wanted = Signal(object)
    back = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("resultPage")
        self._language = language
        self._entry: Entry | None = None
        self._rows: dict[str, PartRow] = {}
        self._header = PageHeader(self)
        self._print = Button("printResult", parent=self)
        self._back = Button("resultBack", parent=self)
        self._visit = Button("openConsultation", shortcut="Alt+H", parent=self)
        for button in (self._visit, self._print, self._back):
            self._header.add_action(button)
        self._form = QWidget(self)
        self._grid = QGridLayout(self._form)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID * 3 // 2)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(2, 1)
        self._meaning = words(role="heading", wrap=True, parent=self)
        self._meaning.setObjectName("resultMeaning")
        self.reason = TextField("correctionReason", required=True, longest=200, parent=self)
        self.remark = TextField("resultRemark", longest=300, parent=self)
        self._void = Button("voidOrder", kind="quiet", shortcut="Alt+B", parent=self)
        self._reject = Button("rejectSample", kind="quiet", shortcut="Alt+N", parent=self)
        self.agree = Button("agreeResult", shortcut="Alt+U", parent=self)
        self.save = Button("saveResult", kind="primary", shortcut="Ctrl+Return", parent=self)
        self.trend = TrendCard(parent=self)
        self.story = Story(language=language, parent=self)
        self._lay_out()
        self._wire()
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        above = scrolled_column(page)  # whatever else is too high, Save stays in sight
        above.addWidget(self._header)
        body = Beside(self, least=76 * GRID)
        card = Card(self)
        lines = card.body
        lines.addWidget(self._form)
        lines.addWidget(self._meaning)
        lines.addWidget(self.reason)
        lines.addWidget(self.remark)
        lines.addStretch(1)
        body.add(card, 1)
        side = QWidget(self)
        follow_text(side, most_width=_SIDE_WIDTH)
        beside = column(side)
        beside.addWidget(self.trend)
        beside.addWidget(self.story)
        beside.addStretch(1)
        body.add(side)
        above.addWidget(body, 1)
        buttons = Flow(self)
        for button in (self._void, self._reject):
            buttons.add(button)
        buttons.push()
        for button in (self.agree, self.save):
            buttons.add(button)
        page.addWidget(buttons)

    def _wire(self) -> None:
        FormKeys(self, back=self.back.emit)
        self.save.clicked.connect(self.save_wanted)
        self.agree.clicked.connect(self.agree_wanted)
        self._reject.clicked.connect(self.reject_wanted)
        self._void.clicked.connect(self.void_wanted)
        self._print.clicked.connect(self.print_wanted)
        self._visit.clicked.connect(self._ask_visit)
        self._back.clicked.connect(self.back)
        self.reason.edited.connect(self._take_words)
        self.remark.edited.connect(self._take_words)

    # what is on show -------------------------------------------------------------------------------------

    @property
    def entry(self) -> Entry | None:
        return self._entry

    def show_entry(self, entry: Entry) -> None:
        """Show a result; the cursor goes to the first part that is empty."""
        self._entry = entry
        self.trend.clear()
        self._show()
        self.start()

    def show_trend(self, part: str, points: Sequence[TrendPoint]) -> None:
        """Show earlier results of a part."""
        self.trend.show_points(part, points, language=self._language.code)

    def start(self) -> None:
        """The cursor where there is something to do."""
        entry = self._entry
        if entry is None:
            return
        empty = next((part for part in entry.parts if not entry.values.get(part)), None)
        if entry.is_correction and not entry.reason and empty is None:
            empty = entry.parts[0]
        part = empty or entry.parts[0]
        self._rows[part].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def editor_of(self, part: str) -> QWidget | None:
        """The widget that takes a part, when it is asked for."""
        row_ = self._rows.get(part)
        return None if row_ is None else row_.editor

    def _show(self) -> None:
        entry = self._entry
        if entry is None:
            return
        order, code = entry.order, self._language.code
        self._header.set_title(name_of(order.test, language=code))
        self._header.set_line(self._about(order))
        self._lay_parts()
        self.reason.setVisible(entry.is_correction)
        self.reason.set_text(entry.reason)
        self.remark.set_text(entry.remark)
        waits = order.waiting is not None
        self.agree.setVisible(waits)
        self._reject.setVisible(order.is_open and not waits)
        self._void.setVisible(not order.is_void)
        self.save.set_text(self._save_text(entry), tip=self.tr("Enter the result"))
        self.story.show_order(order)

    def _save_text(self, entry: Entry) -> str:
        if entry.is_correction:
            return self.tr("Correct the result")
        return self.tr("Enter the result")

    def _about(self, order: OrderRow) -> str:
        parts = [
            self.tr("PRIVATE") if order.sensitive else "",
            self.tr("URGENT") if order.urgent else "",
            self.tr("Ordered by {0} on {1}").format(order.ordered_by, _moment(order.ordered_at)),
            answer_name("specimen", order.specimen, language=self._language.code) if order.specimen else "",
            order.note or "",
        ]
        return "  ·  ".join(part for part in parts if part)

    def _lay_parts(self) -> None:
        entry = self._entry
        if entry is None:
            return
        held = next((part for part, each in self._rows.items() if each.editor.hasFocus()), None)
        for each in self._rows.values():
            each.let_go()
        self._rows = {}
        for at, part in enumerate(entry.parts):
            line = PartRow(
                part,
                language=self._language.code,
                parent=self._form,
                in_words=part == entry.order.test and at > 0,
            )
            line.place(self._grid, at)
            line.show_value(entry.values.get(part, ""))
            line.changed.connect(lambda text, part=part: self._typed(part, text))
            self._rows[part] = line
        stops = [each.editor for each in self._rows.values()]
        stops += [self.reason.edit, self.remark.edit, self.save, self.agree, self._reject, self._void]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        if held in self._rows:
            self._rows[held].editor.setFocus()
        self._judge()

    def _typed(self, part: str, text: str) -> None:
        entry = self._entry
        if entry is None:
            return
        if entry.set(part, text):
            self._lay_parts()
        self._judge()
        self.edited.emit()

    def _take_words(self) -> None:
        if self._entry is not None:
            self._entry.reason, self._entry.remark = self.reason.text(), self.remark.text()
            self._entry.touched = True
            self.edited.emit()

    def _ask_visit(self) -> None:
        if self._entry is not None:
            self.visit_wanted.emit(self._entry.order)

    def _judge(self) -> None:
        """Say of every part what it means now."""
        entry, code = self._entry, self._language.code
        if entry is None:
            return
        for part, line in self._rows.items():
            fault = entry.problem(part)
            if not entry.values.get(part, "").strip():
                usual = rules.range_for(part, entry.order.subject)
                line.show_usual(usual.low if usual else None, usual.high if usual else None)
            elif fault is not None and not fault.endswith("_missing"):
                line.show_fault(self._fault_text(part, fault))
            else:
                line.show_verdict(entry.judged(part))
            theirs = entry.other.results.get(part, "") if entry.other is not None else ""
            said = wording.result_text(part, theirs, language=code) if theirs else ""
            line.show_other(f"{entry.other.entered_by}: {said}" if said and entry.other is not None else "")
        self._say_meaning(entry, code)

    def _fault_text(self, part: str, code: str) -> str:
        assert self._entry is not None  # noqa: S101
        found = rules.problems(self._entry.order.test, self._entry.cleaned)
        for each in found:
            if each.field == f"values.{part}":
                params = each.params | {"test": name_of(part, language=self._language.code)}
                return sentence(code, params, self._language.code)
        return ""

    def _say_meaning(self, entry: Entry, code: str) -> None:
        cleaned, said = entry.cleaned, ""
        if rules.HIV_RESULT in cleaned:
            result = wording.result_text(rules.HIV_RESULT, cleaned[rules.HIV_RESULT], language=code)
            said = self.tr("Result by the algorithm (to be confirmed by the facility): {0}").format(result)
        elif entry.order.test == "hiv" and rules.hiv_goes_on(cleaned):
            said = self.tr("Not decided yet: the algorithm asks for another test.")
        self._meaning.setText(said)
        self._meaning.setVisible(bool(said))

    # what is wrong ---------------------------------------------------------------------------------------

    def ask_doubts(self) -> bool:
        """Ask about unlikely values; a second press of Save keeps them. True while something is asked."""
        entry = self._entry
        doubts = entry.doubts() if entry is not None else ()
        if entry is None or not doubts:
            return False
        for doubt in doubts:
            line = self._rows.get(doubt.test)
            if line is not None:
                usual = wording.range_text(doubt.lowest, doubt.highest)
                line.show_fault(
                    self.tr("{0} is unusual ({1}). Press Ctrl+Enter again if it is right.").format(
                        f"{doubt.value:g}", usual
                    ),
                    state="ask",
                )
                line.editor.setFocus()
            entry.confirm(doubt)
        return True

    def point_at(self, field: str, text: str) -> bool:
        """Say what is wrong at a field and put the cursor there; False when it is not here."""
        if field == "reason":
            self.reason.set_error(text)
            self.reason.edit.setFocus()
            return True
        if field == "remark":
            self.remark.set_error(text)
            self.remark.edit.setFocus()
            return True
        line = self._rows.get(field.removeprefix("values."))
        if line is None:
            return False
        line.show_fault(text)
        line.editor.setFocus()
        return True

    # words -----------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._show()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._visit.set_text(self.tr("Open the visit"), tip=self.tr("To the consultation of this patient"))
        self._print.set_text(self.tr("Print"), tip=self.tr("Print the result, or the request (Ctrl+P)"))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back to the list; what is typed is kept (Esc)"))
        self._void.set_text(self.tr("Void the order"))
        self._reject.set_text(self.tr("Sample not usable"))
        self.agree.set_text(self.tr("Agree and release"), tip=self.tr("Release the result as it was entered"))
        self.reason.set_label(self.tr("Why it is corrected"))
        self.remark.set_label(self.tr("Remark"))


def _moment(at: datetime) -> str:
    return f"{local(at):%d/%m/%Y %H:%M}"
