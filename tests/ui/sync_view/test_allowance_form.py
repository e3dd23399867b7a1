"""Hours and bytes a day on the sync screen, how far a pass has come, and the way to end it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from sync.allowance import AllowanceService, bytes_from
from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def view(
    context: ScreenContext, shown: Callable[..., SyncView], settle: Callable[..., None], with_district: Any
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    return view


def fill(view: SyncView, **texts: str) -> None:
    for name, text in texts.items():
        view.findChild(QLineEdit, name).setText(text)


def press(view: SyncView, name: str) -> None:
    view.findChild(QPushButton, name).click()


def test_hours_and_data_are_kept_and_shown_again(
    view: SyncView, context: ScreenContext, settle: Callable[..., None]
) -> None:
    press(view, "openAllowance")
    settle(context)
    assert "0 kB" in view.findChild(QLabel, "usedToday").text()
    fill(view, sendFrom="18:00", sendTo="06:00", bytesADay="1,5 MB")
    press(view, "saveAllowance")
    settle(context)
    kept = AllowanceService(work=context.clinic.work).read("moh")
    assert (kept["opens"], kept["closes"], kept["bytes_a_day"]) == ("18:00", "06:00", 1_500_000)
    press(view, "openAllowance")
    settle(context)
    assert view.findChild(QLineEdit, "bytesADay").text() == "1.5 MB"
    assert "1.5 MB" in view.findChild(QLabel, "usedToday").text()


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"sendFrom": "6 pm", "sendTo": "06:00"}, "opens"),
        ({"sendFrom": "18:00"}, "closes"),
        ({"bytesADay": "much"}, "bytes_a_day"),
        ({"bytesADay": "10 kB"}, "bytes_a_day"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(
    view: SyncView, context: ScreenContext, settle: Callable[..., None], texts: dict[str, str], field: str
) -> None:
    press(view, "openAllowance")
    settle(context)
    fill(view, **texts)
    press(view, "saveAllowance")
    settle(context)
    assert view.allowance.fields[field].error
    kept = AllowanceService(work=context.clinic.work).read("moh")
    assert (kept["opens"], kept["bytes_a_day"]) == (None, None)


def test_send_now_all_the_same_does_not_wait_for_the_hour(
    view: SyncView, context: ScreenContext, settle: Callable[..., None], qtbot: QtBot
) -> None:
    AllowanceService(work=context.clinic.work).save("moh", opens="02:00", closes="03:00")
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync_bridge.start()
    press(view, "openAllowance")
    settle(context)
    press(view, "sendDespiteLimits")
    service = AllowanceService(work=context.clinic.work)
    qtbot.waitUntil(lambda: service.read("moh")["used_today"] > 0, timeout=15_000)
    assert context.sync.status().waiting == 0


def test_a_long_pass_shows_how_far_it_is_and_ends_when_somebody_has_enough(
    view: SyncView, context: ScreenContext, settle: Callable[..., None], district: Any, qtbot: QtBot
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    district.fail("slow_after", method="POST", seconds=60)
    context.sync_bridge.start()
    view.entered()
    settle(context)
    press(view, "sendNow")
    qtbot.waitUntil(lambda: not view.sending.isHidden() and bool(district.posts()), timeout=10_000)
    press(view, "stopSending")
    qtbot.waitUntil(lambda: view.sending.isHidden(), timeout=5_000)
    (row,) = context.sync.status().deliveries
    assert row.state == "unknown"
    assert not context.sync_bridge.is_running
    assert any(each.name == "sync" and each.is_alive() for each in threading.enumerate())  # it goes on later


def test_progress_is_said_in_numbers(view: SyncView) -> None:
    view.sending.begin()
    view.sending.show_progress(120, 1000)
    bar = view.findChild(QProgressBar, "sendingProgress")
    assert (bar.value(), bar.maximum()) == (120, 1000)
    assert "120" in view.findChild(QLabel, "sendingText").text()


def test_what_went_by_hand_alone_is_not_called_nothing(
    view: SyncView, context: ScreenContext, settle: Callable[..., None]
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync.by_hand.mark_carried(context.sync.by_hand.export("moh"))
    view.entered()
    settle(context)
    said = [label.text() for label in view.findChildren(QLabel)]
    assert any("by hand" in text and "Everything" in text for text in said)
    assert not any(text == "Nothing was sent yet" for text in said)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", None), ("500", 500_000), ("500 kB", 500_000), ("2 MB", 2_000_000), ("2,5mb", 2_500_000)],
)
def test_amounts_are_read_as_people_write_them(text: str, count: int | None) -> None:
    assert bytes_from(text) == count
