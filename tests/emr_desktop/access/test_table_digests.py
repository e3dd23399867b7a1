"""What goes back in any table of the record is noticed, whether the trail tells of its rows or not."""

from __future__ import annotations

import fnmatch
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select, text

from db.models import AuditEntry
from db.table_digests import covered, elsewhere
from db.watching import kinds
from emr_desktop.access.reconciling import differing_tables
from emr_desktop.access.verifying import verify
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

Strange = Callable[..., list[Any]]


@pytest.fixture
def strange(clinic: Clinic) -> Strange:
    """Runs statements as a strange tool with the key, which has none of our triggers."""

    def run(*statements: str) -> list[Any]:
        connection = sqlcipher.connect(str(clinic.work.database.path), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{clinic.work.vault.database_key.hex()}'\"")
        rows: list[Any] = []
        for statement in statements:
            rows = connection.execute(statement).fetchall()
        connection.close()
        return rows

    return run


def differing(clinic: Clinic, since: int = 0) -> tuple[str, ...]:
    with clinic.work.database.read() as session:
        return differing_tables(session, since=since)


def a_row(clinic: Clinic) -> None:
    """Something that leaves a row in the trail and changes nothing else."""
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "patient.viewed")


def test_no_table_is_forgotten(clinic: Clinic) -> None:
    with clinic.work.database.read() as session:
        there = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))
    by_row = [part.table for kind in kinds().values() for part in kind.parts]
    digested = [table.name for table in covered().values()]
    without = [name for name in there if any(fnmatch.fnmatch(name, one) for one in elsewhere())]
    named = Counter(by_row + digested + without)
    assert there - set(named) == set(), "a table that nothing watches: see db/table_digests.toml"
    assert set(named) - there == set(), "no such table"
    assert [name for name, times in named.items() if times > 1] == []
    assert all(len(reason) > 30 for reason in elsewhere().values())


@pytest.mark.parametrize("table", ["number_block", "facility", "staff_pin", "backup", "draft", "setting"])
def test_a_row_that_is_not_as_it_was_left_is_found(
    clinic: Clinic, strange: Strange, password: str, table: str
) -> None:
    clinic.drafts.keep(new_id(), kind="visit", patient_id=None, content={"complaint": "Homa"})
    a_patient(clinic)
    clinic.backups.make()
    clinic.pins.set("2795", password=password)
    assert differing(clinic) == ()
    column = {"number_block": "next", "facility": "name", "staff_pin": "wrong_tries", "backup": "size"}
    name = column.get(table, "updated_at")
    assert strange(f"SELECT count(*) FROM {table}") != [(0,)]
    strange(f"UPDATE {table} SET {name} = {name} || '1'")
    assert differing(clinic) == (table,)
    found = {finding.code: finding.params for finding in verify(work=clinic.work, since=1).findings}
    assert found == {"audit.table_differs": {"table": table}}


def test_the_row_of_the_keys_put_back_is_found_and_stays_found(clinic: Clinic, strange: Strange) -> None:
    (before,) = strange("SELECT next_key, next_seq, tables FROM audit_key")
    a_row(clinic)
    strange(f"UPDATE audit_key SET next_key = x'{before[0].hex()}', next_seq = {before[1]}")
    assert differing(clinic) == ("audit_key",)
    a_row(clinic)
    assert differing(clinic) == ("audit_key",)


def test_digests_made_to_fit_are_not_those_that_the_trail_tells_of(clinic: Clinic, strange: Strange) -> None:
    (before,) = strange("SELECT tables FROM audit_key")
    a_patient(clinic)
    strange(f"UPDATE audit_key SET tables = x'{before[0].hex()}'")
    assert "audit_key" in differing(clinic)


def a_patient(clinic: Clinic) -> None:
    form = PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", age_years=30)
    clinic.patients.register(form)


def test_after_a_review_the_tables_count_as_they_stand_and_the_trail_says_which(
    clinic: Clinic, strange: Strange
) -> None:
    a_patient(clinic)
    strange("UPDATE number_block SET next = next + 1", "UPDATE audit_key SET next_seq = next_seq - 1")
    assert differing(clinic) == ("audit_key", "number_block")
    clinic.audit.review("202611")
    assert differing(clinic) == ()
    with clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.reviewed")).one()
    assert row.detail["tables"] == ["audit_key", "number_block"]
    a_patient(clinic)
    assert differing(clinic) == ()


def test_what_is_typed_changes_the_digest_and_leaves_no_row(clinic: Clinic, strange: Strange) -> None:
    rows = strange("SELECT count(*) FROM audit_entry")
    draft = new_id()
    for words in ("H", "Ho", "Homa"):
        clinic.drafts.keep(draft, kind="visit", patient_id=None, content={"complaint": words})
    assert strange("SELECT count(*) FROM audit_entry") == rows
    assert differing(clinic) == ()
    assert verify(work=replace(clinic.work)).findings == ()
