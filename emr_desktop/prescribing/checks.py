"""The safety checks of one sheet: pure, in memory, a millisecond or two.

No rule fires without the datum it needs: it says instead what is missing (severity ``info``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from emr_desktop.prescribing.allergies import read_allergy
from emr_desktop.prescribing.rows import INFO, SERIOUS, Finding, Order, Subject
from emr_desktop.prescribing.tables import Rule, RuleBook, family_of, ingredients, substances
from emr_desktop.prescribing.weights import usable_weight
from emr_desktop.reference.catalogue import dose_unit, medicines

HEAVY_KG = 50.0  # from here on only the absolute limit counts
CHILD_MONTHS = 144
FERTILE_MONTHS = (144, 600)  # 12-49 years: pregnancy is asked for
_ORDER = {SERIOUS: 0, "mild": 1, INFO: 2}


@dataclass(frozen=True)
class _Line:
    """A line of the sheet with everything its medicine holds."""

    position: int
    order: Order
    held: frozenset[str]  # ingredients and classes, local ones too
    systemic: frozenset[str]  # those that reach the whole body
    codes: frozenset[str]  # systemic ingredients alone


def examine(subject: Subject, orders: Sequence[Order], book: RuleBook) -> tuple[Finding, ...]:
    """Check a whole sheet.

    Args:
        subject: what is known of the patient today.
        orders: the lines in the order of the sheet; a medicine the formulary does not know is passed over.
        book: the rules that are in force.

    Returns:
        Findings by line, the serious ones first; what is missing for the sheet as a whole comes last.
    """
    lines = [line for at, order in enumerate(orders) if (line := _line(at, order)) is not None]
    found: list[Finding] = []
    for line in lines:
        found += _of_allergies(subject, line, book)
        found += _of_age(subject, line, book)
        found += _of_pregnancy(subject, line, book)
        found += _of_conditions(subject, line, book)
        found += _of_indication(subject, line, book)
        found += _of_handling(line, book)
        found += _of_running(subject, line, lines, book)
    for later_at, later in enumerate(lines):
        for earlier in lines[:later_at]:
            found += _of_pair(earlier, later, book)
    found += _of_doses(subject, lines, book)
    return tuple(
        sorted(
            _once(found),
            key=lambda one: (one.position is None, one.position or 0, _ORDER[one.severity]),
        )
    )


def _line(position: int, order: Order) -> _Line | None:
    held = ingredients().get(order.medicine)
    if held is None:
        return None
    systemic = [one.code for one in held if one.systemic]
    return _Line(
        position,
        order,
        frozenset().union(*(family_of(one.code) for one in held)),
        frozenset().union(*(family_of(code) for code in systemic)),
        frozenset(systemic),
    )


def _said(
    line: _Line,
    rule: Rule,
    code: str,
    *,
    other: str | None = None,
    params: dict[str, object] | None = None,
) -> Finding:
    return Finding(
        code=code,
        severity=rule.severity,
        position=line.position,
        medicine=line.order.medicine,
        rule=rule.id,
        other=other,
        params=params or {},
        evidence=rule.evidence,
    )


def _missing(code: str, line: _Line | None = None, **params: object) -> Finding:
    return Finding(
        code=code,
        severity=INFO,
        position=None,
        medicine=line.order.medicine if line is not None else "",
        rule=code.removeprefix("prescribing."),
        params=params,
    )


def _once(found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what was said before; what is missing is said once for the sheet, not for every line."""
    seen: set[tuple[object, ...]] = set()
    for one in found:
        mark = (one.code, str(one.params)) if one.severity == INFO else (one.position, one.rule, one.other)
        if mark not in seen:
            seen.add(mark)
            yield one


def _has(icd10: str, prefixes: Iterable[str]) -> bool:
    return any(icd10.startswith(prefix) for prefix in prefixes)


# one line ----------------------------------------------------------------------------------------------


def _of_allergies(subject: Subject, line: _Line, book: RuleBook) -> Iterator[Finding]:
    same = book.rule("allergy_same")
    for written in subject.allergies:
        allergy = read_allergy(written)
        if not allergy.known:
            yield _missing("prescribing.allergy_unknown", allergy=written)
            continue
        if same is not None and allergy.substances & line.held:
            yield _said(line, same, "prescribing.allergy", other=written, params={"allergy": written})
            continue
        expanded = frozenset().union(*(family_of(code) for code in allergy.substances))
        for rule in book.rules("cross_reaction"):
            if rule["from"] in expanded and rule["to"] in line.held:
                found = _said(
                    line,
                    rule,
                    "prescribing.cross_reaction",
                    other=written,
                    params={"allergy": written, "substance": rule["to"]},
                )
                # What is rare is a question of life after a severe reaction.
                yield replace(found, severity=SERIOUS) if written in subject.severe_allergies else found
                break


def _of_age(subject: Subject, line: _Line, book: RuleBook) -> Iterator[Finding]:
    for rule in book.rules("age"):
        floor = int(rule["below_months"])
        if rule["substance"] in line.systemic and subject.age_months < floor:
            if any(_has(code, rule.codes("except")) for code in subject.diagnoses):
                continue
            yield _said(line, rule, "prescribing.age", params={"months": floor})


def _of_pregnancy(subject: Subject, line: _Line, book: RuleBook) -> Iterator[Finding]:
    if subject.sex != "F" or not FERTILE_MONTHS[0] <= subject.age_months < FERTILE_MONTHS[1]:
        return
    state = pregnancy_of(subject)
    for rule in book.rules("pregnancy"):
        if rule["substance"] not in line.systemic:
            continue
        if state is None:
            # Only what could stop a sheet is worth a question about pregnancy.
            if rule["when"] == "pregnant" and rule.severity == SERIOUS:
                yield _missing("prescribing.missing_pregnancy", line)
            continue
        if rule["when"] != state:
            continue
        start, end = rule.number("from_week"), rule.number("to_week")
        if start is None and end is None:
            yield _said(line, rule, f"prescribing.{state}")
        elif subject.pregnancy_weeks is None:
            yield _missing("prescribing.missing_weeks", line)
        elif (start or 0) <= subject.pregnancy_weeks < (end or 99):
            yield _said(line, rule, "prescribing.pregnant_weeks", params={"weeks": subject.pregnancy_weeks})


def pregnancy_of(subject: Subject) -> str | None:
    """What is known of pregnancy: as it was said, else from a positive urine test of this visit."""
    if subject.pregnancy is None and ("upt", "positive") in subject.tests:
        return "pregnant"
    return subject.pregnancy


def _of_conditions(subject: Subject, line: _Line, book: RuleBook) -> Iterator[Finding]:
    known = (*subject.diagnoses, *subject.illnesses)
    if not known:
        return
    for rule in book.rules("condition"):
        if rule["substance"] in line.systemic:
            diagnosis = next((code for code in known if _has(code, rule.codes("icd10"))), None)
            if diagnosis is not None:
                yield _said(line, rule, "prescribing.condition", params={"icd10": diagnosis})


def _of_indication(subject: Subject, line: _Line, book: RuleBook) -> Iterator[Finding]:
    for rule in book.rules("indication"):
        if rule["substance"] not in line.systemic:
            continue
        if rule["kind"] == "needs_positive":
            results = [result for test, result in subject.tests if test in rule.codes("tests")]
            if "positive" in results:
                continue
            negative = "negative" in results
            yield _said(line, rule, "prescribing.test_negative" if negative else "prescribing.test_missing")
        elif not subject.diagnoses:
            yield _missing("prescribing.missing_diagnosis", line)
        elif all(_has(code, rule.codes("icd10")) for code in subject.diagnoses):
            yield _said(line, rule, "prescribing.not_needed", params={"icd10": subject.diagnoses[0]})


def _of_handling(line: _Line, book: RuleBook) -> Iterator[Finding]:
    medicine, dose = medicines()[line.order.medicine], line.order.dose
    rule = book.rule("dose_units")
    unit = dose_unit(medicine)
    if rule is not None and dose is not None and unit.ask_above < dose <= unit.refuse_above:
        yield _said(line, rule, "prescribing.many_units", params={"given": dose, "unit": unit.unit})
    rule = book.rule("stock_out")
    if rule is not None and medicine.code in book.out_of_stock:
        yield _said(line, rule, "prescribing.stock_out")


# two lines ---------------------------------------------------------------------------------------------


def _of_pair(earlier: _Line, later: _Line, book: RuleBook) -> Iterator[Finding]:
    other = earlier.order.medicine
    shared = [code for code in earlier.codes & later.codes if not substances()[code].repeats]
    same = book.rule("dup_ingredient")
    if shared and same is not None:
        yield _said(
            later, same, "prescribing.duplicate", other=other, params={"substance": sorted(shared)[0]}
        )
    elif not earlier.codes & later.codes:
        for rule in book.rules("duplicate"):
            if rule["class"] and rule["class"] in earlier.systemic and rule["class"] in later.systemic:
                yield _said(
                    later,
                    rule,
                    "prescribing.duplicate_class",
                    other=other,
                    params={"substance": rule["class"]},
                )
                break
    for rule in book.rules("interaction"):
        one, two = rule["a"], rule["b"]
        if (one in earlier.systemic and two in later.systemic) or (
            two in earlier.systemic and one in later.systemic
        ):
            if earlier.order.medicine == later.order.medicine:
                continue
            yield _said(later, rule, "prescribing.interaction", other=other)


def _of_running(subject: Subject, line: _Line, lines: Sequence[_Line], book: RuleBook) -> Iterator[Finding]:
    """What the patient has at home from earlier visits; what is ordered again is looked at on the sheet."""
    ordered = {other.order.medicine for other in lines}
    for running in subject.running:
        held = _line(line.position, Order(medicine=running.medicine))
        if held is None:
            continue
        params: dict[str, object] = {"since": running.since.isoformat(), "until": running.until.isoformat()}
        shared = [code for code in held.codes & line.codes if not substances()[code].repeats]
        same = book.rule("dup_running")
        if shared and same is not None:
            code = "prescribing.running_duplicate"
            yield _said(line, same, code, other=running.medicine, params=params)
        if running.medicine in ordered:
            continue
        for rule in book.rules("interaction"):
            one, two = rule["a"], rule["b"]
            if (one in held.systemic and two in line.systemic) or (
                two in held.systemic and one in line.systemic
            ):
                code = "prescribing.running_interaction"
                yield _said(line, rule, code, other=running.medicine, params=params)


# how much ----------------------------------------------------------------------------------------------


def _of_doses(subject: Subject, lines: Sequence[_Line], book: RuleBook) -> Iterator[Finding]:
    weight = usable_weight(subject)
    told: set[str] = set()
    for rule in book.rules("maximum"):
        # The strictest limit of an ingredient stands first in the table; a milder one adds nothing to it.
        if rule["ingredient"] in told or not _at_age(rule, subject.age_months):
            continue
        counted = [(line, given) for line in lines if (given := _given(line, rule["ingredient"])) is not None]
        if not counted:
            continue
        per_kg = rule.number("single_per_kg") or rule.number("daily_per_kg")
        if per_kg and weight is None and subject.age_months < CHILD_MONTHS:
            yield _missing("prescribing.missing_weight", counted[0][0])
        for found in _over(rule, counted, weight):
            told.add(rule["ingredient"])
            yield found


def _over(
    rule: Rule, counted: Sequence[tuple[_Line, tuple[float, float | None]]], weight: float | None
) -> Iterator[Finding]:
    """The lines that give too much at a time, else the day as a whole."""
    most = _limit(rule, "single", weight)
    over = [(line, single) for line, (single, _) in counted if _is_over(single, most, rule)]
    for line, single in over:
        params = _amounts(rule, single, most or 0.0, weight)
        yield _said(line, rule, "prescribing.dose_single", params=params)
    most = _limit(rule, "daily", weight)
    total = sum(daily for _, (_, daily) in counted if daily is not None)
    if not over and _is_over(total, most, rule):
        largest = max(counted, key=lambda each: each[1][1] or 0)[0]
        params = _amounts(rule, total, most or 0.0, weight)
        yield _said(largest, rule, "prescribing.dose_daily", params=params)


def _is_over(given: float, most: float | None, rule: Rule) -> bool:
    return most is not None and given > most * (rule.number("slack") or 1.0) + 1e-9


def _at_age(rule: Rule, months: int) -> bool:
    start, end = rule.number("from_months"), rule.number("below_months")
    return (start is None or months >= start) and (end is None or months < end)


def _given(line: _Line, ingredient: str) -> tuple[float, float | None] | None:
    """How much of an ingredient one dose and one day give; None when it is not in it or not known."""
    dose = line.order.dose
    amount = next(
        (
            one.amount
            for one in ingredients()[line.order.medicine]
            if one.code == ingredient and one.systemic and one.amount is not None
        ),
        None,
    )
    if amount is None or not dose or not medicines()[line.order.medicine].quantity_from_dose:
        return None
    single = dose * amount
    return single, single * line.order.per_day if line.order.per_day else None


def _limit(rule: Rule, which: str, weight: float | None) -> float | None:
    """The most of an ingredient at a time or in a day; below 50 kg the limit for each kg counts too."""
    absolute, per_kg = rule.number(which), rule.number(f"{which}_per_kg")
    by_weight = per_kg * weight if per_kg is not None and weight is not None and weight < HEAVY_KG else None
    limits = [limit for limit in (absolute, by_weight) if limit is not None]
    return min(limits) if limits else None


def _amounts(rule: Rule, given: float, most: float, weight: float | None) -> dict[str, object]:
    unit = next(one.unit for held in ingredients().values() for one in held if one.code == rule["ingredient"])
    return {
        "substance": rule["ingredient"],
        "given": round(given, 2),
        "most": round(most, 2),
        "unit": unit,
        "weight": weight,
    }
