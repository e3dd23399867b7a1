"""The page of the change-over: nobody is in, the new program tries itself, and the window starts anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QProgressBar, QStackedWidget, QWidget

from ui.qt.language import Language
from ui.qt.messages import message_for
from ui.qt.tasks import Tasks
from ui.widgets.buttons import Button
from ui.widgets.front_page import FrontPage

if TYPE_CHECKING:
    from emr_desktop.updates.rows import Prepared
    from ui.shell import Shell

_READ_MS = 1500  # so long the last sentence stands before the window starts anew


class UpdatingPage(FrontPage):
    """Signals: ``changed`` when the new program is in force, ``stays`` when the one of before goes on."""

    changed = Signal()
    stays = Signal()
    _progressed = Signal(str, int, int)

    def __init__(self, prepared: Prepared, *, tasks: Tasks, language: Language, parent: QWidget) -> None:
        super().__init__(language=language, parent=parent)
        self.setObjectName("updatingPage")
        self._prepared, self._tasks = prepared, tasks
        self._error: BaseException | None = None
        self._is_done = False
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setObjectName("updatingBar")
        self.body.addWidget(self._bar)
        self.go_on = Button("updateStays", kind="primary", parent=self)
        self.go_on.clicked.connect(self.stays)
        self.go_on.hide()
        self.foot.addStretch(1)
        self.foot.addWidget(self.go_on)
        self._progressed.connect(self._show)
        self._translate()

    def begin(self) -> None:
        """Change over on the worker; there is nothing to press until it is decided."""
        from emr_desktop.backups.watching import Watch
        from emr_desktop.updates.finishing import finish

        watch = Watch(tell=self._progressed.emit)
        self._tasks.run(
            self,
            lambda: finish(self._prepared, holds_lock=True, watch=watch),
            done=lambda _journal: self._ended(None),
            failed=self._ended,
        )

    def _ended(self, error: BaseException | None) -> None:
        self._error, self._is_done = error, error is None
        self._bar.hide()
        self.go_on.setVisible(error is not None)
        if error is not None:
            self.go_on.setFocus()
        else:
            QTimer.singleShot(_READ_MS, self.changed.emit)
        self._translate()

    def _show(self, step: str, done: int, total: int) -> None:
        if step == "try":  # it says nothing until it has finished
            self._bar.setRange(0, 0)
            return
        self._bar.setRange(0, 1000)
        self._bar.setValue(1000 * done // max(total, 1))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._translate()
        super().changeEvent(event)

    def _translate(self) -> None:
        version = self._prepared.new
        if self._is_done:
            self.set_title(
                self.tr("Version {0} is in force").format(version), self.tr("The program starts again now.")
            )
        elif self._error is not None:
            self.set_title(self.tr("Version {0} was not installed").format(version))
            self.banner.show_message(message_for(self._error, self._language.code).text)
        else:
            self.set_title(
                self.tr("Changing to version {0}").format(version),
                self.tr(
                    "The new program tries itself on a copy of the record. Leave the computer on; "
                    "if the power goes off all the same, nothing is lost."
                ),
            )
        self.go_on.set_text(self.tr("Go on with version {0}").format(self._prepared.old))


def change_over(
    prepared: Prepared,
    *,
    tasks: Tasks,
    language: Language,
    window: QMainWindow,
    stack: QStackedWidget,
    stays: Callable[[], None],
) -> UpdatingPage:
    """Show the page where the session was, and begin; afterwards the window starts anew, or goes on."""
    page = UpdatingPage(prepared, tasks=tasks, language=language, parent=window)

    def gone() -> None:
        stack.removeWidget(page)
        page.deleteLater()
        stays()

    def again() -> None:
        window.close()
        start_again(prepared)

    page.stays.connect(gone)
    page.changed.connect(again)
    stack.addWidget(page)
    stack.setCurrentWidget(page)
    page.begin()
    return page


def leave_for(
    shell: Shell, stack: QStackedWidget, tasks: Tasks, language: Language, update: Prepared | None
) -> None:
    """End the session; then comes the page for a restore (None), or the change-over of an update."""

    def over() -> None:
        assert update is not None  # noqa: S101
        change_over(update, tasks=tasks, language=language, window=shell, stack=stack, stays=shell.begin)

    shell.lock(then=shell.begin_restore if update is None else over)


def start_again(prepared: Prepared) -> None:
    """Start the launcher, which starts the new program; without one a person does it."""
    import subprocess

    from emr_desktop.updates.launcher import environment_for

    launcher = next(
        (
            path
            for name in ("emr-desktop.exe", "emr-desktop")
            if (path := prepared.program.root / name).is_file()
        ),
        None,
    )
    if launcher is not None:
        command = [str(launcher), "--data-dir", str(Path(prepared.data))]
        subprocess.Popen(command, env=environment_for(prepared.program))  # noqa: S603
