"""``make run`` with a display: the real app on a training facility, a clinician logged in, on reception."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from emr_desktop.demo.facility import CLINICIAN, IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.facility.service import has_facility
from ui.app import build
from ui.qt.crashes import CrashWatch
from ui.shell import Shell

FOLDER = Path(__file__).parents[2] / "build" / "training"
MONTHS, PER_DAY = 3, 30
_SIZE = (1366, 768)


def show(folder: Path = FOLDER) -> int:
    """Open the app on the training facility in ``folder``, made there when there is none yet."""
    os.environ["EMR_DEVICE_DIR"] = str(folder / "device")
    record = folder / "record"
    if not has_facility(record):
        _make(folder, record)
    sys.stdout.write(
        f"A training facility with made-up people, in {folder}.\n"
        f"Logged in as {CLINICIAN}; others: {IN_CHARGE}, muuguzi, mapokezi … Password of all: "
        f"{TRAINING_PASSWORD}\n"
    )
    sys.stdout.flush()
    application = QApplication.instance() or QApplication(["emr-desktop"])
    assert isinstance(application, QApplication)  # noqa: S101
    application.setApplicationName("emr-desktop")
    application.setApplicationDisplayName("EMR Desktop")
    watch = CrashWatch(application)
    watch.install()
    shell = build(application, folder=record)
    watch.crashed.connect(shell.show_trouble)
    available = application.primaryScreen().availableGeometry()
    shell.resize(min(_SIZE[0], available.width()), min(_SIZE[1], available.height()))
    shell.ready.connect(lambda: _log_in(shell))
    shell.show()
    shell.activateWindow()
    QTimer.singleShot(0, shell.begin)
    code = application.exec()
    watch.remove()
    return code


def _make(folder: Path, record: Path) -> None:
    """Make it beside and rename: what was broken off half-way is never taken for a facility."""
    folder.mkdir(parents=True, exist_ok=True)
    sys.stdout.write("Making the training facility, once …\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as beside:
        made = Path(beside) / "record"
        make_demo(made, months=MONTHS, per_day=PER_DAY, waiting=True)
        if record.exists():
            shutil.rmtree(record)
        made.rename(record)


def _log_in(shell: Shell) -> None:
    """Choose the clinician and type the password for the person, the first time only."""
    shell.ready.disconnect()
    login = shell.login
    if login is None or shell.is_in_trouble:
        return
    page = login.enter_page
    page.password.set_text(TRAINING_PASSWORD)
    page.entered.emit(CLINICIAN, TRAINING_PASSWORD)
