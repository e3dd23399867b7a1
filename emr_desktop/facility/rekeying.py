"""Changes the key of the database, and remembers when that is still to be done."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.engine import Database
from db.errors import DatabaseTrouble
from db.keys import Vault
from db.models import AuditEntry, Facility, Setting
from db.rekey import change_key
from emr_desktop.access.audit import append_entry, head_of_chain
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.opening import known_public_keys, witness_keys

_DUE = "keys.rekey_due"  # ISO instant since when somebody who was removed makes another key due
RECOVERY_MADE = "keys.recovery_made_at"  # ISO instant since when the paper key of now opens
DRILLED = "keys.drilled_at"  # ISO instant when somebody last typed it, and it opened
DRILL_EVERY = timedelta(days=365)
REKEYED = "keys.rekeyed_at"


def mark_due(session: Session, *, clock: Clock, staff_id: uuid.UUID) -> None:
    """Remember, in the transaction that takes somebody out, that the database needs another key."""
    if session.get(Setting, _DUE) is None:
        note(session, _DUE, clock.now().isoformat(), clock=clock, staff_id=staff_id)


def due_since(session: Session) -> datetime | None:
    """Since when another key is due; None when it is not."""
    return instant(session, _DUE)


def change_database_key(
    database: Database,
    vault: Vault,
    *,
    clock: Clock,
    staff_id: uuid.UUID,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Give the database another key, or end a change that was cut off.

    Raises:
        EmrError: ``keys.damaged keys.copies_not_written``: nothing has changed.
        DatabaseTrouble: ``busy`` when somebody else has the record open; ``disk_full``, ``damaged`` ... The
            record opens with the old key or the new one, which the key file both holds until it was read
            back.
    """
    with database.write.begin() as session:
        known = known_public_keys(session)
        resumed = vault.previous_database_key is not None
        append_entry(
            session,
            key=vault.audit_key,
            at=clock.now(),
            staff_id=staff_id,
            action="rekey.started",
            detail={"resumed": resumed},
        )
        head = head_of_chain(session)

    def choose() -> bytes:
        vault.begin_rekey(known=known)
        return vault.database_key

    with key_answers():
        change_key(database, choose=choose, progress=progress)
    with database.write.begin() as session:
        if session.scalar(select(AuditEntry.mac).where(AuditEntry.seq == head[0])) != head[1]:
            raise DatabaseTrouble("damaged", path=str(database.path))
        append_entry(
            session,
            key=vault.audit_key,
            at=clock.now(),
            staff_id=staff_id,
            action="rekey.done",
            detail={"generation": vault.generation + 1},
        )
        due = session.get(Setting, _DUE)
        if due is not None:
            session.delete(due)
        note(session, REKEYED, clock.now().isoformat(), clock=clock, staff_id=staff_id)
        session.flush()
        with key_answers():
            vault.finish_rekey()
        witness_keys(session, vault, clock=clock, staff_id=staff_id)
    vault.heal_copies()


def recovery_made_at(session: Session) -> datetime:
    """Since when the paper key of now opens; where nobody noted it, since the facility is there."""
    return instant(session, RECOVERY_MADE) or session.scalars(select(Facility.created_at)).one()


def drill_is_due(work: WorkSession) -> bool:
    """Whether a year has passed since the paper key was made or tried."""
    with work.database.read() as session:
        made, tried = recovery_made_at(session), instant(session, DRILLED)
    return work.clock.now() - max(made, tried or made) > DRILL_EVERY


def note(session: Session, name: str, value: Any, *, clock: Clock, staff_id: uuid.UUID) -> None:
    """Write a setting that people do not change by hand."""
    setting = session.get(Setting, name)
    if setting is None:
        session.add(Setting(name=name, value=value, updated_at=clock.now(), updated_by=staff_id))
    else:
        setting.value, setting.updated_at, setting.updated_by = value, clock.now(), staff_id


def instant(session: Session, name: str) -> datetime | None:
    """Read an ISO instant from a setting; None where there is none."""
    setting = session.get(Setting, name)
    return None if setting is None else datetime.fromisoformat(str(setting.value))
