"""The sync screen of a facility with a target of its district, as most tests of its pages open it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def with_target(
    context: ScreenContext,
    with_district: Any,
    shown: Callable[..., SyncView],
    settle: Callable[[ScreenContext], None],
) -> SyncView:
    view = shown(SyncView(context=context))
    settle(context)
    return view


@pytest.fixture
def at_mapping(
    with_target: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> SyncView:
    with_target.findChild(QPushButton, "openMapping").click()
    settle(context)
    return with_target
