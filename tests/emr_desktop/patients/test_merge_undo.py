"""Undoing a merge gives back every row of every table; closed months stay as they were signed."""

import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint, insert, select
from sqlalchemy.orm import Session

from db.models import Base, Visit
from db.types import Identity
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.moving import moving_columns
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm

Register = Callable[..., PatientRow]
_NOT_COMPARED = {"audit_entry", "audit_key", "audit_session", "outbox_event", "patient_merge"}
_MAY_DIFFER = {"patient": {"version", "updated_at", "updated_by"}, "search_entry": {"row"}}


def _dump(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, without what an undo may change."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in _NOT_COMPARED:
            left_out = _MAY_DIFFER.get(table.name, set())
            rows = [
                {name: value for name, value in row.items() if name not in left_out}
                for row in session.execute(select(table)).mappings()
            ]
            found[table.name] = sorted(rows, key=repr)
    return found


def _made_up(session: Session, table: Table, **given_values: Any) -> None:
    """Insert a row that the constraints allow, with made-up values in every column that must have one."""
    allowed = {}
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint):
            listed = re.fullmatch(r"(\w+) in \('([^']*)'.*\)", str(constraint.sqltext))
            if listed:
                allowed[listed[1]] = listed[2]
    row = dict(given_values)
    for column in table.columns:
        if column.name in row or (column.nullable and not column.primary_key):
            continue
        if column.foreign_keys:
            parent = next(iter(column.foreign_keys)).column.table
            row[column.name] = session.execute(select(next(iter(parent.primary_key)))).scalars().first() or (
                _parent(session, parent)
            )
            continue
        kinds: dict[Any, Any] = {
            uuid.UUID: new_id(), bytes: b"x", int: 7, float: 1.5, bool: False, date: date(2026, 1, 1),
            datetime: datetime(2026, 1, 1, tzinfo=UTC), str: allowed.get(column.name, f"x{new_id().hex}"),
        }  # fmt: skip
        type_name = type(column.type).__name__
        kind = {"Identity": uuid.UUID, "Instant": datetime, "JSON": dict}.get(type_name)
        kind = kind or column.type.python_type
        row[column.name] = {} if kind is dict else kinds[kind]
    session.execute(insert(table).values(row))


def _parent(session: Session, table: Table) -> Any:
    own = new_id()
    _made_up(session, table, **{next(iter(table.primary_key)).name: own})
    return own


def test_a_row_of_every_table_moves_and_comes_back(clinic: Clinic, register: Register) -> None:
    """Tables that come later are in here by themselves."""
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    child = register("Neema Ally", sex="F")
    tables = {column.table.name for column in moving_columns()} - {"patient"}
    with clinic.work.database.write.begin() as session:
        session.execute(insert(Visit.__table__).values(  # type: ignore[arg-type]
            id=new_id(), patient_id=child.id, visit_type="opd", visit_date=date(2026, 1, 5),
            started_at=datetime(2026, 1, 5, tzinfo=UTC), status="done", sex="F", age_months=12,
            new_this_year=True, new_problem=True, payer="cash", outcome="home", sensitive=False,
            created_at=datetime(2026, 1, 5, tzinfo=UTC), created_by=new_id(),
            updated_at=datetime(2026, 1, 5, tzinfo=UTC), updated_by=new_id(), version=1,
        ))  # fmt: skip
        for column in moving_columns():
            if column.table.name in tables:
                more = {"visit_date": date(2026, 2, 1)} if column.table.name == "visit" else {}
                _made_up(session, column.table, **{column.name: other.id}, **more)
        before = _dump(session)
    merged = clinic.merging.merge(keep.id, other.id).value
    with clinic.work.database.read() as session:
        for column in moving_columns():
            if column.table.name in tables:
                assert session.execute(select(column).where(column == other.id)).all() == [], column
                assert session.execute(select(column).where(column == keep.id)).all(), column
    undone = clinic.merging.undo_merge(merged.id).value
    assert (undone.not_found, undone.changed_since) == (0, ())
    with clinic.work.database.read() as session:
        assert _dump(session) == before


_DAYS = st.dates(min_value=date(2025, 6, 1), max_value=date(2026, 11, 18))
_VISIT = st.fixed_dictionaries(
    {
        "visit_date": _DAYS,
        "icd10": st.sampled_from(["J06.9", "A09", "B54", "I10"]),
        "new_this_year": st.sampled_from([None, None, True, False]),
        "new_problem": st.sampled_from([None, None, True, False]),
    }
)
_PERSON = st.fixed_dictionaries(
    {
        "first_name": st.sampled_from(["Asha", "Aisha", "Hassan"]),
        "middle_name": st.sampled_from([None, "Juma"]),
        "sex": st.sampled_from("FM"),
        "birth_date": st.dates(min_value=date(1950, 1, 1), max_value=date(2025, 1, 1)),
        "phone": st.sampled_from([None, "0754123456"]),
        "village": st.sampled_from([None, "Kibaoni", "Msanga"]),
        "allergies": st.sampled_from([(), ("Penicillin",), ("Sulfa", "penicillin")]),
    }
)
_CHOICES = st.dictionaries(
    st.sampled_from(["first_name", "middle_name", "sex", "birth_date", "phone", "village"]),
    st.sampled_from(["kept", "merged"]),
)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(
    people=st.tuples(_PERSON, _PERSON),
    visits=st.tuples(st.lists(_VISIT, max_size=4), st.lists(_VISIT, max_size=4)),
    choices=_CHOICES,
    draft=st.booleans(),
)
def test_merge_then_undo_changes_no_row(
    clinic: Clinic, people: Any, visits: Any, choices: dict[str, str], draft: bool
) -> None:
    ids = []
    for person, seen in zip(people, visits, strict=True):
        form = PatientForm(id=new_id(), last_name="Ali", **person)
        ids.append(clinic.patients.register(form).value.id)
        for visit in seen:
            more = {name: value for name, value in visit.items() if name != "icd10"}
            clinic.visits.save(
                VisitForm(
                    id=new_id(), patient_id=ids[-1], diagnoses=(DiagnosisEntry(icd10=visit["icd10"]),), **more
                )
            )
        if draft:
            clinic.drafts.keep(new_id(), kind="visit", patient_id=ids[-1], content={"patient": "Asha"})
    with clinic.work.database.read() as session:
        before = _dump(session)
    merged = clinic.merging.merge(ids[0], ids[1], choices).value
    assert len(clinic.visits.timeline(ids[0])) == len(visits[0]) + len(visits[1])
    clinic.merging.undo_merge(merged.id)
    with clinic.work.database.read() as session:
        assert _dump(session) == before


def _save(clinic: Clinic, patient: PatientRow, day: date, icd10: str = "J06.9", **more: Any) -> uuid.UUID:
    form = VisitForm(
        id=new_id(), patient_id=patient.id, visit_date=day, diagnoses=(DiagnosisEntry(icd10=icd10),), **more
    )
    return clinic.visits.save(form).value.form.id


def _flags(clinic: Clinic, visit_id: uuid.UUID) -> tuple[bool | None, bool | None]:
    form = clinic.visits.get(visit_id).form
    return form.new_this_year, form.new_problem


def test_the_first_attendance_of_the_year_is_counted_once(clinic: Clinic, register: Register) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    march = _save(clinic, other, date(2026, 10, 5))
    april = _save(clinic, keep, date(2026, 10, 20))
    overruled = _save(clinic, keep, date(2026, 10, 25), new_problem=True)
    assert _flags(clinic, april) == (True, True)
    merged = clinic.merging.merge(keep.id, other.id).value
    assert _flags(clinic, march) == (True, True)
    assert _flags(clinic, april) == (False, False)
    assert _flags(clinic, overruled) == (False, True)  # a person's word stays
    clinic.merging.undo_merge(merged.id)
    assert _flags(clinic, april) == (True, True)


def test_a_closed_month_is_left_as_it_was_signed(clinic: Clinic, register: Register) -> None:
    keep = register("Asha Ali", sex="F", birth_date=date(1990, 5, 1))
    other = register("Asha Ally", sex="F", birth_date=date(1960, 5, 1))
    early = _save(clinic, other, date(2026, 9, 5))
    closed = _save(clinic, keep, date(2026, 10, 20))
    later = _save(clinic, keep, date(2026, 11, 2), new_this_year=None)
    clinic.forms.close("opd", "202610")
    before = clinic.forms.show("opd", "202610")
    clinic.merging.merge(keep.id, other.id, {"birth_date": "merged"})
    assert clinic.forms.show("opd", "202610") == before
    assert _flags(clinic, closed) == (True, True)
    months = {one: clinic.visits.get(one).age_months for one in (early, closed, later)}
    assert months[closed] == 36 * 12 + 5
    assert months[later] == 66 * 12 + 6


def test_what_came_after_the_merge_stays_and_is_said(
    clinic: Clinic, register: Register, clock: Any, form: Callable[..., PatientForm]
) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F", phone="0754123456")
    moved = _save(clinic, other, date(2026, 11, 2))
    merged = clinic.merging.merge(keep.id, other.id).value
    clock.advance(hours=1)
    later = _save(clinic, keep, date(2026, 11, 18))
    now = clinic.patients.get(keep.id)
    clinic.patients.correct(
        form(id=keep.id, first_name="Asha", last_name="Ali", sex="F", phone="0755000111",
             expected_version=now.version)
    )  # fmt: skip
    undone = clinic.merging.undo_merge(merged.id).value
    assert (undone.given_back, undone.made_since, undone.changed_since) == (1, 1, ("phone",))
    assert [one.id for one in clinic.visits.timeline(other.id)] == [moved]
    assert [one.id for one in clinic.visits.timeline(keep.id)] == [later]
    assert clinic.patients.get(keep.id).phone == "+255755000111"
    assert timedelta(0) < clock.now() - merged.merged_at


@pytest.fixture
def once_each(clinic: Clinic) -> Iterator[Table]:
    """A table of tomorrow, in which a patient may have one row of each kind."""
    table = Table(
        "made_up_card",
        Base.metadata,
        Column("id", Identity, primary_key=True),
        Column("patient_id", Identity, ForeignKey("patient.id"), nullable=False),
        Column("kind", String, nullable=False),
        UniqueConstraint("patient_id", "kind"),
    )
    with clinic.work.database.write.begin() as session:
        table.create(session.connection())
    yield table
    Base.metadata.remove(table)


def test_a_row_the_survivor_has_already_stays_behind_and_is_counted(
    clinic: Clinic, register: Register, once_each: Table
) -> None:
    keep, other = register("Asha Ali", sex="F"), register("Asha Ally", sex="F")
    with clinic.work.database.write.begin() as session:
        for patient, kind in ((keep, "blue"), (other, "blue"), (other, "green")):
            session.execute(insert(once_each).values(id=new_id(), patient_id=patient.id, kind=kind))
        before = _dump(session)
    merged = clinic.merging.merge(keep.id, other.id).value
    assert (merged.others, merged.left_behind) == (1, 1)
    with clinic.work.database.read() as session:
        rows = session.execute(select(once_each.c.patient_id, once_each.c.kind)).all()
    assert sorted((row.patient_id == keep.id, row.kind) for row in rows) == [
        (False, "blue"),
        (True, "blue"),
        (True, "green"),
    ]
    clinic.merging.undo_merge(merged.id)
    with clinic.work.database.read() as session:
        assert _dump(session) == before


def test_a_birth_date_corrected_between_leaves_each_visit_the_age_of_its_own_patient(
    clinic: Clinic, register: Register, clock: Any
) -> None:
    keep = register("Asha Ali", sex="F", birth_date=date(2019, 12, 31))
    other = register("Ali Ally", sex="M", birth_date=date(2026, 9, 1))
    theirs = _save(clinic, other, date(2026, 11, 9))
    merged = clinic.merging.merge(keep.id, other.id).value
    clock.advance(minutes=1)
    now = clinic.patients.get(keep.id)
    clinic.patients.correct(
        PatientForm(
            id=keep.id, first_name="Asha", last_name="Ali", sex="F", birth_date=date(2020, 1, 28),
            expected_version=now.version,
        )
    )  # fmt: skip
    since = _save(clinic, now, date(2026, 11, 10))
    clinic.merging.undo_merge(merged.id)
    with clinic.work.database.read() as session:
        found = {
            visit.id: (visit.patient_id, visit.sex, visit.age_months)
            for visit in session.scalars(select(Visit))
        }
    assert found[theirs] == (other.id, "M", 2)
    assert found[since] == (keep.id, "F", 81)
