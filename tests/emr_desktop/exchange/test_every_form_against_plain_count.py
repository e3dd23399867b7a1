"""Every cell of every shipped form equals a second count, made from the exported CSV without the program.

How many facilities are tried: ``EMR_FACILITIES`` (``make proof`` tries 200).
"""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from emr_desktop import reference
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.exchange.service import export_patients, export_visits
from emr_desktop.facility.service import unlock
from tests.emr_desktop.exchange import plain_count, plain_facts
from tests.emr_desktop.exchange.facility_plans import PLANS, Plan
from tests.emr_desktop.exchange.plain_count import Export, PlainForm, count, read_forms, read_lines
from tests.emr_desktop.exchange.plain_facts import Reference
from tests.emr_desktop.exchange.random_facility import RandomFacility

DEFINITIONS = Path(reference.__file__).parent / "forms"
TRIES = int(os.environ.get("EMR_FACILITIES", "40"))
# What must have happened in some facility, or the test proves less than it says.
EDGES = (
    "answer",
    "death",
    "see",
    "paper",
    "correct",
    "void",
    "merge",
    "undo",
    "import",
    "open",
    "fill",
    "patient",
)


@contextmanager
def facility(template: Path, clock: object, password: str) -> Iterator[RandomFacility]:
    """A fresh one in a real encrypted file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(template, folder / "facility")
        clinic = open_clinic(unlock(folder / "facility", username="mkuu", password=password, clock=clock))
        try:
            yield RandomFacility(clinic, clock, folder, _chronic())
        finally:
            clinic.close()


def _chronic() -> frozenset[str]:
    """From the reference table itself, read as plain text."""
    with (DEFINITIONS.parent / "concepts.csv").open(encoding="utf-8") as lines:
        table = csv.DictReader(line for line in lines if line[0] != "#")
        return frozenset(row["icd10"][:3] for row in table if row["chronic"] == "yes")


def exported(made: RandomFacility) -> Export:
    """The record as it leaves the program; each visit must be one that the model knows, as it knows it."""
    out = made.folder / "visits.csv"
    made.clinic.work.password.note(made.clinic.work.clock.now())  # the days of the plan outlast five minutes
    export_visits(made.clinic.work, date(2000, 1, 1), date(2030, 1, 1), out)
    lines = read_lines(out)
    by_key = {visit.key: visit for visit in made.holding}
    assert Counter(line["visit_id"] for line in lines) == Counter(by_key.keys()), "other visits than are kept"
    yes_no = {"yes": True, "no": False}
    for line in lines:
        visit = by_key[line["visit_id"]]
        who = visit.person
        said = (line["visit_date"], line["patient_id"], line["sex"], line["birth_date"], line["village"])
        known = (visit.day.isoformat(), who.key, who.sex, who.born.isoformat(), who.village or "")
        assert said == known, visit
        for name in ("new_this_year", "new_problem"):
            wanted = getattr(visit, name)
            assert wanted is None or yes_no[line[name]] == wanted, (name, visit)
    export_patients(made.clinic.work, date(2000, 1, 1), date(2030, 1, 1), made.folder / "patients.csv")
    patients = read_lines(made.folder / "patients.csv")
    living = {who.key for who in made.people if not who.merged}
    assert Counter(line["patient_id"] for line in patients) == Counter(living), "other patients than are kept"
    return Export(lines, patients, Reference(DEFINITIONS.parent))


def periods_of(form: PlainForm, export: Export, first_day: date) -> list[str]:
    """Every period with a visit, and the one before the first of them."""
    days = {date.fromisoformat(line["visit_date"]) for line in export.visits} | {first_day}
    days |= {date.fromisoformat(day) for line in export.visits if (day := line["referral_answered_on"])}
    days |= {date.fromisoformat(day) for _, day, _ in plain_facts.deaths(export.patients)}
    days.add(min(days) - timedelta(days=31))
    if not form.weekly:
        return sorted({f"{day.year}{day.month:02}" for day in days})
    return sorted({f"{year}W{week}" for year, week, _ in (day.isocalendar() for day in days)})


def assert_equal(
    clinic: Clinic, form: PlainForm, export: Export, period: str, choice: str, *, cases: int
) -> Counter[str]:
    """Compare one form of one period; of ``cases`` cells also the visits behind the number."""
    expected = count(form, export, period, choice)
    report = clinic.forms.show(form.form, period, edition=form.edition, count=choice)
    where = (form.form, form.edition, period, choice)
    assert [row.row for row in report.rows] == [row.name for row in expected.rows], where
    own = {str(visit): key for visit, key in _keys(clinic).items()}
    for told, row in zip(report.rows, expected.rows, strict=True):
        assert told.cells == {column: expected.figure(row, column) for column in expected.columns}, (
            where,
            row.name,
        )
    misplaced = Counter((one.row, one.column, own[str(one.visit)]) for one in report.misplaced)
    assert misplaced == expected.misplaced, where
    source_of = {row.name: row.counts for row in expected.rows}
    filled = [place for place, visits in expected.cells.items() if visits]
    for row_name, column in filled[:cases]:
        found = clinic.forms.cases(
            form.form, period, row=row_name, column=column, edition=form.edition, count=choice
        )
        behind = expected.cells[row_name, column]
        assert found.count == sum(amount for _, amount in behind), (where, row_name, column)
        if source_of[row_name] == "deaths":  # one that belongs to no visit is known by its day alone
            assert len(found.visits) == len(behind), (where, row_name, column)
            continue
        visits = sorted((own[str(line.visit)], getattr(line, "amount", 1)) for line in found.visits)
        assert visits == sorted(behind), (where, row_name, column)
    return Counter({form.form: sum(map(len, expected.cells.values()))})


def _keys(clinic: Clinic) -> dict[object, str]:
    from sqlalchemy import select

    from db.models import Visit

    with clinic.work.database.read() as session:
        return {own: key or str(own) for own, key in session.execute(select(Visit.id, Visit.source_id))}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.timeout(900)
def test_every_cell_of_every_form_equals_a_plain_count_of_the_export(
    template_facility: Path, clock: object, password: str
) -> None:
    forms = read_forms(DEFINITIONS)
    happened: Counter[str] = Counter()
    counted: Counter[str] = Counter()

    @given(PLANS)
    @settings(
        max_examples=TRIES,
        report_multiple_bugs=False,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if "EMR_SHRINK" in os.environ else [])],
    )
    def holds(plan: Plan) -> None:
        with facility(template_facility, clock, password) as made:
            made.carry_out(plan)
            happened.update(made.done)
            export = exported(made)
            shipped = {(info.form, info.edition) for info in made.clinic.forms.list_forms()}
            assert shipped == {(form.form, form.edition) for form in forms}
            for form in forms:
                for period in periods_of(form, export, plan.first_day):
                    for choice in form.choices:
                        counted.update(assert_equal(made.clinic, form, export, period, choice, cases=1))

    holds()
    if TRIES >= 100:
        assert not [edge for edge in EDGES if not happened[edge]], happened
        assert not [form.form for form in forms if not counted[form.form]], counted
    print(TRIES, dict(happened), dict(counted), file=sys.stderr)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
def test_every_number_of_a_facility_opens_and_the_command_line_tells_the_same(
    template_facility: Path, clock: object, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMR_PASSWORD", password)
    forms = read_forms(DEFINITIONS)

    @given(PLANS.map(lambda plan: replace(plan, first_day=date(2024, 2, 20))))
    @settings(max_examples=2, database=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    def holds(plan: Plan) -> None:
        with facility(template_facility, clock, password) as made:
            made.carry_out(plan)
            export = exported(made)
            for form in forms:
                period = periods_of(form, export, plan.first_day)[-1]
                assert_equal(made.clinic, form, export, period, "new", cases=1000)
                told = _by_command_line(made.folder / "facility", form, period)
                expected = count(form, export, period, "new")
                assert [row["row"] for row in told] == [row.name for row in expected.rows]
                for line, row in zip(told, expected.rows, strict=True):
                    cells = {column: expected.figure(row, column) for column in expected.columns}
                    assert line["cells"] == cells, (form.form, period, row.name)

    holds()


def _by_command_line(folder: Path, form: PlainForm, period: str) -> list[dict[str, Any]]:
    """What ``report show`` writes, in a process of its own in all but the time it takes to start one."""
    from ui.cli.app import run

    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    asked = ["report", "show", form.form, "--edition", form.edition, "--period", period, "--format", "json"]
    with redirect_stdout(out):
        assert run(["--data-dir", str(folder), "--user", "mkuu", *asked]) == 0
    out.flush()
    rows: list[dict[str, Any]] = json.loads(out.buffer.getvalue())["rows"]  # type: ignore[attr-defined]
    return rows


def test_the_second_count_shares_no_code_with_the_program() -> None:
    own = {Path(module.__file__ or "") for module in (plain_count, plain_facts)}
    imported = {
        name if name.startswith("tests.") else name.split(".")[0]
        for path in own
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }
    assert imported <= {*sys.stdlib_module_names, plain_facts.__name__}
