"""The real window, off screen: a person logs in, goes between screens, and saves visits through its worker.

python facility_window.py FOLDER SEED VERBS
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from facility_work import NOW, PASSWORD, Work
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clock import Clock
from ui.app import build
from ui.qt.tasks import Tasks

SCREENS = ("reception", "consultation", "reports")


def say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder, seed, verbs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    application = QApplication(sys.argv[:1])
    tasks = Tasks(application)
    shell = build(application, folder=folder, language="sw", tasks=tasks, clock=Clock(now=lambda: NOW))
    left = [verbs]

    def log_in() -> None:
        if shell.login is None or not tasks.is_idle:
            QTimer.singleShot(20, log_in)
            return
        shell.login.enter_page.password.edit.setText(PASSWORD)
        QTest.keyClick(shell.login.enter_page.password.edit, "\r")

    def opened(frame: Any) -> None:
        say({"opened": True, "after_s": time.process_time()})
        work = Work(folder, seed, say, clinic=frame.clinic)

        def go_on(_result: object = None) -> None:
            left[0] -= 1
            if left[0] % 5 == 0:
                frame.go_to(work.draw.choice(SCREENS))
            if left[0] > 0:
                tasks.run(frame, work.step, done=go_on, failed=failed)

        go_on()

    def failed(error: BaseException) -> None:
        say({"broke": f"{type(error).__name__}: {error}"})
        application.exit(1)

    shell.opened.connect(opened)
    shell.resize(1366, 768)
    shell.show()
    shell.begin()
    QTimer.singleShot(20, log_in)
    application.exec()


if __name__ == "__main__":
    main()
