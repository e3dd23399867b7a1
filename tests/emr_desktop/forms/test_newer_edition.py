"""The newer OPD edition is data alone: other rows, outcomes, payers, a row filled by hand."""

from datetime import date

import pytest

from emr_desktop.forms.loading import shipped_forms
from emr_desktop.reference.icd10 import icd10_codes

DAY, GROWN_UP = date(2026, 11, 10), date(1990, 1, 1)
PAYERS = {"118": "nhif", "119": "chf", "120": "other_insurance", "121": "cash", "122": "exempt"}


def _total(report, row: str) -> int:
    return next(line.total["all"] for line in report.rows if line.row == row)


def test_it_is_marked_unofficial_and_is_not_the_one_meant_by_default(desk) -> None:
    infos = {info.edition: info for info in desk.forms.list_forms() if info.form == "opd"}
    assert (infos["current"].official, infos["current"].is_default) == (False, False)
    assert desk.forms.show("opd", "202611").info.edition == "2014"
    report = desk.forms.show("opd", "202611", edition="current")
    numbers = {row.row for row in report.rows}
    assert numbers == {str(number) for number in range(1, 123) if number != 14} | {
        "14a", "14b", "14c", "14d", "(0)",
    }  # fmt: skip


def test_every_code_of_a_disease_injury_or_cause_has_a_row() -> None:
    definition = shipped_forms()["opd", "current"]
    facts = {"severity": None, "malaria_test": None, "age_months": 300, "sex": "F"}
    for code in icd10_codes():
        if code[0] not in "UZ":
            (place,) = definition.places("diagnoses", facts | {"icd10": code})
            assert place.row is not None, code


@pytest.mark.parametrize(
    ("code", "severity", "row"),
    [
        ("A09", None, "7"), ("A09.0", "some", "8"), ("A09", "severe", "8"), ("A00", None, "20"),
        ("D64.9", "severe", "23"), ("D64.9", None, "22"), ("D64.0", "severe", "26"), ("K04.7", None, "66"),
        ("K04.0", None, "65"), ("T14.3", None, "105"), ("S93.4", None, "106"), ("F10.0", None, "107"),
        ("B54", None, "14c"), ("L03.1", None, "76"), ("Z00.0", None, None),
    ],
)  # fmt: skip
def test_a_diagnosis_goes_to_its_row(code, severity, row) -> None:
    facts = {"severity": severity, "malaria_test": None, "age_months": 300, "sex": "F", "icd10": code}
    (place,) = shipped_forms()["opd", "current"].places("diagnoses", facts)
    assert place.row == row


def test_payers_and_outcomes_are_counted_and_payers_add_up_to_the_attendance(desk) -> None:
    for number, payer in enumerate(PAYERS.values(), 1):
        for _ in range(number):
            desk.see(DAY, GROWN_UP, payer=payer, new_problem=number % 2 == 0, diagnoses=("J20",))
    desk.see(DAY, GROWN_UP, outcome="died", diagnoses=("J20",))
    desk.see(DAY, GROWN_UP, outcome="referred", diagnoses=("J20",))
    report = desk.forms.show("opd", "202611", edition="current")
    assert [_total(report, row) for row in PAYERS] == [1, 2, 3, 6, 5]
    assert report.derived[0].total["all"] == 17
    assert (_total(report, "116"), _total(report, "117")) == (1, 1)
    assert desk.forms.cases("opd", "202611", row="121", edition="current").count == 6
    codes = {finding.code for finding in desk.forms.check("opd", "202611", edition="current").findings}
    assert codes == {"form.check.period_not_over"}


def test_a_code_without_a_row_is_listed_not_dropped(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("Z00.0",))
    report = desk.forms.show("opd", "202611", edition="current")
    assert [(item.row, item.column, item.visit, item.why) for item in report.misplaced] == [
        ("", "y5_59.F", visit, "no_row")
    ]
    findings = desk.forms.check("opd", "202611", edition="current").findings
    assert [(one.code, one.visits) for one in findings if one.visits] == [("form.check.no_row", (visit,))]


def test_the_row_that_is_filled_by_hand_is_closed_and_has_no_cases(desk) -> None:
    desk.see(DAY, GROWN_UP, diagnoses=("B54",))
    report = desk.forms.show("opd", "202611", edition="current")
    row = next(line for line in report.rows if line.row == "14d")
    assert set(row.cells.values()) == {None}
    assert [line.row for line in report.rows if line.by_hand] == ["14d", "72"]
    assert desk.forms.cases("opd", "202611", row="14d", edition="current").count == 0


def test_the_editions_are_closed_each_by_itself(desk) -> None:
    desk.forms.close("opd", "202611", edition="current")
    assert desk.forms.show("opd", "202611", edition="current").status == "closed"
    assert desk.forms.show("opd", "202611").status == "open"
