"""The verbs on forms."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Setting
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.forms.output import report_json
from emr_desktop.forms.service import FormService

DAY = date(2026, 11, 10)
GROWN_UP = date(1990, 1, 1)


def test_a_facility_without_visits_gets_zeros_in_every_open_cell(desk) -> None:
    report = desk.forms.show("opd", "202610")
    assert len(report.rows) == 93
    assert {figure for row in report.rows for figure in row.cells.values()} == {0, None}
    assert all(set(row.total.values()) == {0} for row in report.rows)
    assert (report.status, report.version, report.misplaced) == ("open", 0, ())


def test_the_json_has_the_shape_and_order_of_the_contract(desk) -> None:
    desk.see(DAY, date(2024, 1, 1), "M", diagnoses=("B54",), tests=(("mrdt", "positive"),))
    visit = desk.see(DAY, GROWN_UP, "F", diagnoses=("A33",))
    document = json.loads(report_json(desk.forms.show("opd", "202611")))
    assert list(document) == [
        "form", "edition", "period", "facility", "generated", "status", "version", "rows", "misplaced",
    ]  # fmt: skip
    assert document["facility"] == {"code": "101168-3", "name": "Buigiri Dispensary"}
    assert document["generated"] == "2026-11-22T11:15:00+03:00"
    row = next(row for row in document["rows"] if row["row"] == "23.2")
    assert list(row) == ["row", "en", "sw", "cells", "total"]
    assert list(row["cells"]) == [
        "lt1m.M", "lt1m.F", "m1_11.M", "m1_11.F", "y1_4.M", "y1_4.F", "y5_59.M", "y5_59.F", "y60plus.M",
        "y60plus.F",
    ]  # fmt: skip
    assert row["cells"]["y1_4.M"] == 1
    assert row["total"] == {"M": 1, "F": 0, "all": 1}
    assert document["misplaced"] == [
        {"row": "9", "column": "y5_59.F", "visit": str(visit), "why": "greyed cell"}
    ]
    assert next(row for row in document["rows"] if row["row"] == "9")["cells"]["y5_59.F"] is None


@pytest.mark.parametrize(
    ("period", "code"),
    [
        ("202612", "form.period_in_future"),
        ("2026W47", "form.period_malformed"),
        ("202613", "form.period_malformed"),
        ("202600", "form.period_malformed"),
        ("000001", "form.period_malformed"),
        ("2026-11", "form.period_malformed"),
        ("٢٠٢٦١١", "form.period_malformed"),
        ("", "form.period_malformed"),
    ],
)
def test_a_period_that_cannot_be_counted_is_refused(desk, period: str, code: str) -> None:
    with pytest.raises(EmrError) as refused:
        desk.forms.show("opd", period)
    assert refused.value.code == code


def test_an_unknown_form_edition_row_or_column_is_refused_by_name(desk) -> None:
    calls = {
        "form.unknown": lambda: desk.forms.show("opdx", "202611"),
        "form.edition_unknown": lambda: desk.forms.show("opd", "202611", edition="1999"),
        "form.count_unknown": lambda: desk.forms.show("opd", "202611", count="some"),
        "form.row_unknown": lambda: desk.forms.cases("opd", "202611", row="91"),
        "form.column_unknown": lambda: desk.forms.cases("opd", "202611", row="2", column="y1_4.X"),
    }
    for code, call in calls.items():
        with pytest.raises(EmrError) as refused:
            call()
        assert refused.value.code == code


def test_cases_name_the_visit_the_age_and_every_diagnosis(desk) -> None:
    visit = desk.see(DAY, date(2023, 8, 9), "F", diagnoses=("J18.9", ("B82", "provisional", None)))
    cases = desk.forms.cases("opd", "202611", row="47", column="y1_4.F")
    assert cases.count == 1
    (line,) = cases.visits
    assert (line.visit, line.date, line.sex, line.age) == (visit, DAY, "F", "3y 3m")
    assert line.diagnoses == ("J18.9", "B82")
    assert desk.forms.cases("opd", "202611", row="47", column="F").visits == cases.visits
    assert desk.forms.cases("opd", "202611", row="47", column="y1_4").visits == cases.visits
    assert desk.forms.cases("opd", "202611", row="47").visits == cases.visits
    assert desk.forms.cases("opd", "202611", row="47", column="M").count == 0


def test_a_visit_with_two_things_in_one_cell_is_listed_twice(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("A09", "A04"))
    cases = desk.forms.cases("opd", "202611", row="19", column="y5_59.F")
    assert [line.visit for line in cases.visits] == [visit, visit]
    assert desk.cells()["19", "y5_59.F"] == 2


def test_looking_at_the_visits_behind_a_number_is_audited(desk) -> None:
    desk.see(DAY, GROWN_UP)
    desk.forms.cases("opd", "202611", row="2", column="y5_59.F")
    with desk.database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert last.action == "form.cases"
    assert (last.detail["row"], last.detail["column"], last.detail["count"]) == ("2", "y5_59.F", "1")


def test_roles_may_do_what_their_work_needs(desk) -> None:
    with pytest.raises(PermissionRefused):
        desk.as_role("cashier").show("opd", "202611")
    with pytest.raises(PermissionRefused):
        desk.as_role("it_admin").cases("opd", "202611", row="2")
    with pytest.raises(PermissionRefused):
        desk.as_role("clinician").close("opd", "202611")
    assert desk.as_role("clinician").show("opd", "202611").rows


def test_closing_freezes_the_figures_with_the_signer(desk) -> None:
    desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    closed = desk.forms.close("opd", "202611").value
    assert (closed.status, closed.version) == ("closed", 1)
    assert closed.signature is not None
    assert (closed.signature.signer_name, closed.signature.signer_cadre) == (
        "Asha Mrisho",
        "Clinical Officer",
    )
    assert len(closed.signature.visits_hash) == 64
    again = desk.forms.show("opd", "202611")
    assert (again.status, again.version, again.signature) == ("closed", 1, closed.signature)
    with pytest.raises(EmrError, match=r"form\.already_closed"):
        desk.forms.close("opd", "202611")


def test_a_later_edit_shows_as_changed_with_the_cells(desk) -> None:
    visit = desk.see(DAY, GROWN_UP, diagnoses=("A00",))
    desk.forms.close("opd", "202611")
    desk.see(DAY, GROWN_UP, "M", diagnoses=("A00",))
    desk.change_visit(visit, outcome="referred")
    report = desk.forms.show("opd", "202611")
    assert (report.status, report.version) == ("changed", 1)
    assert {(cell.row, cell.column, cell.closed, cell.now) for cell in report.changed} == {
        ("2", "y5_59.M", 0, 1),
        ("5", "y5_59.M", 0, 1),
        ("90", "y5_59.F", 0, 1),
    }
    assert json.loads(report_json(report))["changed"][0]["closed"] == 0
    frozen = desk.forms.closed_version("opd", "202611")
    assert (frozen.status, frozen.version) == ("closed", 1)
    assert next(row for row in frozen.rows if row.row == "5").total == {"M": 0, "F": 1, "all": 1}
    assert next(row for row in report.rows if row.row == "5").total["all"] == 2


def test_an_edit_that_moves_no_figure_leaves_the_form_closed(desk) -> None:
    visit = desk.see(DAY, GROWN_UP)
    first = desk.forms.close("opd", "202611").value.signature
    desk.change_visit(visit, advice="kunywa maji")
    assert desk.forms.show("opd", "202611").status == "closed"
    desk.forms.reopen("opd", "202611", reason="advice")
    second = desk.forms.close("opd", "202611").value.signature
    assert first is not None
    assert second is not None
    assert first.visits_hash != second.visits_hash


def test_reopening_needs_a_reason_and_the_next_closing_is_a_new_version(desk) -> None:
    with pytest.raises(EmrError, match=r"form\.not_closed"):
        desk.forms.reopen("opd", "202611", reason="x")
    desk.forms.close("opd", "202611")
    with pytest.raises(ValidationError) as refused:
        desk.forms.reopen("opd", "202611", reason="  ")
    assert refused.value.field == "reason"
    opened = desk.forms.reopen("opd", "202611", reason="Mgonjwa mmoja alisahauliwa").value
    assert (opened.status, opened.version, opened.signature) == ("open", 1, None)
    with pytest.raises(EmrError, match=r"form\.not_closed"):
        desk.forms.closed_version("opd", "202611")
    desk.see(DAY, GROWN_UP)
    assert desk.forms.close("opd", "202611").value.version == 2
    old = desk.forms.closed_version("opd", "202611", version=1)
    assert next(row for row in old.rows if row.row == "2").total["all"] == 0


def test_counting_otherwise_does_not_make_a_closed_form_look_changed(desk) -> None:
    desk.see(DAY, GROWN_UP, diagnoses=("I10",), new_problem=False)
    desk.forms.close("opd", "202611")
    report = desk.forms.show("opd", "202611", count="all")
    assert next(row for row in report.rows if row.row == "78").total["all"] == 1
    assert (report.status, report.signature) == ("closed", None)  # closed, but these figures were not signed


def test_the_ministry_is_a_setting(desk) -> None:
    assert desk.forms.show("opd", "202611").paper.ministry == "WIZARA YA AFYA"
    with desk.database.write.begin() as session:
        session.add(
            Setting(
                name="print.ministry_sw",
                value="WIZARA YA AFYA, MAENDELEO YA JAMII",
                updated_at=desk.work.clock.now(),
                updated_by=desk.work.actor.staff_id,
            )
        )
    assert desk.forms.show("opd", "202611").paper.ministry == "WIZARA YA AFYA, MAENDELEO YA JAMII"


def test_the_month_begins_at_the_facilitys_midnight(desk) -> None:
    late_on_the_thirtieth = Clock(now=lambda: datetime(2026, 11, 30, 21, 30, tzinfo=UTC))
    forms = FormService(work=replace(desk.work, clock=late_on_the_thirtieth))
    assert forms.show("opd", "202612").period == "202612"


def test_the_list_of_forms_names_editions_and_columns(desk) -> None:
    first = desk.forms.list_forms()[0]
    assert (first.form, first.edition, first.period_type, first.official) == ("opd", "2014", "month", True)
    assert first.columns[:3] == ("lt1m.M", "lt1m.F", "m1_11.M")
    assert [band.code for band in first.bands] == ["lt1m", "m1_11", "y1_4", "y5_59", "y60plus"]
