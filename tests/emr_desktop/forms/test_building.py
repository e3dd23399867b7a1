"""What the builder writes is always a form, and counts what a plain count in Python counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from db.models import LocalForm
from emr_desktop.errors import ValidationError
from emr_desktop.forms.building import FormAnswers, definition_text, form_name, offers
from emr_desktop.forms.local import LocalFormService
from emr_desktop.forms.local_file import read_text

VILLAGES = ("Buigiri", "Kwa Mtoro", "Mvumi-Mission (B)", "Ng'ong'ona")
ANSWERS = FormAnswers(
    name_en="Top ten by village",
    name_sw="Magonjwa kumi kwa kijiji",
    counts="diagnoses",
    by="icd10",
    top=10,
    columns="opd_age_sex",
    period="month",
    only={"village": "Kwa Mtoro"},
)


@st.composite
def picked(draw: st.DrawFn) -> FormAnswers:
    known = offers(VILLAGES)
    counts = draw(st.sampled_from(known.counts)).code
    only = {
        fact: draw(st.sampled_from(values)).code
        for fact, values in known.only.items()
        if values and draw(st.integers(0, 3)) == 0
    }
    name = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=20)
    return FormAnswers(
        name_en=draw(name),
        name_sw=draw(name),
        counts=counts,
        by=draw(st.sampled_from(known.by[counts])).code,
        top=draw(st.integers(1, 100)),
        columns=draw(st.sampled_from(known.columns)).code,
        period=draw(st.sampled_from(("month", "week"))),
        only=only,
    )


@settings(max_examples=200, deadline=None)
@given(answers=picked())
def test_whatever_is_picked_is_a_form(answers: FormAnswers) -> None:
    read = read_text(definition_text(answers, form=form_name(answers.name_en, ())))
    assert read.faults == ()
    assert read.definition is not None
    assert read.definition.listed is not None
    assert read.definition.name_sw == " ".join(answers.name_sw.split())


@pytest.fixture
def own(desk) -> Iterator[LocalFormService]:
    yield LocalFormService(work=desk.work)
    with desk.database.write.begin() as session:
        session.execute(delete(LocalForm))


PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "visit_date": st.dates(date(2026, 10, 29), date(2026, 11, 22)),
            "birth_date": st.dates(date(1950, 1, 1), date(2026, 10, 1)),
            "sex": st.sampled_from("MF"),
            "village": st.sampled_from((*VILLAGES, None)),
            "payer": st.sampled_from(("cash", "nhif", "exempt")),
            "outcome": st.sampled_from(("home", "referred", "died")),
            "new_problem": st.booleans(),
            "visit_type": st.sampled_from(("opd", "opd", "anc")),
            "diagnoses": st.lists(
                st.tuples(
                    st.sampled_from(("B54", "B50.9", "A09", "J06.9")),
                    st.sampled_from(("confirmed", "provisional")),
                    st.sampled_from((None, "some", "severe")),
                ),
                max_size=2,
                unique_by=lambda one: one[0],
            ).map(tuple),
            "tests": st.lists(
                st.tuples(st.sampled_from(("mrdt", "hb")), st.sampled_from(("positive", "negative", None))),
                max_size=2,
                unique_by=lambda one: one[0],
            ).map(tuple),
            "medicines": st.lists(st.sampled_from(("par500", "alu")), max_size=2, unique=True).map(tuple),
        }
    ),
    min_size=1,
    max_size=12,
)
AGES = {
    "under_5": lambda age: age < 60,
    "from_5": lambda age: age >= 60,
    "under_1": lambda age: age < 12,
    "from_60": lambda age: age >= 720,
}


def months(birth: date, day: date) -> int:
    return (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)


def wanted(answers: FormAnswers, visit: dict[str, object]) -> bool:
    day = visit["visit_date"]
    inside = day.isocalendar()[:2] == (2026, 47) if answers.period == "week" else day.month == 11
    for fact, value in answers.only.items():
        if fact == "age":
            inside &= AGES[value](months(visit["birth_date"], day))
        elif fact == "new_problem":
            inside &= visit["new_problem"] == (value == "yes")
        else:
            inside &= visit[fact] == value
    return inside


def by_hand(answers: FormAnswers, visits: list[dict[str, object]]) -> Counter[object]:
    """What is counted under each value, read from the visits in plain Python."""
    found: Counter[object] = Counter()
    for visit in visits:
        if not wanted(answers, visit):
            continue
        things: list[dict[str, object]] = [visit]
        if answers.counts == "diagnoses":
            things = [
                visit | {"icd10": code[:3], "certainty": certainty, "severity": severity}
                for code, certainty, severity in visit["diagnoses"]
                if (certainty == "confirmed" or answers.by == "certainty")
                and (visit["new_problem"] or "new_problem" in answers.only)
            ]
        elif answers.counts == "tests":
            things = [visit | {"test": test, "result": result} for test, result in visit["tests"]]
        elif answers.counts == "treatments":
            things = [visit | {"medicine": medicine} for medicine in visit["medicines"]]
        for thing in things:
            found[thing.get(answers.by)] += 1
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(answers=picked(), visits=PEOPLE)
def test_a_built_form_counts_what_a_plain_count_counts(desk, own, answers, visits) -> None:
    desk.clear()
    with desk.database.write.begin() as session:
        session.execute(delete(LocalForm))
    for visit in visits:
        desk.see(**visit)
    text = definition_text(answers, form="built")
    period = "2026W47" if answers.period == "week" else "202611"
    tried = own.preview(text, period=period)
    own.add(text)
    report = desk.forms.show("built", period)
    assert [(row.row, row.cells) for row in report.rows] == [(row.row, row.cells) for row in tried.rows]
    expected = by_hand(answers, visits)
    total = sum(row.total["all"] for row in report.rows)
    assert total == sum(expected.values())
    figures = sorted((row.total["all"] for row in report.rows if row.row not in "+-"), reverse=True)
    known = sorted((count for value, count in expected.items() if value is not None), reverse=True)
    assert figures == known[: answers.top]
    for row in report.rows:
        cases = desk.forms.cases("built", period, row=row.row)
        assert cases.count == len(cases.visits) == row.total["all"]
    checked = {finding.code for finding in desk.forms.check("built", period).findings}
    assert not checked & {"form.check.register_differs", "form.check.no_row", "form.check.greyed_cell"}


def test_names_are_short_and_free() -> None:
    assert form_name("Top ten by village", ()) == "top_ten_by_village"
    assert form_name("Top ten", ("top_ten", "top_ten_2")) == "top_ten_3"
    assert form_name("10 kubwa — ñ", ()) == "form_10_kubwa_n"
    assert form_name("日本", ()) == "form"


@pytest.mark.parametrize(
    ("changed", "field"), [({"name_sw": " "}, "name_sw"), ({"name_en": ""}, "name_en"), ({"top": 0}, "top")]
)
def test_a_missing_name_is_said_at_its_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        definition_text(FormAnswers(**{**vars(ANSWERS), **changed}), form="x")
    assert refused.value.field == field


def test_what_is_built_gets_a_name_of_its_own(desk, own) -> None:
    assert own.build(ANSWERS).startswith('form = "top_ten_by_village"')
    own.add(own.build(ANSWERS))
    assert own.build(ANSWERS).startswith('form = "top_ten_by_village_2"')
