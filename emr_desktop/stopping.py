"""Long work that a person may stop, as the layers above know it."""

from __future__ import annotations

from db.stopping import Stopped, go_on, is_stopped, not_stopped, stoppable
from emr_desktop.errors import EmrError

__all__ = ["Stopped", "WorkStopped", "go_on", "is_stopped", "not_stopped", "stoppable"]


class WorkStopped(EmrError, Stopped):
    """The person stopped it, with the sentence that says so."""

    def __init__(self) -> None:
        super().__init__("work.stopped")
