"""The list of rules in Administration: reading, approving, withdrawing, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from emr_desktop.clinic import Clinic
from ui.administration.view import AdministrationView
from ui.frame.screens import screens_for
from ui.prescribing.rules_page import RulesPage
from ui.screen import ScreenContext

Settle = Callable[[ScreenContext], None]


@pytest.fixture
def open_page(
    make_context: Callable[..., ScreenContext], shown: Callable[..., Any], settle: Settle
) -> Callable[..., tuple[RulesPage, ScreenContext]]:
    def open_as(clinic: Clinic, *, language: str = "en") -> tuple[RulesPage, ScreenContext]:
        context = make_context(clinic, language=language)
        view = shown(AdministrationView(context=context))
        view.tabs.setCurrentWidget(view.rules)
        settle(context)
        return view.rules, context

    return open_as


def go_to(page: RulesPage, rule_id: str) -> None:
    at = [row.id for row in page.table.model.rows].index(rule_id)
    page.table.view.setCurrentIndex(page.table.model.index(at, 0))


def test_every_rule_is_listed_with_evidence_and_state(
    clinic: Clinic, open_page: Callable[..., tuple[RulesPage, ScreenContext]]
) -> None:
    page, _ = open_page(clinic)
    rows = page.table.model.rows
    assert len(rows) > 350
    for row in rows:
        assert page._says(row).strip(), row.id
        assert page._state(row), row.id
    assert {row.evidence for row in rows} == {"S", "T", "M"}


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_rule_is_said_in_the_language_in_use(
    clinic: Clinic, open_page: Callable[..., tuple[RulesPage, ScreenContext]], language: str
) -> None:
    page, _ = open_page(clinic, language=language)
    said = {row.id: page._says(row) for row in page.table.model.rows}
    assert ("usiku" in said["dose_phb_adult"]) == (language == "sw")
    assert ("dawa za penisilini" in said["cross_pen_ceph"]) == (language == "sw")


def test_a_draft_is_approved_with_keys_and_counts_from_then_on(
    clinic: Clinic,
    open_page: Callable[..., tuple[RulesPage, ScreenContext]],
    settle: Settle,
    hands: Any,
) -> None:
    page, context = open_page(clinic)
    page.search.setFocus()
    hands.type("dose_par_sy")
    page.table.setFocus()
    go_to(page, "dose_par_sy")
    assert page._state(page.table.current) == "DRAFT: off"
    hands.enter()
    assert "Neema Mollel" in page.confirm.text
    hands.press(_space())
    settle(context)
    assert page._state(page.table.current) == "Approved: Neema Mollel, 18/11/2026"
    assert "dose_par_sy" in clinic.prescribing.in_force().decisions


def test_a_rule_is_withdrawn_with_a_reason_only(
    clinic: Clinic,
    open_page: Callable[..., tuple[RulesPage, ScreenContext]],
    settle: Settle,
    hands: Any,
) -> None:
    page, context = open_page(clinic)
    go_to(page, "ind_cold")
    page.table.setFocus()
    hands.enter()
    hands.enter()  # without a reason nothing happens
    assert page.confirm.text
    hands.type("Tunakagua wenyewe")
    hands.enter()
    settle(context)
    assert "Tunakagua wenyewe" in page._state(page.table.current)
    rule = {row.id: row for row in clinic.prescribing.rules()}["ind_cold"]
    assert (rule.in_force, rule.reason) == (False, "Tunakagua wenyewe")


def test_a_clinician_finds_the_rules_alone_and_may_decide(
    clinic_as: Callable[..., Clinic], open_page: Callable[..., tuple[RulesPage, ScreenContext]]
) -> None:
    assert "administration" in {screen.name for screen in screens_for(("clinician",))}
    page, _ = open_page(clinic_as("clinician"))
    assert page.approve.isVisibleTo(page)


def test_who_may_not_decide_reads_only(
    clinic_as: Callable[..., Clinic], open_page: Callable[..., tuple[RulesPage, ScreenContext]], hands: Any
) -> None:
    page, _ = open_page(clinic_as("it_admin"))
    assert not page.approve.isVisibleTo(page)
    page.table.setFocus()
    hands.enter()
    assert page.confirm.text == ""


def test_filters_narrow_the_list(
    clinic: Clinic, open_page: Callable[..., tuple[RulesPage, ScreenContext]]
) -> None:
    page, _ = open_page(clinic)
    page.kind.setCurrentIndex(page.kind.findData("dose"))
    page.state.setCurrentIndex(page.state.findData(True))
    assert {row.about["medicine"] for row in page.table.model.rows} == {"alu20120", "art60inj"}
    page.search.setText("no such rule")
    assert "No rule fits" in page.table.state_text


def _space() -> Any:
    from PySide6.QtCore import Qt

    return Qt.Key.Key_Space
