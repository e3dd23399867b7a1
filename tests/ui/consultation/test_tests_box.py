"""Tests on the page of a visit: ordered, sent, found; results arrive and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import OrderRow, ResultForm
from emr_desktop.patients.rows import PatientRow
from ui.consultation.answer_keys import AnswerKeys
from ui.consultation.view import ConsultationView
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def opened(
    view: ConsultationView, register: Callable[..., PatientRow], open_for: Callable[[PatientRow], None]
) -> ConsultationView:
    """The page of a woman of 30."""
    open_for(register())
    return view


@pytest.fixture
def find(clinic: Clinic, context: ScreenContext, settle: Settle) -> Callable[..., OrderRow]:
    """``find(order, hb="8.4")``: the laboratory enters a result through the same window's tasks."""

    def enter(order: OrderRow, *, reason: str | None = None, **values: str) -> OrderRow:
        form = ResultForm(
            id=new_id(), order_id=order.id, values=values, expected_version=order.version, reason=reason
        )
        got: list[OrderRow] = []
        context.tasks.run(
            context.tasks,
            lambda: clinic.laboratory.enter(form),
            done=lambda written: got.append(written.value),
            failed=pytest.fail,
        )
        settle(context)
        return got[0]

    return enter


def pick(view: ConsultationView, letters: str) -> None:
    view.page.tests.picker.setFocus()
    QTest.keyClicks(view.page.tests.picker, letters)
    QTest.keyClick(view.page.tests.picker, Qt.Key.Key_Return)


def send(view: ConsultationView, context: ScreenContext, settle: Settle) -> None:
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    settle(context)


def text_of(view: ConsultationView, name: str) -> str:
    QApplication.processEvents()  # what was just laid out comes into view
    labels = view.page.tests.findChildren(QLabel, name)
    return next((label.text() for label in labels if label.isVisible()), "")


def lines(view: ConsultationView) -> dict[str, str]:
    assert view.consultation is not None
    return {line.test: line.result for line in view.consultation.tests}


def test_a_panel_is_ordered_in_two_letters_and_sent_with_one_key(
    clinic: Clinic, opened: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    pick(opened, "ur")
    assert lines(opened) == {"urinalysis": ""}
    assert text_of(opened, "testUrinalysis") == "to be ordered"
    send(opened, context, settle)
    assert text_of(opened, "testUrinalysis") == "ordered"
    assert opened.page.tests.news == "Sent to the laboratory: Urinalysis"
    assert not opened.page.tests.send.isVisible()
    (order,) = clinic.laboratory.worklist().orders
    assert opened.consultation is not None
    assert (order.test, order.visit_id) == ("urinalysis", opened.consultation.visit_id)


def test_a_result_appears_with_its_meaning_while_something_else_is_typed(
    clinic: Clinic,
    opened: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    find: Callable[..., OrderRow],
) -> None:
    hb = opened.page.tests.input_of("hb")
    assert isinstance(hb, QLineEdit)
    hb.setFocus()
    QTest.keyClicks(hb, "o")
    send(opened, context, settle)
    complaint = opened.page.words.field("complaint")
    assert complaint is not None
    complaint.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "Homa na uch")
    find(clinic.laboratory.worklist().orders[0], hb="8.4")
    assert text_of(opened, "testHb") == "8.4 g/dl"
    assert text_of(opened, "verdictHb") == "Low (12 - 16)"
    assert opened.page.tests.news == "From the laboratory: Hb 8.4 g/dl, Low (12 - 16)" or (
        "8.4 g/dl" in opened.page.tests.news
    )
    QTest.keyClicks(QApplication.focusWidget(), "ovu")
    assert opened.consultation is not None
    assert opened.consultation.fields["complaint"] == "Homa na uchovu"
    assert lines(opened) == {"hb": "8.4"}
    opened.save()
    settle(context)
    saved = clinic.visits.timeline(clinic.laboratory.worklist().orders[0].patient.id)
    assert [(entry.test, entry.result) for entry in saved[0].tests] == [("hb", "8.4")]


def test_a_half_typed_result_keeps_its_text_and_its_cursor(
    clinic: Clinic,
    opened: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    find: Callable[..., OrderRow],
) -> None:
    pick(opened, "mrdt")
    send(opened, context, settle)
    hb = opened.page.tests.input_of("hb")
    assert isinstance(hb, QLineEdit)
    hb.setFocus()
    QTest.keyClicks(hb, "10")
    find(clinic.laboratory.worklist().orders[0], mrdt="positive")
    assert text_of(opened, "testMrdt") == "Positive"
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    QTest.keyClicks(focused, ".5")
    assert lines(opened) == {"mrdt": "positive", "hb": "10.5"}


def test_where_two_people_disagree_both_results_stand_there(
    clinic: Clinic,
    opened: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    find: Callable[..., OrderRow],
) -> None:
    pick(opened, "mrdt")
    send(opened, context, settle)
    keys = opened.page.tests.input_of("mrdt")
    assert isinstance(keys, AnswerKeys)
    keys.setFocus()
    QTest.keyClicks(keys, "n")
    find(clinic.laboratory.worklist().orders[0], mrdt="positive")
    assert lines(opened) == {"mrdt": "negative"}
    assert text_of(opened, "verdictMrdt") == "Laboratory: Positive"
    opened.save()
    settle(context)
    error = opened.page.findChild(QLabel, "fieldError")
    assert isinstance(error, QLabel)
    assert "positive" in error.text()
    QTest.keyClicks(opened.page.tests.input_of("mrdt"), "p")
    opened.save()
    settle(context)
    assert opened.consultation is None


def test_a_corrected_result_replaces_the_one_on_the_page(
    clinic: Clinic,
    opened: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    find: Callable[..., OrderRow],
) -> None:
    pick(opened, "mrdt")
    send(opened, context, settle)
    done = find(clinic.laboratory.worklist().orders[0], mrdt="positive")
    find(done, mrdt="negative", reason="Kosa")
    assert lines(opened) == {"mrdt": "negative"}
    assert text_of(opened, "testMrdt") == "Negative"


def test_a_voided_order_is_said_with_its_reason(
    clinic: Clinic, opened: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    pick(opened, "sickl")
    send(opened, context, settle)
    (order,) = clinic.laboratory.worklist().orders
    context.tasks.run(
        context.tasks,
        lambda: clinic.laboratory.void(order.id, reason="Kemikali zimeisha"),
        failed=pytest.fail,
    )
    settle(context)
    assert lines(opened) == {}
    assert "Kemikali zimeisha" in opened.page.tests.news


def test_a_panel_stands_in_one_line(
    clinic: Clinic,
    opened: ConsultationView,
    context: ScreenContext,
    settle: Settle,
    find: Callable[..., OrderRow],
) -> None:
    pick(opened, "ur")
    send(opened, context, settle)
    find(
        clinic.laboratory.worklist().orders[0],
        urine_leucocytes="plus3",
        urine_nitrite="positive",
        urine_protein="negative",
        urine_blood="negative",
        urine_glucose="negative",
    )
    panel = opened.page.tests.findChild(QWidget, "panelUrinalysis")
    assert isinstance(panel, QLabel)
    assert "Urine nitrite: Positive" in panel.text()
    assert "urinalysis" not in lines(opened)
    assert lines(opened)["urine_leucocytes"] == "plus3"


def test_what_was_not_sent_is_ordered_when_the_visit_is_saved(
    clinic: Clinic, opened: ConsultationView, context: ScreenContext, settle: Settle
) -> None:
    pick(opened, "st")
    opened.save()
    settle(context)
    assert [order.test for order in clinic.laboratory.worklist().orders] == ["stool"]


def test_own_results_are_judged_and_never_ordered(
    clinic: Clinic, opened: ConsultationView, context: ScreenContext, settle: Settle, qtbot: QtBot
) -> None:
    hb = opened.page.tests.input_of("hb")
    assert isinstance(hb, QLineEdit)
    hb.setFocus()
    QTest.keyClicks(hb, "7.1")
    assert text_of(opened, "verdictHb") == "DANGER: very low (12 - 16)"
    assert not opened.page.tests.send.isVisible()
    opened.save()
    settle(context)
    assert clinic.laboratory.worklist().orders == ()
