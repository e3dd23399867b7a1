"""One question to the client registry at a time, beside everything else, given up when nobody waits."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from emr_desktop.errors import EmrError, ValidationError
from sync.registry.candidate import LookUp, Terms
from sync.registry.desk import RegistryRow
from ui.messages import sentence_for
from ui.qt.tasks import Failed
from ui.screen import ScreenContext


class RegistryAsking(QObject):
    """``ask(terms)``, ``give_up()``; ``read_standing()`` says whether there is somebody to ask.

    Signals:
        answered: the ``LookUp``.
        silent: a sentence why there is no answer.
        standing_read: the ``RegistryRow``, or None where no registry is set up.
        busy: whether a question is on its way.
    """

    answered = Signal(object)
    silent = Signal(str)
    standing_read = Signal(object)
    busy = Signal(bool)

    def __init__(self, *, context: ScreenContext, failed: Failed, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._failed = context, failed
        self._stop: threading.Event | None = None

    @property
    def is_asking(self) -> bool:
        return self._stop is not None

    def read_standing(self) -> None:
        """Look in the database whether a registry is set up and answers; asks nobody."""

        def done(standing: RegistryRow | None) -> None:
            self.standing_read.emit(standing)

        self._context.tasks.run(
            self, self._context.sync.registry.standing, done=done, failed=self._failed, key="standing"
        )

    def ask(self, terms: Terms, *, patient_id: uuid.UUID | None = None) -> None:
        """Ask; a question before it is given up."""
        self.give_up()
        stop = threading.Event()
        self._stop = stop
        self.busy.emit(True)

        def work() -> LookUp:
            return self._context.sync.registry.look_up(terms, patient_id=patient_id, stop=stop.is_set)

        def finish(then: Callable[[], None]) -> None:
            if self._stop is not stop:
                return  # nobody waits for this one
            self._stop = None
            self.busy.emit(False)
            then()
            self.read_standing()

        self._context.tasks.run_aside(
            self,
            work,
            done=lambda answer: finish(lambda: self.answered.emit(answer)),
            failed=lambda error: finish(lambda: self._say(error)),
            stop=self.give_up,
        )

    def give_up(self) -> None:
        """The person goes on without an answer."""
        if self._stop is not None:
            self._stop.set()
            self._stop = None
            self.busy.emit(False)

    def _say(self, error: BaseException) -> None:
        if isinstance(error, EmrError | ValidationError):
            self.silent.emit(sentence_for(error, self._context.language.code))
        else:
            self._failed(error)
