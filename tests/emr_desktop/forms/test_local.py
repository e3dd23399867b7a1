"""The facility's own forms: added, counted like any other, withdrawn, and never in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, func, select, update

from db.models import AuditEntry, LocalForm
from emr_desktop.access.work_session import Actor, WorkSession
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.forms.loading import shipped_forms
from emr_desktop.forms.local import LocalFormService, own_forms_check
from emr_desktop.forms.local_file import shipped_text
from emr_desktop.identity import new_id

NAME = ("village_children", "1")
TEXT = """form = "village_children"
edition = "1"
period = "month"
columns = "opd_age_sex"
name_en = "Children of one village"
name_sw = "Watoto wa kijiji kimoja"
unmapped = "left_out"

[paper]
book = "-"
title_en = "Children"
title_sw = "WATOTO"
edition_en = "own use"
edition_sw = "KWA KITUO"

[scope]
visits = 'visit_type=opd age_months<60 village="Kwa Mtoro"'
diagnoses = "certainty=confirmed"

[count.new]
diagnoses = "new_problem=yes"

[count.all]
diagnoses = ""

[listed]
counts = "diagnoses"
fact = "icd10"
letters = 3
top = 2
others_en = "Others"
others_sw = "Mengine"

[[sections]]
code = "all"
en = "All"
sw = "Zote"
printed = false
"""


@pytest.fixture
def own(desk) -> Iterator[LocalFormService]:
    yield LocalFormService(work=desk.work)
    with desk.database.write.begin() as session:
        session.execute(delete(LocalForm))


def as_role(desk, *roles: str) -> LocalFormService:
    actor = Actor(desk.work.actor.staff_id, "asha", "Asha Mrisho", roles)
    return LocalFormService(work=WorkSession(**{**vars(desk.work), "actor": actor}))


def refused(call) -> str:
    with pytest.raises(EmrError) as error:
        call()
    return error.value.code


def some_visits(desk) -> None:
    for day, village, code in (
        (3, "Kwa Mtoro", "B54"),
        (4, "Kwa Mtoro", "B50.9"),
        (4, "Kwa Mtoro", "B54"),
        (5, "Kwa Mtoro", "J06.9"),
        (6, "Kwa Mtoro", "A09"),
        (6, "Buigiri", "B54"),
        (7, None, "B54"),
    ):
        desk.see(date(2026, 11, day), date(2024, 5, 1), "F", diagnoses=(code,), village=village)
    desk.see(date(2026, 11, 8), date(1990, 5, 1), "F", diagnoses=("B54",), village="Kwa Mtoro")


def test_an_own_form_is_a_form_like_any_other(desk, own) -> None:
    some_visits(desk)
    own.add(TEXT)
    assert NAME in {(info.form, info.edition) for info in desk.forms.list_forms()}
    report = desk.forms.show(NAME[0], "202611")
    figures = {row.en.split()[0]: row.total["all"] for row in report.rows}
    assert figures == {"B54": 2, "A09": 1, "Others": 2}
    for row in report.rows:
        assert desk.forms.cases(NAME[0], "202611", row=row.row).count == row.total["all"]
    findings = {finding.code for finding in desk.forms.check(NAME[0], "202611").findings}
    assert "form.check.register_differs" not in findings
    assert desk.forms.close(NAME[0], "202611").value.status == "closed"


def test_a_look_before_adding_counts_the_same_and_keeps_nothing(desk, own) -> None:
    some_visits(desk)
    tried = own.preview(TEXT)
    assert desk.forms is not None
    assert [(row.en, row.total["all"]) for row in tried.rows] == [
        (row.en, row.total["all"]) for row in (own.add(TEXT), desk.forms.show(NAME[0], "202611"))[1].rows
    ]
    assert refused(lambda: own.preview("form = 5")) == "form.local.refused"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"month"', '"year"'),
        ('fact = "icd10"', 'fact = "icd11"'),
        ("top = 2", "top = 0"),
        ("[listed]", "[listed"),
        ("new_problem=yes", "new_problem=si"),
        ('form = "village_children"\n', ""),
    ],
)
def test_a_text_with_a_mistake_adds_nothing(desk, own, old: str, new: str) -> None:
    assert old in TEXT
    assert refused(lambda: own.add(TEXT.replace(old, new, 1))) == "form.local.refused"
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LocalForm)) == 0
    assert {info.form for info in desk.forms.list_forms()} == {form for form, _ in shipped_forms()}


def test_the_same_text_again_changes_nothing_and_another_text_needs_another_edition(desk, own) -> None:
    assert own.add(TEXT).changes.kinds == {"form", "form_list"}
    assert own.add(TEXT).changes.kinds == frozenset()
    other = TEXT.replace("top = 2", "top = 3")
    assert refused(lambda: own.add(other)) == "form.local.edition_taken"
    own.add(other.replace('edition = "1"', 'edition = "2"'))
    infos = {info.edition: info.is_default for info in desk.forms.list_forms() if info.form == NAME[0]}
    assert infos == {"1": False, "2": True}
    assert refused(
        lambda: own.add(TEXT.replace('"month"', '"week"').replace('edition = "1"', 'edition = "3"'))
    ) == ("form.local.period_differs")


def test_a_form_of_the_program_is_not_replaced_and_a_new_edition_of_it_has_to_be_said(desk, own) -> None:
    shipped = shipped_text("opd", "2014")
    assert refused(lambda: own.add(shipped)) == "form.local.is_shipped"
    newer = shipped.replace('edition = "2014"', 'edition = "2027"')
    assert refused(lambda: own.add(newer)) == "form.local.names_shipped"
    own.add(newer, new_edition=True)
    assert desk.forms.show("opd", "202611").info.edition == "2027"  # it says that it is the default
    own.withdraw("opd", "2027", reason="Waited for the council")
    assert desk.forms.show("opd", "202611").info.edition == "2014"


def test_what_was_closed_by_a_withdrawn_form_still_prints_as_it_was(desk, own) -> None:
    some_visits(desk)
    own.add(TEXT)
    signed = desk.forms.close(NAME[0], "202611").value
    own.withdraw(*NAME, reason="Not asked for any more")
    assert refused(lambda: desk.forms.show(NAME[0], "202611")) == "form.withdrawn"
    assert refused(lambda: desk.forms.show(NAME[0], "202611", edition="1")) == "form.withdrawn"
    for edition in ("1", None):
        kept = desk.forms.closed_version(NAME[0], "202611", edition=edition)
        assert [(row.en, row.cells) for row in kept.rows] == [(row.en, row.cells) for row in signed.rows]
    entry = own.all()[0]
    assert (entry.state, entry.reason) == ("withdrawn", "Not asked for any more")
    own.add(TEXT)
    assert desk.forms.show(NAME[0], "202611").status == "closed"
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LocalForm)) == 2


def test_a_form_that_no_longer_loads_is_left_out_and_named(desk, own) -> None:
    own.add(TEXT)
    own.add(TEXT.replace("village_children", "village_others"))
    assert own_forms_check(desk.work).state == "ok"
    with desk.database.write.begin() as session:  # as a newer program might read it
        session.execute(
            update(LocalForm)
            .where(LocalForm.form == NAME[0])
            .values(id=new_id(), text=TEXT.replace("opd_age_sex", "gone"))
        )
    names = {info.form for info in desk.forms.list_forms()}
    assert NAME[0] not in names
    assert names >= {"village_others", "opd"}
    check = own_forms_check(desk.work)
    assert (check.state, check.params["names"]) == ("warn", "village_children 1")
    entry = next(one for one in own.all() if one.form == NAME[0])
    assert entry.state == "broken"
    assert entry.fault is not None
    assert entry.fault.code == "form.definition.columns_unknown"


def test_nothing_is_read_again_while_nothing_was_added(desk, own, monkeypatch) -> None:
    own.add(TEXT)
    desk.forms.list_forms()
    monkeypatch.setattr("emr_desktop.forms.local_rows.read_text", None)
    assert NAME[0] in {info.form for info in desk.forms.list_forms()}


def test_only_those_who_may_define_forms_do_and_it_is_in_the_audit(desk, own) -> None:
    for role in ("clinician", "nurse"):
        for call in (
            lambda who: who.add(TEXT),
            lambda who: who.preview(TEXT),
            lambda who: who.withdraw(*NAME, reason="x"),
            lambda who: who.villages(),
        ):
            with pytest.raises(PermissionRefused):
                call(as_role(desk, role))
    as_role(desk, "it_admin").add(TEXT)
    own.withdraw(*NAME, reason="Wrong")
    with desk.database.read() as session:
        rows = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(2)).all()
    assert [(row.action, row.detail) for row in rows] == [
        ("form.withdrawn", {"form": NAME[0], "edition": "1"}),
        ("form.defined", {"form": NAME[0], "edition": "1"}),
    ]


def test_withdrawing_needs_a_reason_and_a_form_that_was_added_here(desk, own) -> None:
    own.add(TEXT)
    with pytest.raises(ValidationError):
        own.withdraw(*NAME, reason=" ")
    assert refused(lambda: own.withdraw("opd", "2014", reason="x")) == "form.local.shipped_stays"
    assert refused(lambda: own.withdraw("nothing", "1", reason="x")) == "form.local.not_here"
    own.withdraw(*NAME, reason="Wrong")
    assert own.withdraw(*NAME, reason="Again").changes.kinds == frozenset()
    assert own.all()[0].reason == "Wrong"


def test_every_form_can_be_copied_out(own) -> None:
    own.add(TEXT)
    assert own.text_of(*NAME) == TEXT
    assert own.text_of(NAME[0]) == TEXT
    assert own.text_of("opd") == shipped_text("opd", shipped_forms()["opd", "2014"].edition)
    assert refused(lambda: own.text_of("opd", "1900")) == "form.local.not_here"


def test_everything_that_was_signed_is_listed_also_by_forms_that_are_offered_no_more(
    desk, own, monkeypatch
) -> None:
    some_visits(desk)
    own.add(TEXT)
    desk.forms.close("opd", "202611")
    desk.forms.close(NAME[0], "202611")
    desk.forms.reopen(NAME[0], "202611", reason="One was forgotten")
    desk.forms.close(NAME[0], "202611")
    own.withdraw(*NAME, reason="Not asked for any more")

    def listed() -> set[tuple[str, str, int, str]]:
        found = desk.forms.signed()
        return {(one.line.form, one.name_sw, one.line.version, one.state) for one in found}

    opd = shipped_forms()["opd", "2014"].name_sw
    own_form = (NAME[0], "Watoto wa kijiji kimoja", 2, "withdrawn")
    assert listed() == {own_form, ("opd", opd, 1, "in_use")}
    here = SimpleNamespace(in_use={}, withdrawn={})
    monkeypatch.setattr("emr_desktop.forms.signed_list.forms_here", lambda _session: here)
    assert listed() == {(*own_form[:3], "unknown"), ("opd", opd, 1, "unknown")}
