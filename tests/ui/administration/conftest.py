"""Administration as the in-charge opens it, with one of its parts in front."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ui.administration.view import AdministrationView
from ui.screen import ScreenContext


@pytest.fixture
def open_part(
    context: ScreenContext,
    shown: Callable[..., AdministrationView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[str], AdministrationView]:
    """``open_part("keys")``: the screen with that part; ``""`` leaves the one that comes first."""

    def open_it(name: str) -> AdministrationView:
        view = shown(AdministrationView(context=context))
        settle(context)
        if name:
            view.sections.buttons[name].click()
            settle(context)
        return view

    return open_it
