"""Every stop of every page beside the visit is reached with Tab, forwards and backwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.consultation.side_pages import SIDE_PAGES

PAGES = ("allergies", "problems", "plan", "growth", "return", "referral", "death")
MOST = 60  # stops of the whole window


def _stops(page: QWidget) -> set[str]:
    return {
        each.objectName()
        for each in page.findChildren(QWidget)
        if each.objectName()
        and each.isVisible()
        and each.isEnabled()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and each.focusProxy() is None
    }


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_comes_everywhere_on_the_pages_beside_the_visit(
    person: Callable[..., Any], registered: Callable[..., Any], key: Qt.Key
) -> None:
    clinician = person(language="en")
    clinician.call(registered(clinician, birth_date=date(2024, 5, 4), guardian="Asha"))
    view = clinician.consultation
    usual = view.consultation.outcome
    opened = {entry.name: entry.shortcut.removeprefix("Alt+").lower() for entry in SIDE_PAGES}
    for name in PAGES:
        view.consultation.outcome = "died" if name == "death" else usual
        clinician.alt(opened[name])
        page = view._pages.side
        assert page is not None, name
        missing = _stops(page) - {clinician.place}
        for _ in range(MOST):
            if not missing:
                break
            clinician.press(key)
            missing.discard(clinician.place)
        assert missing == set(), name
        clinician.press(Qt.Key.Key_Escape)
        clinician.settle()
        assert view._pages.is_at_work
