"""Line and chart at the size of a clinic PC, in both languages: whole, named, each letter once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget

from emr_desktop.clinic import Clinic
from emr_desktop.patients.rows import PatientRow
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext
from ui.widgets.choice_bar import ChoiceBar

WIDTH, HEIGHT = 1366 - 192, 768 - 48 - 28 - 21  # beside the rail, under the top bar, in a training facility


@pytest.fixture(params=["sw", "en"])
def context(
    clinic: Clinic, make_context: Callable[..., ScreenContext], request: pytest.FixtureRequest
) -> ScreenContext:
    return make_context(clinic, language=request.param)


@pytest.fixture
def worst(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    measured_before: Callable[[PatientRow], int],
    open_for: Callable[[PatientRow], None],
    settle: Callable[[ScreenContext], None],
) -> ConsultationView:
    """A child with everything severe and every text at its longest, earlier visits beside the page."""
    view.resize(WIDTH, HEIGHT)
    patient = register(birth_date=None, age_years=1, age_months=8)
    measured_before(patient)
    open_for(patient)
    for name, text in (("weight_kg", "6.3"), ("height_cm", "71.5"), ("muac_cm", "10.9")):
        field = view.page.vitals.field(name)
        assert field is not None
        field.setFocus()
        QTest.keyClicks(field, text)
    settle(context)
    assert view.timeline.isVisible()
    return view


def cut(part: QWidget) -> list[str]:
    found = []
    for widget in part.findChildren(QLabel) + part.findChildren(QAbstractButton):
        if not widget.isVisible() or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.heightForWidth(widget.width()) > widget.height() + 1
        else:
            short = widget.sizeHint().width() > widget.width() + 1
        if short:
            found.append(widget.text())
    return found


def nameless(part: QWidget) -> list[str]:
    kinds = (QAbstractButton, QLineEdit, QAbstractItemView, ChoiceBar)
    return [
        widget.objectName() or type(widget).__name__
        for widget in part.findChildren(QWidget)
        if isinstance(widget, kinds)
        and widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and (
            not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name).strip()
            or not re.fullmatch("[a-z][a-zA-Z0-9]*", widget.objectName())
        )
    ]


def test_the_worst_child_fits_on_the_line(worst: ConsultationView) -> None:
    line = worst.page.growth
    assert len(line.cells) == 4
    assert (worst.width(), worst.height()) == (WIDTH, HEIGHT)
    assert cut(line) == []
    assert line.geometry().right() <= line.parentWidget().rect().right()
    assert nameless(line) == []


def test_the_chart_page_fits_whole(
    worst: ConsultationView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> None:
    QTest.keyClick(QApplication.focusWidget(), "g", Qt.KeyboardModifier.AltModifier)
    settle(context)
    page = worst.growth
    page.more.head.edit.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "40")
    settle(context)
    assert (worst.width(), worst.height()) == (WIDTH, HEIGHT)
    for digit in "12345":
        page.indicators.setFocus()
        QTest.keyClicks(page.indicators, digit)
        assert cut(page) == []
        assert page.chart.figure is not None
    assert nameless(page) == []
    assert page.points.view.height() > 90
    letters = [
        text.partition("&")[2][:1].lower()
        for widget in page.findChildren(QLabel) + page.findChildren(QAbstractButton)
        if widget.isVisible() and "&" in (text := widget.text())
    ]
    assert [letter for letter, times in Counter(letters).items() if times > 1] == []
