"""A backup that the program was started with, or that a second start handed over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget, QWidget

from emr_desktop.settings import load_settings
from ui.gate import Gate
from ui.qt.language import Language
from ui.qt.messages import Place, message_for
from ui.qt.tasks import Tasks

if TYPE_CHECKING:
    from ui.login.opened_backup import OpenedBackupPage
    from ui.shell import Shell

# What a page says in ``given_file``: a backup is restored from here, or looked at. Others are not disturbed.
RESTORES, LOOKS = "restores", "looks"


class GivenFile(QObject):
    """Restores the backup where no facility lies; else shows what it is, over the page that stands there."""

    def __init__(self, *, gate: Gate, tasks: Tasks, language: Language, window: Shell) -> None:
        super().__init__(window)
        self.file = ""  # waits until the first page is there; or goes to the program that is open already
        self._gate, self._tasks, self._language, self._window = gate, tasks, language, window
        self._stack: QStackedWidget | None = None
        self._before: QWidget | None = None
        self._page: OpenedBackupPage | None = None

    @property
    def page(self) -> OpenedBackupPage | None:
        """The page that tells of a backup, once one was looked at."""
        return self._page

    def first_page_is_there(self, stack: QStackedWidget) -> None:
        """Open what the program was started with."""
        self._stack = stack
        file, self.file = self.file, ""
        if file:
            self.open(file)

    def open(self, file: str) -> None:
        """Open a backup; nothing is changed by that. Not while a restore or a trouble stands there."""
        current = self._stack.currentWidget() if self._stack is not None else None
        how = getattr(current, "given_file", None)
        if how == RESTORES:
            self._window.begin_restore(file)
        elif how == LOOKS and self._stack is not None:
            if current is not self._page:
                self._before = current
            self._look(self._stack, file)

    def _look(self, stack: QStackedWidget, file: str) -> None:
        if self._page is None:
            from ui.login.opened_backup import OpenedBackupPage

            self._page = OpenedBackupPage(language=self._language)
            self._page.check_asked.connect(self._check)
            self._page.stepped_back.connect(self._go_back)
            stack.addWidget(self._page)
        self._page.begin(file, facility=load_settings(self._gate.folder).facility_name)
        stack.setCurrentWidget(self._page)
        self._tasks.run_aside(
            self,
            lambda: self._gate.look_at_backup(Path(file)),
            done=self._page.show_file,
            failed=self._failed,
            key="given file",
        )

    def _check(self, file: str, recovery_key: str) -> None:
        page = self._page
        assert page is not None  # noqa: S101 - its button was pressed
        page.show_busy(True)

        def done(checked: object) -> None:
            page.show_busy(False)
            page.show_checked(checked)

        self._tasks.run_aside(
            self,
            lambda: self._gate.check_backup(Path(file), recovery_key=recovery_key),
            done=done,
            failed=self._failed,
            key="given file",
        )

    def _failed(self, error: BaseException) -> None:
        message = message_for(error, self._language.code)
        if self._page is not None:
            self._page.show_busy(False)
            if message.place is not Place.CRASH:
                self._page.show_error(message.field, message.text)
                return
        self._window.show_trouble(error)

    def _go_back(self) -> None:
        if self._stack is not None and self._before is not None:
            self._stack.setCurrentWidget(self._before)
