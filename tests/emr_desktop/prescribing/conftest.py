"""Patients and sheets in a few words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from emr_desktop.prescribing.checks import examine
from emr_desktop.prescribing.rows import Finding, Order, Subject
from emr_desktop.prescribing.tables import RuleBook, rules_of

TODAY = date(2026, 11, 18)


@pytest.fixture
def subject() -> Callable[..., Subject]:
    """``subject(age_months=50, weight_kg=15)``: a man of 30 with nothing known unless it is said."""

    def make(**said: Any) -> Subject:
        return Subject(**({"sex": "M", "age_months": 360, "on": TODAY} | said))

    return make


@pytest.fixture
def book() -> RuleBook:
    """The rules as they ship."""
    return RuleBook()


@pytest.fixture
def approved_book() -> RuleBook:
    """The rules with every dose approved."""
    return RuleBook({rule.id: "approved" for rule in rules_of("dose")})


@pytest.fixture
def order() -> Callable[..., Order]:
    """``order("par500", 2, 3, 3)``: dose, times a day, days."""

    def make(
        medicine: str, dose: float | None = None, per_day: float | None = None, days: float | None = None
    ) -> Order:
        return Order(medicine=medicine, dose=dose, per_day=per_day, days=days)

    return make


@pytest.fixture
def check(book: RuleBook) -> Callable[..., tuple[Finding, ...]]:
    """``check(subject, "amo250", order("par500", 2, 3))``: what the rules say of these medicines."""

    def run(subject: Subject, *orders: str | Order) -> tuple[Finding, ...]:
        sheet = [Order(medicine=each) if isinstance(each, str) else each for each in orders]
        return examine(subject, sheet, book)

    return run
