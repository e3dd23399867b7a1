"""Conditions of form definitions: ``severity=severe``, ``payer=nhif|chf``, ``age_months>=12``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from emr_desktop.forms.facts import SOURCES, Fact, FactField

# A word in quotation marks may hold blanks: village="Kwa Mtoro"|Buigiri.
_WORD = r'(?:"[^"]+"|[^\s=<>!|"]+)'
_TERM = re.compile(rf"(?P<field>[a-z0-9_]+)(?P<operator>!=|>=|<=|=|<|>)(?P<values>{_WORD}(?:\|{_WORD})*)\Z")
_TERMS = re.compile(r'(?:"[^"]*"|[^\s"]|")+')
_WORDS = re.compile(_WORD)
_YES_NO = {"yes": True, "no": False}
_NOTHING = "nothing"  # how a definition says that a fact was not given
_AGE_IN_YEARS = "age_years"  # another way of writing age_months


class ConditionRefused(Exception):
    """A condition that cannot be read; ``problem`` is a code, ``word`` the part that is wrong."""

    def __init__(self, problem: str, word: str) -> None:
        super().__init__(f"{problem}: {word}")
        self.problem = problem
        self.word = word


@dataclass(frozen=True)
class Condition:
    """One term. ``=`` and ``!=`` take several values; ``< <= > >=`` take one number."""

    field: str
    operator: str
    values: tuple[Fact, ...]

    def holds(self, facts: Mapping[str, Fact]) -> bool:
        """Say whether the fact fits. A fact that was not given fits only ``=nothing`` and ``!=`` another."""
        fact = facts[self.field]
        if self.operator == "=":
            return fact in self.values
        if self.operator == "!=":
            return fact not in self.values
        limit = self.values[0]
        if not isinstance(fact, int | float) or not isinstance(limit, int):
            return False
        if self.operator == "<":
            return fact < limit
        if self.operator == "<=":
            return fact <= limit
        if self.operator == ">":
            return fact > limit
        return fact >= limit

    @property
    def limit(self) -> int | None:
        """The number that a fact is compared with; None for terms that compare words."""
        limit = self.values[0]
        if not isinstance(limit, int) or isinstance(limit, bool) or self.operator in {"=", "!="}:
            return None
        return limit

    @property
    def cut(self) -> int | None:
        """The whole number from which on the answer is another; None for terms that compare words."""
        if self.limit is None:
            return None
        return self.limit + 1 if self.operator in {"<=", ">"} else self.limit


def all_hold(conditions: Iterable[Condition], facts: Mapping[str, Fact]) -> bool:
    """Say whether every condition fits these facts."""
    return all(condition.holds(facts) for condition in conditions)


def parse_conditions(text: str, source: str) -> tuple[Condition, ...]:
    """Read conditions separated by blanks.

    Args:
        text: as written in a definition; empty gives no conditions.
        source: what is counted, a key of ``facts.SOURCES``.

    Raises:
        ConditionRefused: ``condition_malformed``, ``fact_unknown``, ``value_unknown``.
    """
    return tuple(_parse_term(term, SOURCES[source]) for term in _TERMS.findall(text))


def _parse_term(term: str, fields: Mapping[str, FactField]) -> Condition:
    match = _TERM.match(term)
    if match is None:
        raise ConditionRefused("condition_malformed", term)
    in_years = match["field"] == _AGE_IN_YEARS
    field = fields.get("age_months" if in_years else match["field"])
    if field is None:
        raise ConditionRefused("fact_unknown", match["field"])
    operator = match["operator"]
    words = [word.strip('"') for word in _WORDS.findall(match["values"])]
    if field.kind == "number" and words == [_NOTHING] and operator in {"=", "!="} and field.may_miss:
        return Condition(field.name, operator, (None,))
    # Equality with a number would break the grouping of ages into bands.
    if (operator in {"=", "!="}) == (field.kind == "number") or (field.kind == "number" and len(words) > 1):
        raise ConditionRefused("condition_malformed", term)
    values = tuple(_value(word, field) for word in words)
    if in_years:
        # Completed years: "14 or less" ends on the fifteenth birthday.
        years = int(values[0] or 0)
        return Condition(
            field.name,
            "<" if operator in {"<", "<="} else ">=",
            ((years + 1 if operator in {"<=", ">"} else years) * 12,),
        )
    return Condition(field.name, operator, values)


def _value(word: str, field: FactField) -> Fact:
    if field.kind == "number":
        if not word.isascii() or not word.isdigit():
            raise ConditionRefused("value_unknown", word)
        return int(word)
    if field.kind == "yes_no":
        if word not in _YES_NO:
            raise ConditionRefused("value_unknown", word)
        return _YES_NO[word]
    if word == _NOTHING and field.may_miss:
        return None
    if field.values is not None and word not in field.values:
        raise ConditionRefused("value_unknown", word)
    return word
