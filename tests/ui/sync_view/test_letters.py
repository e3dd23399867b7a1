"""Alt and a letter means one thing on each page of sync, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from emr_desktop.clinic import Clinic
from ui.screen import ScreenContext
from ui.sync_view.overview import Wish
from ui.sync_view.view import SyncView


def letters(view: QWidget) -> Counter[str]:
    """How often each letter is marked among what is on show."""
    texts = [each.text() for each in view.findChildren(QAbstractButton) if each.isVisible()]
    texts += [each.text() for each in view.findChildren(QLabel) if each.isVisible() and each.buddy()]
    marked = [text.replace("&&", "").partition("&")[2][:1].upper() for text in texts]
    return Counter(letter for letter in marked if letter)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_no_letter_is_marked_twice(
    clinic: Clinic,
    make_context: Callable[..., ScreenContext],
    shown: Callable[..., SyncView],
    settle: Callable[[ScreenContext], None],
    with_district: Any,
    language: str,
) -> None:
    context = make_context(clinic, language=language)
    context.sync.add_target(
        kind="fhir", name="shr", url="http://127.0.0.1:9/fhir", username="u", password="p"
    )
    context.sync.enable_target("shr", enabled=False)
    view = shown(SyncView(context=context))
    settle(context)
    for place in range(len(view.targets.model.rows)):
        view.targets.view.setCurrentIndex(view.targets.model.index(place, 0))
        assert max(letters(view).values()) == 1, letters(view)
    view._fulfil(Wish("mapping", "moh"))
    settle(context)
    for name in (None, "changeWriter", "singleCells"):
        button = None if name is None else view.mapping.findChild(QAbstractButton, name)
        if button is not None:
            button.click()
            settle(context)
        assert max(letters(view).values()) == 1, letters(view)
    for action in ("token", "allowance", "by_hand"):
        view.step_back()
        settle(context)
        view._fulfil(Wish(action, "moh"))
        settle(context)
        assert max(letters(view).values(), default=1) == 1, letters(view)
