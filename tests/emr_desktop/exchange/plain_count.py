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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.emr_desktop.exchange.plain_facts import (
    LIMITED_AS,
    THINGS,
    Facts,
    Line,
    Reference,
    deaths,
    visit_facts,
)

Where = tuple[str, str]  # row and column
CODES = {"diagnoses": "icd10", "tests": "test", "treatments": "medicine", "units": "medicine",
         "packs": "medicine", "procedures": "procedure", "deaths": "icd10"}  # fmt: skip
BY_BEGINNING = ("diagnoses", "deaths")


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
    cells: dict[Where, list[tuple[str, int]]] = field(default_factory=dict)  # the visit, what it adds
    misplaced: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # row, column, visit

    def figure(self, row: PlainRow, column: str) -> int | None:
        if column not in row.open:
            return None
        return sum(amount for _, amount in self.cells.get((row.name, column), ()))


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


@dataclass
class Export:
    """What was exported, and the tables it is judged by."""

    visits: list[Line]
    patients: list[Line]
    reference: Reference


def count(form: PlainForm, export: Export, period: str, choice: str) -> PlainCount:
    """Count one form for one period by one of its ways of counting."""
    things = list(_things(form, export, period, choice))
    columns = [
        f"{band['code']}.{part['code']}" for band in form.columns["bands"] for part in form.columns["parts"]
    ]
    rows = _listed_rows(form, things, set(columns)) if "listed" in form.head else form.rows
    found = PlainCount(rows, columns)
    layers = {section["code"]: section.get("layer", "") for section in form.head["sections"]}
    for source, visit_id, facts in things:
        own = [row for row in rows if row.counts == source]
        own_columns = _columns(form, facts) if own else []
        for row in _rows_of(source, own, layers, facts):
            if row is None:
                if form.head.get("unmapped") != "left_out":
                    found.misplaced["", own_columns[0], visit_id] += 1
                continue
            amount = export.reference.amount(source, facts)
            for place, column in enumerate(own_columns):
                if column in row.open:
                    found.cells.setdefault((row.name, column), []).append((visit_id, amount))
                elif place == 0 and _has_first(form, row):
                    found.misplaced[row.name, column, visit_id] += 1
    return found


def _things(form: PlainForm, export: Export, period: str, choice: str) -> Iterator[tuple[str, str, Facts]]:
    """Source, visit and facts of everything that the form looks at."""
    first, last = (day.isoformat() for day in days_of(period))
    scope, chosen = form.head["scope"], form.head["count"][choice]
    sources = {row.counts for row in form.rows} | {form.head.get("listed", {}).get("counts")}

    def limits(source: str) -> list[Callable[[Facts], bool]]:
        as_one = LIMITED_AS.get(source, source)
        return [*tests_of(scope.get(as_one, "")), *tests_of(chosen.get(as_one, ""))]

    for line in export.visits:
        visit = visit_facts(line)
        if not _fits(tests_of(scope["visits"]), visit):
            continue
        for source in sources & set(THINGS):
            day = line["referral_answered_on" if source == "answers" else "visit_date"]
            if not first <= day <= last:
                continue
            for thing in THINGS[source](line):
                facts = {**visit, **thing}
                if source == "tests":
                    facts["flag"] = export.reference.flag(facts)
                if _fits(limits(source), facts):
                    yield source, line["visit_id"], facts
    if "deaths" in sources:
        for patient, day, facts in deaths(export.patients):
            if first <= day <= last and _fits(limits("deaths"), facts):
                yield "deaths", patient, facts


def _has_first(form: PlainForm, row: PlainRow) -> bool:
    """Whether anything of the first block is open; a row for a part alone has no place there."""
    block = form.columns.get("blocks", [{}])[0].get("code", "")
    bands = [band["code"] for band in form.columns["bands"] if band.get("block", "") == block]
    return not row.open or any(column.split(".")[0] in bands for column in row.open)


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
    if source not in CODES:  # visits, referrals, answers
        return [row for row in own if _fits(row.when, facts)]
    bare = (facts[CODES[source]] or "").replace(".", "").upper()
    concept = facts.get("concept") if source in BY_BEGINNING else None
    found: list[PlainRow | None] = []
    for layer in sorted({layers[row.section] for row in own}):
        fitting = [
            (_closeness(source, row.codes, bare, concept), bool(row.when), -place, row)
            for place, row in enumerate(own)
            if layers[row.section] == layer and _fits(row.when, facts)
        ]
        fitting = [one for one in fitting if one[0] is not None]
        if fitting:
            found.append(max(fitting, key=lambda one: one[:3])[3])
        elif not layer:
            found.append(None)
    return found


def _closeness(source: str, codes: list[str], bare: str, concept: str | None) -> int | None:
    """How much of the code the best of a row's codes says; a concept most, ``*`` 0, None when none fits."""
    if concept is not None and f"@{concept}" in codes:
        return 1000
    lengths = [0 for code in codes if code == "*"]
    for code in map(str.upper, codes):
        if bare.startswith(code) if source in BY_BEGINNING else bare == code:
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
