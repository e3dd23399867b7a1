"""One piece of work beside the window, from the moment it is asked for until its answer was given."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject

from emr_desktop.stopping import Stopped, WorkStopped, stoppable

Failed = Callable[[BaseException], None]


@dataclass(eq=False)
class Task:
    """What was asked, and what came of it.

    The thread of the windows keeps it, and lets go of it, with all that the functions hold, when the answer
    was given: a worker that had the last hold of a widget would take the widget down in its own thread.

    Attributes:
        owner: whoever is gone hears nothing.
        work: what runs beside the window.
        behind: nobody waits for it.
        stop: what Stop does besides; None when it has no way of its own to end.
        stopped: set once it is to end at any statement; None when it is not to.
        begun: ``time.monotonic()`` when it was asked for.
    """

    owner: QObject
    work: Callable[[], Any]
    done: Callable[[Any], None] | None
    failed: Failed
    key: str | None
    ticket: int
    behind: bool
    stop: Callable[[], object] | None
    stopped: threading.Event | None
    begun: float
    value: Any = None
    error: BaseException | None = None
    future: Future[None] | None = field(default=None, repr=False)

    @property
    def can_be_stopped(self) -> bool:
        """Whether Stop ends it; what cannot be goes on to its end."""
        return self.stop is not None or self.stopped is not None

    def end(self) -> bool:
        """Let it end as soon as it can; whether it never began."""
        if self.stopped is not None:
            self.stopped.set()
        if self.stop is not None:
            self.stop()
            return False  # whoever has a way of its own is told that way, too
        return self.future is not None and self.future.cancel()

    def do(self) -> None:
        """Do the work, in the thread of a worker; what comes of it lies here."""
        try:
            with nullcontext() if self.stopped is None else stoppable(self.stopped):
                self.value = self.work()
        except Stopped as stopped:
            self.error = stopped if isinstance(stopped, WorkStopped) else WorkStopped()
        except Exception as caught:  # handed to ``failed``, never swallowed
            self.error = caught
