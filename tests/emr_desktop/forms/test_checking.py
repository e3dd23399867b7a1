"""The check finds what is wrong and names the visits; a sound month has no findings."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.models import Visit
from emr_desktop.clock import Clock
from emr_desktop.forms.rows import Finding
from emr_desktop.forms.service import FormService
from ui.messages import LANGUAGES, catalogue, sentence

DAY = date(2026, 11, 10)
GROWN_UP = date(1990, 1, 1)


@pytest.fixture
def forms(desk) -> FormService:
    """The verbs as they are when November is over."""
    return FormService(work=replace(desk.work, clock=Clock(now=lambda: datetime(2026, 12, 2, tzinfo=UTC))))


def _found(forms: FormService) -> dict[str, Finding]:
    return {
        finding.code.removeprefix("form.check."): finding for finding in forms.check("opd", "202611").findings
    }


def test_a_sound_month_has_no_findings(desk, forms) -> None:
    desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "positive"),), new_this_year=True)
    desk.see(DAY, GROWN_UP, "M", diagnoses=("I10",), new_problem=False)
    checked = forms.check("opd", "202611")
    assert (checked.visits, checked.findings) == (2, ())


def test_malaria_with_every_test_negative_is_counted_without_test_and_listed(desk, forms) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "negative"), ("bs", "negative")))
    desk.see(DAY, GROWN_UP, diagnoses=("B54",))
    assert desk.cells()["23.3", "y5_59.F"] == 2
    found = _found(forms)
    assert set(found) == {"malaria_tests_negative"}
    assert found["malaria_tests_negative"].visits == (visit,)


def test_misplaced_diagnoses_are_listed_by_cell(desk, forms) -> None:
    visit = desk.see(DAY, GROWN_UP, "M", diagnoses=("O03", "N94.6"))
    findings = forms.check("opd", "202611").findings
    assert [(one.code, one.params["row"], one.visits) for one in findings] == [
        ("form.check.greyed_cell", "52", (visit,)),
        ("form.check.greyed_cell", "68", (visit,)),
    ]


def test_visits_without_a_countable_diagnosis_are_listed(desk, forms) -> None:
    none = desk.see(DAY, GROWN_UP)
    provisional = desk.see(DAY, GROWN_UP, diagnoses=(("I10", "provisional", None),))
    found = _found(forms)
    assert found["diagnosis_missing"].visits == (none,)
    assert found["only_provisional"].visits == (provisional,)


def test_unfinished_visits_and_an_unfinished_month_are_named(desk, forms) -> None:
    visit = desk.see(DAY, GROWN_UP, status="open")
    assert _found(forms)["visits_open"].visits == (visit,)
    assert "period_not_over" in _found(desk.forms)


def test_a_counting_column_that_no_longer_fits_the_register_is_found(desk, forms) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "positive"),))
    with desk.database.write.begin() as session:
        session.get_one(Visit, visit).malaria_test = None
    differences = {
        (one.params["row"], one.params["register"], one.params["summary"], one.visits)
        for one in forms.check("opd", "202611").findings
        if one.code == "form.check.register_differs"
    }
    assert differences == {("23.2", 1, 0, (visit,)), ("23.3", 0, 1, (visit,))}


def test_an_age_that_does_not_fit_the_birth_date_is_found(desk, forms) -> None:
    visit = desk.see(DAY, date(2021, 11, 11), diagnoses=("I10",))
    with desk.database.write.begin() as session:
        session.get_one(Visit, visit).age_months = 60
    found = _found(forms)
    assert found["age_differs"].visits == (visit,)
    assert found["register_differs"].visits == (visit,)


def test_what_changed_since_closing_is_listed(desk, forms) -> None:
    desk.forms.close("opd", "202611")
    desk.see(DAY, GROWN_UP, diagnoses=("I10",))
    changed = [
        one for one in forms.check("opd", "202611").findings if one.code.endswith("changed_since_closing")
    ]
    assert {(one.params["row"], one.params["closed"], one.params["now"]) for one in changed} == {
        ("2", 0, 1),
        ("78", 0, 1),
    }


def test_every_finding_can_be_said_in_both_languages(desk, forms) -> None:
    desk.forms.close("opd", "202611")
    broken = desk.see(DAY, GROWN_UP, "M", diagnoses=("O03", "B54"), tests=(("mrdt", "negative"),))
    desk.see(DAY, GROWN_UP)
    desk.see(DAY, GROWN_UP, status="open")
    desk.see(DAY, GROWN_UP, diagnoses=(("I10", "provisional", None),))
    with desk.database.write.begin() as session:
        session.get_one(Visit, broken).age_months = 1
    findings = (*forms.check("opd", "202611").findings, *desk.forms.check("opd", "202611").findings)
    assert len({one.code for one in findings}) == 10
    for one in findings:
        assert one.code in catalogue()
        for language in LANGUAGES:
            assert "{" not in sentence(one.code, one.params, language)
