"""Who writes a form, on the mapping page: said, changed from a period on, and refused in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def view(at_mapping: SyncView) -> SyncView:
    return at_mapping


def test_the_hdu_takes_a_form_over_from_a_period_on(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    said = view.findChild(QLabel, "writerSaid")
    assert "this program (DHIS2)" in said.text() or "programu hii (DHIS2)" in said.text()
    writer = view.mapping.writer
    view.findChild(QPushButton, "changeWriter").click()
    assert writer.who.isVisible()
    assert writer.who.currentIndex() == 1  # the other one
    view.findChild(QPushButton, "saveWriter").click()
    settle(context)
    assert "HDU" in view.banner.text  # there is none: said, and nothing changed
    (row,) = [each for each in context.sync.writers.all() if each.form == "opd"]
    assert row.changes == ()
    context.sync.add_target(kind="hdu", name="him", url="http://127.0.0.1:9", username="a", password="b")
    view.findChild(QPushButton, "saveWriter").click()
    settle(context)
    (row,) = [each for each in context.sync.writers.all() if each.form == "opd"]
    assert [writer for _, writer in row.changes] == ["hdu"]
    assert not writer.who.isVisible()
    assert "HDU" in said.text()
