"""The few answers at which conditions may change their mind: enough to find every overlap and every hole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from emr_desktop.forms.conditions import Condition, all_hold
from emr_desktop.forms.facts import Fact, FactField

_OLDEST_MONTHS = 150 * 12
_FAR = 1_000_000
_OTHER = "…"  # a word that no definition names


def samples(conditions: Iterable[Condition], field: FactField) -> list[Fact]:
    """Answers of a fact, ascending where it is a number; None among them when it may be missing.

    Args:
        conditions: those on this fact.
        field: the fact.
    """
    conditions = list(conditions)
    nothing: list[Fact] = [None] if field.may_miss else []
    if field.kind == "yes_no":
        return [*nothing, False, True]
    if field.kind == "number":
        limits = {condition.limit for condition in conditions if condition.limit is not None}
        steps = (-1, 0, 1) if field.whole else (-1, -0.5, 0, 0.5, 1)
        near = {limit + step for limit in limits for step in steps if limit + step >= 0}
        far = _OLDEST_MONTHS if field.name == "age_months" else _FAR
        return [*nothing, *sorted({0, *near, far})]
    written = [value for condition in conditions for value in condition.values if value is not None]
    known: tuple[Fact, ...] = field.values if field.values is not None else (*written, _OTHER)
    return [*nothing, *dict.fromkeys(known)]


def can_hold(conditions: tuple[Condition, ...], fields: Mapping[str, FactField]) -> bool:
    """Say whether some answers satisfy all conditions at once."""
    for name in {condition.field for condition in conditions}:
        asked = [condition for condition in conditions if condition.field == name]
        if not any(all_hold(asked, {name: answer}) for answer in samples(asked, fields[name])):
            return False
    return True
