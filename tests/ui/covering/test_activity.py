"""Who works is heard at the front window and at the field with the cursor, and nothing else is asked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.covering.activity import Activity


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with two fields, in front."""
    whole = QWidget()
    qtbot.addWidget(whole)
    lines = QVBoxLayout(whole)
    for _ in range(2):
        lines.addWidget(QLineEdit())
    whole.resize(300, 200)
    whole.show()
    whole.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is whole.windowHandle())
    return whole


@pytest.fixture
def activity(window: QWidget) -> Iterator[Activity]:
    """Listens already; ``heard`` is counted by the tests."""
    made = Activity(window)
    made.listen()
    yield made
    made.stop()


def _counted(activity: Activity) -> list[bool]:
    heard: list[bool] = []
    activity.came.connect(lambda: heard.append(True))
    return heard


def test_keys_and_clicks_that_come_to_the_window_are_heard(window: QWidget, activity: Activity) -> None:
    heard = _counted(activity)
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert heard
    heard.clear()
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert heard


def test_the_field_with_the_cursor_is_followed(window: QWidget, activity: Activity) -> None:
    heard = _counted(activity)
    for field in window.findChildren(QLineEdit):
        field.setFocus()
        heard.clear()
        QTest.keyClick(field, Qt.Key.Key_A)
        assert (bool(heard), field.text()) == (True, "a")


def test_what_is_refused_does_nothing(window: QWidget, activity: Activity) -> None:
    field = window.findChildren(QLineEdit)[0]
    field.setFocus()
    activity.came.connect(activity.refuse)
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    QTest.keyClick(field, Qt.Key.Key_B)
    assert field.text() == ""


def test_painting_and_resizing_ask_nothing_of_it(
    window: QWidget, activity: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[QEvent.Type] = []
    plain = Activity.eventFilter
    monkeypatch.setattr(
        Activity,
        "eventFilter",
        lambda self, watched, event: asked.append(event.type()) or plain(self, watched, event),
    )
    page = QWidget(window)
    lines = QVBoxLayout(page)
    for number in range(100):
        lines.addWidget(QLineEdit(str(number)))
    window.layout().addWidget(page)
    QApplication.processEvents()
    assert len(asked) < 30


def test_a_window_that_comes_in_front_later_is_heard_until_listening_ends(
    window: QWidget, activity: Activity, qtbot: QtBot
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is other.windowHandle())
    heard = _counted(activity)
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_A)
    assert heard
    heard.clear()
    activity.stop()
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_A)
    assert not heard
