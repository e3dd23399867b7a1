"""Says whether the audit trail is whole and the records are what it tells: at a start, and when asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.errors import translated
from db.models import AuditEntry, Setting
from db.trail_keys import open_chapters
from emr_desktop.access.chain import driver, walk
from emr_desktop.access.reconciling import differing_tables, reconcile
from emr_desktop.access.witness import PUT_BACK, compare, heads_of, witness_paths
from emr_desktop.access.work_session import WorkSession

CHECKED_SETTING = "audit.checked"  # {"seq", "at", "whole_at"} of the last look in the background
WHOLE_EVERY = timedelta(days=7)
DAILY = timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    """One thing that does not fit.

    Attributes:
        code: with a sentence: ``audit.broken audit.cut audit.rewritten audit.put_back
            audit.record_differs audit.record_unknown audit.table_differs
            audit.unsealed``.
        params: ``entry`` is the number of a row.
    """

    code: str
    params: dict[str, object]


@dataclass(frozen=True)
class Verdict:
    """What a check found; ``findings`` is empty where all is well.

    ``chapters_closed`` are first rows of parts whose seals the given paper key does not open; None where no
    paper key was given.
    """

    rows: int
    findings: tuple[Finding, ...]
    sealed_from: int | None = None
    chapters_closed: tuple[int, ...] | None = None


def verify(
    *,
    work: WorkSession,
    since: int = 0,
    recovery_key: str | None = None,
    council_key: bytes | None = None,
) -> Verdict:
    """Check chain, seals, witnesses and records.

    Args:
        work: an unlocked session, of any role: what it says names nobody.
        since: compare only records that rows after this number tell of; 0 compares all.
        recovery_key: opens the first sealing keys, for a check that nobody with the database key can deceive.
        council_key: so does the council's private key (32 bytes), since there is a council.

    Raises:
        KeyTrouble: ``recovery.length recovery.mistyped``.
        DatabaseTrouble: the file cannot be read.
    """
    key = work.audit_key
    paths = witness_paths(work.database.path.parent, work.vault)
    heads = heads_of(paths, key)  # first: a witness is never ahead of the record
    # The driver's own connection walks the rows: what it says of a damaged file is translated here.
    with translated(work.database.path), work.database.read() as session:
        seals: dict[int, bytes | None] | None = None
        closed: tuple[int, ...] | None = None
        if recovery_key is not None or council_key is not None:
            opened, closed = open_chapters(
                driver(session), work.vault.db_id, recovery_key, council_key=council_key
            )
            seals = {**dict.fromkeys(closed), **opened}
        walked = walk(session, key, seals=seals)
        findings: list[Finding] = []
        if walked.broken is not None:
            findings.append(Finding("audit.broken", {"entry": walked.broken}))
        seen = compare(session, heads)
        if seen is not None:
            findings.append(Finding(f"audit.{seen[0]}", {"entry": seen[1]}))
        findings += _put_back(session)
        if walked.sealed_from is None and _has_chapter(session):
            findings.append(Finding("audit.unsealed", {"entry": walked.rows}))
        for each in reconcile(session, since=since):
            code = "audit.record_unknown" if each.seq is None else "audit.record_differs"
            findings.append(
                Finding(code, {"kind": each.kind, "id": str(UUID(bytes=each.id)), "entry": each.seq})
            )
        findings += [
            Finding("audit.table_differs", {"table": name}) for name in differing_tables(session, since=since)
        ]
    return Verdict(walked.rows, tuple(findings), walked.sealed_from, closed)


def check_in_background(*, work: WorkSession) -> Verdict:
    """The look at a start: the chain always, changed records daily, every record weekly."""
    now = work.clock.now()
    with work.database.read() as session:
        setting = session.get(Setting, CHECKED_SETTING)
        known: dict[str, Any] = {} if setting is None else dict(setting.value)
    whole = _older(known.get("whole_at"), now, WHOLE_EVERY)
    since = 0 if whole else int(known.get("seq", 0))
    verdict = verify(work=work, since=since)
    if verdict.findings or not (whole or _older(known.get("at"), now, DAILY)):
        return verdict
    known |= {"seq": verdict.rows, "at": now.isoformat()} | ({"whole_at": now.isoformat()} if whole else {})
    with work.database.write.begin() as session:
        setting = session.get(Setting, CHECKED_SETTING)
        if setting is None:
            setting = Setting(
                name=CHECKED_SETTING, value=known, updated_at=now, updated_by=work.actor.staff_id
            )
            session.add(setting)
        setting.value, setting.updated_at, setting.updated_by = known, now, work.actor.staff_id
    return verdict


def audit_head(*, work: WorkSession) -> dict[str, object]:
    """The head for what leaves the facility: ``seq``, ``mac`` (hex), ``incarnation``, ``at``, ``code``."""
    from emr_desktop.access.audit import head_of_chain
    from emr_desktop.access.head_code import head_code

    with work.database.read() as session:
        seq, mac = head_of_chain(session)
    return {
        "seq": seq,
        "mac": mac.hex(),
        "incarnation": work.facility.incarnation.hex,
        "at": work.clock.now().isoformat(),
        "code": head_code(seq, mac),
    }


def _put_back(session: Session) -> list[Finding]:
    """An older file was put back, and nobody went through the trail of a month since."""
    reviewed = select(func.max(AuditEntry.seq)).where(AuditEntry.action == "audit.reviewed").scalar_subquery()
    row = session.execute(
        select(AuditEntry.seq, AuditEntry.detail)
        .where(AuditEntry.action == PUT_BACK, AuditEntry.seq > func.coalesce(reviewed, 0))
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return []
    return [Finding("audit.put_back", {"entry": row.detail["entry"], "here": row.seq})]


def _older(text: object, now: datetime, than: timedelta) -> bool:
    return not isinstance(text, str) or abs(now - datetime.fromisoformat(text)) >= than


def _has_chapter(session: Session) -> bool:
    return (
        driver(session)
        .execute("SELECT 1 FROM audit_chapter WHERE first_seq <= (SELECT max(seq) FROM audit_entry)")
        .fetchone()
        is not None
    )
