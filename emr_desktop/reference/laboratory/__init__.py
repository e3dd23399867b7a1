"""What the laboratory goes by: parts of a test, reference ranges, the HIV algorithm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.tables import number, read_table, words


@dataclass(frozen=True)
class Component:
    """One result that is entered for a test."""

    test: str  # code of tests.csv
    needed: bool = True
    after: str | None = None  # asked only when this part ...
    answers: tuple[str, ...] = ()  # ... has one of these answers


@dataclass(frozen=True)
class Range:
    """What is normal for one test in one group of people; limits themselves are still normal."""

    test: str
    sex: str | None
    from_months: int
    to_months: int  # exclusive
    pregnant: bool | None
    from_week: int | None
    to_week: int | None  # exclusive
    low: float | None
    high: float | None
    critical_low: float | None
    critical_high: float | None
    source: str
    confirmed: bool


@cache
def _components() -> dict[str, tuple[Component, ...]]:
    found: dict[str, tuple[Component, ...]] = {}
    for row in read_table("laboratory/components.csv"):
        after, _, answers = row["when"].partition("=")
        part = Component(row["test"], row["needed"] == "yes", after or None, words(answers))
        found[row["order"]] = (*found.get(row["order"], ()), part)
    return found


def components_of(test: str) -> tuple[Component, ...]:
    """The parts of a test in the order of the bench; a simple test is its own only part."""
    return _components().get(test) or (Component(test),)


@cache
def orders_with(test: str) -> tuple[str, ...]:
    """The tests that a single result may come from, itself first."""
    others = [order for order in _components() if any(part.test == test for part in components_of(order))]
    return (test, *(order for order in others if order != test))


@cache
def orderable() -> tuple[str, ...]:
    """The codes that can be ordered, in the order of the list."""
    return tuple(code for code, test in lab_tests().items() if test.alone)


def is_sensitive_test(code: str) -> bool:
    """Whether a test or any part of it is marked."""
    tests = lab_tests()
    return any(
        tests[each].sensitive
        for each in (code, *(part.test for part in components_of(code)))
        if each in tests
    )


@cache
def ranges() -> dict[str, tuple[Range, ...]]:
    """The ranges by test, in the order of the file: the first that fits is used."""
    found: dict[str, tuple[Range, ...]] = {}
    for row in read_table("laboratory/ranges.csv"):
        line = Range(
            test=row["test"],
            sex=row["sex"] or None,
            from_months=int(row["from_months"]),
            to_months=int(row["to_months"]),
            pregnant={"yes": True, "no": False}.get(row["pregnant"]),
            from_week=int(row["weeks_from"]) if row["weeks_from"] else None,
            to_week=int(row["weeks_to"]) if row["weeks_to"] else None,
            low=number(row["low"]),
            high=number(row["high"]),
            critical_low=number(row["critical_low"]),
            critical_high=number(row["critical_high"]),
            source=row["source"],
            confirmed=row["state"] == "source",
        )
        found[line.test] = (*found.get(line.test, ()), line)
    return found


@cache
def hiv_algorithm() -> dict[tuple[str, str, str], str]:
    """Answers of the first, second and third test (empty: not done) -> the result."""
    return {
        (row["first"], row["second"], row["third"]): row["result"]
        for row in read_table("laboratory/hiv_algorithm.csv")
    }
