"""Run by ``starting``: the real windows offscreen, logged in and used a little; prints their memory."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from machine import resident_mb
from measured_facility import PASSWORD, USERNAME
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from sizes import LAST_DAY

from emr_desktop.forms.service import FormService
from emr_desktop.patients.service import PatientService
from ui.app import build

_SETTLING_MS = 1500
_LONGEST_MS = 60_000


def main() -> None:
    """Open the facility in the folder that is named, and use it."""
    application = QApplication(sys.argv[:1])
    folder = Path(sys.argv[1])
    shell = build(application, folder=folder)
    shell.resize(1366, 768)
    shell.show()
    waiting = QEventLoop()
    shell.ready.connect(waiting.quit)
    QTimer.singleShot(_LONGEST_MS, lambda: application.exit(1))
    QTimer.singleShot(0, shell.begin)
    waiting.exec()
    from emr_desktop.facility.service import unlock

    work = unlock(folder, username=USERNAME, password=PASSWORD)
    assert shell.login is not None
    shell.login.unlocked.emit(work)
    _settle()
    FormService(work=work).show("opd", f"{LAST_DAY:%Y%m}")
    patients = PatientService(work=work)
    for length in range(1, len("neema mushi") + 1):
        patients.search("neema mushi"[:length], limit=50)
    _settle()
    sys.stdout.write(json.dumps({"rss_mb": resident_mb(), "page": type(shell.frame).__name__}) + "\n")
    shell.close()


def _settle() -> None:
    """Let the windows load what they load by themselves."""
    loop = QEventLoop()
    QTimer.singleShot(_SETTLING_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
