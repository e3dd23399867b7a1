"""Every cell of every shipped form equals a second count, made from the exported CSV without the program.

How many facilities are tried: ``EMR_FACILITIES`` (``make proof`` tries 200).
"""

from __future__ import annotations

import ast
import csv
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from emr_desktop import reference
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.exchange.service import export_visits
from emr_desktop.facility.service import unlock
from tests.emr_desktop.exchange import plain_count
from tests.emr_desktop.exchange.facility_plans import PLANS, Plan
from tests.emr_desktop.exchange.plain_count import PlainForm, count, read_forms, read_lines
from tests.emr_desktop.exchange.random_facility import RandomFacility

DEFINITIONS = Path(reference.__file__).parent / "forms"
TRIES = int(os.environ.get("EMR_FACILITIES", "40"))
# What must have happened in some facility, or the test proves less than it says.
EDGES = ("see", "paper", "correct", "void", "merge", "undo", "import", "open", "fill", "patient")


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


def exported(made: RandomFacility) -> list[plain_count.Line]:
    """The visits as they leave the program; each must be one that the model knows, as the model knows it."""
    out = made.folder / "visits.csv"
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
    return lines


def periods_of(form: PlainForm, lines: list[plain_count.Line], first_day: date) -> list[str]:
    """Every period with a visit, and the one before the first of them."""
    days = {date.fromisoformat(line["visit_date"]) for line in lines} | {first_day}
    days.add(min(days) - timedelta(days=31))
    if not form.weekly:
        return sorted({f"{day.year}{day.month:02}" for day in days})
    return sorted({f"{year}W{week}" for year, week, _ in (day.isocalendar() for day in days)})


def assert_equal(
    clinic: Clinic, form: PlainForm, lines: list[plain_count.Line], period: str, choice: str, *, cases: int
) -> Counter[str]:
    """Compare one form of one period; of ``cases`` cells also the visits behind the number."""
    expected = count(form, lines, period, choice)
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
    filled = [place for place, visits in expected.cells.items() if visits]
    for row_name, column in filled[:cases]:
        found = clinic.forms.cases(
            form.form, period, row=row_name, column=column, edition=form.edition, count=choice
        )
        visits = [own[str(line.visit)] for line in found.visits]
        assert found.count == len(visits), (where, row_name, column)
        assert sorted(visits) == sorted(expected.cells[row_name, column]), (where, row_name, column)
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
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate, *([Phase.shrink] if "EMR_SHRINK" in os.environ else [])],
    )
    def holds(plan: Plan) -> None:
        with facility(template_facility, clock, password) as made:
            made.carry_out(plan)
            happened.update(made.done)
            lines = exported(made)
            shipped = {(info.form, info.edition) for info in made.clinic.forms.list_forms()}
            assert shipped == {(form.form, form.edition) for form in forms}
            for form in forms:
                for period in periods_of(form, lines, plan.first_day):
                    for choice in form.choices:
                        counted.update(assert_equal(made.clinic, form, lines, period, choice, cases=1))

    holds()
    if TRIES >= 100:
        assert not [edge for edge in EDGES if not happened[edge]], happened
        assert not [form.form for form in forms if not counted[form.form]], counted
    print(TRIES, dict(happened), dict(counted), file=sys.stderr)


def test_the_second_count_shares_no_code_with_the_program() -> None:
    tree = ast.parse(Path(plain_count.__file__ or "").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        )
    }
    assert imported <= sys.stdlib_module_names
