"""Backups: when the last one was, where they lie, make one now, check one, rehearse, restore."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from emr_desktop.backups.rows import BackupRow, BackupState, CheckedBackup, MadeBackup
from emr_desktop.backups.watching import Watch
from emr_desktop.changes import Written
from emr_desktop.clock import local
from ui.administration.backup_words import BackupWords
from ui.administration.long_run import LongRun
from ui.messages import sentence
from ui.qt.messages import shown_by
from ui.screen import ScreenContext
from ui.theme import GRID
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.choice_bar import ChoiceField
from ui.widgets.confirm_bar import ConfirmBar
from ui.widgets.fixed import fixed_words
from ui.widgets.flow import Flow
from ui.widgets.layout import PageHeader, column, row, words
from ui.widgets.password_bar import PasswordBar
from ui.widgets.plain_tip import plain_tip
from ui.widgets.table import Column, DataTable

_HERE, _CHOSEN = "here", "chosen"


class BackupPage(QWidget):
    """Long work goes beside the database worker, on a connection of its own: people go on working."""

    def __init__(self, *, context: ScreenContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("backupPage")
        self._context = context
        self._backups = context.clinic.backups
        self._state: BackupState | None = None
        self._rows: tuple[BackupRow, ...] = ()
        self._running = LongRun(tasks=context.tasks, parent=self)
        self._words = BackupWords(self)
        self.banner = Banner(self)
        self.confirm = ConfirmBar(self)
        self.password = PasswordBar.of_screen(context, parent=self)
        self._failed = shown_by(
            language=lambda: context.language.code,
            field=lambda _field, _text: False,
            banner=lambda text: self.banner.show_message(text),
            trouble=context.trouble,
        )
        self._header = PageHeader(self)
        self._make = Button("makeBackup", kind="primary", shortcut="Ctrl+Return", parent=self)
        self._header.add_action(self._make)
        self.place = ChoiceField("backupPlace", parent=self)
        self._choose = Button("chooseBackupFolder", parent=self)
        self._forget = Button("noSecondCopy", kind="quiet", parent=self)
        self._where = words(role="quiet", wrap=True, parent=self)
        self._where.setObjectName("backupWhere")
        self._bar = QProgressBar(self)
        self._step = words(role="heading", parent=self)
        self._step.setObjectName("backupStep")
        self._stop = Button("stopBackup", parent=self)
        self.table: DataTable[BackupRow] = DataTable(
            "backupList",
            (
                Column(lambda: self.tr("Made"), self._made, width=136),
                Column(lambda: self.tr("Why"), lambda each: self._words.reason(each.reason), width=152),
                Column(lambda: self.tr("MB"), lambda each: f"{each.size / 1e6:.1f}", right=True, width=72),
                Column(
                    lambda: self.tr("Visits"),
                    lambda each: f"{each.rows.get('visit', 0):,}",
                    right=True,
                    width=120,
                    spare=1,
                ),
                Column(lambda: self.tr("State"), lambda each: self._words.state(each), width=208),
                Column(lambda: self.tr("File"), lambda each: str(each.file), stretch=True),
            ),
            parent=self,
        )
        self._check = Button("checkBackup", parent=self)
        self._drill = Button("drillBackup", parent=self)
        self._restore = Button("restoreBackup", parent=self)
        self._lay_out()
        for button, act in (
            (self._make, self.make_now),
            (self._choose, self._ask_folder),
            (self._forget, lambda: self.choose(None)),
            (self._check, self.check_current),
            (self._drill, self.rehearse),
            (self._restore, self._ask_restore),
            (self._stop, self._running.stop),
        ):
            button.clicked.connect(act)
        self._running.progressed.connect(self._show_progress)
        self._running.running.connect(self._show_running)
        self._show_running(False)
        self._translate()

    def _lay_out(self) -> None:
        page = column(self)
        page.addWidget(self._header)
        page.addWidget(self.banner)
        page.addWidget(self.confirm)
        page.addWidget(self.password)
        where = Flow(self, spacing=2 * GRID)
        where.add(self.place)
        where.push()
        for button in (self._choose, self._forget):
            where.add(button)
        page.addWidget(where)
        page.addWidget(self._where)
        running = row()
        running.addWidget(self._step)
        running.addWidget(self._bar, 1)
        running.addWidget(self._stop)
        page.addLayout(running)
        page.addWidget(self.table, 1)
        under = Flow(self)
        for button in (self._check, self._drill):
            under.add(button)
        under.push()
        under.add(self._restore)
        page.addWidget(under)

    def read(self) -> None:
        """Look which backups lie where; sticks may be slow, so the work is done aside."""
        self.table.show_loading()
        backups = self._backups

        def done(found: tuple[BackupState, tuple[BackupRow, ...]]) -> None:
            self._state, self._rows = found
            self.table.show_rows(found[1])
            self._offer_places()
            self._say_state()

        self._context.tasks.run_aside(
            self,
            lambda: (backups.state(), backups.list_all()),
            done=done,
            failed=self.table.unless(self._failed),
            key="backups",
        )

    # what is done --------------------------------------------------------------------------------------

    def make_now(self) -> None:
        """Make a backup in the place that is chosen."""
        folder = self._folder_of(self.place.bar.code)
        on_stick = folder is not None

        def done(written: Written[MadeBackup]) -> None:
            self._tell_made(written.value, on_stick=on_stick)

        self._run(lambda watch: self._backups.make(folder, watch=watch), done)

    def _tell_made(self, made: MadeBackup, *, on_stick: bool) -> None:
        language = self._context.language.code
        told = sentence("backup.made", self._words.params(made.row), language)
        if on_stick:
            told = self.tr("Safe to remove the stick.") + "  " + told
        if made.second is not None:
            told += "  " + self.tr("The second copy is in {0}.").format(made.second.parent)
        if made.second_problem is not None:
            chosen = str(self._state.chosen) if self._state else ""
            params = {"path": chosen, "needed_mb": "?", "free_mb": "?"}
            told += "  " + sentence(made.second_problem, params, language)
        self.banner.show_message(told, kind="warn" if made.second_problem else "good")

    def check_current(self) -> None:
        """Open the backup on which the cursor stands, check every page, count its rows."""
        current = self.table.current
        if current is not None:
            file = current.file
            self._run(lambda watch: self._backups.verify(file, watch=watch), self._checked("backup.verified"))

    def rehearse(self) -> None:
        """Restore the backup under the cursor (or the newest) into a scratch folder, for trial."""
        file = self.table.current.file if self.table.current is not None else None
        self._run(lambda watch: self._backups.drill(file, watch=watch), self._checked("backup.drilled"))

    def _checked(self, code: str) -> Callable[[Written[CheckedBackup]], None]:
        def done(written: Written[CheckedBackup]) -> None:
            checked = written.value
            params = self._words.params(checked.row) | {"facility": checked.row.facility}
            text = sentence(checked.problem or code, params, self._context.language.code)
            self.banner.show_message(text, kind="danger" if checked.problem else "good")

        return done

    @staticmethod
    def _made(each: BackupRow) -> str:
        return f"{local(each.created):%d/%m/%Y %H:%M}"

    def _ask_folder(self) -> None:
        sticks = self._state.sticks if self._state else ()
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder or stick for second copies"), str(sticks[0].path) if sticks else ""
        )
        if chosen:
            self.choose(Path(chosen))

    def choose(self, folder: Path | None) -> None:
        """Let each automatic backup have a second copy in ``folder``; None: no second copy."""

        def done(_written: object) -> None:
            self._context.say(self.tr("Saved."))
            self.read()

        self._context.tasks.run(
            self, lambda: self._backups.choose_folder(folder), done=done, failed=self._failed
        )

    def _ask_restore(self) -> None:
        self.confirm.ask(
            self.tr("Go back to a backup?"),
            details=self.tr(
                "A backup of now is made first, and your session ends. The record of now is moved aside, "
                "whole, and nothing is sent to the national systems until somebody has compared."
            ),
            yes=self.tr("Make a backup and go on"),
            then=lambda _reason: self.password.before(self._begin_restore),
            again=self._ask_restore,
        )

    def _begin_restore(self) -> None:
        self._run(
            lambda watch: self._backups.make(reason="before_restore", watch=watch),
            lambda _written: self._context.leave(None),
        )

    # running -------------------------------------------------------------------------------------------

    def _run(self, work: Callable[[Watch], object], done: Callable[..., None]) -> None:
        if self._running.is_running:
            return
        self.banner.clear()

        def finished(value: object) -> None:
            done(value)
            self.read()

        self._running.run(work, done=finished, failed=self._failed)

    def session_ends(self) -> None:
        """What runs is stopped before the record is closed; every earlier backup is as it was."""
        self._running.end()

    def _show_running(self, running: bool) -> None:
        for widget in (self._bar, self._step, self._stop):
            widget.setVisible(running)
        for button in (self._make, self._check, self._drill, self._restore):
            button.setEnabled(not running)
        if running:
            self._bar.setRange(0, 0)
            self._step.setText("")

    def _show_progress(self, step: str, done: int, total: int) -> None:
        if not self._running.is_running:
            return
        scale = 1000  # sizes in bytes are beyond what a bar counts
        self._bar.setRange(0, scale)
        self._bar.setValue(scale * done // max(total, 1))
        on_stick = self.place.bar.code not in (None, _HERE)
        self._step.setText(self._words.step(step, on_stick=on_stick))

    # places and words ----------------------------------------------------------------------------------

    def _offer_places(self) -> None:
        state = self._state
        if state is None:
            return
        offered = [(_HERE, self.tr("This computer"))]
        if state.chosen is not None and state.chosen_is_there:
            offered.append((_CHOSEN, state.chosen.name or str(state.chosen)))
        offered += [(str(stick.path), self._words.stick(stick)) for stick in state.sticks]
        before = self.place.bar.code
        self.place.bar.offer(offered, letters={code: str(at) for at, (code, _) in enumerate(offered, 1)})
        if before not in {code for code, _ in offered}:
            self.place.bar.choose(offered[1][0] if len(offered) > 1 else _HERE)
        fixed = "backup.folder" in self._context.clinic.facility.fixed()
        self._forget.setVisible(state.chosen is not None and not fixed)
        self._choose.setEnabled(not fixed)
        self._choose.setToolTip(plain_tip(fixed_words() if fixed else ""))

    def _folder_of(self, code: str | None) -> Path | None:
        if code in (None, _HERE):
            return None
        if code == _CHOSEN and self._state is not None:
            return self._state.chosen
        return Path(str(code)) / "EMR-backups"

    def _say_state(self) -> None:
        state = self._state
        if state is None:
            return
        self._header.set_line(self._words.state_line(state))
        fixed = "backup.folder" in self._context.clinic.facility.fixed()
        told = (
            self._words.where(state),
            fixed_words() if fixed else "",
            self._words.old_papers(self._rows),
        )
        self._where.setText("\n".join(filter(None, told)))
        late = state.days > 7 or state.last_at is None
        if (late or state.drill_is_due) and not self.banner.text:
            code = (
                "doctor.no_backup"
                if state.last_at is None
                else "doctor.backup_old"
                if late
                else "doctor.rehearsal_due"
            )
            since = state.days
            if code == "doctor.rehearsal_due" and state.drill_at is not None:
                since = (self._context.clinic.work.clock.now() - state.drill_at).days
            self.banner.show_message(
                sentence(code, {"days": since}, self._context.language.code), kind="warn"
            )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._header.set_title(self.tr("Backups"))
        self._make.set_text(self.tr("Make a backup now"))
        self.place.set_label(self.tr("Where to"))
        self._choose.set_text(self.tr("Second copy to …"))
        self._forget.set_text(self.tr("No second copy"))
        self._stop.set_text(self.tr("Stop"))
        self._check.set_text(self.tr("Check this one"))
        self._drill.set_text(self.tr("Rehearse a restore"))
        self._restore.set_text(self.tr("Restore …"))
        self.table.view.setAccessibleName(self.tr("Backups"))
        self.table.set_empty_text(self.tr("No backup is in reach. Plug in a stick and make one now."))
        self.table.model.say_headings_again()
        self._offer_places()
        if not self.place.bar.code:
            self.place.bar.offer(((_HERE, self.tr("This computer")),), letters={_HERE: "1"})
            self.place.bar.choose(_HERE)
        self._say_state()
