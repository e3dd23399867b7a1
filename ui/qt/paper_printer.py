"""Makes a paper beside the database worker, shows it where it is to be looked at, and prints it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from emr_desktop.settings import PaperChoice
from ui.messages import sentence
from ui.qt.document import Document, Rendered, fixed
from ui.qt.handing_in import HandingIn
from ui.qt.making import Making
from ui.qt.pdf_pages import PdfPages
from ui.qt.printers import PrintJob
from ui.qt.printing import NOT_PRINTED
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class PaperPrinter(QObject):
    """The banner says when nothing came out, and offers to print again and to save the PDF."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed
        self._making = Making(tasks=context.tasks, banner=banner, parent=self)
        self._handing_in = HandingIn(
            paper=context.paper, tasks=context.tasks, failed=failed, later=self._say_later, parent=self
        )

    def print_it(self, make: Callable[[], bytes], *, name: str, kind: str = "") -> None:
        """Print what ``make`` gives, after a look at it where this PC asks for one.

        Args:
            make: gives the PDF; called beside the database worker, once.
            name: what the file is called, without a patient's name.
            kind: a code of ``document_kinds``; empty: the name is one.
        """
        self.print_document(fixed(kind or name, name=name, make=make))

    def show_it(self, make: Callable[[], bytes], *, name: str, kind: str = "") -> None:
        """Show the pages, from where they can be printed and saved."""
        self.show_document(fixed(kind or name, name=name, make=make))

    def print_document(self, document: Document) -> None:
        """Print a document as its kind was printed last on this PC, after a look where one is asked for.

        Papers that a patient waits for are looked at only where everything is.
        """
        looked_at = self._context.paper.preview
        if looked_at == "always" or (looked_at == "forms" and not document.kind.waits):
            self.show_document(document)
            return
        choice = self._context.paper.choice(document.kind.code)
        paper = document.paper(choice.paper)
        copies = min(choice.copies, document.most_copies)
        once = document.kind.once
        job = PrintJob(printer=choice.printer, paper=paper, copies=1 if once else copies)

        def report(code: str, params: dict[str, object]) -> None:
            self._report(code, params, document)

        self._making.make(
            lambda: document.render(paper, copies),
            done=lambda made: self._handing_in.hand_in(
                document, made.content, job, report=report, copies=copies
            ),
            failed=self._failed,
            stopped=self._say_stopped,
        )

    def show_document(self, document: Document, *, choice: PaperChoice | None = None) -> None:
        """Show the pages, from where they can be printed and saved; ``choice`` instead of what is kept."""
        choice = choice or self._context.paper.choice(document.kind.code)
        paper = document.paper(choice.paper)
        copies = min(choice.copies, document.most_copies)

        def make() -> tuple[PdfPages, Rendered]:
            made = document.render(paper, copies)
            return PdfPages(made.content), made

        self._making.make(
            make,
            done=lambda made: self._look(made[0], made[1].percent, document, choice),
            failed=self._failed,
            stopped=self._say_stopped,
        )

    # inside --------------------------------------------------------------------------------------------

    def _look(self, pages: PdfPages, percent: int, document: Document, choice: PaperChoice) -> None:
        from ui.qt.preview import PreviewDialog

        window = self._window()
        if not window.isVisible():  # nobody is there to look
            pages.close()
            return
        dialog = PreviewDialog(
            pages,
            context=self._context,
            document=document,
            failed=self._failed,
            parent=window,
            handing_in=self._handing_in,
            percent=percent,
            choice=choice,
        )
        # Not every window system gives the keyboard back to where it was.
        dialog.finished.connect(lambda _result: window.activateWindow())
        dialog.open()

    def _window(self) -> QWidget:
        return self._banner.window()

    def _report(self, code: str, params: dict[str, object], document: Document) -> None:
        """What came of printing without a look."""
        text = sentence(code, params, self._context.language.code)
        if code == "print.sent":
            self._context.say(text)
        elif code in NOT_PRINTED:
            self._banner.show_message(
                text,
                kind="warn",
                action=self.tr("Print again …"),
                then=lambda: self.show_document(document),
                other=self.tr("Save as PDF …"),
                then_other=lambda: self._save(document),
            )
        else:
            self._banner.show_message(text, kind="warn")

    def _save(self, document: Document) -> None:
        """The pages that were not printed, as a file; made already, so that this is quick."""
        choice = self._context.paper.choice(document.kind.code)
        paper, copies = document.paper(choice.paper), min(choice.copies, document.most_copies)

        def report(code: str, params: dict[str, object]) -> None:
            text = sentence(code, params, self._context.language.code)
            if code == "print.saved":
                self._handing_in.count_taken_out(document, copies, then=lambda: None)
                self._banner.clear()
                self._context.say(text)
            else:
                self._banner.show_message(text, kind="warn")

        def ask(made: Rendered) -> None:
            self._context.paper.save_pdf(
                self._window(),
                made.content,
                name=document.name,
                title=self.tr("Save the PDF"),
                tasks=self._context.tasks,
                report=report,
            )

        self._context.tasks.run_aside(
            self,
            lambda: document.render(paper, copies),
            done=ask,
            failed=self._failed,
            stoppable=True,
        )

    def _say_later(self, code: str, params: dict[str, object]) -> None:
        """The printer does not print what it took, or refused it after the look at it was closed."""
        if code != "print.sent":
            text = sentence(code, params, self._context.language.code)
            self._banner.show_message(text, kind="warn")

    def _say_stopped(self) -> None:
        self._context.say(sentence("print.stopped", {}, self._context.language.code))
