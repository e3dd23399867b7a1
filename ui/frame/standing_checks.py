"""What the bottom line says of clock, disk, key and backup: looked at every ten minutes by a worker."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, QTimer

from emr_desktop.clinic import Clinic
from emr_desktop.facility.doctor import Check, backup_check, drill_check, standing_warnings
from ui.messages import sentence
from ui.qt.language import Language
from ui.qt.tasks import Tasks
from ui.widgets.status_line import StatusLine

log = logging.getLogger(__name__)

_EVERY_MS = 10 * 60_000


class StandingChecks(QObject):
    """Fills the warnings and the backup's age of a ``StatusLine``; ``look`` looks at once."""

    def __init__(
        self, *, clinic: Clinic, tasks: Tasks, language: Language, status: StatusLine, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._clinic, self._tasks, self._language, self._status = clinic, tasks, language, status
        self._warnings: tuple[Check, ...] = ()
        self._backup: Check | None = None
        self._drill: Check | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and every ten minutes."""
        self.look()
        self._timer.start()

    def look(self) -> None:
        """Look at clock, disk, key and backup; that it could not be looked goes into the log alone."""

        def found_here() -> tuple[tuple[Check, ...], Check, Check]:
            work = self._clinic.work
            self._clinic.keys.rekey_is_due()
            return standing_warnings(work=work), backup_check(work=work), drill_check(work=work)

        def done(found: tuple[tuple[Check, ...], Check, Check]) -> None:
            self._warnings, self._backup, self._drill = found
            self.say()

        self._tasks.run(
            self,
            found_here,
            done=done,
            failed=lambda error: log.warning("not looked around: %s", type(error).__name__),
            key="around",
            behind=True,
        )

    def say(self) -> None:
        """Say what was found last, in the language of now."""
        names = {
            "clock": self.tr("Look at the clock"),
            "disk": self.tr("The disk is nearly full"),
            "keys": self.tr("The key is still to be changed"),
        }
        self._status.show_warning(
            "  ·  ".join(names[check.name] for check in self._warnings),
            why="\n".join(
                sentence(check.code, check.params, self._language.code) for check in self._warnings
            ),
        )
        if self._backup is not None:
            self._status.show_backup(self._backup, self._drill)
