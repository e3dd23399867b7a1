"""Restoring a backup before anybody is in: the page, what it asks of the gate, and what comes after."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from ui.gate import Gate
from ui.login.restore import RestorePage
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks


class Restoring(QObject):
    """Signals: ``finished`` when the facility is there, ``stepped_back``, ``trouble`` for its own page."""

    finished = Signal()
    stepped_back = Signal()
    trouble = Signal(object)

    def __init__(
        self, *, gate: Gate, tasks: Tasks, language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._gate, self._tasks, self._language = gate, tasks, language
        self._holds_lock = False
        self.page = RestorePage(language=language)
        self.page.paper.offer_print(
            tasks=tasks, language=language, facility=lambda: (self.page.facility_name, False)
        )
        self.page.file_given.connect(self._look_at)
        self.page.asked.connect(self._restore)
        self.page.finished.connect(self.finished)
        self.page.stepped_back.connect(self.stepped_back)

    def begin(self, *, replaces: bool, holds_lock: bool, file: str = "") -> None:
        """Start afresh, with a file or none; ``replaces``: a facility lies here, which is moved aside."""
        self._holds_lock = holds_lock
        self.page.begin(replaces=replaces)
        if file:
            self.page.give(file)

    def _look_at(self, path: str) -> None:
        self._tasks.run_aside(
            self,
            lambda: self._gate.look_at_backup(Path(path)),
            done=self.page.show_file,
            failed=lambda error: self._failed(error, field="file"),
            key="file",
        )

    def _restore(self, path: str, way: str, secret: str, username: str, new_password: str) -> None:
        self.page.show_busy(True)

        def done(restored: object) -> None:
            self.page.show_busy(False)
            self.page.show_restored(restored)

        self._tasks.run(
            self,
            lambda: self._gate.restore(
                Path(path),
                way=way,
                secret=secret,
                username=username or None,
                new_password=new_password or None,
                holds_lock=self._holds_lock,
                tell=self.page.progressed.emit,
            ),
            done=done,
            failed=self._failed,
        )

    def _failed(self, error: BaseException, *, field: str | None = None) -> None:
        self.page.show_busy(False)
        message = message_for(error, self._language.code)
        if message.place is Place.CRASH:
            self.trouble.emit(error)
        else:
            self.page.show_error(message.field or field, message.text)
