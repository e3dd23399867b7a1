"""What is read before a log-in, while the person types the password, so that nobody waits for it later.

All of it is read when first needed in any case. Whoever types quickly just reads the rest then.
"""

from __future__ import annotations

import linecache
import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from ui.qt.one_heap import give_back
from ui.qt.tasks import Tasks

log = logging.getLogger(__name__)


class Warming(QObject):
    """``begin()`` once the login page is there.

    One step at a time beside the database worker, which is free for the log-in. Between two of them the event
    loop turns; within one the window gets the interpreter whenever it wants it.

    Signals:
        ended: everything was read, or somebody is in and nothing is read ahead any more.
    """

    ended = Signal()

    def __init__(
        self, *, tasks: Tasks, somebody_is_in: Callable[[], bool], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._somebody_is_in = tasks, somebody_is_in
        self._left: list[Callable[[], object]] = []

    def begin(self, steps: Sequence[Callable[[], object]] | None = None) -> None:
        """Read what is read ahead; None takes all there is."""
        self._left = list(STEPS if steps is None else steps)
        self._next()

    def _next(self, _done: object = None) -> None:
        if self._left and not self._somebody_is_in():
            self._tasks.run_aside(self, self._left.pop(0), done=self._next, failed=self._failed, behind=True)
            return
        linecache.clearcache()
        give_back()
        self.ended.emit()

    def _failed(self, error: BaseException) -> None:
        # Whoever needs it reads it again, and says then what is wrong.
        log.warning("not read ahead: %s", type(error).__name__)
        self._next()


def _sentences() -> None:
    from ui.frame.help_texts import help_text
    from ui.messages import catalogue

    catalogue()
    help_text("reception", "sw")


def _permissions() -> None:
    from emr_desktop.access.password_again import verbs_that_ask_again
    from emr_desktop.access.permissions import ROLES, verbs_of

    for role in ROLES:
        verbs_of(role)
    verbs_that_ask_again()


def _drawing() -> None:
    import PySide6.QtSvg  # noqa: F401

    from ui.first_visit.steps import steps

    steps()


def _places() -> None:
    from emr_desktop.reference.localities import warm_up

    warm_up()


def _care() -> None:
    from emr_desktop.reference.diagnoses import concepts
    from emr_desktop.reference.formulary import medicines
    from emr_desktop.reference.icd10 import icd10_titles

    medicines()
    concepts()
    icd10_titles()


def _forms() -> None:
    from emr_desktop.forms.loading import shipped_forms

    shipped_forms()


STEPS: tuple[Callable[[], object], ...] = (_sentences, _permissions, _drawing, _places, _care, _forms)
