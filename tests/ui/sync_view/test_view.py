"""Sync as a person sees it: a target added from the screen, what arrived, what was refused and the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def view(
    context: ScreenContext, shown: Callable[..., SyncView], settle: Callable[[ScreenContext], None]
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    return view


def fill(view: SyncView, **texts: str) -> None:
    for name, text in texts.items():
        view.findChild(QLineEdit, name).setText(text)


@pytest.fixture
def with_target(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    district: Any,
    qtbot: QtBot,
) -> SyncView:
    view.findChild(QPushButton, "addTarget").click()
    fill(view, targetName="moh", targetUrl=district.url, targetToken=district.token)
    view.findChild(QPushButton, "saveTarget").click()
    settle(context)
    qtbot.waitUntil(lambda: bool(view.targets.model.rows), timeout=10_000)
    return view


def test_an_empty_screen_says_what_to_do(view: SyncView) -> None:
    assert "Add a system first" in view.targets.state_text
    assert "Under Reports" in view.deliveries.state_text


def test_a_target_added_here_is_tested_at_once(with_target: SyncView) -> None:
    assert "answers: DHIS2" in with_target.banner.text
    assert "Buigiri Dispensary" in with_target.banner.text
    (target,) = with_target.targets.model.rows
    assert target.details["mappings"]


def test_plain_http_to_another_machine_is_refused_at_the_address(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    view.findChild(QPushButton, "addTarget").click()
    fill(view, targetUrl="http://dhis.example.org", targetToken="d2pat_" + "a" * 42)
    view.findChild(QPushButton, "saveTarget").click()
    settle(context)
    assert "https" in view.form.fields["url"].error
    assert context.sync.targets() == ()


def test_a_wrong_token_is_said_and_nothing_claims_to_be_ready(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], district: Any
) -> None:
    view.findChild(QPushButton, "addTarget").click()
    fill(view, targetUrl=district.url, targetToken="d2pat_" + "x" * 42)
    view.findChild(QPushButton, "saveTarget").click()
    settle(context)
    assert "token or password" in view.banner.text
    assert "answers" not in view.banner.text


def test_what_waits_is_sent_and_shows_as_arrived(
    with_target: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    district: Any,
    qtbot: QtBot,
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    with_target.entered()
    settle(context)
    assert [row.state for row in with_target.deliveries.model.rows] == ["waiting"]
    assert with_target.findChild(QPushButton, "sendNow").isEnabled()
    context.sync_bridge.start()
    with_target.findChild(QPushButton, "sendNow").click()
    qtbot.waitUntil(
        lambda: [row.state for row in with_target.deliveries.model.rows] == ["acknowledged"], timeout=15_000
    )
    assert "Read back" in with_target.findChild(QLabel, "deliveryStory").text()


def test_a_refused_message_says_why_and_one_button_tries_again(
    with_target: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    district: Any,
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    district.fail("status", path="/api/dataValueSets", times=50, status=409, body=b"{}")
    context.sync.run_pass(timeout_s=2)
    with_target.entered()
    settle(context)
    (row,) = with_target.deliveries.model.rows
    story = with_target.findChild(QLabel, "deliveryStory").text()
    assert row.problem is not None
    assert story
    assert row.problem not in story  # a sentence, not a code
    assert with_target.findChild(QPushButton, "retryDelivery").isEnabled()
    district.faults.clear()
    with_target.findChild(QPushButton, "retryDelivery").click()
    settle(context)
    context.sync.run_pass(timeout_s=5)
    assert [row.state for row in context.sync.status().deliveries] == ["acknowledged"]
