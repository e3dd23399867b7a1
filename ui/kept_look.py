"""Keeps colours and size of text on this PC, for each person; nobody's work hangs on it."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from emr_desktop.settings import Settings, load_settings, save_settings
from ui.qt.tasks import Tasks
from ui.theme import Theme
from ui.theme.tokens import palettes

log = logging.getLogger(__name__)

_WAIT_MS = 500  # several steps of the text size are written once


class KeptLook(QObject):
    """Writes a change of the look a little later, or at once when the program ends.

    What is chosen while somebody is in is that person's on this PC; what is chosen at the log-in is
    everybody's who chose nothing. The keys for the size of text work in the whole window.
    """

    def __init__(self, *, theme: Theme, tasks: Tasks, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._folder = theme, tasks, folder
        self._person: str | None = None
        self._chosen: dict[str | None, tuple[str, int]] = {}  # while this window is open; None: of the PC
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._write)
        theme.changed.connect(self._timer.start)
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1)):
            QShortcut(QKeySequence(keys), parent, lambda step=step: theme.step_size(step))
        QShortcut(QKeySequence("Ctrl+0"), parent, lambda: theme.use(percent=100))

    def of_person(self, username: str | None) -> None:
        """Put on what this person chose on this PC; None: nobody is in, the look of the PC."""
        self.write_now()
        self._person = username
        settings = load_settings(self._folder)
        of_pc = self._chosen.get(None, (settings.theme, settings.text_percent))
        name, percent = self._chosen.get(username) or settings.looks.get(username or "", of_pc)
        name = self._theme.name if self._theme.is_fixed else name if name in palettes() else "light"
        if (name, percent) != (self._theme.name, self._theme.tokens.percent):
            self._theme.use(name=name, percent=percent)
            self._timer.stop()  # that was no choice

    def write_now(self) -> None:
        """Write what still waits."""
        if self._timer.isActive():
            self._timer.stop()
            self._write()

    def _write(self) -> None:
        folder = self._folder
        name = self._theme.name
        if self._theme.is_fixed:  # no choice of this person
            name = (self._chosen.get(self._person) or (load_settings(folder).theme,))[0]
        self._chosen[self._person] = (name, self._theme.tokens.percent)
        chosen_by = dict(self._chosen)

        def chosen(settings: Settings) -> Settings:
            theme, percent = chosen_by.get(None, (settings.theme, settings.text_percent))
            own = {name: look for name, look in chosen_by.items() if name is not None}
            return replace(settings, theme=theme, text_percent=percent, looks={**settings.looks, **own})

        def write() -> None:
            if folder.is_dir():
                save_settings(folder, chosen(load_settings(folder)))

        self._tasks.run(  # not aside: what runs there is dropped at the end
            self,
            write,
            failed=lambda error: log.warning("look not kept: %s", type(error).__name__),
            behind=True,
        )
