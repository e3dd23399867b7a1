"""What needs a person has the one button that helps, and the button does it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from sqlalchemy import select

from db.models import Target
from emr_desktop.clinic import Clinic
from sync.rows import TargetRow
from ui.screen import ScreenContext
from ui.sync_view.fixes import fix_of
from ui.sync_view.sync_words import delivery_state, fix_words
from ui.sync_view.view import SyncView

CELL = ("uyQpafHrxLT", "202611", "DiszpKrYNg8", "xo7RVsgBkpT", "HllvX50cXC0")


def row(**parts: Any) -> TargetRow:
    usual: dict[str, Any] = {
        "id": uuid.UUID(int=1),
        "name": "moh",
        "kind": "dhis2",
        "url": "https://dhis.example.org",
        "enabled": True,
        "breaker_state": "closed",
        "breaker_reason": None,
        "last_success_at": None,
        "details": {},
    }
    return TargetRow(**{**usual, **parts})


STOPPED = {"breaker_state": "open", "needs_person": True}


@pytest.mark.parametrize(
    ("parts", "action"),
    [
        ({}, None),
        ({"waiting": 2}, "send"),
        ({"waiting": 2, "enabled": False}, "switch_on"),
        ({"held": "sync.training", "waiting": 2}, None),
        ({"held": "sync.incarnation_changed", "refused": 1, "refused_problem": "x"}, "compare"),
        ({**STOPPED, "breaker_reason": "sync.credentials_refused"}, "token"),
        ({**STOPPED, "breaker_reason": "sync.not_allowed"}, "test"),
        ({**STOPPED, "breaker_reason": "sync.not_fhir"}, "address"),
        ({"refused": 1, "refused_problem": "delivery.server_has_other"}, "differences"),
        ({"refused": 1, "refused_problem": "mapping.server_changed"}, "mapping"),
        ({"refused": 1, "refused_problem": "mapping.missing"}, "mapping"),
        ({"refused": 1, "refused_problem": "delivery.data_element_unknown"}, "mapping"),
        ({"refused": 1, "refused_problem": "delivery.compulsory_missing"}, "reports"),
        ({"refused": 1, "refused_problem": "delivery.period_locked"}, "again"),
        ({"refused": 1, "refused_problem": "delivery.something_new"}, "again"),
    ],
)
def test_one_action_for_each_trouble(parts: dict[str, Any], action: str | None) -> None:
    fix = fix_of(row(**parts))
    assert (None if fix is None else fix.action) == action
    if fix is not None:
        assert fix_words(fix.action)


@pytest.fixture
def view(with_target: SyncView) -> SyncView:
    return with_target


@pytest.fixture
def again(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None]
) -> Callable[[], None]:
    """Look at the first page anew."""

    def look() -> None:
        view.entered()
        settle(context)

    return look


def press(view: SyncView, name: str, context: ScreenContext, settle: Callable[[ScreenContext], None]) -> None:
    button = view.findChild(QPushButton, name)
    assert button.isVisible(), name
    button.click()
    settle(context)


def test_other_figures_there_are_shown_before_ours_are_sent_all_the_same(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], None],
    with_district: Any,
) -> None:
    with_district.values[CELL] = "17"
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync.run_pass(timeout_s=5)
    again()
    assert view.overview.fix.text().replace("&", "") == "See what differs"
    assert not view.findChild(QPushButton, "retryDelivery").isEnabled()  # not unseen
    press(view, "fixTarget", context, settle)
    first = view.delivery.cells.model.rows[0]
    assert (first.row, first.value, first.there, first.state) == ("1", "0", "17", "differs")
    press(view, "sendAllTheSame", context, settle)
    context.sync.run_pass(timeout_s=5)
    again()
    assert [each.state for each in view.deliveries.model.rows] == ["acknowledged"]


def test_for_it_there_is_every_step_and_no_secret(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], None],
    with_district: Any,
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync.run_pass(timeout_s=5)
    again()
    press(view, "openDelivery", context, settle)
    assert {each.state for each in view.delivery.cells.model.rows} <= {"new", "same"}
    press(view, "turnDelivery", context, settle)
    assert len(view.delivery.steps.model.rows) >= 3
    text = view.delivery.text.toPlainText()
    assert json.loads(text)["payload"]["dataSet"] == "v6wdME3ouXu"
    assert with_district.token not in text
    assert view.step_back()
    assert view.overview.isVisible()


def test_a_new_token_is_asked_for_and_brings_what_waits_there(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], None],
    with_district: Any,
) -> None:
    good = with_district.token
    with_district.token = "d2pat_" + "n" * 42
    context.sync.queue_form("opd", "202611", unclosed=True)
    context.sync.run_pass(timeout_s=5)
    again()
    assert "token" in view.findChild(QLabel, "targetStory").text()
    press(view, "fixTarget", context, settle)
    view.findChild(QLineEdit, "newToken").setText("two words")
    press(view, "saveCredentials", context, settle)
    assert view.credentials.fields["token"].error
    view.findChild(QLineEdit, "newToken").setText(with_district.token)
    press(view, "saveCredentials", context, settle)
    assert "answers: DHIS2" in view.banner.text
    context.sync.run_pass(timeout_s=5)
    assert [each.state for each in context.sync.status().deliveries] == ["acknowledged"]
    assert context.sync.district.mapping("moh", "opd")["rows"]  # the mapping stayed
    assert good != with_district.token


def test_a_target_is_switched_off_and_on(
    view: SyncView, context: ScreenContext, settle: Callable[[ScreenContext], None], with_district: Any
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    press(view, "switchTarget", context, settle)
    settle(context)
    context.sync.run_pass(timeout_s=5)
    assert with_district.posts() == []
    press(view, "fixTarget", context, settle)  # it waits, so that is what helps
    settle(context)
    assert context.sync.targets()[0].enabled


def test_after_a_restore_both_sides_are_shown_and_one_button_goes_on(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], None],
    clinic: Clinic,
    with_district: Any,
    restored: Callable[[], None],
) -> None:
    with_district.values[CELL] = "17"
    context.sync.queue_form("opd", "202611", unclosed=True)
    restored()
    again()
    press(view, "fixTarget", context, settle)
    assert "1 cell has another figure there" in view.compare._standing(view.compare.table.model.rows[0])
    (cell,) = view.compare.cells.model.rows
    assert (cell["here"], cell["there"]) == ("0", "17")
    press(view, "confirmThisPc", context, settle)
    assert context.sync.status().held == "sync.incarnation_changed"  # asked first
    view.compare.question.yes.click()
    settle(context)
    status = context.sync.status()
    assert status.held is None
    assert [each.problem for each in status.deliveries] == ["delivery.server_has_other"]


@pytest.fixture
def restored(clinic: Clinic) -> Callable[[], None]:
    def restore() -> None:
        with clinic.work.database.write.begin() as session:
            session.scalars(select(Target)).one().incarnation = uuid.uuid4()

    return restore


def test_by_hand_from_the_file_to_the_receipt(
    view: SyncView,
    context: ScreenContext,
    settle: Callable[[ScreenContext], None],
    again: Callable[[], None],
    with_district: Any,
    tmp_path: Path,
) -> None:
    context.sync.queue_form("opd", "202611", unclosed=True)
    again()
    press(view, "byHand", context, settle)
    path = tmp_path / "stick.json"
    view.by_hand.write(path)
    settle(context)
    assert json.loads(path.read_bytes())["target"]["name"] == "moh"
    view.by_hand.mark(path)
    settle(context)
    assert "1 message marked as carried" in view.banner.text
    view.step_back()
    settle(context)
    (line,) = view.deliveries.model.rows
    assert delivery_state(line) == "Carried by hand"
    assert "no receipt" in view.findChild(QLabel, "deliveryStory").text()
    assert not view.findChild(QPushButton, "retryDelivery").isEnabled()
    press(view, "byHand", context, settle)
    receipt = tmp_path / "receipt.json"
    receipt.write_text('{"nonsense": 1}')
    view.by_hand.take_receipt(receipt)
    settle(context)
    assert "no answer of a server" in view.banner.text
    counts = {"imported": 10, "updated": 0, "ignored": 0, "deleted": 0}
    receipt.write_text(json.dumps({"response": {"status": "SUCCESS", "importCount": counts}}))
    view.by_hand.take_receipt(receipt)
    settle(context)
    assert "Confirmed by the receipt" in view.banner.text
    assert delivery_state(context.sync.status().deliveries[0]) == "Carried, confirmed"
    view.by_hand.mark(tmp_path / "nowhere.json")
    settle(context)
    assert "nowhere.json" in view.banner.text
