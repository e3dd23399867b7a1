"""How urgent a visit is, from danger signs and measurements. Pure; the limits are data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from emr_desktop.languages import either
from emr_desktop.queue.rows import PRIORITIES
from emr_desktop.reference.urgency import DangerSign, UrgentVital, danger_signs, urgent_vitals
from emr_desktop.visits.rows import VitalsEntry

_WORDS = "words:"


@dataclass(frozen=True)
class Urgency:
    """A priority and the codes of what asked for it, the gravest first."""

    priority: str = "routine"
    reasons: tuple[str, ...] = ()


def most_urgent(*priorities: str) -> str:
    """Give the most urgent of some priorities."""
    return min(priorities, key=PRIORITIES.index, default="routine")


def age_days(birth_date: date, on: date) -> int:
    """Completed days; 0 for a date before the birth."""
    return max(0, (on - birth_date).days)


def signs_for(days: int, *, pregnant: bool) -> tuple[DangerSign, ...]:
    """The danger signs to ask for at an age."""
    return tuple(sign for sign in danger_signs().values() if _applies(sign, days, pregnant=pregnant))


def urgency(vitals: VitalsEntry, signs: Iterable[str], *, days: int, pregnant: bool) -> Urgency:
    """Say how urgent it is, and why.

    Args:
        vitals: what was measured; what was not measured says nothing.
        signs: codes of the danger signs that are there; one of another age still counts.
        days: age in completed days.
        pregnant: whether the patient is.
    """
    known = danger_signs()
    found = [(known[code].raises, code) for code in dict.fromkeys(signs) if code in known]
    found += [(limit.raises, limit.code) for limit in _beyond(vitals, days, pregnant=pregnant)]
    found.sort(key=lambda each: PRIORITIES.index(each[0]))
    if not found:
        return Urgency()
    return Urgency(found[0][0], tuple(code for _, code in found))


def _beyond(vitals: VitalsEntry, days: int, *, pregnant: bool) -> list[UrgentVital]:
    """Limits that are passed, for each measurement the gravest alone."""
    passed: dict[str, UrgentVital] = {}
    for limit in urgent_vitals().values():
        value = getattr(vitals, limit.vital)
        if value is None or not _applies(limit, days, pregnant=pregnant):
            continue
        low = limit.below is not None and value < limit.below
        high = limit.above is not None and value > limit.above
        before = passed.get(limit.vital)
        if (low or high) and (before is None or _rank(limit) < _rank(before)):
            passed[limit.vital] = limit
    return list(passed.values())


def _rank(limit: UrgentVital) -> int:
    return PRIORITIES.index(limit.raises)


def _applies(rule: DangerSign | UrgentVital, days: int, *, pregnant: bool) -> bool:
    return rule.from_days <= days < rule.to_days and (rule.only != "pregnant" or pregnant)


def in_words(words: str) -> str:
    """Keep a person's own words among the codes of reasons."""
    return f"{_WORDS}{words}"


def reason_text(reason: str, *, language: str) -> str:
    """Say a reason of a priority in a language; own words as they were typed."""
    if reason.startswith(_WORDS):
        return reason.removeprefix(_WORDS)
    rule: DangerSign | UrgentVital | None = danger_signs().get(reason) or urgent_vitals().get(reason)
    if rule is None:
        return reason
    return either(language, rule.name_sw, rule.name_en)
