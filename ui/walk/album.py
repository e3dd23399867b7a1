"""Takes a picture of the window in Swahili and in English at each stop, by the live language switch."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from ui.qt.language import Language
from ui.walk.hands import Hands, StepFailed
from ui.walk.notebook import Notebook

_OURS = re.compile(r"\d\d-[a-z-]+-(sw|en)\.png|failed\.png|prescription\.pdf|opd-\d+\.pdf|summary\.md")


class Album:
    """``take("reception")`` leaves ``02-reception-sw.png`` and ``02-reception-en.png``."""

    def __init__(
        self, folder: Path, *, window: QWidget, hands: Hands, language: Language, notebook: Notebook
    ) -> None:
        self._folder = folder
        self._window, self._hands, self._language, self._notebook = window, hands, language, notebook
        self._number = 0
        self.clashes: list[str] = []  # letters of Alt that mean two things, wherever a picture was taken

    def take(self, name: str) -> None:
        """Take both pictures and come back to the language before, the cursor where it was.

        Raises:
            StepFailed: F9 changes nothing, loses the cursor, or the picture cannot be written.
        """
        self._hands.settle()
        self._number += 1
        began = self._language.code
        at = self._cursor()
        contents = set()
        for _ in range(2):
            code = self._language.code
            contents.add(self._save(f"{self._number:02}-{name}-{code}.png"))
            for letter, texts in same_letters(self._window).items():
                self.clashes.append(f"on {name} ({code}) Alt+{letter} means {' and '.join(texts)}")
            with self._hands.uncounted():
                self._hands.press(Qt.Key.Key_F9)
            self._hands.settle()
            if self._language.code == code:
                raise StepFailed(f"F9 does not change the language on {name}")
        if self._language.code != began or len(contents) != 2:
            raise StepFailed(f"{name} looks the same in both languages")
        if self._cursor() != at:
            raise StepFailed(f"the language switch moved the cursor on {name}: {at} to {self._cursor()}")

    def take_failure(self) -> None:
        """What the window looked like when a step failed."""
        self._window.grab().save(str(self._folder / "failed.png"))

    def _save(self, name: str) -> bytes:
        QTest.qWait(1)
        path = self._folder / name
        if not self._window.grab().save(str(path)):
            raise StepFailed(f"{path} cannot be written")
        self._notebook.pictures.append(name)
        return path.read_bytes()

    def _cursor(self) -> str:
        focused = QApplication.focusWidget()
        return "" if focused is None else focused.objectName()


def same_letters(window: QWidget) -> dict[str, list[str]]:
    """The letters that Alt would bring to more than one thing on show, with the texts that claim them."""
    claimed: dict[str, list[str]] = {}
    for label in window.findChildren(QLabel):
        if label.buddy() is not None and label.isVisible():
            claimed.setdefault(_letter(label.text()), []).append(label.text())
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled():
            claimed.setdefault(_letter(button.text()), []).append(button.text())
    return {letter: texts for letter, texts in claimed.items() if letter and len(texts) > 1}


def _letter(text: str) -> str:
    _, mark, tail = text.replace("&&", "").partition("&")
    return tail[:1].upper() if mark else ""


def clear_folder(folder: Path) -> None:
    """Make the folder, without what an earlier walk left in it; other files stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_file() and _OURS.fullmatch(path.name):
            path.unlink()


def keep_pictures(album: Path, into: Path, *, wanted: dict[str, str], language: str) -> list[str]:
    """Copy one picture of each wanted name out of an album, without its number; gives what was copied.

    Args:
        album: where a walk left its pictures.
        into: the folder of the pictures that are kept.
        wanted: name in the album to name there.
        language: which of the two pictures.

    Raises:
        StepFailed: one of them is not in the album.
    """
    into.mkdir(parents=True, exist_ok=True)
    kept = []
    for name, target in wanted.items():
        found = sorted(album.glob(f"[0-9][0-9]-{name}-{language}.png"))
        if not found:
            raise StepFailed(f"no picture of {name} was taken")
        shutil.copyfile(found[0], into / f"{target}.png")
        kept.append(f"{target}.png")
    return kept
