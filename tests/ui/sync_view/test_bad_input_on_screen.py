"""What is wrong with a target, as a person sees it: one sentence, and the one button that helps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def context(clinic: Clinic, make_context: Callable[..., ScreenContext], with_district: Any) -> ScreenContext:
    return make_context(clinic)


@pytest.fixture
def view(
    context: ScreenContext,
    shown: Callable[..., SyncView],
    settle: Callable[[ScreenContext], None],
    qtbot: QtBot,
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    qtbot.waitUntil(lambda: bool(view.targets.model.rows), timeout=10_000)
    return view


@pytest.fixture
def again(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> Callable[[], tuple[str, str]]:
    """Look anew: what the target's line says, and the words on its button (empty: none)."""

    def look() -> tuple[str, str]:
        context.sync_bridge.refresh()
        settle(context)
        button = view.findChild(QPushButton, "fixTarget")
        shown = button.text().replace("&", "") if button.isVisible() else ""
        return view.findChild(QLabel, "targetStory").text(), shown

    return look


def _queue(clinic: Clinic, context: ScreenContext) -> int:
    clinic.forms.close("opd", "202610")
    return int(context.sync.queue_form("opd", "202610")[0].number)


def test_a_web_page_at_the_address_is_corrected_without_typing_the_token_again(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], tuple[str, str]],
    clinic: Clinic,
    with_district: Any,
) -> None:
    with_district.fail("html", times=999)
    view.findChild(QPushButton, "testTarget").click()
    settle(context)
    assert "web page" in view.banner.text or "wavuti" in view.banner.text
    _queue(clinic, context)
    context.sync.run_pass(timeout_s=1, eager=False)
    story, button = again()
    assert story == view.banner.text
    assert button in ("Correct the address", "Sahihisha anwani")
    view.findChild(QPushButton, "fixTarget").click()
    assert view.credentials.fields["url"].text() == with_district.url
    with_district.heal()
    view.findChild(QPushButton, "saveCredentials").click()
    settle(context)
    assert "DHIS2" in view.banner.text
    assert context.sync.run_pass(timeout_s=10).acknowledged == 1


def test_a_token_that_ran_out_and_a_server_that_is_too_old_say_so(
    view: SyncView,
    context: ScreenContext,
    again: Callable[[], tuple[str, str]],
    clinic: Clinic,
    with_district: Any,
) -> None:
    with_district.token_expired = True
    _queue(clinic, context)
    context.sync.run_pass(timeout_s=1, eager=False)
    story, button = again()
    assert "30" in story  # days that a token lasts
    assert button in ("Give a new token", "Weka tokeni mpya")
    with_district.token_expired, with_district.line = False, "2.38"
    context.sync.renew_credentials("moh", url=with_district.url, token=with_district.token)
    context.sync.run_pass(timeout_s=1, eager=False)
    story, button = again()
    assert "2.38.7" in story
    assert button in ("Correct the address", "Sahihisha anwani")


def test_a_clock_days_off_stands_at_the_head_of_the_page(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], tuple[str, str]],
    clinic: Clinic,
    with_district: Any,
) -> None:
    from datetime import UTC, datetime

    off = (clinic.work.clock.now() - datetime.now(UTC)).total_seconds()
    with_district.clock_offset_s = off + 2 * 86_400
    view.findChild(QPushButton, "testTarget").click()
    settle(context)
    again()
    notice = context.sync.status().notice
    assert notice == "sync.clock_days_behind"
    assert "2 day(s)" in view.banner.text or "siku 2" in view.banner.text
    heads = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert any(("2 day(s)" in text or "siku 2" in text) and text != view.banner.text for text in heads)


def test_a_certificate_file_is_given_on_screen(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], tmp_path: Any
) -> None:
    from ui.sync_view.overview import Wish

    view._fulfil(Wish("certificate", "moh"))
    wrong = tmp_path / "not.pem"
    wrong.write_text("no certificate", encoding="ascii")
    view.credentials.take_certificate(wrong)
    view.findChild(QPushButton, "saveCredentials").click()
    settle(context)
    said = view.findChild(QLabel, "certificateSaid").text()
    assert said != "not.pem"
    assert "PEM" in said or "cert" in said.lower() or "cheti" in said.lower()
