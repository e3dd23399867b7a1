"""What has to be notified at once, by which diagnosis, and of what several alike are worth a warning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.languages import either
from emr_desktop.reference.tables import read_table, words

_LONGEST_PREFIX = 6  # A09.01


@dataclass(frozen=True)
class Condition:
    """A condition of the immediate-notification list; all of it waits for confirmation."""

    code: str
    name_en: str
    name_sw: str
    deadline_hours: int
    case_en: str  # the suspected case, in our own words
    case_sw: str
    specimen_en: str
    specimen_sw: str
    state: str  # source, unconfirmed

    def name(self, language: str) -> str:
        return either(language, self.name_sw, self.name_en)

    def case(self, language: str) -> str:
        return either(language, self.case_sw, self.case_en)

    def specimen(self, language: str) -> str:
        return either(language, self.specimen_sw, self.specimen_en)


@dataclass(frozen=True)
class Trigger:
    """When a diagnosis is on the list: by a prefix or by a concept, with what else must hold."""

    condition: str
    icd10: str  # a prefix; empty where a concept decides
    concept: str
    from_months: int | None
    below_months: int | None
    severity: str
    outcome: str
    state: str

    def fits(self, *, age_months: int, severity: str | None, outcome: str) -> bool:
        """Whether age, severity and outcome are what this line asks for."""
        return (
            (self.from_months is None or age_months >= self.from_months)
            and (self.below_months is None or age_months < self.below_months)
            and self.severity in ("", severity)
            and self.outcome in ("", outcome)
        )


@dataclass(frozen=True)
class ClusterRule:
    """So many different patients of one village with this illness within so many days."""

    code: str
    name_en: str
    name_sw: str
    icd10: tuple[str, ...]  # prefixes
    severity: str  # empty: any
    count: int
    days: int
    on: bool
    state: str

    def name(self, language: str) -> str:
        return either(language, self.name_sw, self.name_en)

    def takes(self, icd10: str, severity: str | None) -> bool:
        """Whether a diagnosis is one of this illness."""
        return icd10.startswith(self.icd10) and self.severity in ("", severity)


@cache
def conditions() -> dict[str, Condition]:
    """The immediate-notification list by code, in the order of the file."""
    return {
        row["code"]: Condition(**{**row, "deadline_hours": int(row["deadline_hours"])})  # type: ignore[arg-type]
        for row in read_table("surveillance/immediate.csv")
    }


@cache
def triggers() -> tuple[Trigger, ...]:
    """What puts a diagnosis on the list, line by line."""
    return tuple(
        Trigger(
            condition=row["condition"],
            icd10=row["icd10"],
            concept=row["concept"],
            from_months=int(row["from_months"]) if row["from_months"] else None,
            below_months=int(row["below_months"]) if row["below_months"] else None,
            severity=row["severity"],
            outcome=row["outcome"],
            state=row["state"],
        )
        for row in read_table("surveillance/immediate_codes.csv")
    )


@cache
def cluster_rules() -> dict[str, ClusterRule]:
    """The cluster rules as they are shipped, by code."""
    return {
        row["code"]: ClusterRule(
            code=row["code"],
            name_en=row["name_en"],
            name_sw=row["name_sw"],
            icd10=words(row["icd10"]),
            severity=row["severity"],
            count=int(row["count"]),
            days=int(row["days"]),
            on=row["on"] == "yes",
            state=row["state"],
        )
        for row in read_table("surveillance/clusters.csv")
    }


@cache
def _by_prefix() -> tuple[dict[str, list[Trigger]], dict[str, list[Trigger]]]:
    prefixes: dict[str, list[Trigger]] = {}
    concepts: dict[str, list[Trigger]] = {}
    for trigger in triggers():
        if trigger.icd10:
            prefixes.setdefault(trigger.icd10, []).append(trigger)
        if trigger.concept:
            concepts.setdefault(trigger.concept, []).append(trigger)
    return prefixes, concepts


def condition_of(
    icd10: str, concept: str | None, *, age_months: int, severity: str | None = None, outcome: str = "home"
) -> Condition | None:
    """The condition a diagnosis has to be notified as, or None.

    The concept is asked first, then the code, its longest prefix before shorter ones.

    Args:
        icd10: the code with its dot.
        concept: code of the clinical concept, if one was picked.
        age_months: completed months on the day of the visit.
        severity: of the diagnosis.
        outcome: of the visit.
    """
    prefixes, by_concept = _by_prefix()
    lines = [*by_concept.get(concept or "", ())]
    for length in range(min(len(icd10), _LONGEST_PREFIX), 0, -1):
        lines += prefixes.get(icd10[:length], ())
    for trigger in lines:
        if trigger.fits(age_months=age_months, severity=severity, outcome=outcome):
            return conditions()[trigger.condition]
    return None
