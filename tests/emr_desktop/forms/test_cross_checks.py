"""Checks between forms: the file names what is there, and each rule is found broken and kept."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.models import FormVersion, Visit
from emr_desktop.clock import Clock
from emr_desktop.forms.cross_checks import cross_checks, whole_weeks
from emr_desktop.forms.finding import known_forms
from emr_desktop.forms.grading import GRADES, _table
from emr_desktop.forms.periods import parse_period
from emr_desktop.forms.rows import Finding
from emr_desktop.forms.service import FormService
from ui.messages import LANGUAGES, catalogue, sentence

DAY = date(2026, 11, 10)
GROWN_UP = date(1990, 1, 1)


@pytest.fixture
def forms(desk) -> FormService:
    return FormService(work=replace(desk.work, clock=Clock(now=lambda: datetime(2026, 12, 2, tzinfo=UTC))))


def _found(forms: FormService, form: str = "opd", period: str = "202611", **options) -> dict[str, Finding]:
    findings = forms.check(form, period, **options).findings
    return {one.code.removeprefix("form.check."): one for one in findings}


def test_every_rule_speaks_of_rows_that_are_there(desk) -> None:
    with desk.database.read() as session:
        known = known_forms(session)
    for check in cross_checks():
        for side in (check.left, check.right):
            assert set(side.rows) <= set(known[side.key].rules), check
        assert check.relation in ("<=", "=")
        assert check.columns in ("all", "parts")
        assert f"form.check.{check.code}" in _table()


def test_every_finding_has_a_grade_and_a_fix_with_a_sentence() -> None:
    for code, entry in _table().items():
        assert code in catalogue()
        assert entry["grade"] in GRADES
        assert f"form.fix.{entry['fix']}" in catalogue()


def test_whole_weeks_lie_inside_their_month() -> None:
    weeks = whole_weeks(parse_period("202611", "month"))
    assert [week.code for week in weeks] == ["2026W45", "2026W46", "2026W47", "2026W48"]
    assert weeks[-1].last_day == date(2026, 11, 29)


def test_more_confirmed_malaria_than_positive_tests_names_the_visit(desk, forms) -> None:
    fits = desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "positive"),))
    assert "confirmed_above_positive" not in _found(forms)
    wrong = desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "negative"),))
    with desk.database.write.begin() as session:
        session.get_one(Visit, wrong).malaria_test = "mrdt_positive"
    found = _found(forms)["confirmed_above_positive"]
    assert (found.params["left_figure"], found.params["right_figure"]) == (2, 1)
    assert found.visits == (wrong,)
    assert fits not in found.visits
    assert found.fix == "other_form"
    assert "confirmed_above_positive" in _found(forms, "malaria_tests")
    for language in LANGUAGES:
        said = sentence(found.code, found.params, language)
        assert "{" not in said
        assert ("KE" if language == "sw" else "Female") in said


def test_more_patients_given_alu_than_malaria_is_told_beyond_the_slack(desk, forms) -> None:
    for _ in range(3):
        desk.see(DAY, GROWN_UP, diagnoses=("J00",), medicines=("alu20120",))
    assert "treated_above_malaria" not in _found(forms)
    desk.see(DAY, GROWN_UP, diagnoses=("J00",), medicines=("alu20120",))
    assert _found(forms)["treated_above_malaria"].params["left_figure"] == 4


def test_signed_weeks_that_say_more_than_the_month_are_told(desk, forms) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("B54",))
    forms.close("idsr_weekly", "2026W46")
    assert "weeks_above_month" not in _found(forms)
    desk.change_visit(visit, new_problem=False)
    found = _found(forms)["weeks_above_month"]
    assert (found.params["left_figure"], found.params["right_figure"]) == (1, 0)
    with desk.database.write.begin() as session:
        session.query(FormVersion).update({"reopened_at": datetime(2026, 12, 2, tzinfo=UTC)})
    assert "weeks_above_month" not in _found(forms)
