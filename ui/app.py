"""The composition root of the windows: reads the options, builds everything once, hands it down."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from emr_desktop.clock import Clock
from emr_desktop.managed import managed
from emr_desktop.private_memory import keep_memory_private
from emr_desktop.process_figures import process_age, resident_mb
from emr_desktop.settings import Settings, default_data_folder, load_settings
from emr_desktop.streams import fill_closed_streams, speak_utf8
from emr_desktop.updates.replaced import OwnFiles, own_files
from emr_desktop.updates.starting import before_the_record, program_works, start_version_in_force
from ui.gate import Gate
from ui.qt.crashes import CrashWatch
from ui.qt.language import CODES, Language
from ui.qt.memory import collect_here
from ui.qt.one_heap import share_one_heap
from ui.qt.private_papers import remove_left_papers
from ui.qt.tasks import Tasks
from ui.shell import Shell
from ui.theme import Theme
from ui.theme.tokens import palettes

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

_STARTED = time.perf_counter()
_FIRST_SIZE = (1366, 768)
_SMOKE_TIMEOUT_MS = 30_000


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="emr-desktop", description="The facility record for primary health care."
    )
    parser.add_argument("--data-dir", type=Path, help="the data folder (or EMR_DATA_DIR)")
    parser.add_argument("--language", choices=CODES, help="language of the windows")
    parser.add_argument(
        "--smoke-test", action="store_true", help="show the login window, print figures as JSON, end"
    )
    parser.add_argument(
        "--walk",
        type=Path,
        metavar="DIR",
        help="go through a whole visit on a made-up facility, leave pictures in DIR, end",
    )
    parser.add_argument(
        "file", nargs="?", default="", metavar="FILE", help="a backup (.emrbackup) to restore, or to look at"
    )
    return parser.parse_args(argv)


def data_folder(given: Path | None) -> Path:
    """The folder named by the option, by EMR_DATA_DIR, by the administrator; else the user's usual one."""
    if given is not None:
        return given
    named = os.environ.get("EMR_DATA_DIR") or managed().get("data_folder")
    return Path(named) if named else default_data_folder()


def build(
    application: QApplication,
    *,
    folder: Path,
    language: str | None = None,
    tasks: Tasks | None = None,
    clock: Clock | None = None,
    makes_backups: bool = False,
) -> Shell:
    """Build the window with all it needs on a data folder; ``begin()`` sets it going.

    Args:
        application: the one there is.
        folder: the data folder.
        language: of the windows; None takes what the folder says.
        tasks: runs the work; None makes one.
        clock: where the time comes from.
        makes_backups: the daily backup, after a log-in and when the window closes.
    """
    share_one_heap()
    collect_here(application)
    settings, fixed = load_settings(folder), managed()
    theme = fixed.get("theme", settings.theme)
    return Shell(
        gate=Gate(folder, clock or Clock()),
        tasks=tasks or Tasks(application),
        language=Language(application, code=language or fixed.get("language", settings.language)),
        theme=Theme(
            application,
            name=theme if theme in palettes() else "light",
            percent=settings.text_percent,
            fixed=fixed.has("theme"),
        ),
        settings=settings,
        makes_backups=makes_backups,
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run the windows; the exit code is 0 unless the start failed."""
    fill_closed_streams()
    speak_utf8()
    options = _options(sys.argv[1:] if argv is None else argv)
    if options.walk is not None:
        from ui.walk.run import walk

        return walk(options.walk)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)  # noqa: S101
    application.setApplicationName("emr-desktop")
    application.setApplicationDisplayName("EMR Desktop")
    folder, files = data_folder(options.data_dir), own_files()
    keep_memory_private()
    watch = CrashWatch(application, keep=lambda error: _keep_crash(folder, error))
    watch.install()
    _log_into(folder)
    if before_the_record() is not None:
        return start_version_in_force()
    remove_left_papers()
    shell = build(application, folder=folder, language=options.language, makes_backups=True)
    watch.crashed.connect(shell.show_trouble)
    shell.ready.connect(lambda: Thread(target=program_works, daemon=True).start())  # takes old versions away
    shell.opened.connect(lambda frame: _look_after(frame, files))
    available = application.primaryScreen().availableGeometry()
    shell.resize(min(_FIRST_SIZE[0], available.width()), min(_FIRST_SIZE[1], available.height()))
    shell.show()
    if options.smoke_test:
        return _smoke_test(application, shell)
    file = str(Path(options.file).absolute()) if options.file else ""  # another program may work elsewhere
    shell.given.file = file
    QTimer.singleShot(0, shell.begin)
    code = application.exec()
    watch.remove()
    return code


def _log_into(folder: Path) -> None:
    """Log beside the record; a facility that is not there yet has no log, a full disk stops nobody."""
    if not folder.is_dir():
        return
    from emr_desktop.errors import DatabaseTrouble
    from emr_desktop.logs import start_logging

    try:
        start_logging(folder / "logs")
    except DatabaseTrouble as trouble:
        log.warning("no log: %s", trouble.code)


def _look_after(frame: MainWindow, files: OwnFiles) -> None:
    """The disk, the program and the record, behind the work; the program does, tests of screens do not."""
    from ui.frame.health_watch import HealthWatch
    from ui.frame.news_panel import NewsPanel

    HealthWatch.over(frame, files=files)
    NewsPanel.after_login(frame)


def _keep_crash(folder: Path, error: BaseException) -> None:
    """A report beside the log, without anybody's words; where there is no facility yet there is none."""
    from emr_desktop import __version__
    from emr_desktop.logs import keep_crash

    if folder.is_dir():
        keep_crash(folder / "logs", error, version=__version__)


def _smoke_test(application: QApplication, shell: Shell) -> int:
    """Show the first page for real, measure, and end."""
    application.processEvents()
    figures: dict[str, object] = {"window_s": round(time.perf_counter() - _STARTED, 3)}
    figures["since_process_start_s"] = process_age()

    def ready() -> None:
        figures["ready_s"] = round(time.perf_counter() - _STARTED, 3)
        page = "trouble" if shell.is_in_trouble else "login" if shell.login is not None else "setup"
        figures["page"] = page
        figures["ready_since_process_start_s"] = process_age()
        figures["rss_mb"] = resident_mb()
        figures["loaded_early"] = sorted(
            name for name in ("alembic", "reportlab", "openpyxl", "requests") if name in sys.modules
        )
        shell.close()
        application.exit(1 if page == "trouble" else 0)

    shell.ready.connect(ready)
    QTimer.singleShot(_SMOKE_TIMEOUT_MS, lambda: application.exit(1))
    QTimer.singleShot(0, shell.begin)
    code = application.exec()
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()
    return code


__all__ = ["Settings", "build", "data_folder", "main"]

if __name__ == "__main__":
    raise SystemExit(main())
