"""Forms whose rows are what was seen: attendance by village, the commonest diagnoses."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DAY, BORN = date(2026, 11, 3), date(1990, 1, 1)
MONTH = "202611"


def by_name(report) -> dict[str, int]:
    return {row.en: row.total["all"] for row in report.rows}


@pytest.mark.slow
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Buigiri", "Mvumi", "Chamwino", "Ng'hong'hona", None]), st.sampled_from("MF")
        ),
        max_size=12,
    )
)
def test_every_village_is_a_row_and_every_visit_is_in_one(desk, seen) -> None:
    desk.clear()
    for village, sex in seen:
        desk.see(DAY, BORN, sex, village=village)
    report = desk.forms.show("attendance_by_village", MONTH)
    expected = Counter(village or "Village not recorded" for village, _ in seen)
    assert {name: figure for name, figure in by_name(report).items() if figure} == dict(expected)
    assert sum(by_name(report).values()) == len(seen)
    for row in report.rows:
        cases = desk.forms.cases("attendance_by_village", MONTH, row=row.row)
        assert cases.count == row.total["all"]
    figures = [row.total["all"] for row in report.rows[:-2]]
    assert figures == sorted(figures, reverse=True)
    codes = {finding.code for finding in desk.forms.check("attendance_by_village", MONTH).findings}
    assert "form.check.register_differs" not in codes


def test_villages_beyond_the_last_row_are_counted_together(desk) -> None:
    for number in range(45):
        for _ in range(2 if number < 40 else 1):
            desk.see(DAY, BORN, village=f"Kijiji {number:02}")
    report = desk.forms.show("attendance_by_village", MONTH)
    assert len(report.rows) == 42
    assert by_name(report)["Other villages"] == 5
    assert desk.forms.cases("attendance_by_village", MONTH, row="+").count == 5


def test_the_ten_commonest_diagnoses_by_category(desk) -> None:
    for number in range(12):
        for _ in range(14 - number):
            desk.see(DAY, BORN, diagnoses=(f"J{10 + number}.{number % 10}",))
    desk.see(DAY, BORN, diagnoses=(("I10", "provisional", None),))
    desk.see(DAY, BORN, diagnoses=("I10",), new_problem=False)
    report = desk.forms.show("top_diagnoses", MONTH)
    assert [row.total["all"] for row in report.rows] == [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4 + 3]
    assert report.rows[0].en.startswith("J10")
    assert report.rows[-1].en == "All other diagnoses"
    assert desk.forms.cases("top_diagnoses", MONTH, row="1").count == 14


def test_a_signed_list_keeps_its_rows_and_says_what_changed(desk) -> None:
    desk.see(DAY, BORN, village="Buigiri")
    desk.see(DAY, BORN, village="Buigiri")
    desk.see(DAY, BORN, village="Mvumi")
    closed = desk.forms.close("attendance_by_village", MONTH).value
    assert [row.en for row in closed.rows[:2]] == ["Buigiri", "Mvumi"]
    for _ in range(5):
        desk.see(DAY, BORN, village="Mvumi")
    desk.see(DAY, BORN, village="Chamwino")
    now = desk.forms.show("attendance_by_village", MONTH)
    assert now.status == "changed"
    assert [row.en for row in now.rows[:3]] == ["Buigiri", "Mvumi", "Chamwino"]
    assert {(cell.row, cell.closed, cell.now) for cell in now.changed if cell.column == "y5_59.F"} == {
        ("2", 1, 6),
        ("3", None, 1),
    }
    frozen = desk.forms.closed_version("attendance_by_village", MONTH)
    assert by_name(frozen)["Mvumi"] == 1
    assert "Chamwino" not in by_name(frozen)


def test_a_month_without_a_visit_has_no_village(desk) -> None:
    report = desk.forms.show("attendance_by_village", MONTH)
    assert [row.row for row in report.rows] == ["+", "-"]
    assert not any(by_name(report).values())
