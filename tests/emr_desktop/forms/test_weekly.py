"""The weekly report of notifiable diseases, and a month of malaria tests, against a count written apart."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emr_desktop.forms.output import report_document

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)
WEEK = "2026W47"
DEHYDRATED = ("A00", "A02", "A04", "A05", "A07", "A08", "A09", "K52")
CODES = (
    "A00", "A01.0", "A03", "A09", "K52.9", "J18.9", "J12", "J20", "B50", "B54", "W54", "W55", "Z20.3",
    "T63.4", "X20", "I10", "R50.9", "T63.0",
)  # fmt: skip


def age_in_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def expected_cells(visits: list[dict]) -> Counter:
    """One visit after the other, in the words of the form."""
    cells: Counter = Counter()
    for visit in visits:
        if visit["status"] != "done" or visit["voided"] or not MONDAY <= visit["visit_date"] <= SUNDAY:
            continue
        young = age_in_years(visit["birth_date"], visit["visit_date"]) < 5
        age, sex = ("lt5" if young else "ge5"), visit["sex"]
        tests = dict(visit["tests"])
        positive = "positive" in tests.values()
        landed, tested_rows = [], []
        if positive or "negative" in tests.values():
            tested_rows.append("MT")
        if positive:
            tested_rows.append("MP")
        for code, certainty, severity in visit["diagnoses"]:
            if certainty != "confirmed" or not visit["new_problem"]:
                continue
            if code in ("W54", "W55", "Z20.3"):
                landed.append("AB")
            if code.startswith(DEHYDRATED) and severity in ("some", "severe") and young:
                landed.append("DWDH")
            if code[:3] in ("J12", "J18") and severity == "severe" and young:
                landed.append("SPU5")
            if code.startswith("A01"):
                landed.append("TY")
            if code in ("T63.0", "X20"):
                landed.append("SB")
            if code in ("B50", "B54"):
                landed.append("MAL")
                if not positive:
                    tested_rows.append("MC")
        for row in landed + tested_rows:
            cells[row, f"case_{age}.{sex}"] += 1
        if visit["outcome"] == "died":
            for row in landed:
                cells[row, f"death_{age}.{sex}"] += 1
    return cells


@st.composite
def visits(draw: st.DrawFn) -> dict:
    day = draw(
        st.one_of(st.dates(MONDAY, SUNDAY), st.sampled_from([MONDAY - timedelta(1), SUNDAY + timedelta(1)]))
    )
    diagnosis = st.tuples(
        st.sampled_from(CODES),
        st.sampled_from(["confirmed", "confirmed", "provisional"]),
        st.sampled_from([None, "none", "some", "severe"]),
    )
    result = st.sampled_from(["positive", "negative", "invalid", None])
    born = st.sampled_from(
        [
            day,
            day - timedelta(400),
            date(2021, day.month, day.day),
            date(2021, 11, 23),
            date(2021, 11, 16),
            date(1960, 1, 1),
        ]
    )
    return {
        "visit_date": day,
        "birth_date": min(draw(born), day),
        "sex": draw(st.sampled_from("MF")),
        "diagnoses": tuple(draw(st.lists(diagnosis, max_size=3, unique_by=lambda entry: entry[0]))),
        "tests": tuple(
            draw(st.lists(st.tuples(st.sampled_from(["mrdt", "bs"]), result), unique_by=lambda test: test[0]))
        ),
        "new_problem": draw(st.sampled_from([True, True, False])),
        "outcome": draw(st.sampled_from(["home", "home", "died"])),
        "visit_type": draw(st.sampled_from(["opd", "anc"])),
        "status": draw(st.sampled_from(["done", "done", "open"])),
        "voided": draw(st.sampled_from([False, False, True])),
    }


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(visits(), max_size=10))
def test_every_cell_of_the_week_and_its_cases_equal_an_independent_count(desk, register) -> None:
    desk.clear()
    for visit in register:
        desk.see(**visit)
    expected = expected_cells(register)
    report = desk.forms.show("idsr_weekly", WEEK)
    found = {
        (row.row, column): figure for row in report.rows for column, figure in row.cells.items() if figure
    }
    assert found == dict(expected)
    assert report.misplaced == ()
    for row in report.rows:
        for column, figure in row.cells.items():
            if figure is not None:
                assert desk.forms.cases("idsr_weekly", WEEK, row=row.row, column=column).count == figure
        cases_only = sum(figure or 0 for column, figure in row.cells.items() if column.startswith("case_"))
        assert row.total["all"] == cases_only
        assert desk.forms.cases("idsr_weekly", WEEK, row=row.row).count == cases_only
        assert desk.forms.cases("idsr_weekly", WEEK, row=row.row, column="F").count == row.total["F"]
    codes = {finding.code for finding in desk.forms.check("idsr_weekly", WEEK).findings}
    assert not codes & {"form.check.register_differs", "form.check.sum_differs"}


def test_who_died_is_a_case_and_a_death_and_one_in_the_total(desk) -> None:
    desk.see(
        date(2026, 11, 17),
        date(2024, 1, 1),
        "M",
        diagnoses=("B54",),
        tests=(("mrdt", "positive"),),
        outcome="died",
    )
    report = desk.forms.show("idsr_weekly", WEEK)
    malaria = next(row for row in report.rows if row.row == "MAL")
    assert {column: figure for column, figure in malaria.cells.items() if figure} == {
        "case_lt5.M": 1,
        "death_lt5.M": 1,
    }
    assert malaria.total == {"M": 1, "F": 0, "all": 1}
    assert report.misplaced == ()


def test_a_week_without_a_case_reports_zero_in_words(desk) -> None:
    desk.see(date(2026, 11, 17), date(1990, 1, 1), diagnoses=("I10",))
    report = desk.forms.show("idsr_weekly", WEEK)
    assert report.is_zero
    assert all(figure in (0, None) for row in report.rows for figure in row.cells.values())
    assert report_document(report)["period"] == WEEK
    desk.see(date(2026, 11, 17), date(1990, 1, 1), diagnoses=("A01.0",))
    assert not desk.forms.show("idsr_weekly", WEEK).is_zero
    assert not desk.forms.show("opd", "202611").is_zero


def test_the_week_is_that_of_the_calendar(desk) -> None:
    for day in (MONDAY - timedelta(1), MONDAY, SUNDAY, SUNDAY + timedelta(1)):
        desk.see(day, date(1990, 1, 1), diagnoses=("A01",))
    assert desk.forms.cases("idsr_weekly", WEEK, row="TY").count == 2


@given(
    tests=st.lists(
        st.tuples(
            st.sampled_from(["mrdt", "bs", "hb"]),
            st.sampled_from(["positive", "negative", "invalid", None, "9.1"]),
        ),
        max_size=2,
        unique_by=lambda test: test[0],
    ),
    medicines=st.lists(st.sampled_from(["alu20120", "par500"]), max_size=2, unique=True),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_malaria_tests_and_treatments_of_a_month(desk, tests, medicines) -> None:
    desk.clear()
    desk.see(date(2026, 11, 3), date(2023, 1, 1), tests=tuple(tests), medicines=tuple(medicines))
    rows = {
        ("mrdt", "negative"): "1",
        ("mrdt", "positive"): "2",
        ("bs", "negative"): "3",
        ("bs", "positive"): "4",
    }
    expected = Counter(rows[test] for test in tests if test in rows) + Counter(
        ["5"] * ("alu20120" in medicines)
    )
    report = desk.forms.show("malaria_tests", "202611")
    assert Counter({row.row: row.total["all"] for row in report.rows if row.total["all"]}) == expected
    assert report.misplaced == ()


def test_a_code_of_a_test_is_taken_whole(desk) -> None:
    """``hb`` begins ``hbsag`` and must not take it."""
    from dataclasses import replace

    from emr_desktop.forms.loading import shipped_forms

    form = shipped_forms()["malaria_tests", "2025"]
    rule = replace(form.rows[0], codes=("hb",), group=None, when=())
    only = replace(form, rows=(rule,), _candidates={})
    facts = {"age_months": 300, "sex": "F", "outcome": "home", "result": "negative"}
    assert [place.row for place in only.places("tests", {**facts, "test": "hb"})] == ["1"]
    assert only.places("tests", {**facts, "test": "hbsag"}) == ()
