"""The printers of this PC: how they are, a page for trying them, and what is remembered for each document."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from emr_desktop.printing.kinds import document_kinds
from emr_desktop.printing.printer_page import printer_page_pdf
from emr_desktop.settings import PaperChoice
from ui.messages import sentence
from ui.qt.document import Document
from ui.qt.kind_words import kind_words
from ui.qt.messages import shown_by
from ui.qt.paper_printer import PaperPrinter
from ui.qt.printer_words import state_words
from ui.qt.printers import Printers, known_printers
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import PageHeader, column, words
from ui.widgets.table import Column, DataTable


@dataclass(frozen=True)
class ShownPrinter:
    """One line: a printer of the system."""

    name: str
    is_default: bool
    trouble: str  # in words; empty when nothing is known to be wrong


@dataclass(frozen=True)
class ShownChoice:
    """One line: how a kind of document was printed last."""

    kind: str
    choice: PaperChoice


class PrintersPage(QWidget):
    """Above the printers, below what this PC remembers."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printersPage")
        self._context = context
        self._printers = Printers((), False)
        self.banner = Banner(self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._paper = PaperPrinter(context=context, banner=self.banner, failed=self._failed, parent=self)
        self._header = PageHeader(self)
        self._try = Button("printTestPage", kind="primary", parent=self)
        self._again = Button("readPrinters", parent=self)
        self._forget = Button("forgetPrinting", parent=self)
        for button in (self._try, self._again):
            self._header.add_action(button)
        self.table: DataTable[ShownPrinter] = DataTable(
            "printerList",
            (
                Column(lambda: self.tr("Printer"), self._name, width=320),
                Column(lambda: self.tr("State"), self._state, stretch=True, tip=self._state),
            ),
            parent=self,
        )
        self._kept_heading = words(role="heading", parent=self)
        self.kept: DataTable[ShownChoice] = DataTable(
            "rememberedPrinting",
            (
                Column(lambda: self.tr("Document"), lambda row: kind_words(row.kind), width=320),
                Column(lambda: self.tr("Printer"), self._kept_printer, stretch=True),
                Column(lambda: self.tr("Paper"), lambda row: row.choice.paper, width=96),
                Column(lambda: self.tr("Copies"), lambda row: str(row.choice.copies), right=True, width=96),
            ),
            parent=self,
        )
        self._try.clicked.connect(self.try_printer)
        self._again.clicked.connect(self.read)
        self._forget.clicked.connect(self.forget)
        self.table.opened.connect(lambda _row: self.try_printer())
        page = column(self)
        for widget in (self.banner, self._header):
            page.addWidget(widget)
        page.addWidget(self.table, 1)
        page.addWidget(self._kept_heading)
        page.addWidget(self.kept, 1)
        page.addWidget(self._forget, 0, Qt.AlignmentFlag.AlignLeft)
        self._translate()

    def read(self) -> None:
        """Ask the system for its printers; one far away may take seconds to answer."""
        self.table.show_loading()
        self._context.tasks.run_aside(
            self, known_printers, done=self._show, failed=self.table.unless(self._failed), key="printers"
        )
        self._show_kept()

    def try_printer(self) -> None:
        """Show the test page for the printer under the cursor, from where it is printed."""
        chosen = self.table.current
        name = "" if chosen is None else chosen.name
        now, language = self._context.clinic.work.clock.now(), self._context.language.code
        before = self._context.paper.choice("printer-page")
        self._paper.show_document(
            Document(
                "printer-page",
                name="printer-page",
                make=lambda paper, _copy: printer_page_pdf(name, now, language=language, paper=paper),
            ),
            choice=PaperChoice(printer=name, paper=before.paper),
        )

    def forget(self) -> None:
        """Begin anew: every kind of document asks for the system's default printer again."""
        paper = self._context.paper
        self._context.tasks.run(
            self, paper.forget_choices, done=lambda _none: self._show_kept(), failed=self._failed
        )

    # inside --------------------------------------------------------------------------------------------

    def _show(self, printers: Printers) -> None:
        self._printers = printers
        self.table.show_rows(
            [
                ShownPrinter(name, name == printers.default, state_words(printers.state(name)))
                for name in printers.names
            ]
        )
        if printers.service_is_down:
            text = sentence("print.service_down", {}, self._context.language.code)
            self.banner.show_message(text, kind="warn")
        self._show_kept()

    def _show_kept(self) -> None:
        choices = self._context.paper.choices
        rows = [ShownChoice(code, choices[code]) for code in document_kinds() if code in choices]
        self.kept.show_rows(rows)
        self._forget.setEnabled(bool(rows))

    def _name(self, row: ShownPrinter) -> str:
        return self.tr("{0} (default)").format(row.name) if row.is_default else row.name

    def _state(self, row: ShownPrinter) -> str:
        return row.trouble or self.tr("nothing wrong is known")

    def _kept_printer(self, row: ShownChoice) -> str:
        name = row.choice.printer
        if not name:
            return self.tr("The system's default printer")
        gone = bool(self._printers.names) and name not in self._printers.names
        return self.tr("{0} (not on this computer any more)").format(name) if gone else name

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
            self._show(self._printers)
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Printers"))
        self._header.set_line(
            self.tr("Of this computer. Printers are set up in the system; here they are tried.")
        )
        self._try.set_text(self.tr("&Test page …"))
        self._again.set_text(self.tr("&Look again"))
        self._forget.set_text(self.tr("For&get what is remembered"))
        self._kept_heading.setText(self.tr("Remembered for each document"))
        self.table.view.setAccessibleName(self.tr("Printers of this computer; Enter shows the test page"))
        self.table.set_empty_text(self.tr("No printer is set up on this computer."))
        self.kept.view.setAccessibleName(self.tr("Remembered for each document"))
        self.kept.set_empty_text(self.tr("Nothing yet: what was chosen at the last print is kept here."))
