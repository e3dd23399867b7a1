"""Keeps colours and size of text for the next start on this PC; nobody's work hangs on it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from emr_desktop.settings import load_settings, save_settings
from ui.qt.tasks import Tasks
from ui.theme import Theme

log = logging.getLogger(__name__)

_WAIT_MS = 500  # several steps of the text size are written once


class KeptLook(QObject):
    """Writes a change of the look a little later, or at once when the program ends."""

    def __init__(self, *, theme: Theme, tasks: Tasks, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._folder = theme, tasks, folder
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._write)
        theme.changed.connect(self._timer.start)

    def write_now(self) -> None:
        """Write what still waits."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def _write(self) -> None:
        folder, name, percent = self._folder, self._theme.name, self._theme.tokens.percent

        def write() -> None:
            if folder.is_dir():
                save_settings(folder, replace(load_settings(folder), theme=name, text_percent=percent))

        self._tasks.run(  # not aside: what runs there is dropped at the end
            self, write, failed=lambda error: log.warning("look not kept: %s", type(error).__name__)
        )
