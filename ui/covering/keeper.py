"""Keeps an open session: covers it, lets the same person or a colleague go on, says when it ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from ui.covering.activity import Activity
from ui.covering.hiding import CopiedHere, close_other_windows
from ui.covering.watch import SessionWatch
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from emr_desktop.access.work_session import WorkSession
    from emr_desktop.changes import Changes
    from emr_desktop.clinic import Clinic
    from ui.covering.cover_page import CoverPage
    from ui.covering.pin_page import PinPage

_LOOK_EVERY_MS = 2000
_COVER_SETTING = "session.lock_minutes"


class SessionKeeper(QStackedWidget):
    """The window's content: the pages of the program, the cover over them, one's own PIN.

    Signals:
        over: the session is to end; what the trail says of it.
        switched: the ``WorkSession`` of a colleague who goes on.
        trouble: an exception that needs a page of its own.
    """

    over = Signal(str)
    switched = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        *,
        inner: QWidget,
        tasks: Tasks,
        language: Language,
        watch: SessionWatch | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._inner, self._tasks, self._language = inner, tasks, language
        self.watch = watch or SessionWatch()
        self._clinic: Clinic | None = None
        self._say: Callable[[str], None] | None = None
        self._focus: QWidget | None = None
        self.cover_page: CoverPage | None = None
        self.pin_page: PinPage | None = None
        self._copied = CopiedHere(self)
        self.addWidget(inner)
        self._activity = Activity(self)
        self._activity.came.connect(self._somebody_works)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_EVERY_MS)
        self._tick.timeout.connect(self.look)
        tasks.changed.connect(self._changed)

    @property
    def is_covered(self) -> bool:
        """The cover stands before the session."""
        return self.cover_page is not None and self.currentWidget() is self.cover_page

    # the session ---------------------------------------------------------------------------------------

    def begin(self, clinic: Clinic, *, say: Callable[[str], None], anew: bool) -> None:
        """A session is open; ``anew`` when its key was just unlocked, not when a colleague goes on."""
        self._clinic, self._say = clinic, say
        self.watch.begin(anew=anew)
        self.setCurrentWidget(self._inner)
        self._tick.start()
        self._activity.listen()
        self._read_setting()

    def end(self) -> None:
        """The session is over: nothing that was copied stays."""
        self._tick.stop()
        self._activity.stop()
        self._clinic = self._say = self._focus = None
        close_other_windows(self)
        self._copied.clear()
        self.setCurrentWidget(self._inner)

    def look(self) -> None:
        """Cover or end the session when it is time."""
        if self._clinic is None:
            return
        due = self.watch.look()
        if due == "cover":
            self.cover(by="idle")
        elif due is not None:
            self.over.emit(due)

    def _somebody_works(self) -> None:
        if self._clinic is None:
            return
        before = self.currentWidget()
        self.look()  # before the first key after a sleep does anything
        if self._clinic is None or self.currentWidget() is not before:
            self._activity.refuse()
        elif not self.is_covered:
            self.watch.touched()

    def _read_setting(self) -> None:
        clinic = self._clinic
        if clinic is None:
            return

        def done(settings: dict[str, object]) -> None:
            self.watch.cover_after_s = 60.0 * float(str(settings[_COVER_SETTING]))

        self._tasks.run(
            self, clinic.facility.settings, done=done, failed=self.trouble.emit, key="cover-setting"
        )

    def _changed(self, changes: Changes) -> None:
        if "facility" in changes.kinds:
            self._read_setting()

    # covering and going on -----------------------------------------------------------------------------

    def cover(self, *, by: str = "person") -> None:
        """Cover everything; the session stays as it is behind it."""
        clinic = self._clinic
        if clinic is None or self.is_covered:
            return
        if self.cover_page is None:
            from ui.covering.cover_page import CoverPage

            self.cover_page = CoverPage(language=self._language, parent=self)
            self.cover_page.entered.connect(self._enter)
            self.cover_page.ended.connect(lambda: self.over.emit("session.locked"))
            self.addWidget(self.cover_page)
        self._focus = QApplication.focusWidget()
        self.cover_page.begin(clinic.work.actor.full_name)
        self.setCurrentWidget(self.cover_page)
        close_other_windows(self)
        self._copied.clear()

        def note() -> object:
            clinic.switching.cover(by=by)
            return clinic.switching.people()

        self._tasks.run(self, note, done=self._show_people, failed=self.trouble.emit)

    def _show_people(self, people: object) -> None:
        if self.cover_page is not None and self._clinic is not None:
            self.cover_page.show_people(people)  # type: ignore[arg-type]

    def _enter(self, username: str, secret: str) -> None:
        clinic, page = self._clinic, self.cover_page
        if clinic is None or page is None:
            return
        page.show_busy(True)

        def done(work: WorkSession) -> None:
            page.show_busy(False)
            page.secret.set_text("")
            if self._clinic is not clinic:
                return
            self.watch.touched()
            if work is clinic.work:
                self._uncover()
            else:
                self.switched.emit(work)

        def failed(error: BaseException) -> None:
            page.show_busy(False)
            message = message_for(error, self._language.code)
            if message.place in (Place.PAGE, Place.CRASH):
                self.trouble.emit(error)
            page.show_error(message.text)
            self._tasks.run(
                self,
                clinic.switching.people,
                done=self._show_people,
                failed=self.trouble.emit,
                key="people",
            )

        self._tasks.run(self, lambda: clinic.switching.enter(username, secret), done=done, failed=failed)

    def _uncover(self) -> None:
        self.setCurrentWidget(self._inner)
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus()
        self._focus = None

    # one's own PIN -------------------------------------------------------------------------------------

    def show_pin(self) -> None:
        """Let the person who is in set, change or remove the PIN."""
        clinic = self._clinic
        if clinic is None or self.is_covered:
            return
        if self.pin_page is None:
            from ui.covering.pin_page import PinPage

            self.pin_page = PinPage(language=self._language, parent=self)
            self.pin_page.chosen.connect(self._set_pin)
            self.pin_page.removed.connect(self._remove_pin)
            self.pin_page.stepped_back.connect(self._leave_pin)
            self.addWidget(self.pin_page)
        page = self.pin_page
        page.begin(clinic.work.actor.full_name, has_pin=False)
        self.setCurrentWidget(page)
        self._tasks.run(
            self,
            clinic.pins.has_pin,
            done=lambda has: page.begin(clinic.work.actor.full_name, has_pin=has),
            failed=self.trouble.emit,
            key="pin",
        )

    def _leave_pin(self) -> None:
        if self.currentWidget() is self.pin_page:
            self.setCurrentWidget(self._inner)

    def _set_pin(self, pin: str, password: str) -> None:
        clinic = self._clinic
        if clinic is not None:
            text = self.tr("Your PIN is set.")
            self._change_pin(lambda: clinic.pins.set(pin, password=password), text)

    def _remove_pin(self) -> None:
        clinic = self._clinic
        if clinic is not None:
            text = self.tr("Your PIN is removed.")
            self._change_pin(clinic.pins.remove, text)

    def _change_pin(self, work: Callable[[], object], told: str) -> None:
        page, say = self.pin_page, self._say
        if page is None:
            return
        page.show_busy(True)

        def done(_written: object) -> None:
            page.show_busy(False)
            self._leave_pin()
            if say is not None and self._clinic is not None:
                say(told)

        def failed(error: BaseException) -> None:
            page.show_busy(False)
            message = message_for(error, self._language.code)
            if message.place in (Place.PAGE, Place.CRASH):
                self._leave_pin()
                self.trouble.emit(error)
            else:
                page.show_error(message.field, message.text)

        self._tasks.run(self, work, done=done, failed=failed)
