"""The engine against a slow counter written apart from it, and the cases behind every cell."""

import csv
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BANDS = ("lt1m", "m1_11", "y1_4", "y5_59", "y60plus")
FIRST, LAST = date(2024, 2, 1), date(2024, 2, 29)  # a leap February

CODES = (
    "A00", "A09", "A09.0", "A04.7", "K52.9", "A33", "A80", "B54", "B50.0", "B53", "B37", "B37.2", "B37.3",
    "C50.9", "D00", "D48.9", "D50", "D64.9", "D57.1", "G83.9", "G83.8", "H66.0", "H66.3", "I10", "J18.9",
    "J12", "K02", "N70", "N94.6", "N40", "O98.6", "O98.1", "O99.0", "O03", "P36", "R40.0", "R50.9", "R",
    "S02.5", "S02.6", "T14.2", "T63.0", "U07.1", "V10", "V19.9", "V99", "W54", "Z00.0", "Z20.3", "b54",
)  # fmt: skip


def age_in_months(born: date, on: date) -> int:
    """Counts month after month: one is complete when its day has come (or the month after has begun)."""
    months, year, month = 0, born.year, born.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if (on.year, on.month, on.day) < (year, month, born.day):
            return months
        months += 1


def band(months: int) -> str:
    if months == 0:
        return "lt1m"
    if months <= 11:
        return "m1_11"
    if months <= 59:
        return "y1_4"
    return "y5_59" if months <= 719 else "y60plus"


class SlowCounter:
    """Reads the published table and counts one visit after the other, in the words of its notes."""

    SEVERITY = (("19", "20", "21"), ("31", "32"), ("47", "48"))

    def __init__(self, published: Path) -> None:
        with published.open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))
        self.open = {
            (row["row"], f"{name}.{sex}")
            for row in self.rows
            for name, letter in zip(BANDS, row["open_cells"], strict=True)
            for sex in "MF"
            if letter in ("B", sex)
        }
        self.rule = {row["row"]: row["rule"] for row in self.rows}

    def row_of(self, icd10: str, severity: str | None, tests: dict[str, str | None]) -> str:
        best, length = "89", -1
        for row in self.rows:
            for prefix in row["icd10"].replace(".", "").split():
                fits = icd10.upper().replace(".", "").startswith(prefix)
                if fits and len(prefix) > length:
                    best, length = row["row"], len(prefix)
        if best.startswith("23.") and best != "23.4":
            if tests.get("bs") == "positive":
                return "23.1"
            return "23.2" if tests.get("mrdt") == "positive" else "23.3"
        for group in self.SEVERITY:
            if best in group:
                wanted = [row for row in group if self.rule[row] == f"severity:{severity}"]
                return wanted[0] if wanted else group[0]
        return best

    def count(self, visits: list[dict], *, everything: bool) -> tuple[Counter, Counter]:
        cells: Counter = Counter()
        misplaced: Counter = Counter()
        for visit in visits:
            if visit["status"] != "done" or visit["voided"] or visit["visit_type"] != "opd":
                continue
            if not FIRST <= visit["visit_date"] <= LAST:
                continue
            column = f"{band(age_in_months(visit['birth_date'], visit['visit_date']))}.{visit['sex']}"
            landed = ["2" if visit["new_problem"] else "3"]
            landed += ["1"] if visit["new_this_year"] else []
            landed += ["90"] if visit["outcome"] == "referred" else []
            if visit["new_problem"] or everything:
                landed += [
                    self.row_of(icd10, severity, dict(visit["tests"]))
                    for icd10, certainty, severity in visit["diagnoses"]
                    if certainty == "confirmed"
                ]
            for row in landed:
                (cells if (row, column) in self.open else misplaced)[row, column] += 1
        return cells, misplaced


@st.composite
def births(draw: st.DrawFn, visit_date: date) -> date:
    """Birth dates around every edge: birthdays on the visit date, the day before and after, leap days."""
    months = draw(st.sampled_from([0, 1, 2, 11, 12, 13, 59, 60, 61, 719, 720, 721, 1100]))
    year, month = divmod(visit_date.year * 12 + visit_date.month - 1 - months, 12)
    days_in_month = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    edge = date(year, month + 1, min(visit_date.day, days_in_month))
    near = edge + timedelta(days=draw(st.integers(-2, 2)))
    born = draw(st.sampled_from([near, edge, date(2020, 2, 29), date(1964, 2, 29), visit_date]))
    return min(born, visit_date)


@st.composite
def visits(draw: st.DrawFn) -> dict:
    visit_date = draw(
        st.one_of(
            st.dates(FIRST, LAST),
            st.sampled_from([FIRST, LAST, FIRST - timedelta(days=1), LAST + timedelta(days=1)]),
        )
    )
    diagnosis = st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(["confirmed", "confirmed", "confirmed", "provisional"]),
        st.sampled_from([None, "none", "mild", "some", "severe"]),
    )
    result = st.sampled_from(["positive", "negative", "invalid", None])
    return {
        "visit_date": visit_date,
        "birth_date": draw(births(visit_date)),
        "sex": draw(st.sampled_from("MF")),
        "diagnoses": tuple(draw(st.lists(diagnosis, max_size=4, unique_by=lambda entry: entry[0]))),
        "tests": tuple(
            draw(
                st.lists(
                    st.tuples(st.sampled_from(["mrdt", "bs", "hb"]), result), unique_by=lambda test: test[0]
                )
            )
        ),
        "new_problem": draw(st.booleans()),
        "new_this_year": draw(st.booleans()),
        "outcome": draw(st.sampled_from(["home", "referred", "admitted", "died"])),
        "payer": draw(st.sampled_from(["cash", "nhif", "exempt"])),
        "visit_type": draw(st.sampled_from(["opd", "opd", "opd", "opd", "anc"])),
        "status": draw(st.sampled_from(["done", "done", "done", "open"])),
        "voided": draw(st.sampled_from([False, False, False, True])),
    }


@pytest.fixture(scope="module")
def slow() -> SlowCounter:
    return SlowCounter(Path(__file__).parent / "opd_2014_published.csv")


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(visits(), max_size=12), st.booleans())
def test_every_cell_and_its_cases_equal_an_independent_count(desk, slow, register, everything) -> None:
    desk.clear()
    for visit in register:
        desk.see(**visit)
    expected, misplaced = slow.count(register, everything=everything)
    count = "all" if everything else "new"
    report = desk.forms.show("opd", "202402", count=count)
    for row in report.rows:
        for column, figure in row.cells.items():
            wanted = expected[row.row, column] if (row.row, column) in slow.open else None
            assert figure == wanted, (row.row, column)
        assert row.total["all"] == sum(figure or 0 for figure in row.cells.values())
    assert Counter((item.row, item.column) for item in report.misplaced) == misplaced
    for (row, column), figure in expected.items():
        cases = desk.forms.cases("opd", "202402", row=row, column=column, count=count)
        assert cases.count == len(cases.visits) == figure
    for row in {row for row, _ in misplaced}:
        total = next(line.total["all"] for line in report.rows if line.row == row)
        assert desk.forms.cases("opd", "202402", row=row, count=count).count == total
    findings = desk.forms.check("opd", "202402").findings
    assert not [
        one for one in findings if one.code in ("form.check.register_differs", "form.check.age_differs")
    ]


@pytest.mark.parametrize(
    ("born", "seen", "column"),
    [
        (date(2026, 10, 22), date(2026, 11, 21), "lt1m.F"),
        (date(2026, 10, 22), date(2026, 11, 22), "m1_11.F"),  # one month old today
        (date(2026, 11, 22), date(2026, 11, 22), "lt1m.F"),
        (date(2025, 11, 23), date(2026, 11, 22), "m1_11.F"),
        (date(2025, 11, 22), date(2026, 11, 22), "y1_4.F"),
        (date(2021, 11, 23), date(2026, 11, 22), "y1_4.F"),
        (date(2021, 11, 22), date(2026, 11, 22), "y5_59.F"),
        (date(1966, 11, 23), date(2026, 11, 22), "y5_59.F"),
        (date(1966, 11, 22), date(2026, 11, 22), "y60plus.F"),
    ],
)
def test_the_age_group_is_that_of_completed_months_on_the_visit_date(desk, born, seen, column) -> None:
    desk.see(seen, born)
    assert desk.cells() == {("2", column): 1}


def test_a_leap_day_child_is_one_on_the_first_of_march(desk) -> None:
    desk.see(date(2025, 2, 28), date(2024, 2, 29))
    desk.see(date(2025, 3, 1), date(2024, 2, 29))
    assert desk.cells("202502") == {("2", "m1_11.F"): 1}
    assert desk.cells("202503") == {("2", "y1_4.F"): 1}


def test_a_reattendance_counts_its_diagnoses_only_when_asked(desk) -> None:
    desk.see(date(2026, 11, 3), date(1980, 1, 1), "M", diagnoses=("I10",), new_problem=False)
    assert desk.cells() == {("3", "y5_59.M"): 1}
    assert desk.cells(count="all") == {("3", "y5_59.M"): 1, ("78", "y5_59.M"): 1}


def test_void_open_and_other_visits_and_provisional_diagnoses_count_nowhere(desk) -> None:
    day, born = date(2026, 11, 3), date(1980, 1, 1)
    desk.see(day, born, diagnoses=("I10",), voided=True)
    desk.see(day, born, diagnoses=("I10",), status="open")
    desk.see(day, born, diagnoses=("I10",), visit_type="anc")
    desk.see(day, born, diagnoses=(("I10", "provisional", None),))
    assert desk.cells() == {("2", "y5_59.F"): 1}


def test_malaria_in_pregnancy_has_no_open_cell_and_is_listed(desk) -> None:
    visit = desk.see(date(2026, 11, 3), date(2000, 1, 1), diagnoses=("O98.6", "B54"))
    report = desk.forms.show("opd", "202611")
    (item,) = report.misplaced
    assert (item.row, item.column, item.visit, item.why) == ("23.4", "y5_59.F", visit, "greyed_cell")
    row = next(row for row in report.rows if row.row == "23.4")
    assert set(row.cells.values()) == {None}
    assert row.total == {"M": 0, "F": 0, "all": 0}
    assert desk.cells()["23.3", "y5_59.F"] == 1


def test_the_same_group_twice_in_a_visit_counts_each_severity_in_its_row(desk) -> None:
    desk.see(
        date(2026, 11, 3),
        date(2000, 1, 1),
        diagnoses=(
            ("A09", "confirmed", "severe"),
            ("A04.9", "confirmed", "some"),
            ("A02", "confirmed", None),
        ),
    )
    cells = desk.cells()
    assert [cells[row, "y5_59.F"] for row in ("19", "20", "21")] == [1, 1, 1]


def test_a_week_is_read_and_has_its_days() -> None:
    from emr_desktop.errors import EmrError
    from emr_desktop.forms.periods import parse_period, period_of

    week = parse_period("2026W53", "week")
    assert (week.code, week.first_day, week.last_day) == ("2026W53", date(2026, 12, 28), date(2027, 1, 3))
    assert parse_period("2026W07", "week") == parse_period("2026W7", "week")
    assert period_of(date(2027, 1, 3), "week") == week
    assert period_of(date(2024, 2, 29), "month").last_day == date(2024, 2, 29)
    for wrong in ("2025W53", "2026W0", "2026W54", "202611", "2026W"):
        with pytest.raises(EmrError):
            parse_period(wrong, "week")


@given(st.dates(date(1970, 1, 1), date(2200, 12, 31)), st.sampled_from(["month", "week"]))
def test_every_day_lies_in_the_period_that_names_it(day: date, period_type: str) -> None:
    from emr_desktop.forms.periods import parse_period, period_of

    period = period_of(day, period_type)
    assert period.first_day <= day <= period.last_day
    assert parse_period(period.code, period_type) == period


@pytest.mark.parametrize(
    ("form", "period", "passes"),
    [("opd", "202611", 2), ("idsr_weekly", "2026W47", 2), ("malaria_tests", "202611", 2)],
)
def test_a_form_is_read_from_the_counting_index_alone(desk, form: str, period: str, passes: int) -> None:
    """Half a million visits stay quick to count only while the attendance rows need no table page."""
    from sqlalchemy import event

    statements: list[tuple[str, tuple]] = []

    def note(connection, cursor, statement, parameters, context, many) -> None:
        if "GROUP BY" in statement:
            statements.append((statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", note)
    try:
        desk.forms.show(form, period)
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", note)
    assert len(statements) == passes  # one grouped pass for each kind of thing that the form counts
    for statement, parameters in statements:
        with desk.database.engine.connect() as connection:
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).fetchall()
        assert "SEARCH visit USING COVERING INDEX ix_visit_counting" in str(plan)
        assert "SCAN" not in str(plan)
