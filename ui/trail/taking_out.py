"""Prints a part of the audit trail, or saves it as CSV, XLSX or PDF."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.clock import local
from emr_desktop.facility.doctor import standing_warnings
from emr_desktop.printing.audit_list import AuditPaper, audit_bytes
from emr_desktop.trail.rows import TrailQuery
from emr_desktop.whole_file import write_whole
from ui.qt.paper_printer import PaperPrinter
from ui.qt.tasks import Failed
from ui.screen import ScreenContext
from ui.trail.words import audit_line
from ui.widgets.banner import Banner
from ui.widgets.password_bar import PasswordBar

_FILTERS = "Excel (*.xlsx);;CSV (*.csv);;PDF (*.pdf)"


class TakeOut(QObject):
    """The rows are read again for it, up to 20,000: what is on screen is one page."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        banner: Banner,
        password: PasswordBar,
        failed: Failed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._password = password
        self._context, self._banner, self._failed, self._owner = context, banner, failed, parent
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)

    def print_it(self, query: TrailQuery, asked: str) -> None:
        """Print what a query gives."""
        language = self._context.language.code
        self._printer.print_it(
            lambda: self._made("pdf", query, asked, "printed", language), name="audit-trail"
        )

    def save_it(self, query: TrailQuery, asked: str) -> None:
        """Ask where, and save what a query gives; the ending chooses the kind."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._owner, self.tr("Save the audit trail"), "audit-trail.xlsx", _FILTERS
        )
        if chosen:
            self._password.before(lambda: self.save_to(Path(chosen), query, asked))

    def save_to(self, path: Path, query: TrailQuery, asked: str) -> None:
        """Write a file, whole or not at all."""
        kind = path.suffix.lower().lstrip(".")
        if kind not in ("pdf", "csv", "xlsx"):
            kind, path = "xlsx", path.with_name(path.name + ".xlsx")
        language = self._context.language.code

        def work() -> None:
            content = self._made(kind, query, asked, "exported", language)
            write_whole(path, content)

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                self._banner.show_message(
                    self.tr("The file could not be written: {0}. Choose another folder.").format(path)
                )
                return
            self._failed(error)

        self._context.tasks.run(
            self,
            work,
            done=lambda _nothing: self._context.say(self.tr("Saved: {0}").format(path)),
            failed=failed,
            stoppable=True,
        )

    def _made(self, kind: str, query: TrailQuery, asked: str, purpose: str, language: str) -> bytes:
        work = self._context.clinic.work
        page = self._context.clinic.audit.take_out(query, purpose=purpose)
        behind = any(check.name == "clock" for check in standing_warnings(work=work))
        paper = AuditPaper(
            facility=work.facility,
            asked=asked,
            head_code=page.head_code,
            printed_by=work.actor.full_name,
            printed_at=local(work.clock.now()),
            clock_behind=behind,
            more=page.before is not None,
        )
        lines = [audit_line(row, language) for row in page.rows]
        return audit_bytes(kind, lines, paper, language=language)
