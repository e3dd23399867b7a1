"""Signed versions: what they keep, and what changed since."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from db.models import AuditEntry, FormVersion, FormVersionKept, PatientMerge, Visit, VisitRevision
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.forms import plain_values
from emr_desktop.forms.kept import kept_of, list_text, read_list
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.output import report_json
from emr_desktop.forms.rows import FormReport
from emr_desktop.forms.service import FormService
from emr_desktop.identity import new_id
from emr_desktop.printing.monthly_form import monthly_form_pdf

MONTH = "202610"
DAY = date(2026, 10, 12)
GROWN_UP = date(1990, 1, 1)
NOW = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def later(desk: Any, *, hours: int = 1) -> FormService:
    return FormService(work=replace(desk.work, clock=Clock(now=lambda: NOW + timedelta(hours=hours))))


def cells(report: FormReport) -> dict[tuple[str, str], int | None]:
    return {(row.row, column): figure for row in report.rows for column, figure in row.cells.items()}


def how(desk: Any, **options: Any) -> dict[Any, str]:
    return {one.visit: one.how for one in desk.forms.changes("opd", MONTH, **options).visits}


def test_a_version_names_exactly_the_visits_it_counted_and_they_add_up_to_its_figures(desk) -> None:
    one = desk.see(DAY, GROWN_UP, diagnoses=("A00", "B54"))
    two = desk.see(DAY, date(2024, 1, 1), "M", diagnoses=("A09", "A04"))
    desk.see(DAY, GROWN_UP, voided=True)
    desk.see(date(2026, 11, 1), GROWN_UP)
    report = desk.forms.close("opd", MONTH).value
    with desk.database.read() as session:
        version = session.scalars(select(FormVersion)).one()
        kept = kept_of(session, version)
        assert kept is not None
        visits = read_list(session, version, kept, desk.work.audit_key)
    assert set(visits) == {one, two}
    counted = Counter(cell for visit in visits.values() for cell in visit.cells)
    assert dict(counted) == {place: figure for place, figure in cells(report).items() if figure}
    assert counted["19", "y1_4.M"] == 2  # the same visit twice in one cell


def test_what_became_of_each_visit_is_told_with_who_and_when(desk) -> None:
    stays = desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    voided = desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    moved = desk.see(DAY, GROWN_UP)
    corrected = desk.see(DAY, GROWN_UP, diagnoses=("I10",))
    waiting = desk.see(DAY, GROWN_UP, status="open")
    desk.forms.close("opd", MONTH)
    staff, when = desk.work.actor.staff_id, NOW + timedelta(hours=2)
    stamp = {"updated_at": when, "updated_by": staff}
    desk.change_visit(voided, voided_at=when, voided_by=staff, void_reason="Wrong patient", **stamp)
    desk.change_visit(moved, visit_date=date(2026, 11, 2), **stamp)
    desk.change_visit(corrected, outcome="referred", **stamp)
    desk.change_visit(waiting, status="done", **stamp)
    with desk.database.write.begin() as session:
        patient = session.get_one(Visit, waiting).patient_id
        work = replace(desk.work, clock=Clock(now=lambda: when))
        work.audit(session, "visit.saved", entity="visit", entity_id=waiting, patient_id=patient)
    late = desk.see(DAY, GROWN_UP)
    fresh = desk.see(DAY, GROWN_UP)
    for visit, source in ((late, "paper"), (fresh, None)):
        desk.change_visit(visit, created_at=when, source=source)
    changes = desk.forms.changes("opd", MONTH)
    told = {one.visit: one for one in changes.visits}
    assert {visit: one.how for visit, one in told.items()} == {
        voided: "voided", moved: "moved_out", corrected: "corrected", waiting: "finished",
        late: "entered_late", fresh: "entered",
    }  # fmt: skip
    assert stays not in told
    assert (told[voided].by, told[voided].at, told[voided].reason) == ("Asha Mrisho", when, "Wrong patient")
    assert [(step.row, step.column, step.step) for step in told[corrected].cells] == [("90", "y5_59.F", 1)]
    moved_by_visits = Counter()
    for one in changes.visits:
        for step in one.cells:
            moved_by_visits[step.row, step.column] += step.step
    assert {place: step for place, step in moved_by_visits.items() if step} == {
        (cell.row, cell.column): (cell.now or 0) - (cell.closed or 0) for cell in changes.cells
    }


def test_a_visit_moved_into_the_month_and_one_of_a_merged_patient_are_told_apart(desk) -> None:
    into = desk.see(date(2026, 9, 30), GROWN_UP)
    merged = desk.see(DAY, GROWN_UP)
    desk.forms.close("opd", MONTH)
    when, staff = NOW + timedelta(hours=2), desk.work.actor.staff_id
    with desk.database.write.begin() as session:
        patients = [session.get_one(Visit, visit).patient_id for visit in (into, merged)]
        session.add(
            VisitRevision(
                id=new_id(), visit_id=into, version=1, replaced_at=when, replaced_by=staff,
                content={"visit_date": "2026-09-30"},
            )
        )  # fmt: skip
        session.add(
            PatientMerge(
                id=new_id(), kept_id=patients[0], merged_id=patients[1], merged_at=when, merged_by=staff,
                choices={}, kept_before={}, merged_before={}, left_behind={}, changed=[],
                moved={"visit.patient_id": [[merged.hex]]},
            )
        )  # fmt: skip
    desk.change_visit(into, visit_date=DAY, updated_at=when)
    assert how(desk) == {into: "moved_in", merged: "merged"}


def test_a_village_corrected_later_is_told_as_the_patients_record(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, village="Buigiri")
    desk.forms.close("attendance_by_village", MONTH)
    with desk.database.write.begin() as session:
        patient = session.get_one(Visit, visit).patient_id
        from db.models import Patient

        session.execute(update(Patient).where(Patient.id == patient).values(village="Mvumi"))
    changes = desk.forms.changes("attendance_by_village", MONTH)
    assert [(one.visit, one.how) for one in changes.visits] == [(visit, "patient")]
    assert {step.step for step in changes.visits[0].cells} == {1, -1}


CODES = ("A00", "B54", "J18.9", "I10", "A33")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["void", "move", "sex", "outcome", "again", "add", "advice", "problem"]),
        st.integers(0, 5),
    ),
    max_size=6,
)
VISITS = st.lists(
    st.tuples(st.integers(1, 31), st.sampled_from(CODES), st.sampled_from("MF"), st.integers(0, 80)),
    min_size=1,
    max_size=6,
)


def _edit(desk: Any, visits: list[Any], deed: str, at: int) -> None:
    visit = visits[at % len(visits)]
    if deed == "add":
        visits.append(desk.see(DAY, GROWN_UP, "M", diagnoses=("B54",)))
        return
    with desk.database.read() as session:
        row = session.get_one(Visit, visit)
        flipped, there, problem = (
            ("M" if row.sex == "F" else "F"),
            row.visit_date.month == 10,
            row.new_problem,
        )
    values: dict[str, dict[str, Any]] = {
        "void": {"voided_at": NOW},
        "move": {"visit_date": date(2026, 9 if there else 10, 15)},
        "sex": {"sex": flipped},
        "outcome": {"outcome": "referred"},
        "again": {"voided_at": None},
        "advice": {"advice": "maji"},
        "problem": {"new_problem": not problem},
    }
    desk.change_visit(visit, **values[deed])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=VISITS, edits=EDITS, more=EDITS)
def test_whatever_is_edited_the_diff_names_the_cells_and_the_visits_and_versions_stay(
    make_desk, first, edits, more
) -> None:
    desk = make_desk()
    desk.clear()
    visits = [
        desk.see(date(2026, 10, day), date(2026 - age, 1, 1), sex, diagnoses=(code,))
        for day, code, sex, age in first
    ]
    signed = [desk.forms.close("opd", MONTH).value]
    papers = [monthly_form_pdf(desk.forms.closed_version("opd", MONTH), language="sw")]
    for round_of_edits in (edits, more):
        for deed, at in round_of_edits:
            _edit(desk, visits, deed, at)
        now = desk.forms.show("opd", MONTH)
        changes = desk.forms.changes("opd", MONTH)
        before = cells(signed[-1])
        different = {place for place, figure in cells(now).items() if figure != before[place]}
        assert {(cell.row, cell.column) for cell in changes.cells} == different
        steps: Counter[tuple[str, str]] = Counter()
        for one in changes.visits:
            for step in one.cells:
                steps[step.row, step.column] += step.step
        assert {place: step for place, step in steps.items() if step} == {
            place: (cells(now)[place] or 0) - (before[place] or 0) for place in different
        }
        desk.forms.reopen("opd", MONTH, reason="again")
        signed.append(desk.forms.close("opd", MONTH).value)
    for number, report in enumerate(signed, 1):
        kept = desk.forms.closed_version("opd", MONTH, version=number)
        assert (kept.rows, kept.derived, kept.misplaced) == (report.rows, report.derived, report.misplaced)
        assert kept.signature == report.signature
        assert kept.standing is not None
        assert kept.standing.in_force == (number == len(signed))
    first_again = desk.forms.closed_version("opd", MONTH, version=1)
    assert monthly_form_pdf(replace(first_again, standing=None), language="sw") == monthly_form_pdf(
        replace(signed[0], standing=None), language="sw"
    )
    assert papers[0] != monthly_form_pdf(first_again, language="sw")  # it says that it was replaced


def test_two_versions_are_compared_with_each_other(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    desk.forms.close("opd", MONTH)
    desk.forms.reopen("opd", MONTH, reason="one was missing")
    desk.change_visit(visit, outcome="referred")
    more = desk.see(DAY, GROWN_UP, "M")
    desk.change_visit(more, created_at=NOW + timedelta(hours=1))
    later(desk, hours=2).close("opd", MONTH)
    desk.change_visit(visit, outcome="home")
    changes = desk.forms.changes("opd", MONTH, version=2, against=1)
    assert (changes.version, changes.against) == (1, 2)
    assert {one.visit: one.how for one in changes.visits} == {visit: "corrected", more: "entered"}
    assert {(cell.row, cell.column): (cell.closed, cell.now) for cell in changes.cells} == {
        ("2", "y5_59.M"): (0, 1),
        ("90", "y5_59.F"): (0, 1),
    }
    with pytest.raises(EmrError, match=r"form\.version_unknown"):
        desk.forms.changes("opd", MONTH, against=3)


def test_two_versions_of_a_list_compare_the_same_village_with_itself(desk) -> None:
    for village in ("Mvumi", "Mvumi", "Buigiri"):
        desk.see(DAY, GROWN_UP, village=village)
    desk.forms.close("attendance_by_village", MONTH)
    desk.forms.reopen("attendance_by_village", MONTH, reason="more came")
    for _ in range(3):
        desk.see(DAY, GROWN_UP, village="Buigiri")
    desk.see(DAY, GROWN_UP, village="Ikowa")
    desk.forms.close("attendance_by_village", MONTH)
    first = desk.forms.closed_version("attendance_by_village", MONTH, version=1)
    assert [row.sw for row in first.rows[:2]] == ["Mvumi", "Buigiri"]
    changes = desk.forms.changes("attendance_by_village", MONTH, version=1, against=2)
    assert {(cell.row, cell.closed or 0, cell.now) for cell in changes.cells if cell.now} == {
        ("2", 1, 4),  # Buigiri, though it stands first in the second version
        ("3", 0, 1),  # Ikowa
    }


@pytest.mark.parametrize("what", ["list", "sheet", "figures", "hash", "count", "mac"])
def test_tampering_with_what_is_kept_is_noticed(desk, what: str) -> None:
    visit = desk.see(DAY, GROWN_UP)
    code = desk.forms.close("opd", MONTH).value.signature.code
    with desk.database.write.begin() as session:
        kept = session.scalars(select(FormVersionKept)).one()
        version = session.scalars(select(FormVersion)).one()
        if what == "list":
            listed = read_list(session, version, kept, desk.work.audit_key)
            other = {
                visit: replace(one, cells=(*one.cells, ("5", "y5_59.F"))) for visit, one in listed.items()
            }
            kept.visit_list = plain_values.packed(list_text(other))
        elif what == "sheet":
            text = plain_values.unpacked(kept.sheet)
            kept.sheet = plain_values.packed(text.replace("Buigiri", "Mvumi"))
        elif what == "figures":
            figures = json.loads(json.dumps(version.figures))
            figures["rows"]["2"]["y5_59.F"] = 50
            version.figures = figures
        elif what == "hash":
            version.visits_hash = "0" * 64
        elif what == "count":
            kept.visit_count = 7
        else:
            kept.audit_mac = b"0" * 32
    verified = desk.forms.verify(code)
    assert not verified.record_fits
    if what in ("sheet", "figures", "mac"):
        with pytest.raises(EmrError, match=r"form\.version_damaged"):
            desk.forms.closed_version("opd", MONTH)
    if what in ("list", "hash", "count", "mac"):
        with pytest.raises(EmrError, match=r"form\.version_damaged"):
            desk.forms.changes("opd", MONTH)
    assert visit


def test_a_printed_code_finds_its_version_and_says_what_changed(desk) -> None:
    visit = desk.see(DAY, GROWN_UP)
    code = desk.forms.close("opd", MONTH).value.signature.code
    found = desk.forms.verify(f" {code.lower().replace('-', ' ')} ")
    assert (found.line.form, found.line.period, found.line.version) == ("opd", MONTH, 1)
    assert (found.record_fits, found.figures_changed, found.visits_changed) == (True, 0, 0)
    desk.change_visit(visit, outcome="referred")
    found = desk.forms.verify(code)
    assert (found.record_fits, found.figures_changed, found.visits_changed) == (True, 1, 1)
    wrong = ("2" if code[0] != "2" else "3") + code[1:]
    swapped = code[1] + code[0] + code[2:]
    for typed in (wrong, "", "0000-0000-0", code[:-1]) + ((swapped,) if swapped != code else ()):
        with pytest.raises(EmrError, match=r"form\.code_mistyped"):
            desk.forms.verify(typed)
    desk.clear()
    with pytest.raises(EmrError, match=r"form\.code_unknown"):
        desk.forms.verify(code)


def test_the_code_is_the_head_of_the_audit_chain_at_closing(desk) -> None:
    desk.forms.close("opd", MONTH)
    with desk.database.read() as session:
        kept = session.scalars(select(FormVersionKept)).one()
        entry = session.get_one(AuditEntry, kept.audit_seq)
        assert (entry.action, entry.entity_id, entry.mac) == ("form.closed", kept.version_id, kept.audit_mac)


def test_versions_are_listed_with_what_became_of_them(desk) -> None:
    assert desk.forms.versions("opd", MONTH) == ()
    desk.see(DAY, GROWN_UP)
    desk.forms.close("opd", MONTH)
    later(desk, hours=1).reopen("opd", MONTH, reason="One was forgotten")
    later(desk, hours=2).close("opd", MONTH)
    second, first = desk.forms.versions("opd", MONTH)
    assert (second.version, second.versions, second.in_force, second.visits) == (2, 2, True, 1)
    assert (first.version, first.in_force) == (1, False)
    assert (first.reopened_by, first.reopen_reason) == ("Asha Mrisho", "One was forgotten")
    assert first.replaced_at == second.closed_at
    assert first.code != second.code
    document = json.loads(report_json(desk.forms.closed_version("opd", MONTH, version=1)))
    assert document["signature"]["in_force"] is False


def test_a_version_from_before_lists_were_kept_stays_readable(desk) -> None:
    visit = desk.see(DAY, GROWN_UP)
    desk.forms.close("opd", MONTH)
    with desk.database.write.begin() as session:
        session.delete(session.scalars(select(FormVersionKept)).one())
    desk.change_visit(visit, outcome="referred")
    old = desk.forms.closed_version("opd", MONTH)
    assert cells(old)["2", "y5_59.F"] == 1
    assert (old.signature.code, old.signature.signer_name) == (None, "Asha Mrisho")
    (line,) = desk.forms.versions("opd", MONTH)
    assert not line.list_kept
    changes = desk.forms.changes("opd", MONTH)
    assert (changes.list_kept, changes.visits) == (False, ())
    assert [(cell.row, cell.now) for cell in changes.cells] == [("90", 1)]


def test_a_version_prints_for_ever_also_when_the_program_no_longer_knows_the_form(desk, monkeypatch) -> None:
    desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    closed = desk.forms.close("opd", MONTH).value
    paper = monthly_form_pdf(closed, language="en")
    from emr_desktop.forms import finding

    kept = {key: one for key, one in shipped_forms().items() if key[0] != "opd"}
    monkeypatch.setattr(finding, "known_forms", lambda _session: kept)
    with pytest.raises(EmrError, match=r"form\.unknown"):
        desk.forms.show("opd", MONTH)
    again = desk.forms.closed_version("opd", MONTH)
    assert monthly_form_pdf(again, language="en") == paper
    assert desk.forms.versions("opd", MONTH)[0].version == 1
    verified = desk.forms.verify(closed.signature.code)
    assert (verified.record_fits, verified.figures_changed) == (True, None)


def test_other_rules_of_the_form_are_told_as_such(desk, monkeypatch) -> None:
    visit = desk.see(DAY, GROWN_UP, outcome="referred")
    desk.forms.close("opd", MONTH)
    from emr_desktop.forms import finding

    forms = dict(shipped_forms())
    opd = forms["opd", "2014"]
    rows = tuple(row if row.row != "90" else replace(row, when=()) for row in opd.rows)
    forms["opd", "2014"] = replace(opd, rows=tuple(row for row in rows if row.row != "90"), _candidates={})
    monkeypatch.setattr(finding, "known_forms", lambda _session: forms)
    changes = desk.forms.changes("opd", MONTH)
    assert changes.definition_changed
    assert [(one.visit, one.how) for one in changes.visits] == [(visit, "definition")]


def test_many_versions_share_one_copy_of_the_definition(desk) -> None:
    from db.models import FormDefinitionCopy

    for month in ("202608", "202609", MONTH):
        desk.forms.close("opd", month)
    with desk.database.read() as session:
        assert len(session.scalars(select(FormDefinitionCopy)).all()) == 1
