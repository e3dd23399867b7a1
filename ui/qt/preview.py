"""Look at the pages before they go to the printer: which one, which paper, how many, from where to where."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from emr_desktop.settings import PaperChoice
from ui.messages import sentence
from ui.qt.document import Document, Rendered, fixed
from ui.qt.handing_in import HandingIn
from ui.qt.language import Language
from ui.qt.page_view import PageView
from ui.qt.pdf_pages import PdfPages
from ui.qt.print_choices import PrintChoices
from ui.qt.printers import Printers, PrintJob, known_printers
from ui.qt.printing import Paper
from ui.qt.tasks import Failed, Tasks
from ui.qt.waiting import Waiting
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.layout import column, row
from ui.widgets.scrolled import Scrolled


class Desk(Protocol):
    """What of a screen's context is needed here."""

    @property
    def tasks(self) -> Tasks: ...
    @property
    def paper(self) -> Paper: ...
    @property
    def language(self) -> Language: ...
    @property
    def say(self) -> Callable[[str], None]: ...


class PreviewDialog(QDialog):
    """PgUp and PgDn turn, Ctrl and + or - changes the size, Enter and Ctrl+P print, Esc leaves."""

    def __init__(
        self,
        pages: PdfPages,
        *,
        context: Desk,
        document: Document,
        failed: Failed,
        parent: QWidget,
        handing_in: HandingIn | None = None,
        percent: int = 100,
        choice: PaperChoice | None = None,
        secret: bool = False,
    ) -> None:
        """Show pages of a document that were made as ``document.paper(remembered)`` asks.

        Args:
            pages: the pages to begin with.
            context: what is needed of a screen's.
            document: makes others, when another paper is chosen.
            failed: hears of troubles.
            parent: over which window it stands.
            handing_in: outlives this window where the printer is to be looked after; else one is made.
            percent: how large ``pages`` are, see ``Rendered``.
            choice: what to begin with, instead of what is remembered.
            secret: no copy of it is left on this PC, unless the person saves one.
        """
        super().__init__(parent)
        self.setObjectName("printPreview")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._document, self._failed, self._secret = context, document, failed, secret
        self._content = pages.content
        self._lost: Button | None = None
        self._is_making = self._print_wanted = False
        self._handing_in = handing_in or HandingIn(
            paper=context.paper, tasks=context.tasks, failed=failed, later=None, parent=context.paper
        )
        self.banner = Banner(self)
        self._waiting = Waiting(banner=self.banner, parent=self)
        self.view = PageView(tasks=context.tasks, failed=failed, parent=self)
        self.choices = PrintChoices(
            document,
            choice or context.paper.choice(document.kind.code),
            mode=context.paper.preview,
            parent=self,
        )
        self._print = Button("previewPrint", kind="primary", shortcut="Ctrl+P", parent=self)
        self._save = Button("previewSave", parent=self)
        self._open = Button("previewOpen", parent=self)
        self._leave = Button("previewClose", parent=self)
        self._lay_out()
        self._print.clicked.connect(self.print_it)
        self._save.clicked.connect(self.save_it)
        self._open.clicked.connect(self._open_outside)
        self._leave.clicked.connect(self.reject)
        self.choices.pages_wanted.connect(self._make_again)
        self.choices.mode.activated.connect(self._keep_mode)
        self._translate()
        screen = parent.window().size()
        self.resize(min(1240, screen.width() - 4 * GRID), max(480, screen.height() - 6 * GRID))
        self._print.setFocus()
        self._show_made(pages, percent)
        context.tasks.run_aside(self, known_printers, done=self._show_printers, failed=failed)

    @classmethod
    def of_pages(
        cls,
        pages: PdfPages,
        *,
        context: Desk,
        kind: str,
        name: str,
        failed: Failed,
        parent: QWidget,
        secret: bool = False,
    ) -> PreviewDialog:
        """Look at a document that is there already and is laid out in one way."""
        content = pages.content
        document = fixed(kind, name=name, make=lambda: content)
        return cls(pages, context=context, document=document, failed=failed, parent=parent, secret=secret)

    def _lay_out(self) -> None:
        if self._secret:
            self.choices.no_mode()
            self._open.hide()
        side = column(spacing=GRID)
        side.addWidget(Scrolled(self.choices, self), 1)
        for button in (self._print, self._save, self._open, self._leave):
            side.addWidget(button)
        both = row(spacing=2 * GRID)
        both.addWidget(self.view, 1)
        both.addLayout(side)
        page = column(self, margin=2 * GRID)
        page.addWidget(self.banner)
        page.addLayout(both, 1)

    # looking -------------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The page on show."""
        return self.view.number

    @property
    def job(self) -> PrintJob:
        """What was chosen."""
        return self.choices.job

    def _make_again(self) -> None:
        """The pages for what is chosen now; until they are there nothing is printed."""
        self._offer(False)
        self._is_making = True
        document, paper, copies = self._document, self.choices.chosen_paper, self.choices.copies.value()

        def make() -> tuple[PdfPages, Rendered]:
            made = document.render(paper, copies)
            return PdfPages(made.content), made

        def over() -> bool:
            wanted, self._is_making, self._print_wanted = self._print_wanted, False, False
            self._offer(True)
            return wanted

        def done(made: tuple[PdfPages, Rendered]) -> None:
            self._show_made(made[0], made[1].percent)
            if over():  # Enter came before the pages
                self.print_it()

        def failed(error: BaseException) -> None:
            over()
            self._failed(error)

        self._context.tasks.run_aside(self, make, done=done, failed=failed, key="pages")

    def _offer(self, there: bool) -> None:
        buttons = (self._print, self._save, self._open)
        if not there:
            self._lost = next((button for button in buttons if button.hasFocus()), self._lost)
        for button in buttons:
            button.setEnabled(there)
        if there and self._lost is not None:  # a button that is switched off loses the cursor
            self._lost.setFocus()
            self._lost = None

    def _show_made(self, pages: PdfPages, percent: int) -> None:
        self._content = pages.content
        self.view.show_pages(pages)
        self.choices.show_made(pages.count, percent)

    def _show_printers(self, printers: Printers) -> None:
        gone = self.choices.show_printers(printers)
        language = self._context.language.code
        if not printers.names:
            code = "print.service_down" if printers.service_is_down else "print.none_here"
            self.banner.show_message(sentence(code, {}, language), kind="warn")
        elif gone:
            self.banner.show_message(sentence("print.was_gone", {"printer": gone}, language), kind="warn")

    # printing ------------------------------------------------------------------------------------------

    def print_it(self) -> None:
        """Hand the chosen pages to the chosen printer; the window closes when its queue took them."""
        if self._is_making:
            self._print_wanted = True
        if not self._print.isEnabled():
            return
        self._offer(False)
        self.banner.clear()
        self._waiting.begin(
            self.tr("Handing the pages to the printer …"),
            self._handing_in.stop if sys.platform == "win32" else None,
        )
        self._handing_in.hand_in(
            self._document,
            self._content,
            self.job,
            report=self._told_if_open,
            copies=self.choices.copies.value(),
            secret=self._secret,
        )

    def save_it(self) -> None:
        """Ask where, and write the whole document there."""
        document, copies, handing_in = self._document, self.choices.copies.value(), self._handing_in

        def told(code: str, params: dict[str, object]) -> None:
            if isValid(self):
                self._told(code, params)
            elif code != "print.saved":  # closed meanwhile: what went wrong is said on the screen behind
                handing_in.tell_later(code, params)
            elif document.kind.once:
                handing_in.count_taken_out(document, copies, then=lambda: None)

        self.banner.clear()
        if self._context.paper.save_pdf(
            self,
            self._content,
            name=document.name,
            title=self.tr("Save the PDF"),
            tasks=self._context.tasks,
            report=told,
        ):
            self._offer(False)
            self._waiting.begin(self.tr("Saving the PDF …"))

    def _open_outside(self) -> None:
        if self._context.paper.show_pdf(self._content, name=self._document.name, report=self._told):
            self._taken_out()

    def _taken_out(self) -> None:
        """Of a document of which there is one the next is a copy, also after it was saved or opened."""
        document = self._document
        if document.kind.once:
            self._offer(False)
            self._handing_in.count_taken_out(document, self.choices.copies.value(), then=self._make_again)

    def _told_if_open(self, code: str, params: dict[str, object]) -> None:
        if isValid(self):
            self._told(code, params)
        else:  # closed meanwhile: what went wrong is said on the screen behind
            self._handing_in.tell_later(code, params)

    def _told(self, code: str, params: dict[str, object]) -> None:
        text = sentence(code, params, self._context.language.code)
        self._waiting.end()
        self._offer(True)
        if code == "print.sent":
            self._context.say(text)
            self.accept()
        elif code == "print.saved":
            self._taken_out()
            self.banner.show_message(text, kind="good")
        else:
            self.banner.show_message(text, kind="warn")

    def _keep_mode(self) -> None:
        mode, paper = str(self.choices.mode.currentData()), self._context.paper
        self._context.tasks.run(self, lambda: paper.keep_preview(mode), failed=self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter prints from every field; a button in focus takes its own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            self.print_it()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """The window closes: PDFium forgets the document."""
        self.view.let_go()
        super().done(result)

    # words ---------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.setWindowTitle(self.tr("Before printing"))
        self._print.set_text(self.tr("&Print"), tip=self.tr("Print these pages (Enter)"))
        self._save.set_text(self.tr("&Save as PDF …"))
        self._open.set_text(self.tr("&Open in the viewer"))
        self._leave.set_text(self.tr("Close"), tip=self.tr("Close without printing (Esc)"))
