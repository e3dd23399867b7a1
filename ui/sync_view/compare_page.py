"""After a restore or a copy: what the target has, beside what is here, before sending goes on."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.rows import FormInfo
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.sync_view.sync_words import cell_words, subject_name
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.layout import Card, PageHeader, column, row, words
from ui.widgets.table import Column, DataTable


class ComparePage(QWidget):
    """Signals: ``back``; ``confirmed`` with the name of the target: sync goes on."""

    back = Signal()
    confirmed = Signal(str)

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("comparePage")
        self._context, self._failed = context, failed
        self._target, self._asking = "", False
        self._found: list[dict[str, Any]] | None = None
        self._forms: dict[tuple[str, str], FormInfo] = {}
        self._header = PageHeader(self)
        self._confirm = Button("confirmThisPc", kind="primary", parent=self)
        self._again = Button("compareAgain", parent=self)
        self._back = Button("compareBack", parent=self)
        for button in (self._confirm, self._again, self._back):
            self._header.add_action(button)
        self._story = words(wrap=True, parent=self)
        self._story.setObjectName("compareStory")
        self.question = ConfirmBar(self)
        self.table: DataTable[dict[str, Any]] = DataTable(
            "compareList",
            (
                Column(lambda: self.tr("No."), lambda each: str(each["id"]), right=True, width=56),
                Column(lambda: self.tr("What"), self._subject, width=216, tip=self._subject),
                Column(
                    lambda: self.tr("How it stands there"), self._standing, stretch=True, tip=self._standing
                ),
            ),
            parent=self,
        )
        self.cells: DataTable[dict[str, Any]] = DataTable(
            "compareCells",
            (
                Column(lambda: self.tr("Cell"), self._cell, stretch=True, tip=self._cell),
                Column(lambda: self.tr("Here"), lambda each: str(each["here"]), right=True, width=96),
                Column(
                    lambda: self.tr("There"),
                    lambda each: "–" if each["there"] is None else str(each["there"]),
                    right=True,
                    width=96,
                ),
            ),
            parent=self,
        )
        self._lists, self._cell_card = Card(self), Card(self)
        self._lists.body.addWidget(self.table, 1)
        self._cell_card.body.addWidget(self.cells, 1)
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self._story)
        page.addWidget(self.question)
        both = row()
        both.addWidget(self._lists, 3)
        both.addWidget(self._cell_card, 2)
        page.addLayout(both, 1)
        self.table.selected.connect(self._show_cells)
        self._confirm.clicked.connect(self._ask)
        self._again.clicked.connect(self._compare)
        self._back.clicked.connect(self.back)
        self._translate()

    def start(self, target: str) -> None:
        """Ask a target what it has; nothing is sent or changed."""
        self._target, self._found = target, None
        self.question.clear()
        self.table.show_rows(())
        self._compare()
        self._back.setFocus()

    def step_back(self) -> bool:
        if self.question.text:
            self.question.clear()
            return True
        return False

    def _compare(self) -> None:
        target, district = self._target, self._context.sync.district
        self._asking = True
        self._translate()

        forms = self._context.clinic.forms

        def work() -> tuple[list[dict[str, Any]], tuple[FormInfo, ...]]:
            return district.compare(target), forms.list_forms()

        def show(answer: tuple[list[dict[str, Any]], tuple[FormInfo, ...]]) -> None:
            self._asking, self._found = False, answer[0]
            self._forms = {(each.form, each.edition): each for each in answer[1]}
            self._translate()
            self._confirm.setFocus()

        def failed(error: BaseException) -> None:
            self._asking = False
            self._translate()
            self._failed(error)

        self._context.tasks.run_aside(self, work, done=show, failed=failed, key="compare")

    def _ask(self) -> None:
        self.question.ask(
            self.tr("Is this the computer that sends for the facility, and no other one any more?"),
            details=self.tr(
                "What waits here although other figures are there is not sent: it waits for you to decide."
            ),
            yes=self.tr("Yes, this one sends"),
            then=lambda _reason: self._go_on(),
            again=self._ask,
        )

    def _go_on(self) -> None:
        target, sync = self._target, self._context.sync

        def done(_found: list[dict[str, Any]]) -> None:
            self._context.say(self.tr("Sending to {0} goes on.").format(target))
            self.confirmed.emit(target)

        self._context.tasks.run_aside(
            self, lambda: sync.confirm_incarnation(target), done=done, failed=self._failed, stoppable=True
        )

    def _show_cells(self, line: dict[str, Any] | None) -> None:
        self.cells.show_rows(() if line is None else tuple(line["changes"]))

    def _cell(self, change: dict[str, Any]) -> str:
        line = self.table.current
        parts = [] if line is None else str(line["subject"]).split(":")
        info = self._forms.get((parts[1], parts[2])) if len(parts) == 4 else None
        return cell_words(info, str(change["cell"]), self._context.language.code)

    def _subject(self, line: dict[str, Any]) -> str:
        return subject_name(line["subject"], self._context.language.code)

    def _standing(self, line: dict[str, Any]) -> str:
        if line["same"]:
            return self.tr("The same figures are there")
        other = sum(change["there"] is not None for change in line["changes"])
        if other:
            return self.tr("%n cell(s) have other figures there", "", other)
        return self.tr("%n cell(s) are not there yet", "", len(line["changes"]))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("{0} after a restore or a copy").format(self._target))
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self._again.set_text(self.tr("Compare again"))
        self._confirm.set_text(self.tr("Let this computer send"))
        self._confirm.setEnabled(self._found is not None and not self._asking)
        self._again.setEnabled(not self._asking)
        self._lists.set_heading(self.tr("What was sent or waits"))
        self._cell_card.set_heading(self.tr("Cells that differ"))
        self.cells.set_empty_text(self.tr("No cell differs."))
        if self._asking:
            story, empty = self.tr("Asking {0} what it has …").format(self._target), ""
        elif self._found is None:
            story = self.tr("The system could not be asked; sending stays on hold until it can.")
            empty = story
        else:
            story = self.tr(
                "This record was restored or copied. Sending goes on when you say that no other computer "
                "sends for this facility."
            )
            empty = self.tr("Nothing was sent there and nothing waits: there is nothing to compare.")
        self._story.setText(story)
        self.table.set_empty_text(empty)
        self.table.show_rows(tuple(self._found or ()))
