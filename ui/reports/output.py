"""Takes the form on screen to the printer or into a file, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from emr_desktop.forms.rows import FormReport
from emr_desktop.printing.monthly_form import monthly_form_pdf
from emr_desktop.whole_file import write_whole
from ui.messages import sentence
from ui.qt.paper_printer import PaperPrinter
from ui.qt.printing import why_not_saved
from ui.qt.tasks import Failed
from ui.reports.files import FORMATS, ask_where, file_name
from ui.screen import ScreenContext
from ui.widgets.banner import Banner


class FormOutput(QObject):
    """Everything is made beside the database worker."""

    def __init__(self, *, context: ScreenContext, banner: Banner, failed: Failed, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._banner, self._failed = context, banner, failed
        self._window = parent
        self._printer = PaperPrinter(context=context, banner=banner, failed=failed, parent=self)

    def print_form(self, report: FormReport | None) -> None:
        """Print a form."""
        if report is None:
            return
        language = self._context.language.code
        self._printer.print_it(
            lambda: monthly_form_pdf(report, language=language), name=file_name(report), kind="monthly-form"
        )

    def save_file(self, report: FormReport | None, kind: str) -> None:
        """Ask where, and write the form there."""
        if report is None:
            return
        path = ask_where(self._window, name=file_name(report), kind=kind, title=self.tr("Save the form"))
        if path is not None:
            self.save_as(path, kind, report=report, language=self._context.language.code)

    def save_as(self, path: Path, kind: str, *, report: FormReport, language: str) -> None:
        """Write the form at ``path`` as pdf, xlsx, csv or json."""

        def make() -> bytes:
            return (
                monthly_form_pdf(report, language=language)
                if kind == "pdf"
                else FORMATS[kind](report, language)
            )

        self.write(path, make)

    def write(self, path: Path, make: Callable[[], bytes]) -> None:
        """Write what ``make`` gives at ``path``, whole or not at all."""

        def failed(error: BaseException) -> None:
            if isinstance(error, OSError):
                self.tell(*why_not_saved(error, path))
            else:
                self._failed(error)

        self._context.tasks.run_aside(
            self,
            lambda: write_whole(path, make()),
            done=lambda _none: self.tell("print.saved", {"path": str(path)}),
            failed=failed,
            stoppable=True,
        )

    def tell(self, code: str, params: dict[str, object]) -> None:
        """Say what came of printing or saving."""
        text = sentence(code, params, self._context.language.code)
        if code in ("print.sent", "print.saved"):
            self._context.say(text)
            return
        kept = params.get("path") if code in ("print.no_printer", "print.refused") else None
        self._banner.show_message(
            text,
            kind="warn",
            action=self.tr("Open the PDF") if kept else "",
            then=None if kept is None else lambda: self._context.paper.show_kept(str(kept), self.tell),
        )
