"""What the lines of an export say: facts of visits, of what lies in them, of deaths. Plain Python alone."""

from __future__ import annotations

import calendar
import csv
import math
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

Line = dict[str, str]  # one line of an exported file
Facts = dict[str, Any]


def age_in_months(birth: date, on: date) -> int:
    """Count the month-days reached; in a month without that day the first of the next one stands for it."""
    months = max(0, (on.year - birth.year) * 12 + on.month - birth.month - 2)  # never more than are completed
    while True:
        year, month = divmod(birth.year * 12 + birth.month - 1 + months + 1, 12)
        if birth.day <= calendar.monthrange(year, month + 1)[1]:
            reached = date(year, month + 1, birth.day)
        else:
            reached = date(year + (month == 11), 1 if month == 11 else month + 2, 1)
        if reached > on:
            return months
        months += 1


def ages(born: str, on: str) -> Facts:
    months = age_in_months(date.fromisoformat(born), date.fromisoformat(on))
    return {"age_months": months, "age_years": months // 12}


def visit_facts(line: Line) -> Facts:
    """What a line says of the visit itself."""
    said: Facts = {
        name: line[name] or None
        for name in (
            "visit_type",
            "sex",
            "new_this_year",
            "new_problem",
            "payer",
            "exemption",
            "outcome",
            "outcome_detail",
            "pregnancy",
            "village",
        )
    }
    said |= ages(line["birth_date"], line["visit_date"])
    said["weight_kg"] = Fraction(line["weight_kg"]) if line["weight_kg"] else None
    said["pregnancy_weeks"] = int(line["pregnancy_weeks"]) if line["pregnancy_weeks"] else None
    said["referred_in"] = "yes" if line["referred_in"] else "no"
    results = {test["test"]: test["result"] for test in tests_in(line)}
    if results.get("bs") == "positive":
        said["malaria_test"] = "bs_positive"
    elif results.get("mrdt") == "positive":
        said["malaria_test"] = "mrdt_positive"
    elif "negative" in (results.get("bs"), results.get("mrdt")):
        said["malaria_test"] = "negative"
    else:
        said["malaria_test"] = None
    return said


def entry(cell: str) -> dict[str, str]:
    """``urgency=urgent|reason=Homa``: what was said, by name."""
    return {name: _plain(text) for name, _, text in (part.partition("=") for part in cell.split("|")) if name}


def _plain(text: str) -> str:
    return text.replace("%3B", ";").replace("%3D", "=").replace("%7C", "|").replace("%25", "%")


def diagnoses_in(line: Line) -> list[Facts]:
    concepts = line["concepts"].split(";")
    found = []
    for place, text in enumerate(filter(None, line["diagnoses"].split(";"))):
        code, certainty, severity, *_ = (*text.split(":"), "", "")
        said = {"icd10": code, "certainty": certainty or "confirmed", "severity": severity or None}
        found.append(said | {"concept": (concepts[place] if place < len(concepts) else "") or None})
    return found


def tests_in(line: Line) -> list[Facts]:
    pairs = [text.split("=") for text in line["tests"].split(";") if text]
    return [{"test": name, "result": _plain(result) or None} for name, result in pairs]


def treatments_in(line: Line) -> list[Facts]:
    orders = [text.split("|") for text in line["prescriptions"].split(";") if text]
    return [{"medicine": order[0], "quantity": int(order[4])} for order in orders]


def procedures_in(line: Line) -> list[Facts]:
    return [{"procedure": code} for code in line["procedures"].split(";") if code]


def referrals_in(line: Line) -> list[Facts]:
    """Whoever left with a referral was sent, also where no letter was written."""
    if line["outcome"] != "referred":
        return []
    said = entry(line["referral"])
    return [
        {
            "urgency": said.get("urgency"),
            "referred_to": line["referred_to"] or None,
            "arrived": "yes" if line["referral_arrived_on"] else "no",
            "answered": "yes" if line["referral_answered_on"] else "no",
        }
    ]


def answers_in(line: Line) -> list[Facts]:
    return [{"urgency": entry(line["referral"]).get("urgency")}] if line["referral_answered_on"] else []


def sent_here(line: Line) -> list[Facts]:
    return [{"sent_by": entry(line["referred_in"])["kind"]}] if line["referred_in"] else []


THINGS: dict[str, Callable[[Line], list[Facts]]] = {
    "visits": lambda line: [{}],
    "diagnoses": diagnoses_in,
    "tests": tests_in,
    "treatments": treatments_in,
    "units": treatments_in,
    "packs": treatments_in,
    "procedures": procedures_in,
    "referrals": referrals_in,
    "referrals_in": sent_here,
    "answers": answers_in,
}
# What is read together is limited together.
LIMITED_AS = {"units": "treatments", "packs": "treatments"}


def deaths(patients: list[Line]) -> Iterator[tuple[str, str, Facts]]:
    """Patient, day and facts of each death."""
    for line in patients:
        if not line["death"]:
            continue
        said = entry(line["death"])
        cause = said.get("underlying") or said.get("immediate") or ""
        icd10, _, concept = cause.partition("@")
        yield (
            line["patient_id"],
            said["died_on"],
            {
                "sex": line["sex"],
                **ages(line["birth_date"], said["died_on"]),
                "village": line["village"] or None,
                "icd10": icd10 or None,
                "concept": concept or None,
                "place": said["place"],
                "notified": "yes" if "notified_on" in said else "no",
            },
        )


class Reference:
    """The tables that figures depend on, read as plain text."""

    def __init__(self, folder: Path) -> None:
        self._tests = {line["code"]: line for line in table(folder / "tests.csv")}
        self._ranges = table(folder / "laboratory" / "ranges.csv")
        packs = folder / "medicine_packs.csv"
        self._packs = (
            {line["medicine"]: Fraction(line["amount"]) for line in table(packs)} if packs.exists() else {}
        )

    def amount(self, source: str, facts: Facts) -> int:
        """Units add up, bottles are given whole, everything else counts one."""
        if source == "units":
            return int(facts["quantity"])
        if source == "packs":
            return math.ceil(Fraction(facts["quantity"]) / self._packs[facts["medicine"]])
        return 1

    def flag(self, facts: Facts) -> str | None:
        """What the ranges say of a result; the first line that fits is used, limits are still normal."""
        test, result = self._tests.get(facts["test"]), facts["result"]
        if test is None or result is None:
            return None
        if test["kind"] == "choice":
            usual = test["usual"].split()
            if not usual or result not in test["choices"].split():
                return None
            return "normal" if result in usual else "abnormal"
        if test["kind"] != "number":
            return None
        value = Fraction(result)
        for line in self._ranges:
            if line["test"] == facts["test"] and _is_for(line, facts):
                return _judged(value, line)
        return None


def _is_for(line: Line, facts: Facts) -> bool:
    pregnancy, weeks = facts["pregnancy"], facts["pregnancy_weeks"]
    if not int(line["from_months"]) <= facts["age_months"] < int(line["to_months"]):
        return False
    if line["sex"] not in ("", facts["sex"]):
        return False
    if line["pregnant"] == "yes" and pregnancy != "pregnant":
        return False
    if line["pregnant"] == "no" and pregnancy in (None, "pregnant"):
        return False
    if line["weeks_from"] and (weeks is None or weeks < int(line["weeks_from"])):
        return False
    return not (line["weeks_to"] and (weeks is None or weeks >= int(line["weeks_to"])))


def _judged(value: Fraction, line: Line) -> str | None:
    for limit, beyond in (("critical_low", -1), ("critical_high", 1), ("low", -1), ("high", 1)):
        if line[limit] and (value - Fraction(line[limit])) * beyond > 0:
            return limit
    return "normal" if line["low"] or line["high"] else None


def table(path: Path) -> list[Line]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(line for line in handle if not line.startswith("#")))
