"""Looks after the machine while people work: room on the disk, and each page of the record once a session."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.access.work_session import WorkSession
from emr_desktop.facility.doctor import Check
from emr_desktop.facility.health import damage_found, damage_found_quickly, keep_room
from ui.messages import sentence
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

_ROOM_MS = 30_000
_WHOLE_MS = 20_000  # after the log-in: the first page has been read by then


class HealthWatch(QObject):
    """Nothing here is waited for.

    Signals:
        room_given: the room kept for a full disk was given back; the ``Check`` that says so.
        damaged: the trouble, when a page of the record does not read; looked at twice.
    """

    room_given = Signal(object)
    damaged = Signal(object)

    def __init__(self, *, work: WorkSession, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._tasks = work, tasks
        self._room = QTimer(self)
        self._room.setInterval(_ROOM_MS)
        self._room.timeout.connect(self.look_at_room)
        self._whole = QTimer(self)
        self._whole.setSingleShot(True)
        self._whole.setInterval(_WHOLE_MS)
        self._whole.timeout.connect(self.look_at_pages)

    @classmethod
    def over(cls, frame: MainWindow) -> HealthWatch:
        """Look after what this window works on, as long as it is there."""
        context = frame.context
        watch = cls(work=context.clinic.work, tasks=context.tasks, parent=frame)
        watch.room_given.connect(
            lambda check: frame.say(sentence(check.code, check.params, context.language.code))
        )
        watch.damaged.connect(frame.trouble)
        watch.start()
        return watch

    def start(self) -> None:
        """Look at the room now and every half minute, at the record quickly now and whole a little later."""
        self.look_at_room()
        self._room.start()
        self._whole.start()
        work = self._work
        self._tasks.run_aside(
            self, lambda: damage_found_quickly(work=work), done=self._second_look, failed=self._not_looked
        )

    def look_at_room(self) -> None:
        work = self._work
        self._tasks.run_aside(
            self, lambda: keep_room(work=work), done=self._say_room, failed=self._not_looked, key="room"
        )

    def look_at_pages(self) -> None:
        """Every page, on a connection of its own beside the work."""
        work = self._work
        self._tasks.run_aside(
            self, lambda: damage_found(work=work), done=self._second_look, failed=self._not_looked
        )

    def _second_look(self, found: bool) -> None:
        # A page may have been written just while it was read: alone on the database worker it is not.
        work = self._work
        if found:
            self._tasks.run(self, lambda: damage_found(work=work), done=self._tell, failed=self._not_looked)

    def _tell(self, found: bool) -> None:
        if found:
            from emr_desktop.errors import DatabaseTrouble

            self.damaged.emit(DatabaseTrouble("damaged", path=str(self._work.database.path)))

    def _say_room(self, check: Check | None) -> None:
        if check is not None:
            log.warning("the disk is nearly full: the room that was kept is given back")
            self.room_given.emit(check)

    def _not_looked(self, error: BaseException) -> None:
        log.warning("not looked after: %s", type(error).__name__)
