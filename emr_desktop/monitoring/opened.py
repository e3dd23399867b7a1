"""The figures of an open record for who watches it: ages, lengths, sizes; no name and no row of a patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from db.health import engine_versions
from db.migrate import SCHEMA_VERSION, schema_version
from db.models import AuditEntry, Delivery
from emr_desktop.access.clock_behind import newest_entry
from emr_desktop.access.work_session import WorkSession
from emr_desktop.backups.remembered import instant
from emr_desktop.facility.backed_up import BACKUP_SETTING, DRILL_SETTING
from emr_desktop.facility.doctor import Check, run_checks
from emr_desktop.facility.folder_rights import others_may_read
from emr_desktop.facility.target_states import target_states
from emr_desktop.forms.local import own_forms_check
from emr_desktop.monitoring import around
from emr_desktop.monitoring.rows import Found, Report, Values, filled

_COPY_SETTING = "backup.last_copy_at"
_WAITING = ("waiting", "sending", "retry")


def further_checks() -> tuple[tuple[str, Callable[[WorkSession], Check]], ...]:
    """The checks of domains above the facility, for windows and commands alike."""
    return (
        ("forms", own_forms_check),
        *((name, lambda work, look=look: look(work)[0]) for name, look in _LOOKS.items()),
    )


def look_inside(*, work: WorkSession, progress: Callable[[int, int], None] | None = None) -> Report:
    """Run every check of an open record and gather its figures.

    Raises:
        PermissionRefused: the role may not.
    """
    seen: dict[str, Values] = {}

    def noting(name: str, look: Callable[[WorkSession], Found]) -> Callable[[WorkSession], Check]:
        def check(work: WorkSession) -> Check:
            told, seen[name] = look(work)
            return told

        return check

    further = (("forms", own_forms_check), *((name, noting(name, look)) for name, look in _LOOKS.items()))
    checks = run_checks(work=work, progress=progress, further=further)
    targets = _targets(work)
    gather: dict[str, Callable[[WorkSession], Values]] = {
        "engine": _engine,
        "cipher": lambda work: {"encrypted": engine_versions(work.database).sqlcipher is not None},
        "schema": lambda work: {
            "schema_number": schema_version(work.database),
            "schema_known": SCHEMA_VERSION,
        },
        "integrity": lambda work: around.sizes(work.database.path.parent),
        "audit": _audit,
        "keys": _keys,
        "folder": lambda work: {"others_may_read": others_may_read(work.database.path.parent)},
        "managed": lambda _work: around.managed_values(),
        "disk": lambda work: around.disk(work.database.path.parent)[1],
        "clock": lambda work: _clock(work, targets),
        "backup": _backup,
        "drill": _drill,
        "sync": lambda work: _sync(work, targets),
    }
    values = {}
    for check in checks:
        try:
            found = gather[check.name](work) if check.name in gather else seen.get(check.name, {})
        except OSError:
            found = {}  # its check says so
        values[check.name] = filled(check.name, found)
    return Report(
        facility_code=work.facility.code,
        training=work.facility.training,
        opened=True,
        checks=checks,
        values=values,
        targets=targets,
    )


def failed_logins(work: WorkSession) -> int:
    """Log-ins in vain of the last seven days, as the trail has them."""
    since = work.clock.now() - around.WEEK
    with work.database.read() as session:
        return int(
            session.scalar(
                select(func.count())
                .select_from(AuditEntry)
                .where(AuditEntry.action == "login.failed", AuditEntry.at >= since)
            )
            or 0
        )


def _engine(work: WorkSession) -> Values:
    versions = engine_versions(work.database)
    return {
        "sqlite_version": versions.sqlite,
        "sqlcipher_version": versions.sqlcipher,
        "crypto_version": versions.crypto,
    }


def _audit(work: WorkSession) -> Values:
    with work.database.read() as session:
        return {"audit_entries": session.scalar(select(func.max(AuditEntry.seq))) or 0}


def _keys(work: WorkSession) -> Values:
    health = work.vault.health()
    return {"people": health.people, "key_copies_good": 3 - len(health.copies_missing)}


def _clock(work: WorkSession, targets: tuple[Values, ...]) -> Values:
    now = work.clock.now()
    with work.database.read() as session:
        newest = newest_entry(session)
    skews = [skew for target in targets if isinstance(skew := target["clock_skew_s"], int)]
    return {
        "clock_now": around.iso(now),
        "record_newest_at": around.iso(newest),
        "clock_behind_s": max(round((newest - now).total_seconds()), 0),
        "clock_skew_s": max(skews, key=abs, default=None),
    }


def _backup(work: WorkSession) -> Values:
    now = work.clock.now()
    with work.database.read() as session:
        verified, copied = instant(session, BACKUP_SETTING), instant(session, _COPY_SETTING)
    places = around.backup_folders(work.database.path.parent, work.facility.code)
    return {
        "backup_last_verified_at": around.iso(verified),
        "backup_last_verified_days": around.whole_days(verified, now),
        "backup_last_copy_at": around.iso(copied),
        "backup_last_copy_days": around.whole_days(copied, now),
        **around.backup_files(places, work.vault.db_id),
    }


def _drill(work: WorkSession) -> Values:
    with work.database.read() as session:
        last = instant(session, DRILL_SETTING)
    return {"drill_last_at": around.iso(last), "drill_last_days": around.whole_days(last, work.clock.now())}


def _logins(work: WorkSession) -> Found:
    waiting, failed = around.waiting_logins(work.database.path.parent), failed_logins(work)
    return around.logins_check(waiting, failed), {**waiting, "failed_logins_7_days": failed}


# Looked at once for both: what is to be said and its figures.
_LOOKS: dict[str, Callable[[WorkSession], Found]] = {
    "logins": _logins,
    "log": lambda work: around.log(work.database.path.parent, work.clock.now()),
    "update": lambda _work: around.update(),
}


def _sync(work: WorkSession, targets: tuple[Values, ...]) -> Values:
    with work.database.read() as session:
        oldest = session.scalar(select(func.min(Delivery.created_at)).where(Delivery.state.in_(_WAITING)))

    def total(name: str) -> int:
        return sum(int(str(target[name])) for target in targets)

    return {
        "sync_targets": len(targets),
        "sync_waiting": total("waiting"),
        "sync_refused": total("refused"),
        "sync_unknown": total("unknown"),
        "sync_oldest_waiting_hours": _hours(oldest, work.clock.now()),
    }


def _targets(work: WorkSession) -> tuple[Values, ...]:
    """Each national system: how it stands and what waits for it. No address, no user, no message."""
    now = work.clock.now()
    with work.database.read() as session:
        targets = target_states(session)
    return tuple(
        {
            "name": target.name,
            "kind": target.kind,
            "enabled": target.enabled,
            "state": target.breaker_state,
            "last_success_at": around.iso(target.last_success_at),
            "last_success_hours": _hours(target.last_success_at, now),
            "waiting": target.count(*_WAITING),
            "refused": target.count("refused"),
            "unknown": target.count("unknown"),
            "clock_skew_s": target.details.get("skew_s"),
        }
        for target in targets
    )


def _hours(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else max(int((now - since).total_seconds() // 3600), 0)
