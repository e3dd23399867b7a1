"""Prints a PDF, saves it, or opens it in the machine's own viewer, and says honestly what happened."""

from __future__ import annotations

import os
import shutil
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QStandardPaths, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from emr_desktop.settings import PREVIEWS, PaperChoice, Settings, load_settings, save_settings
from emr_desktop.whole_file import is_held, write_whole
from ui.qt.print_system import meaning_of, request_of, service_is_down
from ui.qt.printers import PrintJob
from ui.qt.private_papers import papers_folder
from ui.qt.tasks import Tasks

__all__ = ["NOT_PRINTED", "PREVIEWS", "Paper", "Report", "why_not_saved"]
_LP_TIMEOUT_MS = 30_000
_LPSTAT_TIMEOUT_MS = 5_000
Report = Callable[[str, dict[str, object]], None]
NOT_PRINTED = frozenset(
    {
        "print.no_printer",
        "print.gone",
        "print.not_accepting",
        "print.no_service",
        "print.no_answer",
        "print.refused",
        "print.secret_refused",
    }
)


class Paper(QObject):
    """Prints, saves and shows PDF bytes. Temporary copies lie in a private folder and go at the end.

    Every verb answers through ``report(code, params)``: ``print.sent`` (it lies in the printer's queue,
    which is all that can be known; with ``request`` and ``printer`` where the system names them),
    ``print.saved``, ``print.not_saved``, ``print.held`` (another program has the file open), or one of
    ``NOT_PRINTED`` (with the ``path`` where the document is kept until the session ends).
    """

    def __init__(self, parent: QObject | None = None, *, settings_folder: Path | None = None) -> None:
        super().__init__(parent)
        self._settings_folder = settings_folder
        settings = Settings(preview="never") if settings_folder is None else load_settings(settings_folder)
        self._preview, self._choices = settings.preview, dict(settings.papers)
        self._folder: Path | None = None
        self._processes: list[QProcess] = []

    @property
    def preview(self) -> str:
        """What is looked at before it is printed on this PC: one of ``PREVIEWS``."""
        return self._preview

    def keep_preview(self, preview: str) -> None:
        """Remember what is looked at; not in the GUI thread, because it writes a file.

        Raises:
            DatabaseTrouble: it could not be written; it holds until the program ends.
        """
        self._preview = preview
        if self._settings_folder is not None:
            settings = load_settings(self._settings_folder)
            save_settings(self._settings_folder, replace(settings, preview=preview))

    def choice(self, kind: str) -> PaperChoice:
        """How documents of this kind were printed last on this PC."""
        return self._choices.get(kind, PaperChoice())

    @property
    def choices(self) -> dict[str, PaperChoice]:
        """What is remembered, by kind."""
        return dict(self._choices)

    def keep_choice(self, kind: str, choice: PaperChoice) -> None:
        """Remember how this kind is printed; not in the GUI thread, because it writes a file.

        Raises:
            DatabaseTrouble: it could not be written; it holds until the program ends.
        """
        if self._choices.get(kind) != choice:
            self._choices[kind] = choice
            self._write_choices({kind: choice})

    def forget_choices(self) -> None:
        """Begin anew with every kind; not in the GUI thread, because it writes a file."""
        self._choices.clear()
        if self._settings_folder is not None:
            settings = load_settings(self._settings_folder)
            save_settings(self._settings_folder, replace(settings, papers={}))

    def _write_choices(self, chosen: dict[str, PaperChoice]) -> None:
        if self._settings_folder is not None:
            settings = load_settings(self._settings_folder)
            save_settings(self._settings_folder, replace(settings, papers={**settings.papers, **chosen}))

    def keep(self, content: bytes, name: str) -> Path:
        """Keep a document that was not printed until the session ends."""
        return self._private_copy(content, name)

    def print_pdf(self, content: bytes, *, name: str, report: Report, job: PrintJob | None = None) -> None:
        """Hand the document to a printer: the one of the job, else what the system calls the default one."""
        try:
            path = self._private_copy(content, name)
        except OSError as error:
            report("print.not_saved", {"path": error.filename or name})
            return
        if sys.platform == "win32":
            try:
                os.startfile(path, "print")  # noqa: S606 - our own file, the user's own default program
            except OSError:
                report("print.no_printer", {"path": str(path)})
            else:
                report("print.sent", {})
            return
        self._run_lp(path, report, job or PrintJob())

    def print_secret(self, content: bytes, *, report: Report, job: PrintJob) -> None:
        """As ``print_pdf``, and no copy of it lies on this PC: the printing program reads it from here.

        Answers ``print.sent`` or ``print.secret_refused``. Not for Windows, where pages are painted.
        """

        def told(code: str, params: dict[str, object]) -> None:
            report(code if code == "print.sent" else "print.secret_refused", params)

        self._run_lp(content, told, job)

    def save_pdf(
        self, parent: QWidget, content: bytes, *, name: str, title: str, tasks: Tasks, report: Report
    ) -> bool:
        """Ask where, and write the PDF there whole or not at all; False when nothing is to be saved."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _ = QFileDialog.getSaveFileName(
            parent, title, str(Path(documents) / f"{name}.pdf"), "PDF (*.pdf)"
        )
        if chosen:
            self.write_pdf(Path(chosen), content, tasks=tasks, report=report)
        return bool(chosen)

    def write_pdf(self, path: Path, content: bytes, *, tasks: Tasks, report: Report) -> None:
        """Write the PDF at ``path``, beside the windows: a file that is held is waited for some seconds."""

        def failed(error: BaseException) -> None:
            if not isinstance(error, OSError):
                raise error
            report(*why_not_saved(error, path))

        tasks.run_aside(
            self,
            lambda: write_whole(path, content),
            done=lambda _none: report("print.saved", {"path": str(path)}),
            failed=failed,
        )

    def show_pdf(self, content: bytes, *, name: str, report: Report) -> bool:
        """Open the document in the machine's own viewer; False where it could not, which is reported."""
        try:
            path = self._private_copy(content, name)
        except OSError as error:
            report("print.not_saved", {"path": error.filename or name})
            return False
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            report("print.no_viewer", {})
            return False
        return True

    def show_kept(self, path: str, report: Report) -> None:
        """Open a document that was not printed; it is kept until the session ends."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
            report("print.no_viewer", {})

    def close(self) -> None:
        """Remove the temporary copies."""
        for process in self._processes:
            process.kill()
            process.waitForFinished(1000)
        self._processes.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    # inside --------------------------------------------------------------------------------------------

    def _private_copy(self, content: bytes, name: str) -> Path:
        if self._folder is None:
            self._folder = papers_folder()
        path = self._folder / f"{name}-{uuid.uuid4().hex[:8]}.pdf"
        path.write_bytes(content)
        return path

    def _if_service_runs(self, tell: Callable[[bool], None]) -> None:
        lpstat = QStandardPaths.findExecutable("lpstat")
        if not lpstat:
            tell(True)
            return
        process = QProcess(self)
        self._processes.append(process)
        process.setProcessEnvironment(_in_english())

        def finished(_exit_code: int, _status: QProcess.ExitStatus) -> None:
            self._processes.remove(process)
            said = bytes(process.readAllStandardOutput().data()).decode(errors="replace")
            tell(not service_is_down(said))
            process.deleteLater()

        process.finished.connect(finished)
        process.start(lpstat, ["-r"])
        QTimer.singleShot(_LPSTAT_TIMEOUT_MS, process, process.kill)

    def _run_lp(self, document: Path | bytes, report: Report, job: PrintJob) -> None:
        lp = QStandardPaths.findExecutable("lp")
        kept = str(document) if isinstance(document, Path) else ""
        if not lp:
            report("print.no_printer", {"path": kept})
            return
        process = QProcess(self)
        self._processes.append(process)
        process.setProcessEnvironment(_in_english())  # what it says is read below
        watchdog = QTimer(process)
        watchdog.setSingleShot(True)
        watchdog.timeout.connect(process.kill)

        def finished(exit_code: int, status: QProcess.ExitStatus) -> None:
            in_time = watchdog.isActive()
            watchdog.stop()
            self._processes.remove(process)
            if exit_code == 0 and status is QProcess.ExitStatus.NormalExit:
                if isinstance(document, Path):
                    document.unlink(missing_ok=True)  # the system has its own copy
                told = bytes(process.readAllStandardOutput().data()).decode(errors="replace")
                request, printer = request_of(told)
                report("print.sent", {"request": request, "printer": printer} if request else {})
            else:
                said = bytes(process.readAllStandardError().data()).decode(errors="replace").strip()
                code = meaning_of(said) if in_time else "print.no_answer"
                params: dict[str, object] = {"said": said[:200], "printer": job.printer, "path": kept}
                if code in ("print.gone", "print.no_printer"):  # lp says so too when nobody answers it
                    self._if_service_runs(lambda runs: report(code if runs else "print.no_service", params))
                else:
                    report(code, params)
            process.deleteLater()

        def broke(error: QProcess.ProcessError) -> None:
            if error is QProcess.ProcessError.FailedToStart:  # then ``finished`` never comes
                watchdog.stop()
                self._processes.remove(process)
                report("print.no_service", {"printer": job.printer, "path": kept})
                process.deleteLater()

        process.finished.connect(finished)
        process.errorOccurred.connect(broke)
        process.start(lp, ["-t", "EMR", *job.lp_words(), *(["--", kept] if kept else [])])
        if isinstance(document, bytes):
            process.write(document)
            process.closeWriteChannel()
        watchdog.start(_LP_TIMEOUT_MS)


def why_not_saved(error: OSError, path: Path) -> tuple[str, dict[str, object]]:
    """The code and its values for a file that could not be written."""
    return "print.held" if is_held(error) else "print.not_saved", {"path": str(path)}


def _in_english() -> QProcessEnvironment:
    environment = QProcessEnvironment.systemEnvironment()
    environment.insert("LC_ALL", "C")
    return environment
