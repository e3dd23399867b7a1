"""Updates: which version runs, what a stick brings and what is new in it, and one button that takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QProgressBar, QWidget

from emr_desktop.backups.watching import Watch
from emr_desktop.changes import Written
from emr_desktop.updates.rows import Offer, Prepared, UpdateState
from ui.administration.long_run import LongRun
from ui.administration.update_ways import UpdateWays
from ui.administration.update_words import UpdateWords
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.flow import Flow
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.standing_message import StandingMessage

_SCALE = 1000  # sizes in bytes are beyond what a bar counts


class UpdatePage(QWidget):
    """Making an update ready goes beside the database worker: people go on working until the change."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("updatePage")
        self._context, self._updates = context, context.clinic.updates
        self._state: UpdateState | None = None
        self._offer: Offer | None = None
        self._running = LongRun(tasks=context.tasks, parent=self)
        self._step_code = ""
        self._words = UpdateWords(self)
        self._header = PageHeader(self)
        self._install = Button("installUpdate", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._header.add_action(self._install)
        self.banner = Banner(self)
        self._told = StandingMessage(self.banner)
        self.confirm = ConfirmBar(self)
        self.password = PasswordBar(
            password=context.clinic.password,
            tasks=context.tasks,
            language=context.language,
            trouble=context.trouble,
            parent=self,
        )
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self._told.say_once(text),
            trouble=context.trouble,
        )
        self._look = Button("lookForUpdate", parent=self)
        self._choose = Button("chooseUpdate", parent=self)
        self._fetch = Button("fetchUpdate", parent=self)
        self._back = Button("goBackUpdate", parent=self)
        self._step = words(role="heading", parent=self)
        self._step.setObjectName("updateStep")
        self._bar = QProgressBar(self)
        self._bar.setObjectName("updateBar")
        self._stop = Button("stopUpdate", parent=self)
        self._title = words(role="heading", wrap=True, parent=self)
        self._title.setObjectName("updateTitle")
        self._where = words(role="quiet", wrap=True, parent=self)
        self._where.setObjectName("updateWhere")
        self.notes = QPlainTextEdit(self)
        self.notes.setObjectName("updateNotes")
        self.notes.setReadOnly(True)
        self.notes.setTabChangesFocus(True)
        self.ways = UpdateWays(context=context, failed=self._failed, saved=self.read, parent=self)
        self._lay_out()
        for button, act in (
            (self._install, self._ask_install),
            (self._look, self.read),
            (self._choose, self._ask_file),
            (self._fetch, self.fetch),
            (self._back, self._ask_back),
            (self._stop, self._running.stop),
        ):
            button.clicked.connect(act)
        self._running.progressed.connect(self._show_progress)
        self._running.running.connect(self._show_running)
        self._show_running(False)
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        for widget in (self._header, self.banner, self.confirm, self.password):
            page.addWidget(widget)
        actions = Flow(self)
        for button in (self._look, self._choose, self._fetch):
            actions.add(button)
        actions.push()
        actions.add(self._back)
        page.addWidget(actions)
        running = row()
        running.addWidget(self._step)
        running.addWidget(self._bar, 1)
        running.addWidget(self._stop)
        page.addLayout(running)
        page.addWidget(self._title)
        page.addWidget(self._where)
        page.addWidget(self.notes, 1)
        page.addStretch(0)
        page.addWidget(self.ways)

    # looking -------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Look at the sticks and in the chosen folder; a stick may be slow, so it is done aside."""
        if self._running.is_running:
            return
        self.ways.read()
        updates = self._updates

        def done(state: UpdateState) -> None:
            self._state = state
            usable = [each for each in state.offers if each.refusal is None]
            self._offer = next(iter(usable or state.offers), None)
            self._say()

        self._context.tasks.run_aside(self, updates.state, done=done, failed=self._failed, key="updates")

    def look_at(self, file: Path) -> None:
        """Check the signatures and every file of a bundle that somebody chose."""

        def done(offer: Offer) -> None:
            self._offer = offer
            self._say()

        self._run(lambda watch: self._updates.check(file, watch=watch), done)

    def fetch(self) -> None:
        """Fetch the update from the facility's address, and check it."""
        from sync.updates import fetch_update

        work = self._context.clinic.work

        def done(file: Path) -> None:
            self.look_at(file)

        self._run(lambda watch: fetch_update(work=work, watch=watch), done)

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose the update"), "", self.tr("Updates (*.emrupdate)")
        )
        if chosen:
            self.look_at(Path(chosen))

    # taking one ----------------------------------------------------------------------------------------

    def _ask_install(self) -> None:
        offer, state = self._offer, self._state
        if offer is None or state is None or not self._install.isEnabled():
            return
        self.confirm.ask(
            self.tr("Install version {0}?").format(offer.version),
            details=self._words.what_happens(state.how, in_hours=state.is_working_time),
            yes=self.tr("Install"),
            then=lambda _reason: self.password.before(lambda: self._begin(offer, state.how)),
            again=self._ask_install,
        )

    def _begin(self, offer: Offer, how: str) -> None:
        if how == "package":
            self._ask_where_to(offer)
            return
        self._run(
            lambda watch: self._updates.prepare(offer.file, watch=watch),
            lambda written: self._context.leave(written.value),
        )

    def _ask_where_to(self, offer: Offer) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder for the package"))
        if chosen:
            self.take_package(offer.file, Path(chosen))

    def take_package(self, file: Path, folder: Path) -> None:
        """Where apt owns the program: write its package into a folder."""

        def done(written: Written[Path]) -> None:
            params = {"path": str(written.value)}
            self._told.say(lambda: self._good(sentence("update.package_out", params, self._language())))

        self._run(lambda watch: self._updates.take_package(file, folder, watch=watch), done)

    def _ask_back(self) -> None:
        previous = self._state.previous if self._state is not None else None
        if previous is None:
            return
        self.confirm.ask(
            self.tr("Go back to version {0}?").format(previous),
            details=self.tr(
                "A backup is made first, and your session ends for some minutes. The record stays as it is, "
                "if the earlier version can read it; otherwise nothing changes."
            ),
            yes=self.tr("Go back"),
            then=lambda _reason: self.password.before(self._begin_back),
            again=self._ask_back,
        )

    def _begin_back(self) -> None:
        def done(written: Written[Prepared]) -> None:
            self._context.leave(written.value)

        self._run(lambda watch: self._updates.prepare_going_back(watch=watch), done)

    # running -------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[Watch], object], done: Callable[..., None]) -> None:
        if self._running.is_running:
            return
        self._told.clear()
        self._running.run(work, done=done, failed=self._failed)

    def session_ends(self) -> None:
        """What runs is stopped before the record is closed; nothing of before was touched."""
        self._running.end()

    def _show_running(self, running: bool) -> None:
        for widget in (self._bar, self._step, self._stop):
            widget.setVisible(running)
        for button in (self._look, self._choose, self._fetch, self._back):
            button.setEnabled(not running)
        self._step_code = ""
        if running:
            self._bar.setRange(0, 0)
            self._step.setText("")
        self._allow(running)

    def _show_progress(self, step: str, done: int, total: int) -> None:
        if not self._running.is_running:
            return
        self._bar.setRange(0, _SCALE)
        self._bar.setValue(_SCALE * done // max(total, 1))
        self._step_code = step
        self._step.setText(self._words.step(step))

    # words ---------------------------------------------------------------------------------------------

    def _language(self) -> str:
        return self._context.language.code

    def _good(self, text: str) -> None:
        self.banner.show_message(text, kind="good")

    def _allow(self, running: bool) -> None:
        state, offer = self._state, self._offer
        can = state is not None and state.has_keys and state.how != "source"
        self._install.setEnabled(can and offer is not None and offer.refusal is None and not running)
        self._back.setVisible(state is not None and state.previous is not None)
        self._fetch.setVisible(state is not None and bool(state.address))

    def _say(self) -> None:
        self._allow(self._running.is_running)
        self._translate()
        if self._state is None or self.banner.text:
            return
        self._told.say(self._say_why_not)

    def _say_why_not(self) -> None:
        """What keeps this program from taking updates, or this update from being taken."""
        state, offer = self._state, self._offer
        if state is None:
            return
        found = self._words.hindrance(state, offer)
        if found is None:
            self.banner.clear()
            return
        code, params, kind = found
        self.banner.show_message(sentence(code, params, self._language()), kind=kind)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        state, offer = self._state, self._offer
        self._header.set_title(self.tr("Updates"))
        self._header.set_line("" if state is None else self._words.runs(state))
        self._install.set_text(
            self.tr("Install an update")
            if offer is None
            else self.tr("Install version {0}").format(offer.version)
        )
        self._look.set_text(self.tr("Look at the sticks again"))
        self._choose.set_text(self.tr("Choose a file …"))
        self._fetch.set_text(self.tr("Fetch it from the network"))
        previous = state.previous if state is not None else None
        self._back.set_text(self.tr("Back to version {0} …").format(previous or ""))
        self._stop.set_text(self.tr("Stop"))
        if self._step_code:
            self._step.setText(self._words.step(self._step_code))
        self._title.setText(self._words.offered(offer))
        self._where.setText("" if offer is None else self._words.whence(offer))
        self.notes.setAccessibleName(self.tr("What is new"))
        self.notes.setPlainText("" if offer is None else offer.notes[self._language()].strip())
        self.notes.setVisible(offer is not None)
