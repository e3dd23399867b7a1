"""Looks for likely duplicates while somebody is registered, and for the visits of who is marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import DuplicateHint
from emr_desktop.visits.rows import VisitSummary
from ui.qt.tasks import Failed
from ui.reception.chosen_card import ChosenCard
from ui.reception.duplicates import DuplicatesBox
from ui.reception.register_form import RegisterForm
from ui.screen import ScreenContext

DUPLICATES_PAUSE_MS = 250
VISITS_PAUSE_MS = 500


class LikelyDuplicates(QObject):
    """Watches the form and fills the box."""

    def __init__(
        self,
        *,
        context: ScreenContext,
        form: RegisterForm,
        box: DuplicatesBox,
        failed: Failed,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._form, self._box, self._failed = context, form, box, failed
        self._owner = parent
        self._pause = _timer(self, DUPLICATES_PAUSE_MS, self._look)
        form.who_changed.connect(self._pause.start)

    def _look(self) -> None:
        if not self._form.tells_who:
            self._context.tasks.forget(self._owner, "duplicates")
            self._box.show_hints(())
            return
        form = self._form.half_form()

        def done(hints: Sequence[DuplicateHint]) -> None:
            self._box.show_hints(hints)

        def failed(error: BaseException) -> None:
            # A half-typed field may be refused here; the same field is judged again when it is saved.
            if not isinstance(error, ValidationError):
                self._failed(error)

        self._context.tasks.run(
            self._owner,
            lambda: self._context.clinic.patients.likely_duplicates(form, limit=3),
            done=done,
            failed=failed,
            key="duplicates",
        )


class EarlierVisits(QObject):
    """``wait()`` after a patient was marked: the newest visits come onto the card a little later."""

    def __init__(self, *, context: ScreenContext, card: ChosenCard, failed: Failed, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._card, self._failed, self._owner = context, card, failed, parent
        self._pause = _timer(self, VISITS_PAUSE_MS, self._look)

    def wait(self) -> None:
        self._pause.start()

    def stop(self) -> None:
        self._pause.stop()

    def _look(self) -> None:
        hit = self._card.hit
        if hit is None or not self._card.isVisible():
            return
        who = hit.patient.id

        def done(visits: Sequence[VisitSummary]) -> None:
            if self._card.hit is not None and self._card.hit.patient.id == who:
                self._card.show_visits(visits)

        self._context.tasks.run(
            self._owner,
            lambda: self._context.clinic.visits.timeline(who, limit=3),
            done=done,
            failed=self._failed,
            key="visits",
        )


def _timer(owner: QObject, pause_ms: int, then: Callable[[], None]) -> QTimer:
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.setInterval(pause_ms)
    timer.timeout.connect(then)
    return timer
