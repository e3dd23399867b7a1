"""Refusals, log-ins that failed, locking and set clocks have rows too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import AuditEntry, AuditSession
from db.trail import settle
from emr_desktop.access.verifying import audit_head, check_in_background, verify
from emr_desktop.clinic import Clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id

USER = "mkuu"


def _rows(clinic: Clinic, action: str) -> list[AuditEntry]:
    with clinic.work.database.read() as session:
        return list(
            session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq))
        )


def test_a_refused_attempt_leaves_a_row(clinic_as: Callable[..., Clinic]) -> None:
    nurse = clinic_as("nurse")
    with pytest.raises(PermissionRefused):
        nurse.staff.list_all()
    (row,) = _rows(nurse, "refused")
    assert (row.detail, row.staff_id) == ({"verb": "staff.view"}, nurse.work.actor.staff_id)


def test_a_refusal_in_the_middle_of_a_write_leaves_a_row_and_nothing_else(
    clinic_as: Callable[..., Clinic],
) -> None:
    nurse = clinic_as("nurse")

    def look_and_be_refused() -> None:
        with nurse.work.database.write.begin() as session:
            nurse.work.audit(session, "patient.viewed")
            nurse.work.require("keys.renew")

    with pytest.raises(PermissionRefused):
        look_and_be_refused()
    assert len(_rows(nurse, "refused")) == 1
    assert _rows(nurse, "patient.viewed") == []


def test_failed_log_ins_are_taken_in_at_the_next_one(
    clinic: Clinic, data_folder: Path, password: str, device_folder: Path, clock: Clock
) -> None:
    for name in (USER, "my-secret-password"):
        with pytest.raises(EmrError):
            unlock(data_folder, username=name, password="wrong wrong wrong", clock=clock)
    (kept,) = device_folder.glob("*.login-attempts")
    assert b"mkuu" not in kept.read_bytes()
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()
    first, second = _rows(clinic, "login.failed")
    assert (first.entity_id, second.entity_id) == (clinic.work.actor.staff_id, None)
    assert first.detail == second.detail == {"why": "login.refused"}
    assert not list(device_folder.glob("*.login-attempts"))
    assert verify(work=clinic.work).findings == ()


def test_a_list_of_failed_log_ins_that_was_tampered_with_is_told(
    clinic: Clinic, data_folder: Path, password: str, device_folder: Path, clock: Clock
) -> None:
    for _ in range(3):
        with pytest.raises(EmrError):
            unlock(data_folder, username=USER, password="wrong wrong wrong", clock=clock)
    (kept,) = device_folder.glob("*.login-attempts")
    lines = kept.read_bytes().splitlines(keepends=True)
    kept.write_bytes(b"".join(lines[1:]))  # the first one is taken out
    unlock(data_folder, username=USER, password=password, clock=clock).database.close()
    (row,) = _rows(clinic, "login.attempts_damaged")
    assert row.detail == {"lines": 2}


def test_locking_has_a_row_and_closes(clinic: Clinic, data_folder: Path, password: str, clock: Clock) -> None:
    other = unlock(data_folder, username=USER, password=password, clock=clock)
    other.end("session.idle")
    (row,) = _rows(clinic, "session.idle")
    assert row.staff_id == clinic.work.actor.staff_id


def test_a_clock_that_is_set_during_work_has_a_row(clinic: Clinic) -> None:
    now = datetime(2026, 11, 18, 7, 0, tzinfo=UTC)
    work = replace(clinic.work, _log_ins={})
    where = replace(work.where, real_clock=True)
    work._log_ins[next(iter(work._log_ins))] = where

    def look() -> None:
        with work.database.write.begin() as session:
            work.audit(session, "patient.viewed")

    object.__setattr__(work, "clock", Clock(now=lambda: now))
    look()
    assert _rows(clinic, "clock.changed") == []
    now += timedelta(hours=5)
    look()
    (row,) = _rows(clinic, "clock.changed")
    assert abs(row.detail["seconds"] - 5 * 3600) <= 60
    assert verify(work=work).findings == ()


def test_rows_say_where_they_were_written(clinic: Clinic) -> None:
    with clinic.work.database.write.begin() as session:
        clinic.work.audit(session, "patient.viewed")
    with clinic.work.database.read() as session:
        row = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
        login = session.get_one(AuditSession, row.session_no)
        assert login.device_id == clinic.work.device_id
        assert login.incarnation == clinic.work.facility.incarnation
        assert (row.clock, row.mono_ms is not None, len(row.seal or b"")) == (0, True, 16)


def test_a_log_in_whose_first_row_was_taken_back_begins_again(clinic: Clinic) -> None:
    work = replace(clinic.work, _log_ins={})

    def look_and_stop() -> None:
        with work.database.write.begin() as session:
            work.audit(session, "patient.viewed")
            settle(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        look_and_stop()
    with work.database.write.begin() as session:
        work.audit(session, "patient.viewed")
    assert verify(work=work).findings == ()


def test_a_new_paper_key_begins_a_new_chapter_and_each_opens_its_own(clinic: Clinic) -> None:
    first = clinic.keys.renew_recovery_key().value
    clinic.facility.change(ward="Moja")
    second = clinic.keys.renew_recovery_key().value
    clinic.facility.change(ward="Mbili")
    old, new = (verify(work=clinic.work, recovery_key=paper) for paper in (first, second))
    assert old.findings == new.findings == ()
    assert old.chapters_closed != new.chapters_closed
    assert None not in (old.chapters_closed, new.chapters_closed)


def test_the_key_of_the_chain_outlives_the_database_key(clinic: Clinic) -> None:
    """The record keeps it: a vault that derives another one takes it from there."""
    with clinic.work.database.read() as session:
        from db.trail import chain_key_of
        from emr_desktop.access.chain import driver

        assert chain_key_of(driver(session)) == clinic.work.audit_key


def test_the_look_in_the_background_is_whole_once_a_week(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, clock: object
) -> None:
    import emr_desktop.access.verifying as verifying

    asked: list[int] = []
    real = verifying.reconcile
    monkeypatch.setattr(
        verifying, "reconcile", lambda session, *, since: asked.append(since) or real(session, since=since)
    )
    for days in (0, 1, 1, 6):
        clock.advance(days=days)  # type: ignore[attr-defined]
        clinic.facility.change(ward=f"Kata {new_id().hex[:4]}")
        assert check_in_background(work=clinic.work).findings == ()
    assert (asked[0], asked[1] > 0, asked[2] > 0, asked[3]) == (0, True, True, 0)


def test_the_head_for_papers_and_backups(clinic: Clinic) -> None:
    head = audit_head(work=clinic.work)
    assert str(head["code"]).startswith(f"{head['seq']}-")
    assert head["incarnation"] == clinic.work.facility.incarnation.hex
