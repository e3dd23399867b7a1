"""One delivery: its receipt cell by cell, and for IT every exchange with what was sent and answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QStackedWidget, QWidget

from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormReport
from emr_desktop.languages import either
from emr_desktop.whole_file import write_whole
from sync.receipts import Receipt, receipt_csv
from sync.rows import DeliveryRow
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.reports.files import ask_where
from ui.screen import ScreenContext
from ui.sync_view.sync_words import (
    cell_state_name,
    delivery_name,
    delivery_state,
    delivery_story,
    moment,
    step_name,
    when,
)
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.table import Column, DataTable

_TO_RETRY = frozenset({"waiting", "retry", "unknown", "refused"})


@dataclass(frozen=True)
class CellStory:
    """One cell of a delivery; ``there``: what the server had, or has now where it differs."""

    row: str
    name_en: str
    name_sw: str
    column_en: str
    column_sw: str
    value: str
    there: str | None
    state: str
    why: str


class DeliveryPage(QWidget):
    """Signals: ``back``; ``retried``: it waits again."""

    back = Signal()
    retried = Signal()

    def __init__(
        self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("deliveryPage")
        self._context, self._failed = context, failed
        self._delivery: DeliveryRow | None = None
        self._receipt: Receipt | None = None
        self._document: dict[str, Any] = {}
        self._cells: tuple[CellStory, ...] = ()
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)
        self._header = PageHeader(self)
        self._retry = Button("sendAllTheSame", kind="primary", parent=self)
        self._turn = Button("turnDelivery", parent=self)
        self._print = Button("printReceipt", parent=self)
        self._save = Button("saveReceipt", parent=self)
        self._copy = Button("copyForIt", parent=self)
        self._back = Button("deliveryBack", parent=self)
        for button in (self._retry, self._turn, self._print, self._save, self._copy, self._back):
            self._header.add_action(button)
        self._story = words(wrap=True, parent=self)
        self._story.setObjectName("deliveryWhole")
        self.cells: DataTable[CellStory] = DataTable(
            "receiptList",
            (
                Column(lambda: self.tr("Row"), lambda each: each.row, width=64),
                Column(lambda: self.tr("Name"), self._name, stretch=True, tip=self._name),
                Column(lambda: self.tr("Column"), self._column, width=216, tip=self._column),
                Column(lambda: self.tr("Sent"), lambda each: each.value, right=True, width=88),
                Column(lambda: self.tr("There"), lambda each: each.there or "–", right=True, width=88),
                Column(lambda: self.tr("Became"), lambda each: cell_state_name(each.state), width=160),
                Column(lambda: self.tr("Why"), lambda each: each.why, stretch=True),
            ),
            parent=self,
        )
        self.steps: DataTable[dict[str, Any]] = DataTable(
            "attemptList",
            (
                Column(lambda: self.tr("When"), lambda each: moment(each["at"]), width=168),
                Column(lambda: self.tr("Step"), lambda each: step_name(each["step"]), width=152),
                Column(lambda: self.tr("Outcome"), lambda each: str(each["outcome"]), width=208),
                Column(lambda: self.tr("HTTP"), lambda each: str(each["http_status"] or "–"), width=64),
                Column(
                    lambda: self.tr("Their number"),
                    lambda each: each["transaction"] or "–",
                    width=152,
                    spare=1,
                ),
                Column(lambda: self.tr("Answer"), lambda each: each["answer"] or "", stretch=True),
            ),
            parent=self,
        )
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("deliveryText")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._for_it = QWidget(self)
        inner = column(self._for_it)
        inner.addWidget(self.steps, 2)
        inner.addWidget(self.text, 3)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.cells)
        self._pages.addWidget(self._for_it)
        page = column(self)
        page.addWidget(self._header)
        line = row()
        line.addWidget(self._story, 1)
        page.addLayout(line)
        page.addWidget(self._pages, 1)
        self._back.clicked.connect(self.back)
        self._turn.clicked.connect(self._turn_over)
        self._retry.clicked.connect(self._send_again)
        self._print.clicked.connect(self._print_receipt)
        self._save.clicked.connect(self._save_receipt)
        self._copy.clicked.connect(self._copy_text)
        self._translate()

    def start(self, delivery: DeliveryRow) -> None:
        """Read a delivery; its receipt comes first where it has one."""
        self._delivery, self._receipt, self._document, self._cells = delivery, None, {}, ()
        self._translate()
        sync, forms, number = self._context.sync, self._context.clinic.forms, delivery.number

        def read() -> tuple[dict[str, Any], Receipt | None, FormReport | None]:
            document = sync.show(number)
            try:
                receipt = sync.district.receipt(number)
            except EmrError as error:
                if error.code != "delivery.no_receipt":
                    raise
                return document, None, None
            return document, receipt, forms.show(receipt.form, receipt.period, edition=receipt.edition)

        def show(found: tuple[dict[str, Any], Receipt | None, FormReport | None]) -> None:
            self._document, self._receipt, report = found
            self._cells = () if report is None else _stories(self._document, self._receipt, report)
            self.text.setPlainText(json.dumps(self._document, ensure_ascii=False, indent=1))
            self._pages.setCurrentWidget(self._for_it if self._receipt is None else self.cells)
            self._translate()
            (self.steps if self._receipt is None else self.cells).setFocus()

        self._context.tasks.run(self, read, done=show, failed=self._failed, key="delivery")

    def _turn_over(self) -> None:
        paper = self._pages.currentWidget() is self._for_it
        self._pages.setCurrentWidget(self.cells if paper else self._for_it)
        self._translate()
        (self.cells if paper else self.steps).setFocus()

    def _send_again(self) -> None:
        delivery = self._delivery
        if delivery is None:
            return

        def done(_count: int) -> None:
            self._context.say(self.tr("Tried again now."))
            self.retried.emit()

        number = delivery.number
        self._context.tasks.run(
            self, lambda: self._context.sync.retry(number), done=done, failed=self._failed
        )

    def _print_receipt(self) -> None:
        delivery, language = self._delivery, self._context.language.code
        if delivery is None:
            return
        number, district = delivery.number, self._context.sync.district
        self._printer.print_it(
            lambda: district.receipt_paper(number, language=language),
            name=f"receipt-{number}",
            kind="receipt",
        )

    def _save_receipt(self) -> None:
        receipt = self._receipt
        if receipt is None:
            return
        path = ask_where(
            self, name=f"receipt-{receipt.number}", kind="csv", title=self.tr("Save the receipt")
        )
        if path is None:
            return

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                error = EmrError("print.not_saved", path=str(path))
            self._failed(error)

        self._context.tasks.run_aside(
            self,
            lambda: write_whole(path, receipt_csv(receipt)),
            done=lambda _none: self._context.say(self.tr("Saved: {0}").format(path)),
            failed=failed,
            stoppable=True,
        )

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._context.say(self.tr("Copied. It holds no password or token."))

    # words -----------------------------------------------------------------------------------------------

    def _name(self, line: CellStory) -> str:
        return either(self._context.language.code, line.name_sw, line.name_en)

    def _column(self, line: CellStory) -> str:
        return either(self._context.language.code, line.column_sw, line.column_en)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        delivery, language = self._delivery, self._context.language.code
        self._back.set_text(self.tr("Back"), tip=self.tr("Back (Esc)"))
        self._print.set_text(self.tr("&Print the receipt"))
        self._save.set_text(self.tr("Save as &CSV"))
        self.text.setAccessibleName(self.tr("All that is known of it, for IT"))
        self._copy.set_text(self.tr("C&opy all"))
        for_it = self._pages.currentWidget() is self._for_it
        self._turn.set_text(self.tr("&Receipt") if for_it else self.tr("For &IT"))
        has_receipt = self._receipt is not None
        self._turn.setVisible(has_receipt)
        self._print.setVisible(has_receipt and not for_it)
        self._save.setVisible(has_receipt and not for_it)
        self._copy.setVisible(for_it)
        for table in (self.cells.model, self.steps.model):
            table.say_headings_again()
        self.cells.set_empty_text(self.tr("Nothing is known of single values."))
        self.steps.set_empty_text(self.tr("It was not tried yet."))
        self.cells.show_rows(self._cells)
        self.steps.show_rows(tuple(self._document.get("attempts") or ()))
        if delivery is None:
            self._retry.hide()
            return
        foreign = delivery.problem == "delivery.server_has_other"
        self._retry.set_text(self.tr("&Send ours all the same") if foreign else self.tr("&Try again now"))
        self._retry.setVisible(delivery.state in _TO_RETRY)
        title = self.tr("No. {0}: {1}")
        self._header.set_title(title.format(delivery.number, delivery_name(delivery, language)))
        since = delivery.finished_at or delivery.sent_at or delivery.created_at
        self._header.set_line(f"{delivery.target}  ·  {delivery_state(delivery)}, {when(since)}")
        self._story.setText(delivery_story(delivery, language))


def _stories(document: dict[str, Any], receipt: Receipt | None, report: FormReport) -> tuple[CellStory, ...]:
    """What differs or was refused first, then the rest in the order of the form."""
    names = {each.row: each for each in report.rows}
    heads = {each.code: each for each in (*report.info.bands, *report.info.parts)}

    def story(line: tuple[str, str, str, str | None, str, str]) -> CellStory:
        place, code, value, there, state, why = line
        parts = [heads[part] for part in code.split(".") if part in heads]
        named = names.get(place)
        return CellStory(
            row=place,
            name_en=named.en if named else "",
            name_sw=named.sw if named else "",
            column_en=" ".join(each.en for each in parts) or code,
            column_sw=" ".join(each.sw for each in parts) or code,
            value=value,
            there=there,
            state=state,
            why=why,
        )

    answer = document.get("answer") or {}
    lines = []
    if document.get("problem") in ("delivery.server_has_other", "delivery.readback_differs"):
        for each in answer.get("differences") or ():
            place, _, code = str(each["cell"]).rpartition("|")
            lines.append((place, code, str(each["here"]), each["there"], "differs", ""))
    seen = {line[:2] for line in lines}
    told = () if receipt is None else receipt.lines
    bad = ("refused", "not_there")
    for each in sorted(told, key=lambda one: one.state not in bad):
        if (each.row, each.column) not in seen:
            lines.append((each.row, each.column, each.value, each.before, each.state, each.why))
    return tuple(story(line) for line in lines)
