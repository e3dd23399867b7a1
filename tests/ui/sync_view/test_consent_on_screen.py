"""The in-charge confirms on the sync screen what IT staff set up; IT staff see that it waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from emr_desktop.clinic import Clinic
from sync.service import SyncService
from ui.screen import ScreenContext
from ui.sync_view.view import SyncView

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def prepared(clinic_as: Callable[..., Clinic]) -> Clinic:
    """IT staff, who set a system up for records of patients."""
    it = clinic_as("it_admin")
    SyncService(work=it.work).add_target(kind="fhir", name="shr", url="http://127.0.0.1:9/fhir", token="siri")
    return it


def _screen(context: ScreenContext, shown: Callable[..., SyncView], settle: Settle) -> SyncView:
    view = shown(SyncView(context=context))
    context.sync_bridge.refresh()
    settle(context)
    view.targets.view.setCurrentIndex(view.targets.model.index(0, 0))
    settle(context)
    return view


def test_the_in_charge_confirms_with_one_button_and_the_password(
    clinic: Clinic,
    prepared: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., SyncView],
    settle: Settle,
    clock: Any,
    password: str,
) -> None:
    clock.advance(minutes=6)
    context = make_context(clinic)
    view = _screen(context, shown, settle)
    assert "in-charge" in view.overview._target_story.text()
    assert view.overview.fix.isVisible()
    view.overview.fix.click()
    assert "http://127.0.0.1:9/fhir" in view.consent.confirm.text
    assert "kept back" in view.consent.confirm._details.text()
    view.consent.confirm.yes.click()
    assert context.sync.targets()[0].held == "sync.consent_needed"
    QTest.keyClicks(view.consent.password.field.edit, password)
    QTest.keyClick(view.consent.password.field.edit, Qt.Key.Key_Return)
    settle(context)
    assert context.sync.targets()[0].held is None
    assert not view.consent.is_asking


def test_esc_leaves_it_waiting(
    clinic: Clinic,
    prepared: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., SyncView],
    settle: Settle,
) -> None:
    context = make_context(clinic)
    view = _screen(context, shown, settle)
    view.overview.fix.click()
    assert view.step_back()
    assert not view.consent.is_asking
    assert context.sync.targets()[0].held == "sync.consent_needed"


def test_it_staff_read_that_it_waits_and_get_no_button(
    prepared: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., SyncView],
    settle: Settle,
) -> None:
    context = make_context(prepared)
    view = _screen(context, shown, settle)
    assert "in-charge" in view.overview._target_story.text()
    assert not view.overview.fix.isVisible()
