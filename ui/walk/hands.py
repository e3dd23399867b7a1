"""A person's hands at the windows: presses keys, clicks, waits for what comes, and counts."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.qt.tasks import Tasks
from ui.widgets.picker import Picker

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

_PATIENCE_S = float(os.environ.get("EMR_WALK_PATIENCE_S", "20"))  # a PC under Wine or a debugger needs more
_LOOK_MS = 5
_PAUSE_MS = 80  # screens look up what was typed 60 ms after the last key
_FIELDS_PASSED = 30  # Enter from field to field: more means that the field cannot be reached


class StepFailed(Exception):
    """What a step expected did not come; the text says what."""


class Hands:
    """Everything goes to the widget that has the cursor, as a keyboard does.

    ``presses`` counts every key that goes down, a held Ctrl or Alt as one of its own; ``letters`` counts free
    text apart, ``clicks`` the mouse. An exception in a slot, or a trouble page, ends whatever is waited for.
    """

    def __init__(self, *, tasks: Tasks, trouble: Callable[[], str]) -> None:
        self.presses = self.letters = self.clicks = 0
        self._tasks = tasks
        self._trouble = trouble
        self._counting = True
        self._broken: BaseException | None = None

    # waiting -------------------------------------------------------------------------------------------

    def until(self, ready: Callable[[], T | None], what: str, *, seconds: float = _PATIENCE_S) -> T:
        """Wait until ``ready()`` says something true, and give it.

        Raises:
            StepFailed: it did not come, or the program ran into a trouble meanwhile.
        """
        end = time.monotonic() + seconds
        while True:
            QTest.qWait(_LOOK_MS)
            self._look_for_trouble()
            found = ready()
            if found:
                return found
            if time.monotonic() > end:
                raise StepFailed(f"waited {seconds:.0f} s in vain for {what}")

    def settle(self) -> None:
        """Wait until no task runs or waits, nor begins after the short pauses that follow the last key."""
        QTest.qWait(_PAUSE_MS)
        self.until(lambda: self._tasks.is_idle, "the work behind the windows")
        QTest.qWait(_LOOK_MS)

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Let no exception in a slot pass unseen: Qt would print it and go on."""

        def caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            self._broken = self._broken or error
            before(kind, error, trace)

        before, sys.excepthook = sys.excepthook, caught
        try:
            yield
        finally:
            sys.excepthook = before

    def _look_for_trouble(self) -> None:
        if self._broken is not None:
            raise StepFailed(f"the program raised {self._broken!r}")
        trouble = self._trouble()
        if trouble:
            raise StepFailed(f"the program shows a trouble: {trouble}")

    # keys ----------------------------------------------------------------------------------------------

    @contextmanager
    def uncounted(self) -> Iterator[None]:
        """What is pressed inside belongs to the photographer, not to the work."""
        counting, self._counting = self._counting, False
        try:
            yield
        finally:
            self._counting = counting

    def type(self, keys: str) -> None:
        """Type letters or digits that are part of the work."""
        self.presses += len(keys) * self._counting
        QTest.keyClicks(self.cursor(), keys)

    def write(self, text: str) -> None:
        """Type free text (a name, a complaint): counted apart."""
        self.letters += len(text) * self._counting
        QTest.keyClicks(self.cursor(), text)

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        times: int = 1,
    ) -> None:
        """Press one key, with Ctrl or Alt held when that is given."""
        for _ in range(times):
            self.presses += (1 + (modifier != Qt.KeyboardModifier.NoModifier)) * self._counting
            QTest.keyClick(self.cursor(), key, modifier)

    def cursor(self) -> QWidget:
        """The widget that has the cursor.

        Raises:
            StepFailed: a key would go nowhere.
        """
        focused = QApplication.focusWidget()
        if focused is None:
            raise StepFailed("nothing has the cursor: a key would go nowhere")
        return focused

    def go_to(self, field: QWidget) -> None:
        """Bring the cursor into a field by Alt and its letter, else by Enter from field to field."""
        letter = _letter_of(field)
        if letter and not field.hasFocus():
            self.press(Qt.Key(ord(letter.upper())), Qt.KeyboardModifier.AltModifier)
            if not field.hasFocus():
                raise StepFailed(f"Alt+{letter} does not reach {field.objectName()}")
        for _ in range(_FIELDS_PASSED):
            if field.hasFocus():
                return
            self.press(Qt.Key.Key_Return)
        raise StepFailed(f"Enter never reaches {field.objectName()}")

    def pick(self, picker: Picker, letters: str, wanted: Callable[[object], bool], what: str) -> str:
        """Type letters into a picker, go down to the line that is wanted, take it; gives its text."""
        self.type(letters)
        self.until(lambda: picker.choices, f"a line for “{letters}”")
        at = next((at for at, each in enumerate(picker.choices) if wanted(each.key)), None)
        if at is None:
            raise StepFailed(f"“{letters}” does not offer {what}")
        self.press(Qt.Key.Key_Down, times=at)
        marked = picker.highlighted
        if marked is None or not wanted(marked.key):
            raise StepFailed(f"the arrows do not reach {what}")
        self.press(Qt.Key.Key_Return)
        return marked.primary

    # the mouse -----------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click in the middle of a widget, or at a place in it."""
        if not widget.isVisible() or not widget.isEnabled():
            raise StepFailed(f"{widget.objectName()} cannot be clicked")
        self.clicks += self._counting
        place = widget.rect().center() if at is None else at
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def answer_dialog(self, answer: Callable[[QWidget], None]) -> list[BaseException]:
        """Call ``answer`` as soon as a dialog stands on the screen; what it raises is in the list given."""
        raised: list[BaseException] = []
        end = time.monotonic() + _PATIENCE_S
        timer = QTimer(QApplication.instance())
        timer.setInterval(20)

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is None and time.monotonic() < end:
                return
            timer.stop()
            timer.deleteLater()
            if dialog is None:
                raised.append(StepFailed("no dialog came"))
                return
            try:
                answer(dialog)
            except StepFailed as error:
                raised.append(error)
                dialog.close()

        timer.timeout.connect(look)
        timer.start()
        return raised


def child(parent: QWidget, kind: type[W], name: str) -> W:
    """The widget of this objectName.

    Raises:
        StepFailed: there is none.
    """
    found = parent.findChild(kind, name)
    if found is None:
        raise StepFailed(f"there is no {name} in {parent.objectName()}")
    return found


def _letter_of(field: QWidget) -> str:
    """The underlined letter of the label that belongs to a field; empty when there is none."""
    for label in field.window().findChildren(QLabel):
        if label.buddy() is field and label.isVisible():
            _, mark, tail = label.text().replace("&&", "").partition("&")
            return tail[:1] if mark else ""
    return ""
