"""Looks after the machine while people work: room on the disk, the program's files, the record's pages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from emr_desktop.access.work_session import WorkSession
from emr_desktop.facility.doctor import Check
from emr_desktop.facility.health import damage_found, damage_found_quickly, keep_room
from emr_desktop.updates.replaced import OwnFiles
from ui.messages import sentence
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.main_window import MainWindow

log = logging.getLogger(__name__)

_ROOM_MS = 30_000
_SAID_EVERY = 10  # looks
_WHOLE_MS = 20_000  # after the log-in: the first page has been read by then


class HealthWatch(QObject):
    """Nothing here is waited for.

    Signals:
        room_given: the room kept for a full disk was given back; the ``Check`` that says so.
        damaged: the trouble, when a page of the record does not read; looked at twice.
        replaced: another version lies where this program's files lay; said again every five minutes.
    """

    room_given = Signal(object)
    damaged = Signal(object)
    replaced = Signal()

    def __init__(
        self, *, work: WorkSession, tasks: Tasks, parent: QObject, files: OwnFiles | None = None
    ) -> None:
        """``files`` are the program's own as they were when it started; None: nobody looks at them."""
        super().__init__(parent)
        self._work, self._tasks, self._files = work, tasks, files
        self._until_said_again = 0
        self._room = QTimer(self)
        self._room.setInterval(_ROOM_MS)
        self._room.timeout.connect(self.look_at_room)
        self._room.timeout.connect(self.look_at_files)
        self._whole = QTimer(self)
        self._whole.setSingleShot(True)
        self._whole.setInterval(_WHOLE_MS)
        self._whole.timeout.connect(self.look_at_pages)

    @classmethod
    def over(cls, frame: MainWindow, *, files: OwnFiles | None = None) -> HealthWatch:
        """Look after what this window works on, as long as it is there."""
        context = frame.context
        watch = cls(work=context.clinic.work, tasks=context.tasks, parent=frame, files=files)
        watch.room_given.connect(
            lambda check: frame.say(sentence(check.code, check.params, context.language.code))
        )
        watch.damaged.connect(frame.trouble)
        watch.replaced.connect(lambda: frame.say(sentence("update.replaced", {}, context.language.code)))
        watch.start()
        return watch

    def start(self) -> None:
        """Look at the room now and every half minute, at the record quickly now and whole a little later."""
        self.look_at_room()
        self._room.start()
        self._whole.start()
        work = self._work
        self._tasks.run_aside(
            self,
            lambda: damage_found_quickly(work=work),
            done=self._second_look,
            failed=self._not_looked,
            behind=True,
        )

    def look_at_room(self) -> None:
        work = self._work
        self._tasks.run_aside(
            self,
            lambda: keep_room(work=work),
            done=self._say_room,
            failed=self._not_looked,
            key="room",
            behind=True,
        )

    def look_at_files(self) -> None:
        """Whether the program was changed under the people who work with it."""
        if self._files is not None:
            self._tasks.run_aside(
                self, self._files.were_replaced, done=self._say_replaced, failed=self._not_looked, key="files"
            )

    def look_at_pages(self) -> None:
        """Every page, on a connection of its own beside the work."""
        work = self._work
        self._tasks.run_aside(
            self,
            lambda: damage_found(work=work),
            done=self._second_look,
            failed=self._not_looked,
            behind=True,
        )

    def _second_look(self, found: bool) -> None:
        # A page may have been written just while it was read: alone on the database worker it is not.
        work = self._work
        if found:
            self._tasks.run(
                self, lambda: damage_found(work=work), done=self._tell, failed=self._not_looked, behind=True
            )

    def _tell(self, found: bool) -> None:
        if found:
            from emr_desktop.errors import DatabaseTrouble

            self.damaged.emit(DatabaseTrouble("damaged", path=str(self._work.database.path)))

    def _say_room(self, check: Check | None) -> None:
        if check is not None:
            log.warning("the disk is nearly full: the room that was kept is given back")
            self.room_given.emit(check)

    def _say_replaced(self, replaced: bool) -> None:
        if not replaced:
            return
        if self._until_said_again == 0:
            log.warning("another version was put in the place of this program while it runs")
            self.replaced.emit()
            self._until_said_again = _SAID_EVERY
        self._until_said_again -= 1

    def _not_looked(self, error: BaseException) -> None:
        log.warning("not looked after: %s", type(error).__name__)
