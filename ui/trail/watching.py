"""Looks over the audit trail in the background after a log-in, and says what to do when it does not fit."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QWidget

from emr_desktop.access.verifying import Verdict, check_in_background
from emr_desktop.clinic import Clinic
from emr_desktop.errors import DatabaseTrouble
from ui.messages import sentence, sentence_for
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.widgets.banner import Banner
from ui.widgets.layout import column

log = logging.getLogger(__name__)

AFTER_MS = 20_000  # the first patient of the morning comes first


class TrailWatch(QWidget):
    """A banner over the work that never stops it; hidden while all is well."""

    def __init__(
        self, *, clinic: Clinic, tasks: Tasks, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("trailWatch")
        self._clinic, self._tasks, self._language = clinic, tasks, language
        self._verdict: Verdict | None = None
        self._damaged: DatabaseTrouble | None = None
        self.banner = Banner(self)
        column(self).addWidget(self.banner)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(AFTER_MS)
        self._wait.timeout.connect(self.look)
        self.hide()

    def start(self) -> None:
        """Look a little later."""
        self._wait.start()

    def look(self) -> None:
        """Look now. Beside the database worker: a year's trail must not keep anybody waiting."""
        work = self._clinic.work
        self._tasks.run_aside(
            self,
            lambda: check_in_background(work=work),
            done=self._show,
            failed=self._failed,
            key="trail",
            behind=True,
        )

    def _show(self, verdict: Verdict) -> None:
        self._verdict = verdict
        self._say()

    def _failed(self, error: BaseException) -> None:
        log.warning("trail not looked over: %s", getattr(error, "code", type(error).__name__))
        if isinstance(error, DatabaseTrouble) and error.code == "damaged":
            self._damaged = error
            self._say()

    def _say(self) -> None:
        if self._damaged is not None:
            self.banner.show_message(sentence_for(self._damaged, self._language.code))
            self.show()
            return
        if self._verdict is None or not self._verdict.findings:
            return
        first = self._verdict.findings[0]
        self.banner.show_message(sentence(first.code, first.params, self._language.code))
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
