"""Merging two records of one person: what moves, what is refused, what is found again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from db.models import AuditEntry, Base, OutboxEvent, PatientMerge
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.merge_rules import warnings_of
from emr_desktop.patients.moving import NOT_MOVED, WITHOUT_KEY, moving_columns
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

Register = Callable[..., PatientRow]


def _visit(clinic: Clinic, patient: PatientRow, day: date, icd10: str = "J06.9", **more: Any) -> VisitForm:
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=day,
        diagnoses=(DiagnosisEntry(icd10=icd10),),
        **more,
    )
    return clinic.visits.save(form).value.form


def test_every_column_that_names_a_patient_moves_or_is_known_to_stay() -> None:
    """Fails when somebody adds a table with patient data that a merge would leave behind."""
    moving = {f"{column.table.name}.{column.name}" for column in moving_columns()}
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("patient_id")
        or any(k.column.table.name == "patient" for k in column.foreign_keys)
    }
    assert named == moving | set(NOT_MOVED)
    assert moving >= {"visit.patient_id", "allergy.patient_id", "patient.merged_into", *WITHOUT_KEY}


def test_visits_allergies_and_drafts_come_to_the_survivor(clinic: Clinic, register: Register) -> None:
    keep = register("Asha Juma Ali", sex="F", allergies=("Penicillin",))
    other = register("Asha Ally", sex="F", allergies=("penicillin", "Sulfa"))
    mine, theirs = _visit(clinic, keep, date(2026, 11, 2)), _visit(clinic, other, date(2026, 11, 9))
    draft = new_id()
    clinic.drafts.keep(draft, kind="visit", patient_id=other.id, content={"patient": "Asha"})
    merged = clinic.merging.merge(keep.id, other.id).value
    assert (merged.visits, merged.left_behind) == (1, 0)
    assert [one.id for one in clinic.visits.timeline(keep.id)] == [theirs.id, mine.id]
    assert clinic.visits.timeline(other.id) == ()
    assert clinic.patients.get(keep.id).allergies == ("Penicillin", "Sulfa")
    assert [one.patient_id for one in clinic.drafts.mine()] == [keep.id]


def test_an_empty_field_is_filled_and_a_chosen_one_taken_over(clinic: Clinic, register: Register) -> None:
    keep = register("Asha Ali", sex="F", birth_date=None, age_years=30, village="Kibaoni")
    other = register("Aisha Ally", sex="F", birth_date=date(1996, 3, 1), phone="0754123456", village="Msanga")
    clinic.merging.merge(keep.id, other.id, {"birth_date": "merged", "first_name": "merged"})
    now = clinic.patients.get(keep.id)
    assert (now.number, now.first_name, now.last_name) == (keep.number, "Aisha", "Ali")
    assert (now.birth_date, now.birth_precision) == (date(1996, 3, 1), "day")
    assert (now.phone, now.village) == ("+255754123456", "Kibaoni")


def test_the_survivor_is_found_by_the_old_number_and_the_old_name(clinic: Clinic, register: Register) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Mwanaidi Kiptoo", sex="F")
    clinic.merging.merge(keep.id, other.id)
    for text in (other.number, "Mwanaidi", "mwanaidi kiptoo", "Asha Ali", keep.number):
        assert [hit.patient.id for hit in clinic.patients.search(text)] == [keep.id], text
    undone = clinic.merging.undo_merge(clinic.merging.list_merges()[0].id)
    assert undone.value.merge.undone_at is not None
    assert [hit.patient.id for hit in clinic.patients.search("Mwanaidi")] == [other.id]
    assert [hit.patient.id for hit in clinic.patients.search("Asha")] == [keep.id]


def test_correcting_the_survivor_keeps_the_old_number_findable(
    clinic: Clinic, register: Register, form: Callable[..., Any]
) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Mwanaidi Kiptoo", sex="F")
    clinic.merging.merge(keep.id, other.id)
    version = clinic.patients.get(keep.id).version
    clinic.patients.correct(
        form(id=keep.id, first_name="Asha", last_name="Alli", sex="F", expected_version=version)
    )
    assert [hit.patient.id for hit in clinic.patients.search(other.number)] == [keep.id]


def test_merging_twice_changes_nothing_and_is_audited_once(clinic: Clinic, register: Register) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    first = clinic.merging.merge(keep.id, other.id)
    again = clinic.merging.merge(keep.id, other.id)
    assert again.value == first.value
    assert not again.changes.kinds
    with clinic.work.database.read() as session:
        assert session.query(PatientMerge).count() == 1
        told = session.query(AuditEntry).filter(AuditEntry.action == "patient.merged").all()
        assert {entry.patient_id for entry in told} == {keep.id, other.id}
        events = session.query(OutboxEvent).filter(OutboxEvent.kind == "patient.merged").all()
        assert [event.entity_id for event in events] == [keep.id]


def test_the_two_records_are_shown_with_what_speaks_against_it(clinic: Clinic, register: Register) -> None:
    keep = register("Asha Ali", sex="F", birth_date=date(1990, 1, 1))
    other = register("Hassan Ally", sex="M", birth_date=date(2003, 1, 1))
    _visit(clinic, keep, date(2026, 11, 2))
    _visit(clinic, other, date(2026, 11, 2))
    seen = clinic.merging.compare(keep.id, other.id)
    assert [code for code, _ in seen.warnings] == ["sex_differs", "birth_differs", "same_day_visits"]
    assert dict(seen.warnings)["birth_differs"] == {"years": 13}
    assert (seen.kept_size.visits, seen.merged_size.last_visit) == (1, date(2026, 11, 2))
    fields = {field.name: field for field in seen.fields}
    assert fields["sex"].differs
    assert not fields["nida"].differs
    assert "birth_precision" not in fields


def test_what_cannot_be_merged_says_why(clinic: Clinic, register: Register) -> None:
    keep, other, third = (register(name, sex="F") for name in ("Asha Ali", "Asha Ally", "Amina Ali"))
    clinic.merging.merge(keep.id, other.id)
    for pair, code in (
        ((keep.id, keep.id), "merge.same"),
        ((keep.id, new_id()), "patient.missing"),
        ((third.id, other.id), "patient.merged"),
        ((other.id, third.id), "patient.merged"),
    ):
        with pytest.raises(EmrError) as refused:
            clinic.merging.merge(*pair)
        assert refused.value.code == code
    with pytest.raises(ValidationError) as choice:
        clinic.merging.merge(keep.id, third.id, {"number": "merged"})
    assert choice.value.code == "merge.choice_unknown"


def test_a_birth_date_after_a_visit_is_refused_and_nothing_moves(clinic: Clinic, register: Register) -> None:
    keep = register("Asha Ali", sex="F", birth_date=date(2026, 11, 1))
    other = register("Asha Ally", sex="F", birth_date=date(2020, 1, 1))
    seen = _visit(clinic, other, date(2026, 1, 5))
    with pytest.raises(ValidationError) as refused:
        clinic.merging.merge(keep.id, other.id)
    assert (refused.value.field, refused.value.code) == ("birth_date", "patient.born_after_visit")
    assert [one.id for one in clinic.visits.timeline(other.id)] == [seen.id]
    clinic.merging.merge(keep.id, other.id, {"birth_date": "merged"})


def test_a_visit_for_a_merged_patient_names_the_survivor_and_is_saved_there(
    clinic: Clinic, register: Register
) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    clinic.merging.merge(keep.id, other.id)
    form = VisitForm(id=new_id(), patient_id=other.id, visit_date=date(2026, 11, 18), complaint="homa")
    with pytest.raises(EmrError) as refused:
        clinic.visits.save(form)
    assert refused.value.code == "visit.patient_merged"
    assert refused.value.params["survivor"] == keep.id.hex
    assert refused.value.params["survivor_number"] == keep.number


def test_records_merged_one_after_the_other_are_undone_in_reverse(clinic: Clinic, register: Register) -> None:
    first, second, third = (register(name, sex="F") for name in ("Asha Ali", "Asha Ally", "Aisha Ali"))
    inner = clinic.merging.merge(second.id, third.id).value
    outer = clinic.merging.merge(first.id, second.id).value
    assert [hit.patient.id for hit in clinic.patients.search(third.number)] == [first.id]
    with pytest.raises(EmrError) as refused:
        clinic.merging.undo_merge(inner.id)
    assert refused.value.code == "merge.undo_later_first"
    clinic.merging.undo_merge(outer.id)
    assert [hit.patient.id for hit in clinic.patients.search(third.number)] == [second.id]
    clinic.merging.undo_merge(inner.id)
    assert [hit.patient.id for hit in clinic.patients.search(third.number)] == [third.id]
    assert not clinic.merging.undo_merge(inner.id).changes.kinds


def test_a_living_and_a_dead_record_are_not_merged_unseen(register: Register) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    dead = replace(other, died_on=date(2026, 11, 1))
    assert [code for code, _ in warnings_of(keep, dead, same_days=0)] == ["one_died"]
    assert warnings_of(replace(keep, died_on=date(2026, 11, 1)), dead, same_days=0) == ()
