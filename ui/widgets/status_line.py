"""The line at the bottom of the window: sync in words, and what the machine needs looked at."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QWidget

from emr_desktop.facility.doctor import Check
from sync.service import SyncStatus
from ui.messages import sentence
from ui.qt.felt import Wait
from ui.qt.language import Language
from ui.theme.apply import repolish
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.layout import Panel, ShrinkingLabel, row, words
from ui.widgets.plain_tip import plain_tip
from ui.widgets.spoken import say_aloud
from ui.widgets.working_line import WorkingLine

_AGAIN_MS = 60_000
_HEIGHT = 7 * GRID // 2
_OLD_BACKUP_DAYS = 7


class StatusLine(Panel):
    """``show_sync(status)``, ``show_wait(wait)``, ``show_warning(text)``, ``show_backup(check)``.

    Attributes:
        working: says what somebody waits for, and has the button that stops it.
    """

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__("status", parent)
        self.setObjectName("statusLine")
        self._language = language
        self._status: SyncStatus | None = None
        self._busy = False
        line = row(self, spacing=2 * GRID)
        line.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        follow_text(self, height=_HEIGHT)
        self._sync = ShrinkingLabel("quiet", self)
        self._sync.setObjectName("syncInWords")
        self.working = WorkingLine(parent=self)
        self._warning = ShrinkingLabel("warn", self)
        self._warning.setObjectName("machineWarning")
        self._backup = words(parent=self)
        self._backup.setObjectName("backupAge")
        self._backup_check: Check | None = None
        self._drill_check: Check | None = None
        self._about = words(parent=self)
        line.addWidget(self._sync)
        line.addWidget(self.working)
        line.addStretch(1)
        line.addWidget(self._warning)
        line.addWidget(self._backup)
        line.addWidget(self._about)
        self._warning.hide()
        clock = QTimer(self)
        clock.setInterval(_AGAIN_MS)
        clock.timeout.connect(self._translate)
        clock.start()
        self._translate()

    def show_sync(self, status: SyncStatus) -> None:
        """Say how far the national systems are."""
        self._status = status
        self._translate()

    def show_sending(self, busy: bool) -> None:
        self._busy = busy
        self._translate()

    def show_wait(self, wait: Wait) -> None:
        """Say that something a person asked for takes its time, and offer to stop it."""
        follow_text(self, height=4 * GRID if wait is Wait.STOPPABLE else _HEIGHT)
        self.working.show_wait(wait)

    def show_warning(self, text: str, *, why: str = "") -> None:
        """Say what a person has to look at; ``why`` in the tooltip; an empty text takes it away."""
        if text != self._warning.text():
            say_aloud(self, text)
        self._warning.setText(text)
        self._warning.setToolTip(plain_tip(why))
        self._warning.setVisible(bool(text))

    def show_backup(self, check: Check, drill: Check | None = None) -> None:
        """Say in a word how old the last backup is; it stands out only when it is older than a week.

        ``drill`` tells whether a restore is to be rehearsed: said behind it, when it is due.
        """
        self._backup_check, self._drill_check = check, drill
        self._say_backup()

    def _say_backup(self) -> None:
        check = self._backup_check
        if check is None:
            return
        days = int(str(check.params.get("days", 0)))
        if check.code == "doctor.no_backup":
            text = self.tr("No backup yet")
        elif check.state == "fail":
            text = self.tr("Backup not known")
        else:
            text = self.tr("Backup %n day(s) ago", "", days) if days else self.tr("Backup today")
        told = [sentence(check.code, check.params, self._language.code)]
        drill = self._drill_check
        if drill is not None and drill.state == "warn" and check.code != "doctor.no_backup":
            text += " · " + self.tr("rehearsal due")
            told.append(sentence(drill.code, drill.params, self._language.code))
        self._backup.setText(text)
        self._backup.setToolTip(plain_tip("\n".join(told)))
        role = "warn" if check.state != "ok" and days > _OLD_BACKUP_DAYS else None
        if self._backup.property("role") != role:
            self._backup.setProperty("role", role)
            repolish(self._backup)

    def show_about(self, text: str) -> None:
        """A quiet text at the right."""
        self._about.setText(text)

    @property
    def sync_text(self) -> str:
        return self._sync.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._say_backup()
        text, role = self._in_words()
        self._sync.setText(text)
        if self._sync.property("role") != role:
            if role == "danger":  # the rest can be read when somebody wants to
                say_aloud(self, text)
            self._sync.setProperty("role", role)
            repolish(self._sync)
        self._sync.setTextFormat(Qt.TextFormat.PlainText)

    def _in_words(self) -> tuple[str, str]:
        status = self._status
        if self._busy:
            return self.tr("Sending …"), "quiet"
        if status is None:
            return "", "quiet"
        if status.held is not None:
            return sentence(status.held, {}, self._language.code), "quiet"
        if status.need_person:
            return self.tr("%n could not be sent: a person must look", "", status.need_person), "danger"
        if status.waiting:
            since = self._when(status.waiting_since) if status.waiting_since else ""
            told = self.tr("%n wait(s) to be sent", "", status.waiting)
            return (self.tr("{0}, since {1}").format(told, since) if since else told), "warn"
        if not status.targets:
            return self.tr("Nothing is sent: no national system is set up"), "quiet"
        if status.last_success_at is None and status.carried_at is not None:
            return self.tr("Went by hand {0}, nothing waits").format(self._when(status.carried_at)), "good"
        if status.last_success_at is None:
            return self.tr("Nothing was sent yet"), "quiet"
        return self.tr("Sent {0}, nothing waits").format(self._when(status.last_success_at)), "good"

    def _when(self, instant: datetime) -> str:
        minutes = int((datetime.now(UTC) - instant).total_seconds() // 60)
        if minutes < 1:
            return self.tr("just now")
        if minutes < 60:
            return self.tr("%n minute(s) ago", "", minutes)
        if minutes < 24 * 60:
            return self.tr("%n hour(s) ago", "", minutes // 60)
        if minutes < 7 * 24 * 60:
            return self.tr("%n day(s) ago", "", minutes // (24 * 60))
        return f"{instant.astimezone():%d/%m/%Y}"
