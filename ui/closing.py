"""The last backup of the day, made while the program closes; whoever is in a hurry closes without it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.front_page import FrontPage

if TYPE_CHECKING:
    from emr_desktop.access.work_session import WorkSession

log = logging.getLogger(__name__)


class ClosingPage(FrontPage):
    """Signals: ``over`` when it is made, not due, failed, or nobody waits for it."""

    over = Signal()
    _progressed = Signal(str, int, int)

    def __init__(self, *, language: Language, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(language=language, parent=parent)
        self._tasks = tasks
        self._stop: threading.Event | None = None
        self.is_over = False
        self.over.connect(self._note_over)
        self._bar = QProgressBar(self)
        self.body.addWidget(self._bar)
        self._now = Button("closeNow", parent=self)
        self._now.clicked.connect(self.hurry)
        self.foot.addStretch(1)
        self.foot.addWidget(self._now)
        self._progressed.connect(self._show)
        self._translate()

    def begin(self, owner: QObject, work: WorkSession, *, before: Callable[[], object]) -> None:
        """Make the backup if it is due; the record is closed afterwards in any case."""
        from emr_desktop.backups.service import BackupService
        from emr_desktop.backups.watching import Watch

        self._bar.setRange(0, 0)
        watch = Watch(tell=self._progressed.emit)
        self._stop = watch.cancelled

        def make() -> None:
            before()
            try:
                BackupService(work=work).make_if_due(closing=True, watch=watch)
            finally:
                work.end("session.closed")

        self._tasks.run(owner, make, done=lambda _none: self.over.emit(), failed=self._ended(self.over.emit))

    def hurry(self) -> None:
        """Stop; every earlier backup is as it was."""
        if self._stop is not None:
            self._stop.set()

    def _note_over(self) -> None:
        self.is_over = True

    @staticmethod
    def _ended(then: Callable[[], object]) -> Callable[[BaseException], None]:
        def failed(error: BaseException) -> None:
            log.warning("no backup at the end: %s", getattr(error, "code", type(error).__name__))
            then()

        return failed

    def _show(self, _step: str, done: int, total: int) -> None:
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // max(total, 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self.set_title(
            self.tr("Making the backup of the day"),
            self.tr("A few seconds, then the program closes by itself."),
        )
        self._now.set_text(self.tr("Close without it"))
