"""Looks over the installation, the record and its keys, and says what needs a person."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from db.ballast import FAIL_FREE, WARN_FREE, has_ballast
from db.errors import DatabaseTrouble, KeyTrouble
from db.health import (
    broken_references,
    damaged_pages,
    engine_versions,
    missing_triggers,
    search_index_fits,
)
from db.migrate import SCHEMA_VERSION, schema_version
from db.models import AuditEntry, Delivery, Setting, Target
from emr_desktop import __version__
from emr_desktop.access.clock_behind import newer_entry, newest_entry
from emr_desktop.access.verifying import verify
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.facility.backed_up import BACKUP_SETTING, DRILL_SETTING
from emr_desktop.facility.folder_rights import others_may_read
from emr_desktop.facility.rekeying import drill_is_due, due_since
from emr_desktop.managed import managed

_OLD_BACKUP = timedelta(days=7)
_OLD_DRILL = timedelta(days=31)
_OLD_SYNC = timedelta(days=7)


@dataclass(frozen=True)
class Check:
    """One thing that was looked at.

    Attributes:
        name: short word: ``version engine cipher integrity references triggers search audit disk clock keys
            schema folder managed backup drill sync forms``.
        state: ``ok``, ``warn`` (should be seen to) or ``fail`` (needs a person now).
        code: with a sentence in both languages: ``doctor.…``.
        params: values for the sentence.
    """

    name: str
    state: str
    code: str
    params: dict[str, object] = field(default_factory=dict)


def run_checks(
    *,
    work: WorkSession,
    progress: Callable[[int, int], None] | None = None,
    further: tuple[tuple[str, Callable[[WorkSession], Check]], ...] = (),
) -> tuple[Check, ...]:
    """Run every check; one that cannot be done is a failed check, never an exception.

    Args:
        work: the unlocked session.
        progress: called with (done, all).
        further: checks of domains that stand above this one.

    Raises:
        PermissionRefused: the role may not.
    """
    work.require("doctor.run")
    checks: tuple[tuple[str, Callable[[WorkSession], Check]], ...] = (
        ("version", _version),
        ("engine", _engine),
        ("cipher", _cipher),
        ("schema", _schema),
        ("integrity", _integrity),
        ("references", _references),
        ("triggers", _triggers),
        ("search", _search),
        ("audit", _audit),
        ("keys", _keys),
        ("folder", _folder),
        ("managed", lambda _work: managed_check()),
        ("disk", _disk),
        ("clock", _clock),
        ("backup", _backup),
        ("drill", _drill),
        ("sync", _sync),
        *further,
    )
    done = []
    for number, (name, check) in enumerate(checks, start=1):
        done.append(_outcome(name, check, work))
        if progress is not None:
            progress(number, len(checks))
    return tuple(done)


def standing_warnings(*, work: WorkSession) -> tuple[Check, ...]:
    """What everybody has to know while working, whatever the role: clock, disk, a key to be changed."""
    found = (
        _outcome("clock", _clock, work),
        _outcome("disk", _disk, work),
        _outcome("keys", _rekey, work),
    )
    return tuple(check for check in found if check.state != "ok")


def backup_check(*, work: WorkSession) -> Check:
    """How old the last backup is, for everybody; ``days`` counts from the first work where there is none."""
    return _outcome("backup", _backup, work)


def drill_check(*, work: WorkSession) -> Check:
    """Whether a restore is to be rehearsed again (every 31 days)."""
    return _outcome("drill", _drill, work)


def managed_check() -> Check:
    """What the administrator of this PC fixed; a file that cannot be used is to be seen to."""
    found = managed()
    if found.notes:
        return Check("managed", "warn", found.notes[0].code, dict(found.notes[0].params))
    told: dict[str, object] = {"path": str(found.path), "count": len(found.values)}
    return Check("managed", "ok", "doctor.managed" if found.is_there else "doctor.managed_none", told)


def _outcome(name: str, check: Callable[[WorkSession], Check], work: WorkSession) -> Check:
    try:
        return check(work)
    except DatabaseTrouble as trouble:
        return Check(name, "fail", f"database.{trouble.code}", trouble.params)
    except KeyTrouble as trouble:
        return Check(name, "fail", trouble.code, trouble.params)
    except OSError:
        return Check(name, "fail", "database.io_error")


def _version(_work: WorkSession) -> Check:
    return Check(
        "version",
        "ok",
        "doctor.version",
        {"app": __version__, "python": platform.python_version(), "system": platform.platform(terse=True)},
    )


def _engine(work: WorkSession) -> Check:
    versions = engine_versions(work.database)
    return Check(
        "engine",
        "ok",
        "doctor.engine",
        {"sqlite": versions.sqlite, "sqlcipher": versions.sqlcipher or "-", "crypto": versions.crypto},
    )


def _cipher(work: WorkSession) -> Check:
    if engine_versions(work.database).sqlcipher is None:
        return Check("cipher", "fail", "doctor.not_encrypted")
    return Check("cipher", "ok", "doctor.encrypted")


def _schema(work: WorkSession) -> Check:
    found = schema_version(work.database)
    state, code = ("ok", "doctor.schema") if found == SCHEMA_VERSION else ("fail", "doctor.schema_differs")
    return Check("schema", state, code, {"found": found, "known": SCHEMA_VERSION})


def _integrity(work: WorkSession) -> Check:
    findings = damaged_pages(work.database)
    if findings:
        return Check("integrity", "fail", "doctor.damaged", {"findings": len(findings)})
    return Check("integrity", "ok", "doctor.sound")


def _references(work: WorkSession) -> Check:
    tables = broken_references(work.database)
    if tables:
        return Check("references", "fail", "doctor.references_broken", {"tables": ", ".join(tables)})
    return Check("references", "ok", "doctor.references")


def _triggers(work: WorkSession) -> Check:
    missing = missing_triggers(work.database)
    if missing:
        return Check("triggers", "fail", "doctor.triggers_missing", {"names": ", ".join(sorted(missing))})
    return Check("triggers", "ok", "doctor.triggers")


def _search(work: WorkSession) -> Check:
    if not search_index_fits(work.database):
        return Check("search", "warn", "doctor.search_differs")
    return Check("search", "ok", "doctor.search")


def _audit(work: WorkSession) -> Check:
    verdict = verify(work=work)
    if verdict.findings:
        first = verdict.findings[0]
        return Check("audit", "fail", first.code, first.params)
    return Check("audit", "ok", "doctor.audit", {"rows": verdict.rows})


def _keys(work: WorkSession) -> Check:
    health = work.vault.health()
    people: dict[str, object] = {"people": health.people}
    if not health.recovery_key:
        return Check("keys", "fail", "doctor.no_recovery_key", people)
    if health.copies_missing:
        missing: dict[str, object] = {
            "good": 3 - len(health.copies_missing),
            "places": ", ".join(health.copies_missing),
        }
        return Check("keys", "warn", "doctor.key_copies", missing)
    due = _rekey(work)
    if due.state != "ok":
        return due
    if drill_is_due(work):
        return Check("keys", "warn", "doctor.drill_due", people)
    return Check("keys", "ok", "doctor.keys", people)


def _rekey(work: WorkSession) -> Check:
    if work.vault.previous_database_key is not None:
        return Check("keys", "warn", "doctor.rekey_cut_off")
    with work.database.read() as session:
        since = due_since(session)
    if since is not None:
        return Check("keys", "warn", "doctor.rekey_due", {"day": f"{local(since):%d/%m/%Y}"})
    return Check("keys", "ok", "doctor.keys")


def _folder(work: WorkSession) -> Check:
    return folder_check(work.database.path.parent)


def folder_check(folder: Path) -> Check:
    """Whether other users of this PC may read the data folder.

    Raises:
        OSError: it is not there.
    """
    others = others_may_read(folder)
    if others is None:
        return Check("folder", "warn", "doctor.folder_not_told", {"path": str(folder)})
    if others:
        code = "doctor.folder_open_windows" if os.name == "nt" else "doctor.folder_open"
        return Check("folder", "warn", code, {"path": str(folder)})
    return Check("folder", "ok", "doctor.folder", {"path": str(folder)})


def _disk(work: WorkSession) -> Check:
    free = shutil.disk_usage(work.database.path.parent).free
    state = "fail" if free < FAIL_FREE else "warn" if free < WARN_FREE else "ok"
    code = "doctor.disk" if state == "ok" else "doctor.disk_low"
    room = has_ballast(work.database.path.parent)
    if state == "fail" and not room:
        code = "doctor.disk_full_soon"
    return Check("disk", state, code, {"free_gb": f"{free / 1e9:.1f}"})


def _clock(work: WorkSession) -> Check:
    now = work.clock.now()
    with work.database.read() as session:
        newest = newest_entry(session)
        behind = newer_entry(session, now) is not None
    shown: dict[str, object] = {
        "now": f"{local(now):%d/%m/%Y %H:%M}",
        "last": f"{local(newest):%d/%m/%Y}",
    }
    if behind:
        return Check("clock", "fail", "doctor.clock_behind", shown)
    if now - newest > timedelta(days=365):
        return Check("clock", "warn", "doctor.clock_ahead", shown)
    return Check("clock", "ok", "doctor.clock", {"now": shown["now"]})


def _backup(work: WorkSession) -> Check:
    with work.database.read() as session:
        setting = session.get(Setting, BACKUP_SETTING)
        last = None if setting is None else datetime.fromisoformat(str(setting.value))
        first = session.scalar(select(func.min(AuditEntry.at))) if last is None else None
    if last is None:
        since = (work.clock.now() - first).days if first is not None else 0
        return Check("backup", "warn", "doctor.no_backup", {"days": max(since, 0)})
    days = (work.clock.now() - last).days
    if work.clock.now() - last > _OLD_BACKUP:
        return Check("backup", "warn", "doctor.backup_old", {"days": days})
    return Check("backup", "ok", "doctor.backup", {"day": last.date().isoformat(), "days": max(days, 0)})


def _drill(work: WorkSession) -> Check:
    now = work.clock.now()
    with work.database.read() as session:
        setting = session.get(Setting, DRILL_SETTING)
        last = None if setting is None else datetime.fromisoformat(str(setting.value))
        first = session.scalar(select(func.min(AuditEntry.at)))
    days = (now - (last or first or now)).days
    if days > _OLD_DRILL.days:
        return Check("drill", "warn", "doctor.rehearsal_due", {"days": days})
    if last is None:
        return Check("drill", "ok", "doctor.rehearsal_later", {"days": _OLD_DRILL.days - days})
    return Check("drill", "ok", "doctor.rehearsal", {"day": local(last).date().isoformat()})


def _sync(work: WorkSession) -> Check:
    if work.facility.training:
        return Check("sync", "ok", "doctor.sync_training")
    with work.database.read() as session:
        targets = session.execute(
            # A client registry is only asked: nothing goes there that could be late.
            select(Target.breaker_state, Target.last_success_at).where(
                Target.enabled, Target.kind.not_like("registry-%")
            )
        ).all()
        refused = session.scalar(
            select(func.count()).select_from(Delivery).where(Delivery.state == "refused")
        )
    if not targets:
        return Check("sync", "warn", "doctor.sync_no_target")
    if refused:
        return Check("sync", "fail", "doctor.sync_refused", {"count": refused})
    if any(target.breaker_state != "closed" for target in targets):
        return Check("sync", "fail", "doctor.sync_stopped")
    oldest = min((t.last_success_at for t in targets if t.last_success_at), default=None)
    if oldest is None or any(target.last_success_at is None for target in targets):
        return Check("sync", "warn", "doctor.sync_never")
    if work.clock.now() - oldest > _OLD_SYNC:
        return Check("sync", "warn", "doctor.sync_old", {"days": (work.clock.now() - oldest).days})
    return Check("sync", "ok", "doctor.sync", {"day": oldest.date().isoformat()})
