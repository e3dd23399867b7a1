"""The page for paper visits, opened from the start page of the consultation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from ui.consultation.view import ConsultationView
from ui.late.page import LatePage
from ui.screen import ScreenContext


@pytest.fixture
def view(
    context: ScreenContext,
    shown: Callable[..., ConsultationView],
    settle: Callable[[ScreenContext], None],
) -> ConsultationView:
    opened = shown(ConsultationView(context=context))
    settle(context)
    return opened


@pytest.fixture
def page(view: ConsultationView) -> LatePage:
    button = view.findChild(QPushButton, "paperVisits")
    assert button is not None
    button.click()
    found = view._pages.currentWidget()
    assert isinstance(found, LatePage)
    return found
