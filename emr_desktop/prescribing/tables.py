"""The rule tables in memory, each file read once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.tables import number, phrases, read_table, words

APPROVED, DRAFT = "approved", "draft"
# Kind of rule -> the file it stands in, in the order a screen lists them.
RULE_FILES = {
    "cross_reaction": "cross_reactions",
    "duplicate": "duplicates",
    "interaction": "interactions",
    "pregnancy": "pregnancy",
    "age": "age_floors",
    "condition": "conditions",
    "indication": "indications",
    "maximum": "maximum_doses",
    "handling": "handling",
    "dose": "dose_rules",
}


@dataclass(frozen=True)
class Ingredient:
    """What one dispensing unit of a medicine holds; ``amount`` None is not known."""

    code: str
    amount: float | None
    unit: str
    systemic: bool


@dataclass(frozen=True)
class Substance:
    """An ingredient or a class of them."""

    code: str
    kind: str
    name_en: str
    name_sw: str
    classes: frozenset[str]
    synonyms: tuple[str, ...]
    repeats: bool

    @property
    def family(self) -> frozenset[str]:
        return self.classes | {self.code}


@dataclass(frozen=True)
class Rule:
    """One line of a rule file; ``columns`` are its own."""

    id: str
    kind: str
    severity: str
    evidence: str
    source: str
    state: str
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns[column]

    def codes(self, column: str) -> tuple[str, ...]:
        return words(self.columns[column])

    def number(self, column: str) -> float | None:
        return number(self.columns[column])


def _read(name: str) -> list[dict[str, str]]:
    return list(read_table(f"prescribing/{name}.csv"))


@cache
def ingredients() -> dict[str, tuple[Ingredient, ...]]:
    """What each medicine of the formulary holds."""
    found: dict[str, tuple[Ingredient, ...]] = {}
    for row in _read("ingredients"):
        one = Ingredient(row["ingredient"], number(row["amount"]), row["unit"], row["reach"] == "systemic")
        found[row["medicine"]] = (*found.get(row["medicine"], ()), one)
    return found


@cache
def substances() -> dict[str, Substance]:
    """Ingredients and classes by code."""
    return {
        row["code"]: Substance(
            code=row["code"],
            kind=row["kind"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            classes=frozenset(words(row["classes"])),
            synonyms=phrases(row["synonyms"]),
            repeats=row["repeats"] == "yes",
        )
        for row in _read("substances")
    }


@cache
def family_of(ingredient: str) -> frozenset[str]:
    """An ingredient with all its classes."""
    known = substances().get(ingredient)
    return known.family if known is not None else frozenset({ingredient})


@cache
def ignored_allergies() -> dict[str, str]:
    """Words in the allergy field that name no medicine: word -> none or other."""
    return {row["word"]: row["kind"] for row in _read("ignored_allergies")}


@cache
def rules_of(kind: str) -> tuple[Rule, ...]:
    """The rules of one kind, in the order of their file."""
    return tuple(
        Rule(
            id=row["id"],
            kind=kind,
            severity=row.get("severity", ""),
            evidence=row["evidence"],
            source=row["source"],
            state=row["state"],
            columns=row,
        )
        for row in _read(RULE_FILES[kind])
    )


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by id."""
    return {rule.id: rule for kind in RULE_FILES for rule in rules_of(kind)}


@cache
def digest_of(rule_id: str) -> str:
    """A fingerprint of everything a line says, so that an approval is of this text."""
    columns = all_rules()[rule_id].columns
    told = "\x1f".join(f"{name}={text}" for name, text in sorted(columns.items()))
    return hashlib.sha256(told.encode()).hexdigest()


@cache
def weight_days() -> tuple[tuple[int, int, int], ...]:
    """From which age, below which age in months, and for how many days a weight stands for today's."""
    return tuple(
        (int(row["from_months"]), int(row["below_months"]), int(row["days"])) for row in _read("weight_age")
    )


@dataclass(frozen=True)
class Reason:
    """A reason that is offered; ``codes`` are the kinds of finding it fits, empty for all."""

    code: str
    codes: frozenset[str]
    name_en: str
    name_sw: str


@cache
def reasons() -> dict[str, Reason]:
    """The short list of reasons for going on."""
    return {
        row["reason"]: Reason(row["reason"], frozenset(words(row["codes"])), row["name_en"], row["name_sw"])
        for row in _read("reasons")
    }


class RuleBook:
    """The rules that are in force here: what ships approved, with what was decided in this facility.

    Attributes:
        out_of_stock: formulary codes that somebody marked; nothing else is known of the stock.
        may_approve: whether who is in may put a draft in force.
    """

    def __init__(self, decisions: Mapping[str, str] | None = None) -> None:
        """Take decisions by rule id: ``approved`` or ``withdrawn``; one about another text was left out."""
        self.decisions = dict(decisions or {})
        self.out_of_stock: frozenset[str] = frozenset()
        self.may_approve = False
        self._in_force: dict[str, tuple[Rule, ...]] = {
            kind: tuple(rule for rule in rules_of(kind) if self.is_in_force(rule)) for kind in RULE_FILES
        }

    def for_now(self, *, out_of_stock: frozenset[str], may_approve: bool = False) -> RuleBook:
        """The same rules with what else is true in the facility today."""
        book = copy(self)
        book.out_of_stock, book.may_approve = out_of_stock, may_approve
        return book

    def is_in_force(self, rule: Rule) -> bool:
        return self.decisions.get(rule.id, rule.state) == APPROVED

    def rules(self, kind: str) -> tuple[Rule, ...]:
        return self._in_force[kind]

    def drafts(self, kind: str) -> tuple[Rule, ...]:
        return tuple(rule for rule in rules_of(kind) if not self.is_in_force(rule))

    def rule(self, rule_id: str) -> Rule | None:
        rule = all_rules().get(rule_id)
        return rule if rule is not None and self.is_in_force(rule) else None
