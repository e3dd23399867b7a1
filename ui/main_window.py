"""The main window of an open record: rail, top bar, screens, status. See ``ui.screen`` for what plugs in."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.access.permissions import may
from emr_desktop.changes import Changes
from emr_desktop.clinic import Clinic
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.stopping import WorkStopped
from sync.scheduler import SyncScheduler
from sync.service import SyncService, SyncStatus
from ui.about.panel import show_about
from ui.administration.view import AdministrationView
from ui.first_visit.panel import FirstVisit
from ui.frame.built_ahead import BuiltAhead
from ui.frame.finding import PatientFinder
from ui.frame.help_panel import HelpPanel
from ui.frame.look_actions import look_actions
from ui.frame.palette import Action, CommandPalette
from ui.frame.rail import Rail
from ui.frame.screens import screens_for
from ui.frame.standing_checks import StandingChecks
from ui.frame.top_bar import TopBar
from ui.frame.training_band import TrainingBand
from ui.frame.waiting import WaitingCounts
from ui.messages import sentence_for
from ui.practising import Practising
from ui.qt.language import Language
from ui.qt.printing import Paper
from ui.qt.sync_bridge import SyncBridge
from ui.qt.tasks import Tasks
from ui.screen import Screen, ScreenContext, ScreenView
from ui.setup.first_steps import offer as offer_first_steps
from ui.theme import Theme
from ui.theme.sizes import follow_text
from ui.trail.watching import TrailWatch
from ui.widgets.layout import column, row
from ui.widgets.status_line import StatusLine
from ui.widgets.toast import Toast

__all__ = ["MainWindow", "Screen", "ScreenContext", "ScreenView"]

log = logging.getLogger(__name__)

_WIDEST = 1760  # px at 100 % that a screen gets: beyond it lines are too long to follow


class MainWindow(QWidget):
    """Everything a person sees after logging in.

    Signals:
        lock_asked: the person leaves, or a colleague goes on; the session is covered.
        log_out_asked: the session ends.
        pin_asked: the person sets the own PIN.
        leave_asked: the session ends for a restore (None), or for an update that was made ready.
        trouble: an exception that needs a page of its own.
    """

    given_file = "looks"  # a backup from outside: see ui.given_file
    lock_asked = Signal()
    log_out_asked = Signal()
    pin_asked = Signal()
    leave_asked = Signal(object)
    trouble = Signal(object)

    def __init__(
        self,
        *,
        clinic: Clinic,
        sync: SyncService,
        tasks: Tasks,
        language: Language,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("frame")
        self._clinic, self._tasks, self._language, self._theme = clinic, tasks, language, theme
        self._paper = Paper(self, settings_folder=clinic.work.database.path.parent)
        self._bridge = SyncBridge(work=clinic.work, sync=sync, tasks=tasks, parent=self)
        self._screens = {screen.name: screen for screen in screens_for(clinic.work.actor.roles)}
        self._views: dict[str, ScreenView] = {}
        self._current = ""
        self._context = ScreenContext(
            clinic=clinic,
            sync=sync,
            sync_bridge=self._bridge,
            tasks=tasks,
            language=language,
            theme=theme,
            paper=self._paper,
            open_patient=self.open_patient,
            open_visit=self.open_visit,
            explain_visit=self.explain_visit,
            go_to=self.go_to,
            say=self.say,
            leave=self.leave_asked.emit,
            trouble=self._in_trouble,
            home=lambda: self._stack,
        )
        self._practising = Practising(
            folder=clinic.work.database.path.parent, tasks=tasks, language=language, parent=self
        )
        self._practising.said.connect(self.say)
        self._lay_out()
        self._bind_keys()
        self._bridge.status_changed.connect(self._show_sync)
        self._bridge.running_changed.connect(self._status.show_sending)
        self._bridge.pass_failed.connect(self._sync_failed)
        tasks.waited.connect(self._status.show_wait)
        self._status.working.stop_asked.connect(tasks.stop)
        tasks.changed.connect(self._changed)
        self._translate()

    @property
    def clinic(self) -> Clinic:
        return self._clinic

    def _lay_out(self) -> None:
        work = self._clinic.work
        finds = may(work.actor.roles, "patient.search")
        finder = (
            PatientFinder(
                patients=self._clinic.patients,
                tasks=self._tasks,
                language=self._language,
                today=work.clock.today(),
                failed=self._in_trouble,
                parent=self,
            )
            if finds
            else None
        )
        outer = column(self, spacing=0)
        outer.addWidget(TrainingBand(training=work.facility.training, parent=self))
        self.trail = TrailWatch(clinic=self._clinic, tasks=self._tasks, language=self._language, parent=self)
        outer.addWidget(self.trail)
        self._top = TopBar(work=work, search=finder, theme=self._theme, language=self._language, parent=self)
        outer.addWidget(self._top)
        middle = row(spacing=0)
        self._rail = Rail(screens=tuple(self._screens.values()), theme=self._theme, parent=self)
        self._waiting = WaitingCounts(clinic=self._clinic, tasks=self._tasks, parent=self)
        self._waiting.counted.connect(self._rail.show_waiting)
        self._stack = QStackedWidget(self)
        middle.addWidget(self._rail)
        follow_text(self._stack, most_width=_WIDEST)
        desk = QWidget(self)  # holds the screens in the middle where the window is wider than they get
        row(desk, spacing=0).addWidget(self._stack)
        middle.addWidget(desk, 1)
        self._first_visit = FirstVisit(context=self._context, stack=self._stack, parent=self)
        self._first_visit.room_changed.connect(self._fit_rail)
        middle.addWidget(self._first_visit)
        outer.addLayout(middle, 1)
        self._help = HelpPanel(context=self._context, over=self._stack)
        self._status = StatusLine(language=self._language, parent=self)
        self._status.show_about(work.facility.code)
        self._checks = StandingChecks(
            clinic=self._clinic,
            tasks=self._tasks,
            language=self._language,
            status=self._status,
            parent=self,
        )
        outer.addWidget(self._status)
        self._toast = Toast(over=self)
        self._palette = CommandPalette(
            actions=lambda: (*self._actions(), *self._actions_here()),
            search=None
            if finder is None
            else PatientFinder(
                patients=self._clinic.patients,
                tasks=self._tasks,
                language=self._language,
                today=work.clock.today(),
                failed=self._in_trouble,
                parent=self,
            ),
            over=self,
        )
        self._ahead = BuiltAhead(
            left=lambda: [name for name in self._screens if name not in self._views],
            build=self.view,
            is_idle=lambda: self._tasks.is_idle,
            parent=self,
        )
        self._rail.chosen.connect(self.go_to)
        self._top.picked.connect(self.open_patient)
        self._top.lock.connect(self.lock_asked)
        self._top.log_out.connect(self.log_out_asked)
        self._top.own_pin.connect(self.pin_asked)
        self._top.palette_wanted.connect(self._palette.open)
        self._palette.picked.connect(self.open_patient)

    def _actions(self) -> tuple[Action, ...]:
        go = [
            Action(
                screen.name,
                lambda name=screen.name: self._title_of(name),  # type: ignore[misc]
                screen.shortcut,
                lambda name=screen.name: self.go_to(name),  # type: ignore[misc]
            )
            for screen in self._screens.values()
        ]
        return (
            *go,
            Action("search", lambda: self.tr("Find a patient"), "Ctrl+F", self._top.focus_search),
            *self._help.offered(self._explain),
            *self._first_visit.offered(),
            Action("language", lambda: self.tr("Change the language"), "F9", self._language.toggle),
            Action("lock", lambda: self.tr("Cover or switch person"), "Ctrl+L", self.lock_asked.emit),
            Action("pin", lambda: self.tr("My PIN"), "", self.pin_asked.emit),
            Action("logOut", lambda: self.tr("Log out"), "", self.log_out_asked.emit),
            Action("practise", lambda: self.tr("Practise with made-up patients"), "", self._practising.begin),
            Action("send", lambda: self.tr("Send what waits now"), "", self._bridge.run_pass),
            *look_actions(self._theme, about=lambda: show_about(self)),
        )

    def _actions_here(self) -> Sequence[Action]:
        return self._views[self._current].commands() if self._current else ()

    def _bind_keys(self) -> None:
        for screen in self._screens.values():
            QShortcut(QKeySequence(screen.shortcut), self, lambda name=screen.name: self.go_to(name))
        for keys, do in (
            ("Ctrl+F", self._top.focus_search),
            ("/", self._top.focus_search),
            ("Ctrl+K", self._palette.open),
            ("F1", self._explain),
            ("Ctrl+L", self.lock_asked.emit),
        ):
            QShortcut(QKeySequence(keys), self, do)

    # what screens ask ----------------------------------------------------------------------------------

    @property
    def context(self) -> ScreenContext:
        """What every screen was given."""
        return self._context

    @property
    def screen_names(self) -> tuple[str, ...]:
        return tuple(self._screens)

    @property
    def current_screen(self) -> str:
        return self._current

    @property
    def toast_text(self) -> str:
        return self._toast.text

    def view(self, name: str) -> ScreenView:
        """The view of a screen, built when it is first asked for."""
        if name not in self._views:
            built = self._screens[name].build(self._context)
            built.setMinimumSize(1, 1)  # a wide screen must not push the window over the edge of the display
            self._views[name] = built
            self._stack.addWidget(built)
        return self._views[name]

    def start(self) -> None:
        """Open the first screen and begin the background passes."""
        if self._screens and not self._current:
            self.go_to(next(iter(self._screens)))
        self._bridge.start()
        self._checks.start()
        self._waiting.start()
        self.trail.start()
        self._first_visit.offer_once()
        self._ahead.start()
        offer_first_steps(self._context, self._stack, rail=self._rail, over=self.show_set_up)

    def go_to(self, name: str) -> None:
        """Bring a screen to the front; one that the person may not open is left alone."""
        if name not in self._screens:
            return
        if self._current and self._current != name:
            self._views[self._current].leaving()
        view = self.view(name)
        self._current = name
        self._help.hide()
        self._stack.setCurrentWidget(view)
        self._rail.show_current(name)
        view.entered()

    def show_set_up(self) -> None:
        """What is done once in a new facility; for whoever may do it."""
        view = self.view("administration") if "administration" in self._screens else None
        if isinstance(view, AdministrationView):
            self.go_to("administration")
            view.tabs.setCurrentWidget(view.set_up)

    def open_patient(self, patient_id: uuid.UUID) -> None:
        """Show a patient where this person treats patients, else at the reception."""
        self._open_in(("consultation", "reception"), lambda view: view.show_patient(patient_id))

    def open_visit(self, visit_id: uuid.UUID) -> None:
        """Show a saved visit."""
        self._open_in(("consultation",), lambda view: view.show_visit(visit_id))

    def explain_visit(self, visit_id: uuid.UUID) -> None:
        """Say where the forms count a visit, and why not."""
        self._open_in(("reports",), lambda view: view.explain_visit(visit_id))

    def _open_in(self, names: tuple[str, ...], show: object) -> None:
        name = next((name for name in names if name in self._screens), None)
        if name is None:
            self.say(self.tr("Your role does not open this."))
            return
        if self._current != name:
            self.go_to(name)
        show(self.view(name))  # type: ignore[operator]

    def _explain(self) -> None:
        """F1: what the screen in front is for, and its keys."""
        if self._current:
            self._help.toggle(self._current, self._title_of(self._current))

    def _title_of(self, name: str) -> str:
        return QCoreApplication.translate("Screens", self._screens[name].title)

    def say(self, text: str) -> None:
        """A short "done"."""
        self._toast.say(text)

    def leave(self) -> SyncScheduler:
        """The session ends: drafts are kept, temporary paper goes. Gives the pass, asked to stop."""
        self._ahead.stop()
        if self._current:
            self._views[self._current].leaving()
        for view in self._views.values():
            view.session_ends()
        self._paper.close()
        return self._bridge.leave()

    def _in_trouble(self, error: BaseException) -> None:
        if isinstance(error, WorkStopped):  # by the person, who is in no trouble
            self.say(sentence_for(error, self._language.code))
        else:
            self.trouble.emit(error)

    # what happens behind -------------------------------------------------------------------------------

    def _show_sync(self, status: SyncStatus) -> None:
        self._status.show_sync(status)

    def _sync_failed(self, error: BaseException) -> None:
        log.warning("sync broke: %s", type(error).__name__)
        if isinstance(error, DatabaseTrouble) and error.code != "busy":
            self.trouble.emit(error)

    def backup_made(self) -> None:
        """The automatic backup is there: say its age anew."""
        self._checks.look()

    def backup_failed(self, error: BaseException) -> None:
        """The automatic backup could not be made; nobody is stopped by it."""
        if isinstance(error, EmrError):
            self.say(sentence_for(error, self._language.code))

    def _changed(self, changes: Changes) -> None:
        if "backup" in changes.kinds:
            self._checks.look()
        if changes.kinds & {"form", "target", "delivery"}:
            self._bridge.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rail()

    def _fit_rail(self) -> None:
        self._rail.fit(self.width() - self._first_visit.fit(self.width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self._help.isHidden():
            self._help.close_it()
            return
        if event.key() == Qt.Key.Key_Escape and self._current:
            if not self._views[self._current].step_back():
                self._first_visit.leave()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._checks.say()
        if self._current:
            self._help.say_title(self._title_of(self._current))
