"""What may stand in a result, what is asked next, and what a result means. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from emr_desktop.errors import ValidationError
from emr_desktop.laboratory.rows import Judgement, Subject
from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.laboratory import Component, Range, components_of, hiv_algorithm, ranges
from emr_desktop.visits.counting import normal_result, number_in

HIV_RESULT = "hiv_result"
_HIV_TESTS = ("hiv", "hiv_second", "hiv_third")
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Doubt:
    """Possible, but asked twice."""

    test: str
    value: float
    lowest: float | None
    highest: float | None


def cleaned(test: str, values: Mapping[str, str]) -> dict[str, str]:
    """Give the results as they are kept: codes for words, without empty and unasked parts, the rest derived.

    Parts that do not belong to the test are kept, so that ``problems`` names them.
    """
    known = {part.test for part in components_of(test)}
    found = {}
    for name, written in values.items():
        kind = lab_tests()[name].kind if name in lab_tests() else "text"
        # A number is no word: an ESR of 0 is not "negative".
        result = written.strip().replace(",", ".") if kind == "number" else normal_result(written)
        if result:
            found[name] = result
    asked = {part.test for part in asked_parts(test, found)}
    kept = {name: result for name, result in found.items() if name in asked or name not in known}
    return derived(test, kept)


def asked_parts(test: str, values: Mapping[str, str]) -> tuple[Component, ...]:
    """The parts to ask for, given what is answered so far; what follows from the others is not asked."""
    shown: list[Component] = []
    for part in components_of(test):
        if part.test == HIV_RESULT:
            continue
        reached = any(before.test == part.after for before in shown)
        if part.after is None or (reached and values.get(part.after) in part.answers):
            shown.append(part)
    return tuple(shown)


def derived(test: str, values: Mapping[str, str]) -> dict[str, str]:
    """Add what the parts mean together: the result of the HIV algorithm, once they decide it."""
    found = {name: result for name, result in values.items() if name != HIV_RESULT}
    if any(part.test == HIV_RESULT for part in components_of(test)):
        first, second, third = (found.get(name, "") for name in _HIV_TESTS)
        result = hiv_algorithm().get((first, second, third))
        if result is not None:
            found[HIV_RESULT] = result
    return found


def hiv_goes_on(values: Mapping[str, str]) -> bool:
    """Whether the HIV algorithm asks for another test before it says a result."""
    first, second, third = (values.get(name, "") for name in _HIV_TESTS)
    return bool(first) and (first, second, third) not in hiv_algorithm()


def problems(test: str, values: Mapping[str, str]) -> tuple[ValidationError, ...]:
    """List what keeps a result from being entered; fields are ``values.<part>``. Values must be cleaned."""
    return tuple(_problems(test, values))


def _problems(test: str, values: Mapping[str, str]) -> Iterator[ValidationError]:
    parts = asked_parts(test, values)
    allowed = {part.test for part in parts} | {HIV_RESULT}
    for name in values:
        if name not in allowed:
            yield ValidationError(f"values.{name}", "laboratory.part_unknown", part=name, test=test)
    for part in parts:
        field, result = f"values.{part.test}", values.get(part.test)
        if result is None:
            if part.needed:
                yield ValidationError(field, "laboratory.part_missing", test=part.test)
            continue
        yield from _of_result(field, part.test, result)
    if not values:
        yield ValidationError(f"values.{parts[0].test}", "laboratory.nothing_entered")


def _of_result(field: str, code: str, result: str) -> Iterator[ValidationError]:
    test = lab_tests()[code]
    if test.kind == "choice" and result not in test.choices:
        yield ValidationError(
            field, "visit.result_unknown", test=code, result=result, choices=", ".join(test.choices)
        )
    elif test.kind == "number":
        value = number_in(result)
        if value is None:
            yield ValidationError(field, "visit.result_not_a_number", test=code, result=result)
        elif not (test.lowest or 0) <= value <= (test.highest if test.highest is not None else value):
            yield ValidationError(
                field,
                "visit.result_impossible",
                test=code,
                value=value,
                lowest=test.lowest,
                highest=test.highest,
            )
    elif len(result) > LONGEST_TEXT:
        yield ValidationError(field, "visit.text_too_long", longest=LONGEST_TEXT)


def doubts(values: Mapping[str, str]) -> tuple[Doubt, ...]:
    """List numbers that are possible but unlikely, and should be asked about once."""
    found = []
    for code, result in values.items():
        test, value = lab_tests().get(code), number_in(result)
        if test is None or value is None or test.kind != "number":
            continue
        low, high = test.ask_below, test.ask_above
        if (low is not None and value < low) or (high is not None and value > high):
            found.append(Doubt(code, value, low, high))
    return tuple(found)


def range_for(test: str, subject: Subject) -> Range | None:
    """The reference range for this person, or None where nothing is known."""
    return next((line for line in ranges().get(test, ()) if _fits(line, subject)), None)


def _fits(line: Range, subject: Subject) -> bool:
    if line.sex not in (None, subject.sex) or not line.from_months <= subject.age_months < line.to_months:
        return False
    if line.pregnant is not None and line.pregnant is not subject.pregnant:
        return False
    if line.from_week is None and line.to_week is None:
        return True
    weeks = subject.weeks
    return (
        weeks is not None
        and (line.from_week is None or weeks >= line.from_week)
        and (line.to_week is None or weeks < line.to_week)
    )


def judge(test: str, result: str, subject: Subject) -> Judgement:
    """Say what one result means. Limits are themselves still normal, critical limits still not critical."""
    known = lab_tests().get(test)
    if known is None:
        return Judgement()
    if known.kind == "choice":
        if not known.usual or result not in known.choices:
            return Judgement()
        return Judgement(flag="normal" if result in known.usual else "abnormal")
    value, line = number_in(result), range_for(test, subject)
    if known.kind != "number" or value is None or line is None:
        return Judgement()
    return Judgement(
        flag=_flag(value, line), low=line.low, high=line.high, source=line.source, confirmed=line.confirmed
    )


def _flag(value: float, line: Range) -> str | None:
    if line.critical_low is not None and value < line.critical_low:
        return "critical_low"
    if line.critical_high is not None and value > line.critical_high:
        return "critical_high"
    if line.low is not None and value < line.low:
        return "low"
    if line.high is not None and value > line.high:
        return "high"
    return None if line.low is None and line.high is None else "normal"
