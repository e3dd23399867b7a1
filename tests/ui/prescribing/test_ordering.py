"""Ordering a medicine with keys: whole orders in one go, codes, what the patient is told, what ran out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import PrescriptionEntry
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def man(register: Callable[..., PatientRow], open_for: Callable[[PatientRow], None]) -> PatientRow:
    found = register(first_name="Juma", sex="M")
    open_for(found)
    return found


@pytest.fixture
def saved(
    view: ConsultationView, context: ScreenContext, man: PatientRow, settle: Settle, hands: Any
) -> Callable[[], tuple[PrescriptionEntry, ...]]:
    def save() -> tuple[PrescriptionEntry, ...]:
        hands.save()
        settle(context)
        (summary,) = context.clinic.visits.timeline(man.id)
        return context.clinic.visits.get(summary.id).form.prescriptions

    return save


def error_of(view: ConsultationView) -> str:
    label = view.page.findChild(QLabel, "fieldError")
    assert isinstance(label, QLabel)
    return label.text() if label.isVisible() else ""


def numbers(view: ConsultationView, position: int = 0) -> list[str]:
    return [field.text() for field in view.page.medicines.lines[position].fields.values()]


@pytest.mark.parametrize("typed", ["2 tds 5/7", "2x3x5", "2tds5/7"])
def test_a_whole_order_typed_as_the_dose_goes_into_its_fields(
    view: ConsultationView, saved: Callable[[], Any], hands: Any, typed: str
) -> None:
    hands.order("par500")
    hands.type(typed)
    assert "vidonge" in view.page.medicines.lines[0].sentence or "30" in view.page.medicines.lines[0].sentence
    hands.enter()
    assert numbers(view)[0] == "2"
    assert numbers(view)[2:] == ["5", "30"]
    assert hands.place == "medicinePicker"  # the line is done, the next medicine may come
    (line,) = saved()
    assert (line.dose, line.per_day, line.days, line.quantity) == (2, 3, 5, 30)


def test_an_order_left_in_the_dose_is_saved_all_the_same(saved: Callable[[], Any], hands: Any) -> None:
    hands.order("par500")
    hands.type("1 q8h 3")  # Ctrl+Enter at once
    (line,) = saved()
    assert (line.per_day, line.days, line.frequency) == (3, 3, "q8h")


def test_a_single_dose_asks_for_no_days(view: ConsultationView, saved: Callable[[], Any], hands: Any) -> None:
    hands.order("alb400")
    hands.type("1")
    hands.enter()
    hands.type("stat")
    hands.enter()
    assert numbers(view) == ["1", "stat", "1", "1"]
    assert saved()[0].frequency == "stat"


def test_directions_and_route_are_picked_by_two_letters(
    view: ConsultationView, saved: Callable[[], Any], hands: Any
) -> None:
    hands.order("par500")
    hands.type("1 bd 3")
    hands.type("+")
    assert hands.place == "orderPicker"
    for text in ("after foo", "first dose", "prn"):
        hands.type(text)
        hands.enter()
    hands.type("Rudi ukizidiwa")
    hands.enter()
    hands.enter()  # the empty box: done
    assert hands.place == "quantity"
    (line,) = saved()
    assert line.directions == ("after_food",)
    assert (line.as_needed, line.start_now, line.frequency) == (True, True, "bd")
    assert (line.route, line.instructions) == ("po", "Rudi ukizidiwa")


def test_picking_once_more_takes_it_off_and_escape_goes_back_to_the_line(
    view: ConsultationView, hands: Any, man: PatientRow
) -> None:
    hands.order("amo250")
    assert view.consultation is not None
    (line,) = view.consultation.prescriptions
    assert line.directions == ["finish"]  # usual for an antibiotic
    hands.type("+")
    hands.type("finish")
    hands.enter()
    assert line.directions == []
    hands.press(Qt.Key.Key_Escape)
    assert hands.place == "dose"
    assert view.page.isVisible()


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (("0", "3", "5"), "dose", "gives nothing"),
        (("100", "3", "5"), "dose", "cannot be right"),
        (("1", "often", "5"), "perDay", "how often"),
        (("1", "prn", "5"), "perDay", "at most in a day"),
        (("1", "3", "5/9"), "days", "number of days"),
        (("1", "3", "0"), "days", "missing"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    view: ConsultationView,
    context: ScreenContext,
    man: PatientRow,
    settle: Settle,
    hands: Any,
    typed: tuple[str, ...],
    field: str,
    words: str,
) -> None:
    hands.order("par500")
    line = view.page.medicines.lines[0]
    for part, text in zip(("dose", "per_day", "days"), typed, strict=True):
        line.fields[part].setFocus()
        line.fields[part].selectAll()
        hands.type(text)
    hands.save()
    settle(context)
    assert context.clinic.visits.timeline(man.id) == ()
    assert words in error_of(view)
    assert hands.place == field


def test_a_dose_of_many_tablets_is_asked_about_at_the_line(
    view: ConsultationView, hands: Any, man: PatientRow
) -> None:
    hands.order("zinc")
    hands.type("12 od 10")
    hands.enter()
    texts = view.page.medicines.lines[0].findings.texts
    assert any("12 at a time" in text for text in texts)
    assert hands.place == "findingReason"


def test_a_medicine_that_ran_out_is_marked_from_its_line_and_said_from_then_on(
    view: ConsultationView, context: ScreenContext, settle: Settle, hands: Any, man: PatientRow
) -> None:
    hands.order("par500")
    hands.type("+")
    hands.type("out of st")
    hands.enter()
    settle(context)
    (text,) = view.page.medicines.lines[0].findings.texts
    assert "out of stock" in text
    assert context.clinic.prescribing.in_force().out_of_stock == {"par500"}
    hands.press(Qt.Key.Key_Escape)
    hands.alt("m")
    hands.type("par500")
    assert "out of stock" in view.page.medicines.picker.choices[0].secondary
