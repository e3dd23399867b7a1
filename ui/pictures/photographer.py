"""Takes the window as a person sees it, with the lists that lie over it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.pictures.stage import Stage

_REPAINT_MS = 30


class Photographer:
    """``taken`` holds the files by look (``sw-dark``), in the order of the tour."""

    def __init__(self, into: Path, *, only: str = "") -> None:
        self._into, self._only = into, only
        self.taken: dict[str, list[Path]] = {}

    def follow(self, stage: Stage, stops: Iterable[str]) -> None:
        """Take the window at every stop whose name begins as was asked for."""
        for name in stops:
            if name.startswith(self._only):
                QTest.qWait(_REPAINT_MS)
                stage.lay_out()
                self._keep(stage, name)

    def _keep(self, stage: Stage, name: str) -> None:
        look = f"{stage.language.code}-{stage.theme.name}"
        folder = self._into / look
        folder.mkdir(parents=True, exist_ok=True)
        there = self.taken.setdefault(look, [])
        path = folder / f"{len(there) + 1:03}-{name}.png"
        photograph(stage).save(str(path))
        there.append(path)


def photograph(stage: Stage) -> QPixmap:
    """The window, and the popups that lie over it."""
    window = stage.shell
    picture = window.grab()
    painter = QPainter(picture)
    for popup in QApplication.topLevelWidgets():
        if popup is not window and popup.isVisible() and popup.parent() is not None:
            painter.drawPixmap(popup.pos() - window.pos(), popup.grab())
    painter.end()
    return picture
