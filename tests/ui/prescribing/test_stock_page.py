"""The list of medicines in Administration: marking what ran out, and taking the mark back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt

from emr_desktop.clinic import Clinic
from ui.administration.view import AdministrationView
from ui.prescribing.stock_page import StockPage
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def open_page(
    make_context: Callable[..., ScreenContext], shown: Callable[..., Any], settle: Settle
) -> Callable[..., tuple[StockPage, ScreenContext]]:
    def open_as(clinic: Clinic, *, language: str = "en") -> tuple[StockPage, ScreenContext]:
        context = make_context(clinic, language=language)
        view = shown(AdministrationView(context=context))
        view.tabs.setCurrentWidget(view.stock)
        settle(context)
        return view.stock, context

    return open_as


@pytest.mark.parametrize(("language", "said"), [("sw", "IMEISHA"), ("en", "OUT OF STOCK")])
def test_a_medicine_is_marked_and_taken_back_with_keys(
    clinic: Clinic,
    open_page: Callable[..., tuple[StockPage, ScreenContext]],
    settle: Settle,
    hands: Any,
    language: str,
    said: str,
) -> None:
    page, context = open_page(clinic, language=language)
    page.search.setFocus()
    hands.type("alu")
    hands.enter()  # to the list
    hands.enter()  # the line: it ran out
    settle(context)
    (line,) = [line for line in page.table.model.rows if line.is_out]
    assert page._stock(line).startswith(said)
    assert "Neema Mollel" in page._stock(line)
    assert clinic.prescribing.in_force().out_of_stock == {line.medicine.code}

    page.search.clear()
    page.state.setCurrentIndex(1)
    assert [each.medicine.code for each in page.table.model.rows] == [line.medicine.code]
    page.table.view.setCurrentIndex(page.table.model.index(0, 0))
    page.table.view.setFocus()
    hands.press(Qt.Key.Key_Return)
    settle(context)
    assert clinic.prescribing.in_force().out_of_stock == frozenset()


def test_who_sees_the_rules_alone_marks_nothing(
    clinic: Clinic,
    clinic_as: Callable[..., Clinic],
    open_page: Callable[..., tuple[StockPage, ScreenContext]],
) -> None:
    page, _ = open_page(clinic_as("it_admin"))
    assert not page.isVisible()
