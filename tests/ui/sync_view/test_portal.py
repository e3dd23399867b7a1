"""A captive portal and a send that hangs, as the person at the screen sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from sync.service import SyncService
from ui.screen import ScreenContext
from ui.shell import Shell
from ui.sync_view.view import SyncView

Settle = Callable[[ScreenContext], None]


@pytest.mark.parametrize("kind", ["portal", "html"])
def test_a_login_page_of_the_network_is_one_sentence_and_the_month_goes_when_it_is_gone(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., SyncView],
    settle: Settle,
    with_district: Any,
    qtbot: QtBot,
    kind: str,
) -> None:
    context = make_context(clinic)
    context.sync.queue_form("opd", "202611", unclosed=True)
    with_district.fail(kind, times=999)
    context.sync.run_pass(timeout_s=5, eager=False)
    view = shown(SyncView(context=context))
    settle(context)
    story = view.findChild(QLabel, "targetStory").text()
    assert story.count("log-in or payment page of the internet provider") == 1
    assert with_district.posts() == []
    assert [row.state for row in view.deliveries.model.rows] == ["retry"]
    asked = with_district.met[kind]
    context.sync_bridge.start()
    view.findChild(QPushButton, "sendNow").click()
    qtbot.waitUntil(lambda: with_district.met[kind] > asked, timeout=10_000)
    with_district.heal()  # somebody signed in; the pass that is under way goes on
    qtbot.waitUntil(
        lambda: [row.state for row in view.deliveries.model.rows] == ["acknowledged"], timeout=20_000
    )


def test_locking_while_a_send_hangs_says_so_and_the_log_in_comes(
    logged_in: Callable[..., Shell], with_district: Any, clinic: Clinic, qtbot: QtBot
) -> None:
    SyncService(work=clinic.work).queue_form("opd", "202611", unclosed=True)
    with_district.fail("slow_after", method="POST", seconds=30)
    shell = logged_in()
    frame = shell.frame
    assert frame is not None
    frame.context.sync_bridge.run_pass()
    qtbot.waitUntil(lambda: len(with_district.posts()) == 1, timeout=20_000)
    shell.lock()
    said = [label.text() for label in shell.findChildren(QLabel) if label.isVisible()]
    assert "Stopping what is being sent. The rest goes next time." in said
    qtbot.waitUntil(lambda: shell.login is not None and shell.login.isVisible(), timeout=20_000)
    (row,) = SyncService(work=clinic.work).status().deliveries
    assert row.state == "unknown"
    assert with_district.let_go.is_set() is False, "the server had still not answered"
