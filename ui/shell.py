"""The window of the program and what stands in it: set-up, login, work, or a trouble."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from emr_desktop.settings import Settings, load_settings
from ui.covering.keeper import SessionKeeper
from ui.front_door import FrontDoor
from ui.gate import Gate
from ui.given_file import GivenFile
from ui.keeping import keep_drafts
from ui.kept_look import KeptLook
from ui.login.view import LoginView
from ui.qt.language import Language
from ui.qt.memory import forgetting
from ui.qt.tasks import Tasks
from ui.stopping import closing_of, in_turn, paint_until_stopped, show_stopping
from ui.theme import Theme
from ui.updating import leave_for
from ui.warming import Warming
from ui.widgets.front_page import FrontPage
from ui.widgets.trouble_page import TroublePage

if TYPE_CHECKING:
    from emr_desktop.access.work_session import WorkSession
    from emr_desktop.clinic import Clinic
    from emr_desktop.facility.rows import LoginName
    from sync.scheduler import SyncScheduler
    from ui.closing import ClosingPage
    from ui.frame.backup_keeper import BackupKeeper
    from ui.main_window import MainWindow
    from ui.rescuing import Rescuing
    from ui.restoring import Restoring

log = logging.getLogger(__name__)

_BACKUP_STOPS_S = 10.0  # an automatic backup that runs is stopped first


class Shell(QMainWindow):
    """Signals: ``ready`` when the first page that takes input is there; ``opened`` after a login."""

    ready = Signal()
    opened = Signal(object)
    _changing_key = False

    def __init__(
        self,
        *,
        gate: Gate,
        tasks: Tasks,
        language: Language,
        theme: Theme,
        settings: Settings,
        makes_backups: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName("shell")
        self.setWindowTitle("EMR Desktop")
        self._gate, self._tasks, self._language, self._theme = gate, tasks, language, theme
        self._settings = settings
        self._makes_backups = makes_backups
        self._keeper: BackupKeeper | None = None
        self._restoring: Restoring | None = None
        self._closing: ClosingPage | None = None
        self._lock: Any = None
        self._work: WorkSession | None = None
        self._frame: MainWindow | None = None
        self._sending: SyncScheduler  # of the session that ended last
        self._login: LoginView | None = None
        self._setup: QWidget | None = None
        self._rescue: Rescuing | None = None
        self._warming = Warming(tasks=tasks, somebody_is_in=lambda: self._work is not None, parent=self)
        self.given = GivenFile(gate=gate, tasks=tasks, language=language, window=self)
        self._door = FrontDoor(gate=gate, tasks=tasks, window=self, given=self.given)
        self._stack = QStackedWidget(self)
        self.keeper = SessionKeeper(inner=self._stack, tasks=tasks, language=language, parent=self)
        self.keeper.over.connect(lambda how: self.lock(how=how))
        self.keeper.switched.connect(self._switch)
        self.keeper.trouble.connect(self.show_trouble)
        self.setCentralWidget(self.keeper)
        self._opening = FrontPage(language=language, parent=self)
        self._opening.set_title(settings.facility_name or "EMR Desktop")
        self._opening.show_busy(True)
        self._trouble = TroublePage(language=language, parent=self)
        self._stack.addWidget(self._opening)
        self._stack.addWidget(self._trouble)
        self._trouble.again.connect(self.begin)
        self._trouble.back.connect(self._back_from_trouble)
        self._trouble.recovery.connect(self._recover)
        self._trouble.left.connect(self.close)
        self._trouble.restore.connect(self.begin_restore)
        self._trouble.rescue.connect(self.begin_rescue)
        QShortcut(QKeySequence("F9"), self, language.toggle)
        self._look_kept = KeptLook(theme=theme, tasks=tasks, folder=gate.folder, parent=self)

    @property
    def frame(self) -> MainWindow | None:
        """The main window while a record is open."""
        return self._frame

    @property
    def login(self) -> LoginView | None:
        return self._login

    @property
    def setup(self) -> QWidget | None:
        return self._setup

    @property
    def trouble_page(self) -> TroublePage:
        return self._trouble

    @property
    def is_in_trouble(self) -> bool:
        return self._stack.currentWidget() is self._trouble

    # before work ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Look what lies in the folder and show the page for it; the rest is loaded meanwhile."""
        self._stack.setCurrentWidget(self._opening)
        self._tasks.run(self, self._look, done=self._looked, failed=self._door.answer)

    def _look(self) -> tuple[LoginName, ...] | None:
        people = self._gate.look()
        if people is not None and self._lock is None:
            self._lock = self._gate.lock()
        return people

    def _looked(self, people: tuple[LoginName, ...] | None) -> None:
        self._door.open(self._lock)
        if people is None:
            self._show_setup()
        else:
            self._show_login(people)
        self.given.first_page_is_there(self._stack)
        self.ready.emit()
        # After the login page is there: while the person types.
        self._tasks.run(
            self, self._gate.load, done=lambda _none: self._warming.begin(), failed=self.show_trouble
        )

    def _show_setup(self) -> None:
        from ui.setup.view import SetupView

        setup = SetupView(gate=self._gate, tasks=self._tasks, language=self._language, parent=self)
        setup.unlocked.connect(self._set_up)
        setup.restore.connect(self.begin_restore)
        setup.trouble.connect(self.show_trouble)
        self._setup = setup
        self._stack.addWidget(setup)
        self._stack.setCurrentWidget(setup)

    def _set_up(self, work: WorkSession) -> None:
        if self._lock is None:
            try:
                self._lock = self._gate.lock()
            except Exception as error:
                work.database.close()
                self.show_trouble(error)
                return
        self._door.open(self._lock)
        self._open(work)
        if self._frame is not None:
            self._frame.show_set_up()

    def _show_login(self, people: tuple[LoginName, ...], *, choose: str | None = None) -> None:
        if self._login is None:
            self._login = LoginView(
                gate=self._gate,
                tasks=self._tasks,
                language=self._language,
                facility=self._settings.facility_name,
                parent=self,
            )
            self._login.unlocked.connect(self._open)
            self._login.restore.connect(self.begin_restore)
            self._login.trouble.connect(self.show_trouble)
            self._stack.addWidget(self._login)
        self._stack.setCurrentWidget(self._login)
        self._login.show_people(people, choose=choose)

    def _recover(self) -> None:
        if self._login is None:
            self._show_login(())
        assert self._login is not None  # noqa: S101
        self._stack.setCurrentWidget(self._login)
        self._login.begin_recovery("")

    # restoring a backup --------------------------------------------------------------------------------

    @property
    def restoring(self) -> Restoring | None:
        return self._restoring

    def begin_restore(self, file: str = "") -> None:
        """Show the page that brings a facility back from a backup, of this file; nobody is in."""
        from ui.restoring import Restoring

        if self._restoring is None:
            self._restoring = Restoring(
                gate=self._gate, tasks=self._tasks, language=self._language, parent=self
            )
            self._restoring.stepped_back.connect(self.begin)
            self._restoring.finished.connect(self._restored)
            self._restoring.trouble.connect(self.show_trouble)
            self._stack.addWidget(self._restoring.page)
        self._restoring.begin(replaces=self._setup is None, holds_lock=self._lock is not None, file=file)
        self._stack.setCurrentWidget(self._restoring.page)

    def _restored(self) -> None:
        for page in (self._login, self._setup):
            if page is not None:
                self._stack.removeWidget(page)
                page.deleteLater()
        self._login = self._setup = None
        self._settings = load_settings(self._gate.folder)
        self.begin()

    def begin_rescue(self) -> None:
        """Show the page that saves what can be read of a damaged record; nobody works on it any more."""
        from ui.rescuing import Rescuing

        work = self._end_session()
        if work is not None:
            self._sending.stop()
        if self._rescue is None:
            self._rescue = Rescuing(
                gate=self._gate, tasks=self._tasks, language=self._language, shell=self, stack=self._stack
            )
        self._rescue.begin(work)

    # work ----------------------------------------------------------------------------------------------

    def _switch(self, work: WorkSession) -> None:
        """A colleague goes on: other screens on the same record; what was begun ends as theirs who began."""
        self._end_session(goes_on=True)
        self._open(work, anew=False)

    def _open(self, work: WorkSession, *, anew: bool = True) -> None:
        from emr_desktop.clinic import open_clinic
        from sync.service import SyncService
        from ui.frame.backup_keeper import BackupKeeper
        from ui.main_window import MainWindow

        self._work = work
        self._look_kept.of_person(work.actor.username)
        frame = MainWindow(
            clinic=open_clinic(work),
            sync=SyncService(work=work),
            tasks=self._tasks,
            language=self._language,
            theme=self._theme,
            parent=self._stack,
        )
        frame.lock_asked.connect(self.keeper.cover)
        frame.log_out_asked.connect(self.lock)
        frame.pin_asked.connect(self.keeper.show_pin)
        frame.leave_asked.connect(partial(leave_for, self, self._stack, self._tasks, self._language))
        frame.trouble.connect(self.show_trouble)
        self._frame = frame
        self._stack.addWidget(frame)
        self.setWindowTitle(f"{work.facility.name} – EMR Desktop")
        if self._setup is not None:
            self._stack.removeWidget(self._setup)
            self._setup.deleteLater()
            self._setup = None
        self.keeper.begin(frame.clinic, say=frame.say, anew=anew)
        if self._makes_backups:
            self._keeper = BackupKeeper.over(frame)
        QTimer.singleShot(0, frame, lambda: self._start(frame))

    def _start(self, frame: MainWindow) -> None:
        """The first screen, in a turn of its own: together with the frame it would be felt."""
        if self._frame is frame:
            self._stack.setCurrentWidget(frame)
            frame.start()
            self.opened.emit(frame)

    def lock(self, *, how: str = "session.locked", then: Callable[[], None] | None = None) -> None:
        """Close the record; the next person logs in, or ``then`` comes. ``how``: for the trail."""
        keeper, work = self._keeper, self._end_session()
        if work is None:
            return
        username = work.actor.username

        def close_and_look() -> tuple[LoginName, ...]:
            self._sending.stop()
            del self._sending  # it holds the record, and with it the key
            if keeper is not None:
                keeper.wait(_BACKUP_STOPS_S)
            work.end(how)
            return self._gate.look() or ()

        def next_one(who: tuple[LoginName, ...]) -> None:
            self._show_login(who, choose=username) if then is None else then()

        ended = forgetting(next_one, what=work)
        self._tasks.run(self, close_and_look, done=ended, failed=self.show_trouble)

    def _end_session(self, *, goes_on: bool = False) -> WorkSession | None:
        work, frame = self._work, self._frame
        if work is None or frame is None:
            return None
        self.keeper.end()
        if self._keeper is not None:
            self._keeper.stop()
            self._keeper = None
        self._sending = frame.leave()
        if not goes_on:
            show_stopping(self._stack, self._opening, self._sending, title=self._settings.facility_name)
        self._stack.removeWidget(frame)
        frame.hide()
        frame.deleteLater()
        self._work = self._frame = None
        self._look_kept.of_person(None)
        self.setWindowTitle("EMR Desktop")
        return work

    # trouble -------------------------------------------------------------------------------------------

    def show_trouble(self, error: BaseException) -> None:
        """Give the whole window to what a person must read first."""
        log.error("trouble: %s", type(error).__name__, exc_info=error)
        if self._frame is not None:
            keep_drafts(self._frame)
        self._trouble.look_for_backup(self._tasks, self._gate.newest_backup)
        self._trouble.show_error(error, can_go_back=self._frame is not None)
        self._stack.setCurrentWidget(self._trouble)
        self.ready.emit()

    def _back_from_trouble(self) -> None:
        if self._frame is not None:
            self._stack.setCurrentWidget(self._frame)

    def _change_key_and_close(self, clinic: Clinic) -> None:
        """Somebody was taken out and the key was left for closing time; the window stays until it is done."""
        if self._changing_key:
            return
        self._changing_key = True
        self._opening.set_title(
            self.tr("Changing the key of the record"),
            self.tr("Somebody was taken out. Leave the computer on; this window closes by itself."),
        )
        self._stack.setCurrentWidget(self._opening)

        def ended(_none: object) -> None:
            self._changing_key = clinic.keys.known_due = False
            self.close()

        def failed(error: BaseException) -> None:
            log.warning("the key is still to be changed: %s", getattr(error, "code", type(error).__name__))
            ended(None)

        self._tasks.run(self, clinic.keys.rekey_if_due, done=ended, failed=failed)

    def _close_with_backup(self, work: WorkSession, keeper: BackupKeeper) -> None:
        """The window goes when the backup of the day is made, or when nobody waits for it."""
        from ui.closing import ClosingPage

        closing = ClosingPage(language=self._language, tasks=self._tasks, parent=self)
        self._closing = closing
        self._stack.addWidget(closing)
        self._stack.setCurrentWidget(closing)
        closing.over.connect(self.close)
        closing.begin(self, work, before=in_turn(self._sending.stop, lambda: keeper.wait(_BACKUP_STOPS_S)))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._frame is not None and self._frame.clinic.keys.known_due:
            event.ignore()
            self._change_key_and_close(self._frame.clinic)
            return
        if self._closing is not None and not self._closing.is_over:
            event.ignore()
            return
        keeper = self._keeper
        work = self._end_session()
        if work is not None and keeper is not None:
            self._close_with_backup(work, keeper)
            event.ignore()
            return
        if work is not None:
            self._tasks.run(self, closing_of(work, self._sending), failed=lambda error: None)
            paint_until_stopped(self._sending)
        self._look_kept.write_now()
        self._tasks.close()
        self._door.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        super().closeEvent(event)
