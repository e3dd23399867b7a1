"""Single cells on the mapping page: given a place of their own, taken back, and kept with the mapping."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton

from ui.screen import ScreenContext
from ui.sync_view.view import SyncView


@pytest.fixture
def view(at_mapping: SyncView) -> SyncView:
    return at_mapping


def test_a_cell_goes_elsewhere_than_its_row_and_column_and_back(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    page = view.mapping.cells
    view.findChild(QPushButton, "singleCells").click()
    assert page.isVisible()
    assert page.cells.model.rows == ()
    working = view.mapping.working
    assert working is not None
    page.row.setCurrentIndex(0)
    page.column.setCurrentIndex(1)
    element, combo = list(working.elements.items())[-1], list(working.every_combo.items())[-1]
    page.findChild(QPushButton, "putCell").click()
    assert page.cells.model.rows == ()  # without a place nothing is kept
    page.element.show_value(element[1], element[0])
    page.combo.show_value(combo[1], combo[0])
    page.findChild(QPushButton, "putCell").click()
    (line,) = page.cells.model.rows
    assert (line.element, line.combo) == (element[0], combo[0])
    assert view.mapping.working is not None
    content = view.mapping.working.content(confirmed=True)
    cell = f"{working.rows[0].code}|{working.columns[1].code}"
    assert content["cells"] == {cell: {"data_element": element[0], "category_option_combo": combo[0]}}
    page.cells.view.setCurrentIndex(page.cells.model.index(0, 0))
    page.findChild(QPushButton, "removeCell").click()
    assert page.cells.model.rows == ()
    assert view.mapping.working.content(confirmed=True)["cells"] == {}
    view.findChild(QPushButton, "singleCells").click()
    assert view.mapping.tables.isVisible()
