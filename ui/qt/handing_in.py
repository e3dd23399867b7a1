"""Hands the pages of a document to a printer, keeps count of copies, and looks after them for a while."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from emr_desktop.settings import PaperChoice
from emr_desktop.stopping import Stopped, stoppable
from ui.qt.document import Document
from ui.qt.pdf_pages import PdfPages
from ui.qt.print_system import PrinterState, waits_in_queue
from ui.qt.printer_words import state_words
from ui.qt.printers import PrintJob, known_printers, paint_on
from ui.qt.printing import Paper, Report
from ui.qt.tasks import Failed, Tasks

# When to look whether a job still lies in the queue of a printer that complains, in ms after it was taken.
LOOKS_MS = (3_000, 15_000, 60_000)


class HandingIn(QObject):
    """``hand_in(...)`` answers once through ``report``; ``later`` hears of a printer that does not print.

    It lives as long as ``parent``: as the screen, not as the look before printing, which closes.
    """

    def __init__(
        self, *, paper: Paper, tasks: Tasks, failed: Failed, later: Report | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._paper, self._tasks, self._failed, self._later = paper, tasks, failed, later
        self._stop = threading.Event()

    def hand_in(
        self,
        document: Document,
        content: bytes,
        job: PrintJob,
        *,
        report: Report,
        copies: int = 1,
        secret: bool = False,
    ) -> None:
        """Count the copies where they are counted, hand the pages in, take the count back if refused.

        Args:
            document: whose pages they are.
            content: the pages, of every copy where each is another.
            job: the printer and what is asked of it.
            report: hears one code, see ``Paper``.
            copies: how many were asked for, to be remembered.
            secret: no copy may lie on this PC.
        """
        stop = self._stop = threading.Event()

        def told(code: str, params: dict[str, object]) -> None:
            if code == "print.sent":
                if document.kind.once:
                    document.printed += copies
                self.remember(document, PaperChoice(printer=job.printer, paper=job.paper, copies=copies))
                self._look_after(str(params.get("request", "")), str(params.get("printer", "")))
            else:
                self._not_counted(document, copies)
            report(code, params)

        def send(_counted: object = None) -> None:
            self._send(document, content, job, told, secret=secret, stop=stop)

        def broke(error: BaseException) -> None:
            report("print.stopped", {})
            self._failed(error)

        self._count(document, copies, send, broke)

    def stop(self) -> None:
        """Stop painting between two pages (Windows); what ``lp`` has is its own matter."""
        self._stop.set()

    def tell_later(self, code: str, params: dict[str, object]) -> None:
        """Tell who looks after it what came of it."""
        if self._later is not None:
            self._later(code, params)

    def count_taken_out(self, document: Document, copies: int, *, then: Callable[[], object]) -> None:
        """It was saved as a file or opened outside: the next one is a copy."""

        def counted(_none: object) -> None:
            document.printed += copies
            then()

        self._count(document, copies, counted, self._failed)

    def remember(self, document: Document, choice: PaperChoice) -> None:
        """Keep on this PC how this kind is printed."""
        kind, paper = document.kind.code, self._paper
        self._tasks.run(paper, lambda: paper.keep_choice(kind, choice), failed=self._failed)

    # inside --------------------------------------------------------------------------------------------

    def _count(self, document: Document, copies: int, then: Callable[[object], None], failed: Failed) -> None:
        counted = document.counted
        if counted is None:
            then(None)
            return
        self._tasks.run(self, lambda: counted.add(copies), done=then, failed=failed)

    def _not_counted(self, document: Document, copies: int) -> None:
        counted = document.counted
        if counted is not None:
            self._tasks.run(self, lambda: counted.take_back(copies), failed=self._failed)

    def _send(
        self,
        document: Document,
        content: bytes,
        job: PrintJob,
        told: Report,
        *,
        secret: bool,
        stop: threading.Event,
    ) -> None:
        if sys.platform == "win32":
            self._paint(document, content, job, told, secret=secret, stop=stop)
        elif secret:
            self._paper.print_secret(content, report=told, job=job)
        else:
            self._paper.print_pdf(content, name=document.name, report=told, job=job)

    def _paint(
        self,
        document: Document,
        content: bytes,
        job: PrintJob,
        told: Report,
        *,
        secret: bool,
        stop: threading.Event,
    ) -> None:
        """Windows has no program of its own that prints part of a PDF."""

        def done(code: str) -> None:
            if code in ("print.sent", "print.stopped"):
                told(code, {"printer": job.printer})
            elif secret:
                told("print.secret_refused", {})
            elif not code:  # it cannot be painted: the system's viewer prints it
                self._paper.print_pdf(content, name=document.name, report=told)
            else:
                kept = str(self._paper.keep(content, document.name))
                told(code, {"said": job.printer, "printer": job.printer, "path": kept})

        def broke(error: BaseException) -> None:
            done("print.refused")
            self._failed(error)

        self._tasks.run_aside(
            self, lambda: _painted(content, job, stop), done=done, failed=broke, stop=stop.set
        )

    def _look_after(self, request: str, printer: str) -> None:
        later, on_windows = self._later, sys.platform == "win32"
        if later is None or not (request or on_windows):
            return
        open_looks = list(LOOKS_MS)

        def look() -> None:
            self._tasks.run_aside(
                self,
                lambda: _on_windows(printer) if on_windows else (printer, waits_in_queue(request, printer)),
                done=judge,
                failed=lambda _error: None,
                behind=True,
            )

        def judge(found: tuple[str, PrinterState | None]) -> None:
            name, state = found
            if state is None:
                return
            if state.trouble:
                later("print.waits", {"printer": name, "said": state_words(state)})
            elif open_looks:
                QTimer.singleShot(open_looks.pop(0), self, look)

        QTimer.singleShot(open_looks.pop(0), self, look)


def _on_windows(printer: str) -> tuple[str, PrinterState]:
    """The name, also of the default printer, and how it is."""
    printers = known_printers()
    return printer or printers.default, printers.state(printer)


def _painted(content: bytes, job: PrintJob, stop: threading.Event) -> str:
    """Paint the pages on the printer; gives what to report, nothing where PDFium is missing."""
    printers = known_printers()
    if not printers.names or (not job.printer and not printers.has_default):
        return "print.no_printer"
    if job.printer and job.printer not in printers.names:
        return "print.gone"
    pages = PdfPages(content)
    try:
        if not pages.can_draw:
            return ""
        with stoppable(stop):
            return "print.sent" if paint_on(job.printer, pages, job) else "print.refused"
    except Stopped:
        return "print.stopped"
    finally:
        pages.close()
