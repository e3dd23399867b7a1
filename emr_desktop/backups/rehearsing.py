"""Restores a backup for trial: into a scratch folder, under a fresh key, opened like a record, removed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from db.backup import Watch, copy_under_key, looked_into
from db.backup_file import Container
from db.engine import open_database
from db.errors import BackupTrouble
from db.migrate import upgrade
from db.models import AuditEntry, Facility, Patient, Visit
from db.sealing import BackupKeys
from db.trail import chain_key_of
from emr_desktop.access.chain import driver, first_broken_entry
from emr_desktop.access.work_session import WorkSession


@dataclass(frozen=True)
class Rehearsed:
    """What was found; ``problem`` is None when the record would have come back whole."""

    problem: str | None = None
    audit_broken_at: int | None = None


def rehearse(
    container: Container, keys: BackupKeys, *, scratch: Path, watch: Watch, compare_with: WorkSession
) -> Rehearsed:
    """Do all that a restore does, short of moving in; and compare with the record of today.

    The record only grows: a backup that has more patients, visits or audit entries than the record is of
    another one, or the record lost some.

    Raises:
        BackupTrouble: it could not be tried (``backup.no_room``, ``backup.cancelled`` ...).
    """
    try:
        with looked_into(container, keys, scratch=scratch, watch=watch) as copy:
            key, trial = secrets.token_bytes(32), copy.with_name("clinic.db")
            copy_under_key(copy, keys.database_key, trial, key)
            database = open_database(trial, key, pooled=False)
            try:
                upgrade(database)
                with database.read() as session:
                    code = session.scalars(select(Facility.code)).one()
                    there = [session.scalar(_count(model)) or 0 for model in (Patient, Visit, AuditEntry)]
                    broken = first_broken_entry(session, chain_key_of(driver(session)) or keys.audit_key)
            finally:
                database.close()
    except BackupTrouble as trouble:
        if trouble.code != "backup.damaged":
            raise
        return Rehearsed(trouble.code)
    with compare_with.database.read() as session:
        here = [session.scalar(_count(model)) or 0 for model in (Patient, Visit, AuditEntry)]
    if code != compare_with.facility.code:
        return Rehearsed("backup.other_facility")
    if any(then > now for then, now in zip(there, here, strict=True)):
        return Rehearsed("backup.record_is_shorter")
    return Rehearsed("backup.audit_broken", broken) if broken is not None else Rehearsed()


def _count(model: type[Patient] | type[Visit] | type[AuditEntry]):  # type: ignore[no-untyped-def]
    return select(func.count()).select_from(model)
