"""Why is this visit not counted: the answer agrees with the count, and nothing is left without a reason."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Patient, Visit
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.forms.counting import counted_things
from emr_desktop.forms.finding import find_form
from emr_desktop.forms.service import FormService
from ui.messages import LANGUAGES, catalogue, sentence

DAY = date(2026, 11, 10)
GROWN_UP = date(1990, 1, 1)
TODAY = date(2026, 11, 22)


def _explained(desk, visit, form="opd", **options):
    return desk.forms.explain(visit, form=form, **options).forms[0]


def _reasons(explained) -> list[tuple[str, str | None]]:
    return [
        (thing.code, thing.reason and thing.reason.code.removeprefix("form.why."))
        for thing in explained.things
    ]


def test_a_counted_visit_names_its_cells(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("B54",), tests=(("mrdt", "positive"),))
    opd = _explained(desk, visit)
    assert opd.reason is None
    assert {(cell.row, cell.column) for cell in opd.cells} == {("2", "y5_59.F"), ("23.2", "y5_59.F")}
    assert all(thing.reason is None for thing in opd.things)
    assert (opd.cells[0].column_sw, opd.cells[0].row) == ("Miaka 5 hadi chini ya miaka 60, KE", "2")


def test_an_open_a_cancelled_and_an_antenatal_visit_say_so(desk) -> None:
    still_open = desk.see(DAY, GROWN_UP, status="open")
    cancelled = desk.see(DAY, GROWN_UP, voided=True)
    antenatal = desk.see(DAY, GROWN_UP, visit_type="anc")
    assert _explained(desk, still_open).reason.code == "form.why.open"
    void = _explained(desk, cancelled).reason
    assert (void.code, void.params["words"]) == ("form.why.voided", "test")
    kind = _explained(desk, antenatal).reason
    assert kind.code == "form.why.condition"
    assert "outpatient" in sentence(kind.code, kind.params, "en")
    assert "antenatal" in sentence(kind.code, kind.params, "en")


def test_another_period_is_named(desk) -> None:
    visit = desk.see(DAY, GROWN_UP)
    assert _explained(desk, visit, period="202610").reason.code == "form.why.other_period"


def test_each_diagnosis_has_its_own_reason(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, "M", diagnoses=(("I10", "provisional", None), "O03", "A01"))
    reasons = dict(_reasons(_explained(desk, visit)))
    assert reasons == {"": None, "I10": "provisional", "O03": "greyed_cell", "A01": None}
    again = desk.see(DAY, GROWN_UP, diagnoses=("I10",), new_problem=False)
    assert ("I10", "reattendance") in _reasons(_explained(desk, again))


def test_what_a_form_leaves_out_and_what_its_row_does_not_take_are_told_apart(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("I10", ("A09", "confirmed", "none")))
    reasons = dict(_reasons(_explained(desk, visit, "idsr_weekly")))
    assert reasons["I10"] == "left_out"
    assert reasons["A09"] == "row_condition"
    assert reasons[""] == "no_visit_row"  # no malaria test
    newer = _explained(desk, desk.see(DAY, GROWN_UP, diagnoses=("U07.1",)), edition="current")
    assert ("U07.1", "no_row") in _reasons(newer)


def test_a_visit_without_a_diagnosis_is_told_so(desk) -> None:
    assert ("", "nothing_there") in _reasons(_explained(desk, desk.see(DAY, GROWN_UP)))


def test_what_came_after_the_signature_is_said(desk) -> None:
    before = desk.see(DAY, GROWN_UP)
    changed = desk.see(DAY, GROWN_UP)
    later = datetime(2026, 12, 1, tzinfo=UTC)
    work = replace(desk.work, clock=Clock(now=lambda: later))
    FormService(work=work).close("opd", "202611")
    after = desk.see(DAY, GROWN_UP)
    desk.change_visit(after, created_at=later + timedelta(days=1), source="paper")
    desk.change_visit(changed, updated_at=later + timedelta(days=1))
    notes = {
        name: [note.code.removeprefix("form.why.") for note in _explained(desk, visit).notes]
        for name, visit in (("before", before), ("changed", changed), ("after", after))
    }
    assert notes == {
        "before": [],
        "changed": ["changed_since_version"],
        "after": ["from_paper", "not_in_version"],
    }


def test_every_form_answers_for_every_visit(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("B54",), village="Buigiri")
    forms = desk.forms.explain(visit).forms
    assert {one.form for one in forms} == {info.form for info in desk.forms.list_forms()}
    assert len(next(one for one in forms if one.form == "attendance_by_village").cells) == 1


def test_an_unknown_visit_or_number_is_said(desk) -> None:
    with pytest.raises(EmrError, match=r"visit\.missing"):
        desk.forms.explain(desk.work.actor.staff_id)
    with pytest.raises(EmrError, match=r"form\.why\.nobody"):
        desk.forms.visits_of("101168-3/2026/999999")


def test_a_number_that_was_merged_leads_to_the_record_that_stayed(desk) -> None:
    old, kept = desk.see(DAY, GROWN_UP), desk.see(DAY, GROWN_UP)
    with desk.database.write.begin() as session:
        gone, stays = (
            session.get_one(Patient, session.get_one(Visit, visit).patient_id) for visit in (old, kept)
        )
        gone.merged_into = stays.id
        number = gone.number
    assert [one.visit for one in desk.forms.visits_of(number)] == [kept]


def test_only_who_may_see_cases_may_ask(desk) -> None:
    visit = desk.see(DAY, GROWN_UP)
    with pytest.raises(PermissionRefused):
        desk.as_role("it_admin").explain(visit)


_DIAGNOSIS = st.tuples(
    st.sampled_from(
        ("B54", "B50.9", "A09", "I10", "O03", "N94.6", "A33", "J18.9", "U07.1", "T63.0", "O98.6")
    ),
    st.sampled_from(("confirmed", "provisional")),
    st.sampled_from((None, "none", "some", "severe")),
)
_VISIT = st.fixed_dictionaries(
    {
        "visit_date": st.dates(date(2026, 10, 25), date(2026, 11, 21)),
        "birth_date": st.dates(date(1950, 1, 1), date(2026, 10, 20)),
        "sex": st.sampled_from("MF"),
        "diagnoses": st.lists(_DIAGNOSIS, max_size=3, unique_by=lambda one: one[0]).map(tuple),
        "tests": st.lists(
            st.tuples(
                st.sampled_from(("mrdt", "bs", "hb")), st.sampled_from(("positive", "negative", "7", None))
            ),
            max_size=2,
            unique_by=lambda one: one[0],
        ).map(tuple),
        "medicines": st.lists(st.sampled_from(("alu20120", "par500")), max_size=2).map(tuple),
        "village": st.sampled_from((None, "Buigiri", "Msanga")),
        "new_problem": st.booleans(),
        "new_this_year": st.booleans(),
        "outcome": st.sampled_from(("home", "referred", "died")),
        "payer": st.sampled_from(("cash", "nhif", "exempt")),
        "visit_type": st.sampled_from(("opd", "opd", "anc")),
        "status": st.sampled_from(("done", "done", "open")),
        "voided": st.sampled_from((False, False, True)),
    }
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_VISIT, min_size=1, max_size=5))
def test_the_answer_agrees_with_the_count_and_nothing_is_without_reason(desk, visits) -> None:
    desk.clear()
    ids = [desk.see(**visit) for visit in visits]
    counted: dict[tuple[str, str, object], Counter] = {}
    with desk.database.read() as session:
        for info in desk.forms.list_forms():
            for period in ("202610", "202611") if info.period_type == "month" else _WEEKS:
                definition, days = find_form(session, info.form, period, today=TODAY, edition=info.edition)
                definition = desk.forms._reporter.with_rows(session, definition, days, "new")
                for source in definition.sources:
                    for thing in counted_things(session, definition, days, "new", source=source):
                        key = (info.form, info.edition, thing.visit_id)
                        if thing.place.is_open and thing.place.row is not None:
                            counted.setdefault(key, Counter())[thing.place.row, thing.place.column] += 1
    for info in desk.forms.list_forms():
        for visit in ids:
            explained = _explained(desk, visit, info.form, edition=info.edition)
            cells = Counter((cell.row, cell.column) for cell in explained.cells)
            assert cells == counted.get((info.form, info.edition, visit), Counter())
            assert explained.reason is not None or explained.things
            reasons = [explained.reason] if explained.reason else []
            for thing in explained.things:
                assert bool(thing.cells) == (thing.reason is None)
                reasons += [thing.reason] if thing.reason else []
            for reason in (*reasons, *explained.notes):
                assert reason.code in catalogue()
                for language in LANGUAGES:
                    assert "{" not in sentence(reason.code, reason.params, language)


_WEEKS = ("2026W43", "2026W44", "2026W45", "2026W46", "2026W47")
