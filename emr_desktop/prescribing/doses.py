"""The dose to suggest for one medicine, with its working; never one without the data it needs."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from emr_desktop.prescribing.rows import NoDose, Subject, Suggestion
from emr_desktop.prescribing.tables import Rule, RuleBook, ingredients, rules_of
from emr_desktop.prescribing.weights import usable_weight
from emr_desktop.reference.catalogue import medicines

_NEARLY = Decimal("1.1")  # a tablet may bring up to a tenth more than was wanted


def suggest(subject: Subject, medicine: str, book: RuleBook) -> Suggestion | NoDose:
    """Look for the dose of a medicine.

    A line that names a diagnosis of the visit goes before one for any diagnosis, a weight before an age.

    Returns:
        The suggestion, or why there is none: a datum is missing, the only rules are drafts, or nothing known.
    """
    known = [rule for rule in rules_of("dose") if rule["medicine"] == medicine]
    in_force = [rule for rule in known if book.is_in_force(rule)]
    if not in_force:
        return NoDose(why="prescribing.dose_draft") if known else NoDose()
    for_this = [rule for rule in in_force if _indicated(rule, subject.diagnoses)]
    if not for_this:
        if not subject.diagnoses:
            return NoDose(why="prescribing.dose_needs_diagnosis")
        return NoDose(why="prescribing.dose_other_diagnosis")
    of_age = [rule for rule in for_this if _within(rule, "months", subject.age_months)]
    if not of_age:
        return NoDose(why="prescribing.dose_other_age")
    weight = usable_weight(subject)
    fitting = [
        rule for rule in of_age if not _weighs(rule) or (weight is not None and _within(rule, "kg", weight))
    ]
    if not fitting:
        if weight is None:
            return NoDose(why="prescribing.dose_needs_weight")
        return NoDose(why="prescribing.dose_other_weight", params={"weight": weight})
    best = min(fitting, key=lambda rule: (not rule["icd10"], not _weighs(rule)))
    return _worked_out(best, subject, weight, book)


def _indicated(rule: Rule, diagnoses: Sequence[str]) -> bool:
    prefixes = rule.codes("icd10")
    return not prefixes or any(code.startswith(prefix) for code in diagnoses for prefix in prefixes)


def _weighs(rule: Rule) -> bool:
    return bool(rule["mg_per_kg"] or rule["from_kg"] or rule["below_kg"])


def _within(rule: Rule, what: str, value: float) -> bool:
    start, end = rule.number(f"from_{what}"), rule.number(f"below_{what}")
    return (start is None or value >= start) and (end is None or value < end)


def _worked_out(rule: Rule, subject: Subject, weight: float | None, book: RuleBook) -> Suggestion | NoDose:
    per_kg, most = rule.number("mg_per_kg"), rule.number("most")
    wanted: float | None = None
    capped = False
    unit = "mg"
    if per_kg is None:
        dose = rule.number("units") or 0.0
    else:
        assert weight is not None  # noqa: S101 - a rule for each kg weighs
        wanted = round(per_kg * weight, 4)
        if most is not None and wanted > most:
            wanted, capped = most, True
        held = next(one for one in ingredients()[rule["medicine"]] if one.code == rule["ingredient"])
        assert held.amount is not None  # noqa: S101 - a test holds the tables
        unit = held.unit
        dose = _rounded(wanted / held.amount, rule.number("step") or 1.0, rule["medicine"])
        if dose <= 0:
            return NoDose(
                why="prescribing.dose_below_smallest", params={"wanted": _plain(wanted), "unit": unit}
            )
    by_weight = bool(rule["from_kg"] or rule["below_kg"])
    by = "kg" if per_kg is not None else "weight" if by_weight else "age"
    band = None
    if by == "weight":
        band = (rule.number("from_kg"), rule.number("below_kg"))
    elif by == "age":
        band = (rule.number("from_months"), rule.number("below_months"))
    per_day, days = rule.number("per_day"), rule.number("days")
    return Suggestion(
        rule=rule.id,
        medicine=rule["medicine"],
        dose=dose,
        per_day=None if per_day is None else int(per_day),
        days=None if days is None else int(days),
        weight_kg=weight if _weighs(rule) else None,
        weight_date=subject.weight_date if _weighs(rule) else None,
        per_kg=per_kg,
        wanted=wanted,
        capped=capped,
        unit=unit,
        band=band,
        by=by,
        evidence=rule.evidence,
        source=rule.source,
        state="decided" if rule.id in book.decisions else "approved",
    )


def _rounded(units: float, step: float, medicine: str) -> float:
    """Round to what can be given: liquids and injections to the nearest step, tablets not far past it."""
    exact, by = Decimal(str(round(units, 6))), Decimal(str(step))
    nearest = (exact / by).quantize(Decimal(1), ROUND_HALF_UP) * by
    if medicines()[medicine].unit not in ("ml", "ampoule", "vial") and nearest > exact * _NEARLY:
        nearest = (exact / by).quantize(Decimal(1), ROUND_DOWN) * by
    return float(nearest)


def _plain(value: float) -> float:
    return round(value, 2)
