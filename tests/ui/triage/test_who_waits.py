"""Who waits, from the reception: a patient who went away is taken off with one of the usual reasons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.queue.rows import QueueRow
from ui.queue.waiting_page import WaitingPage
from ui.screen import ScreenContext


def test_the_reason_for_going_away_is_chosen_by_its_number(
    wait: Callable[..., QueueRow],
    context: ScreenContext,
    clinic: Clinic,
    qtbot: QtBot,
    settle: Callable[[ScreenContext], None],
) -> None:
    row = wait("Asha")
    page = WaitingPage(context=context)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.open()
    settle(context)
    page.left.click()
    QTest.keyClicks(QApplication.focusWidget(), "4")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(context)
    assert clinic.queue.everywhere() == ()
    assert clinic.visits.get(row.visit_id).void_reason == "Was called and not found"
