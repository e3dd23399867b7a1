"""Notes log-ins that are refused, and takes them into the audit trail at the next one that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.errors import KeyTrouble
from db.key_file import KeyFile
from db.models import Staff
from emr_desktop.access.audit import append_entry
from emr_desktop.access.login_attempts import Attempt, note_attempt, take_attempts
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError


@contextmanager
def noted(key_file: KeyFile, username: str, clock: Clock) -> Iterator[None]:
    """Keep a refusal for the audit trail; a name that nobody has here may be a password, and is not kept."""
    try:
        yield
    except (EmrError, KeyTrouble) as error:
        known = key_file.user(username)
        name = None if known is None else known.username
        note_attempt(key_file.db_id, Attempt(clock.now(), name, error.code))
        raise


def take_in_attempts(session: Session, work: WorkSession) -> Callable[[], None]:
    """Write what was refused since the last log-in; gives what to call once that is committed."""
    attempts, damaged, forget = take_attempts(work.vault.db_id)
    if attempts or damaged:
        people = {row.username: row.id for row in session.execute(select(Staff.username, Staff.id))}
        for attempt in attempts:
            append_entry(
                session,
                key=work.audit_key,
                at=attempt.at,
                staff_id=None,
                action="login.failed",
                entity="staff",
                entity_id=people.get(attempt.username or ""),
                detail={"why": attempt.why},
                where=work.where,
            )
        if damaged:
            work.audit(session, "login.attempts_damaged", detail={"lines": damaged})
    return forget
