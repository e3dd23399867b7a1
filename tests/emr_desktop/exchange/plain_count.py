"""Counts the forms a second time, from the exported CSV and the definition files alone, in plain Python.

Nothing of the program is imported here, on purpose: a fault in the program's age, flags, conditions, placing
or SQL must not be able to hide in its own proof. It is slow and simple. A definition that uses a word this
file does not know fails loudly: teach it here, from the README of the forms.
"""

from __future__ import annotations

import calendar
import csv
import re
import shlex
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Line = dict[str, str]  # one line of the exported file
Facts = dict[str, Any]
Where = tuple[str, str]  # row and column

POSITIVE = ("positive",)


@dataclass
class PlainRow:
    """A row as its file tells it; ``open`` are the columns that are not grey."""

    name: str
    section: str
    counts: str
    codes: list[str]
    when: list[Callable[[Facts], bool]]
    open: set[str]


@dataclass
class PlainForm:
    """One edition of one form."""

    form: str
    edition: str
    head: dict[str, Any]
    columns: dict[str, Any]
    rows: list[PlainRow]

    @property
    def weekly(self) -> bool:
        return bool(self.head["period"] == "week")

    @property
    def choices(self) -> list[str]:
        return list(self.head["count"])


@dataclass
class PlainCount:
    """What was counted: the visits in each cell, once for each thing; and what has no place."""

    rows: list[PlainRow]
    columns: list[str]
    cells: dict[Where, list[str]] = field(default_factory=dict)
    misplaced: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # row, column, visit

    def figure(self, row: PlainRow, column: str) -> int | None:
        return len(self.cells.get((row.name, column), ())) if column in row.open else None


# Reading ---------------------------------------------------------------------------------------------------


def read_forms(folder: Path) -> list[PlainForm]:
    """Every form that has a file."""
    found = []
    for path in sorted(folder.glob("*/*/form.toml")):
        head = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tomllib.loads((folder / "columns" / f"{head['columns']}.toml").read_text(encoding="utf-8"))
        rows = []
        if "listed" not in head:
            with path.with_name("rows.csv").open(encoding="utf-8", newline="") as handle:
                rows = _rows(list(csv.DictReader(handle)), columns)
        found.append(PlainForm(head["form"], head["edition"], head, columns, rows))
    return found


def _rows(lines: list[Line], columns: dict[str, Any]) -> list[PlainRow]:
    shared: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        shared.setdefault((line["counts"], line["group"]), []).extend(line["icd10"].split())
    rows = []
    for line in lines:
        codes = shared[line["counts"], line["group"]] if line["group"] else line["icd10"].split()
        bare = [code.replace(".", "") for code in codes]
        open_cells = {
            f"{band['code']}.{part['code']}"
            for letter, band in zip(line["open_cells"], columns["bands"], strict=True)
            for part in columns["parts"]
            if letter in ("B", part["code"])
        }
        rows.append(
            PlainRow(line["row"], line["section"], line["counts"], bare, tests_of(line["when"]), open_cells)
        )
    return rows


def tests_of(words: str) -> list[Callable[[Facts], bool]]:
    """The conditions ``severity=severe age_months<60`` as questions to the facts."""
    return [_question(term) for term in shlex.split(words)]


def _question(term: str) -> Callable[[Facts], bool]:
    match = re.fullmatch(r"(\w+)(<=|>=|!=|<|>|=)(.*)", term)
    assert match is not None, term
    name, sign, said = match.groups()
    if sign in ("=", "!="):
        words = {None if word == "nothing" else word for word in said.split("|")}
        return lambda facts: (facts[name] in words) == (sign == "=")
    number = int(said)
    return {
        "<": lambda facts: facts[name] is not None and facts[name] < number,
        "<=": lambda facts: facts[name] is not None and facts[name] <= number,
        ">": lambda facts: facts[name] is not None and facts[name] > number,
        ">=": lambda facts: facts[name] is not None and facts[name] >= number,
    }[sign]


def read_lines(path: Path) -> list[Line]:
    """An exported file; the apostrophe that keeps a spreadsheet from calculating is taken off."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [
            {name: re.sub(r"^'(?='*[=+\-@\t\r])", "", cell) for name, cell in line.items()}
            for line in csv.DictReader(handle)
        ]


# Facts -----------------------------------------------------------------------------------------------------


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


def visit_facts(line: Line) -> Facts:
    """What a line says of the visit itself."""
    said: Facts = {
        name: line[name] or None
        for name in ("visit_type", "sex", "new_this_year", "new_problem", "payer", "exemption", "outcome")
    }
    said["village"] = line["village"] or None
    said["age_months"] = age_in_months(
        date.fromisoformat(line["birth_date"]), date.fromisoformat(line["visit_date"])
    )
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


def diagnoses_in(line: Line) -> list[Facts]:
    found = []
    for text in filter(None, line["diagnoses"].split(";")):
        code, certainty, severity, *_ = (*text.split(":"), "", "")
        found.append({"icd10": code, "certainty": certainty or "confirmed", "severity": severity or None})
    return found


def tests_in(line: Line) -> list[Facts]:
    pairs = [text.split("=") for text in line["tests"].split(";") if text]
    return [{"test": name, "result": _plain(result) or None} for name, result in pairs]


def treatments_in(line: Line) -> list[Facts]:
    return [{"medicine": text.split("|")[0]} for text in line["prescriptions"].split(";") if text]


def _plain(text: str) -> str:
    return text.replace("%3B", ";").replace("%3D", "=").replace("%7C", "|").replace("%25", "%")


THINGS: dict[str, Callable[[Line], list[Facts]]] = {
    "visits": lambda line: [{}],
    "diagnoses": diagnoses_in,
    "tests": tests_in,
    "treatments": treatments_in,
}
CODES = {"diagnoses": "icd10", "tests": "test", "treatments": "medicine"}


# Counting --------------------------------------------------------------------------------------------------


def days_of(period: str) -> tuple[date, date]:
    """First and last day of ``202602`` or ``2026W7``; a week begins on Monday, week 1 holds 4 January."""
    if "W" not in period:
        year, month = int(period[:4]), int(period[4:])
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    year, week = map(int, period.split("W"))
    fourth = date(year, 1, 4)
    monday = fourth - timedelta(days=fourth.weekday()) + timedelta(weeks=week - 1)
    return monday, monday + timedelta(days=6)


def count(form: PlainForm, lines: Iterable[Line], period: str, choice: str) -> PlainCount:
    """Count one form for one period by one of its ways of counting."""
    first, last = days_of(period)
    limits = {source: list(tests_of(words)) for source, words in form.head["scope"].items()}
    chosen = {source: tests_of(words) for source, words in form.head["count"][choice].items()}
    things: list[tuple[str, str, Facts]] = []  # source, visit, facts
    for line in lines:
        if not first <= date.fromisoformat(line["visit_date"]) <= last:
            continue
        visit = visit_facts(line)
        if not _fits(limits["visits"], visit):
            continue
        for source, told in THINGS.items():
            asked = [*(limits.get(source, []) if source != "visits" else []), *chosen.get(source, [])]
            things += [
                (source, line["visit_id"], facts)
                for thing in told(line)
                if _fits(asked, facts := {**visit, **thing})
            ]
    columns = [
        f"{band['code']}.{part['code']}" for band in form.columns["bands"] for part in form.columns["parts"]
    ]
    rows = _listed_rows(form, things, set(columns)) if "listed" in form.head else form.rows
    found = PlainCount(rows, columns)
    layers = {section["code"]: section.get("layer", "") for section in form.head["sections"]}
    for source, visit_id, facts in things:
        own = [row for row in rows if row.counts == source]
        own_columns = _columns(form, facts)
        for row in _rows_of(source, own, layers, facts):
            if row is None:
                if form.head.get("unmapped") != "left_out":
                    found.misplaced["", own_columns[0], visit_id] += 1
                continue
            for place, column in enumerate(own_columns):
                if column in row.open:
                    found.cells.setdefault((row.name, column), []).append(visit_id)
                elif place == 0:
                    found.misplaced[row.name, column, visit_id] += 1
    return found


def _fits(questions: Iterable[Callable[[Facts], bool]], facts: Facts) -> bool:
    return all(question(facts) for question in questions)


def _columns(form: PlainForm, facts: Facts) -> list[str]:
    """Everybody stands in one column of the first block, and in one of each further block that fits."""
    (part,) = [part for part in form.columns["parts"] if _fits(tests_of(part["when"]), facts)]
    found = []
    for place, block in enumerate(form.columns.get("blocks", [{}])):
        if place and not _fits(tests_of(block.get("when", "")), facts):
            continue
        (band,) = [
            band
            for band in form.columns["bands"]
            if band.get("block", "") == block.get("code", "") and _fits(tests_of(band["when"]), facts)
        ]
        found.append(f"{band['code']}.{part['code']}")
    return found


def _rows_of(source: str, own: list[PlainRow], layers: dict[str, str], facts: Facts) -> list[PlainRow | None]:
    """A visit goes into every row that fits; a thing with a code into one row of each layer, or nowhere."""
    if source not in CODES:
        return [row for row in own if _fits(row.when, facts)]
    bare = facts[CODES[source]].replace(".", "").upper()
    found: list[PlainRow | None] = []
    for layer in sorted({layers[row.section] for row in own}):
        fitting = [
            (_closeness(source, row.codes, bare), bool(row.when), -place, row)
            for place, row in enumerate(own)
            if layers[row.section] == layer and _fits(row.when, facts)
        ]
        fitting = [one for one in fitting if one[0] is not None]
        if fitting:
            found.append(max(fitting, key=lambda one: one[:3])[3])
        elif not layer:
            found.append(None)
    return found


def _closeness(source: str, codes: list[str], bare: str) -> int | None:
    """How many letters of the code the best of a row's codes says; 0 for ``*``, None when none fits."""
    lengths = [0 for code in codes if code == "*"]
    for code in map(str.upper, codes):
        if bare.startswith(code) if source == "diagnoses" else bare == code:
            lengths.append(len(code))
    return max(lengths, default=None)


def _listed_rows(form: PlainForm, things: list[tuple[str, str, Facts]], columns: set[str]) -> list[PlainRow]:
    """The commonest values, then the others, then (where no code is listed) what was not said."""
    listed = form.head["listed"]
    source, fact, letters = listed["counts"], listed["fact"], listed.get("letters", 0)
    is_code = CODES.get(source) == fact
    seen = Counter(
        facts[fact][: letters or None]
        for found, _, facts in things
        if found == source and facts[fact] is not None
    )
    values = [value for value, _ in sorted(seen.items(), key=lambda one: (-one[1], one[0]))][: listed["top"]]
    section = form.head["sections"][0]["code"]

    def row(name: str, codes: list[str], *when: Callable[[Facts], bool]) -> PlainRow:
        return PlainRow(name, section, source, codes, list(when), columns)

    def said(*wanted: str | None) -> Callable[[Facts], bool]:
        return lambda facts: facts[fact] in wanted

    rows = [
        row(str(place), [value.replace(".", "")]) if is_code else row(str(place), [], said(value))
        for place, value in enumerate(values, 1)
    ]
    if is_code:
        return [*rows, row("+", ["*"])]
    return [*rows, row("+", [], lambda facts: facts[fact] not in (*values, None)), row("-", [], said(None))]
