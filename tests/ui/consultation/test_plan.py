"""Procedures, advice and the day to come again: typed beside the visit, saved with it, read back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from emr_desktop.errors import ValidationError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.procedures import find_procedures, procedures
from ui.consultation.follow_up import read_follow_up
from ui.consultation.plan_page import PlanPage
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

TODAY = date(2026, 11, 18)
Settle = Callable[[ScreenContext], None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", date(2026, 11, 21)),
        ("+7d", date(2026, 11, 25)),
        ("7 siku", date(2026, 11, 25)),
        ("2w", date(2026, 12, 2)),
        ("1m", date(2026, 12, 18)),
        ("3 miezi", date(2027, 2, 18)),
        ("25/11", date(2026, 11, 25)),
        ("5.1", date(2027, 1, 5)),
        ("25/11/2027", date(2027, 11, 25)),
        ("", None),
    ],
)
def test_a_day_ahead_is_understood_as_people_say_it(text: str, expected: date | None) -> None:
    assert read_follow_up(text, "follow_up_date", on=TODAY) == expected


@pytest.mark.parametrize("text", ["soon", "31/2", "5h", "kesho", "1/2/3/4", "9999999"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match=r"consultation\.not_a_follow_up"):
        read_follow_up(text, "follow_up_date", on=TODAY)


@given(st.integers(1, 999), st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_a_number_is_days(days: int, on: date) -> None:
    assert read_follow_up(str(days), "x", on=on) == on + timedelta(days=days)


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    with suppress(ValidationError):
        found = read_follow_up(text, "x", on=TODAY)
        assert found is None or isinstance(found, date)


def test_procedures_are_found_by_either_language() -> None:
    assert len(procedures()) >= 25
    assert find_procedures("sut", language="sw")[0].code == "suturing"
    assert find_procedures("kush", language="en")[0].code == "suturing"


def press(keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), keys)


def enter() -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def open_plan(view: ConsultationView) -> PlanPage:
    QTest.keyClick(QApplication.focusWidget(), "3", Qt.KeyboardModifier.AltModifier)
    page = view._pages.side
    assert isinstance(page, PlanPage)
    return page


def test_the_plan_is_typed_saved_with_the_visit_and_opened_again(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    open_for(patient)
    page = open_plan(view)
    press("2")  # seven days
    assert page.follow_up.text() == "25/11/2026"
    assert "Wednesday 25/11/2026" in page.follow_up.note
    enter()
    enter()
    assert QApplication.focusWidget().objectName() == "advice"
    press("fin")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    enter()
    enter()
    press("sut")
    enter()
    press("tetanus")
    enter()
    assert view.step_back()
    view.save()
    settle(context)
    (summary,) = context.clinic.visits.timeline(patient.id)
    form = context.clinic.visits.get(summary.id).form
    assert form.procedures == ("suturing", "tetanus_vaccine")
    assert form.follow_up_date == date(2026, 11, 25)
    assert form.advice == "Finish all the medicine"
    view.show_visit(summary.id)
    settle(context)
    view.reading._correct.click()
    settle(context)
    assert view.consultation is not None
    assert view.consultation.procedures == ["suturing", "tetanus_vaccine"]
    assert view.consultation.fields["follow_up"] == "25/11/2026"
    page = open_plan(view)
    page._remove("suturing")
    view.step_back()
    view.save()
    settle(context)
    assert context.clinic.visits.get(summary.id).form.procedures == ("tetanus_vaccine",)


@pytest.mark.parametrize("typed", ["gibberish", "17/11/2026", "25/11/2031"])
def test_a_wrong_day_opens_the_plan_and_stands_at_its_field(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
    typed: str,
) -> None:
    patient = register()
    open_for(patient)
    page = open_plan(view)
    page.follow_up.setFocus()
    press(typed)
    view.step_back()
    view.save()
    settle(context)
    assert view._pages.side is page
    assert page.follow_up.error
    assert QApplication.focusWidget() is page.follow_up.edit
    assert context.clinic.visits.timeline(patient.id) == ()


def test_the_plan_is_in_the_draft(
    view: ConsultationView,
    context: ScreenContext,
    register: Callable[..., PatientRow],
    open_for: Callable[[PatientRow], None],
    settle: Settle,
) -> None:
    patient = register()
    open_for(patient)
    page = open_plan(view)
    press("1")
    page.picker.setFocus()
    press("dress")
    enter()
    view.leaving()
    settle(context)
    (draft,) = context.clinic.drafts.mine()
    assert draft.content["procedures"] == ["dressing"]
    assert draft.content["fields"]["follow_up"] == "21/11/2026"
