"""The laboratory on screen, orders for it, and the keys a person presses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder, OrderRow, ResultForm
from emr_desktop.patients.rows import PatientForm, PatientRow
from ui.laboratory.view import LaboratoryView
from ui.screen import ScreenContext


@pytest.fixture
def tested(clinic: Clinic) -> PatientRow:
    """Rehema Saidi, 28 years."""
    form = PatientForm(
        id=new_id(), first_name="Rehema", last_name="Saidi", sex="F", birth_date=date(1998, 3, 3)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def ordered(clinic: Clinic, tested: PatientRow) -> Callable[..., OrderRow]:
    """``ordered("hb", urgent=True)``."""

    def make(test: str, **more: Any) -> OrderRow:
        new = NewOrder(id=new_id(), **({"patient_id": tested.id, "test": test} | more))
        return clinic.laboratory.order([new]).value[0]

    return make


@pytest.fixture
def done(clinic: Clinic) -> Callable[..., OrderRow]:
    """``done(order, by=other_clinic, hb="9.1")`` enters a result behind the window."""

    def make(order: OrderRow, *, by: Clinic | None = None, **values: str) -> OrderRow:
        form = ResultForm(id=new_id(), order_id=order.id, values=values, expected_version=order.version)
        return (by or clinic).laboratory.enter(form).value

    return make


@pytest.fixture
def lab_context(clinic: Clinic, make_context: Callable[..., ScreenContext]) -> ScreenContext:
    return make_context(clinic)


@pytest.fixture
def lab(
    lab_context: ScreenContext,
    shown: Callable[..., LaboratoryView],
    settle: Callable[[ScreenContext], None],
) -> Callable[[], LaboratoryView]:
    """``lab()``: the screen with its list read."""

    def show() -> LaboratoryView:
        view = shown(LaboratoryView(context=lab_context))
        settle(lab_context)
        return view

    return show


@pytest.fixture
def keys(lab_context: ScreenContext, settle: Callable[[ScreenContext], None]) -> Callable[..., None]:
    """``keys("7.2", Qt.Key.Key_Return, "ctrl+enter")``: typed where the cursor is, then waited for."""

    def press(*what: str | Qt.Key) -> None:
        for each in what:
            target = QApplication.focusWidget()
            if each == "ctrl+enter":
                QTest.keyClick(target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
            elif isinstance(each, Qt.Key):
                QTest.keyClick(target, each)
            else:
                QTest.keyClicks(target, each)
            settle(lab_context)

    return press
