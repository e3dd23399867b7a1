"""The page for troubles of the machine and for bugs: what is wrong, what to do, what stays safe."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from emr_desktop.clock import local
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks
from ui.theme.sizes import follow_text
from ui.theme.tokens import GRID
from ui.widgets.buttons import Button
from ui.widgets.front_page import FrontPage
from ui.widgets.layout import words
from ui.widgets.spoken import say_aloud

if TYPE_CHECKING:
    from emr_desktop.backups.rows import BackupRow

# What a backup helps against; the record that lies there is moved aside, whole, never deleted.
_RESTORABLE = (
    "database.damaged",
    "database.missing",
    "facility.database_missing",
    "keys.missing",
    "keys.damaged",
)
# What is damaged may still be read in part; on a copy.
_READABLE = ("database.damaged", "database.not_a_database", "database.io_error")


class TroublePage(FrontPage):
    """Signals: ``again`` to try once more; ``back`` to work; ``recovery`` by paper; ``restore``; ``left``.

    ``rescue``: save what can be read of a damaged record.
    """

    again = Signal()
    back = Signal()
    recovery = Signal()
    restore = Signal()
    rescue = Signal()
    left = Signal()

    def __init__(self, *, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(language=language, width=736, parent=parent)
        self.setObjectName("trouble")
        self._error: BaseException | None = None
        self._can_go_back = False
        self._newest: BackupRow | None = None
        self._backup = words(wrap=True, parent=self)
        self._backup.setObjectName("newestBackup")
        self.body.addWidget(self._backup)
        self._report = QPlainTextEdit(self)
        self._report.setObjectName("crashReport")
        self._report.setReadOnly(True)
        follow_text(self._report, most_height=20 * GRID)
        self.body.addWidget(self._report)
        self._close = Button("closeProgram", kind="quiet", parent=self)
        self._copy = Button("copyReport", parent=self)
        self._recovery = Button("useRecoveryKey", parent=self)
        self._restore = Button("restoreBackup", parent=self)
        self._restore.clicked.connect(self.restore)
        self._rescue = Button("rescueRecord", parent=self)
        self._rescue.clicked.connect(self.rescue)
        self._again = Button("tryAgain", kind="primary", parent=self)
        self.foot.addWidget(self._close)
        self.foot.addStretch(1)
        for button in (self._copy, self._recovery, self._rescue, self._restore, self._again):
            self.foot.addWidget(button)
        self._close.clicked.connect(self.left)
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report.toPlainText()))
        self._recovery.clicked.connect(self.recovery)
        self._again.clicked.connect(lambda: self.back.emit() if self._can_go_back else self.again.emit())
        self._translate()

    def show_error(self, error: BaseException, *, can_go_back: bool) -> None:
        """Say it; ``can_go_back`` when a session is open behind the page."""
        self._error, self._can_go_back = error, can_go_back
        self._translate()
        say_aloud(self, self.text, at_once=True)
        self._again.setFocus()

    def look_for_backup(self, tasks: Tasks, find: Callable[[], BackupRow | None]) -> None:
        """Say which backup can be restored, where that is what helps."""

        def done(found: BackupRow | None) -> None:
            self._newest = found
            self._translate()

        tasks.run_aside(self, find, done=done, failed=lambda error: None, key="newest", behind=True)

    @property
    def text(self) -> str:
        return self._line.text()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        self._close.set_text(self.tr("Close the program"))
        self._copy.set_text(self.tr("Copy the report"))
        self._recovery.set_text(self.tr("Use the paper recovery key"))
        self._restore.set_text(self.tr("Restore a backup"))
        self._rescue.set_text(self.tr("Save what can be read"))
        self._report.setAccessibleName(self.tr("Report of the mistake"))
        self._again.set_text(self.tr("Back to work") if self._can_go_back else self.tr("Try again"))
        error = self._error
        if error is None:
            return
        message = message_for(error, self._language.code)
        crashed = message.place is Place.CRASH
        title = self.tr("The program made a mistake") if crashed else self.tr("This needs a look")
        self.set_title(title, message.text)
        self._report.setVisible(crashed)
        self._copy.setVisible(crashed)
        self._recovery.setVisible(message.code.startswith("keys.") and not self._can_go_back)
        self._restore.setVisible(message.code in _RESTORABLE and not self._can_go_back)
        self._rescue.setVisible(message.code in _READABLE)
        self._backup.setVisible(message.code in _RESTORABLE)
        self._backup.setText(self._said_of_backup())
        if crashed:
            from emr_desktop.logs import describe_crash

            self._report.setPlainText(describe_crash(error))

    def _said_of_backup(self) -> str:
        if self._newest is None:
            return self.tr("No backup was found on this computer. Put in the USB stick that holds one.")
        made = local(self._newest.created)
        text = self.tr("The newest backup was made on {0} at {1} and read back then: {2}")
        return text.format(f"{made:%d/%m/%Y}", f"{made:%H:%M}", self._newest.file)
