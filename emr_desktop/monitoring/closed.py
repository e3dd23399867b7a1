"""Looks at a record without a password: the files around it, and what its own file shows from outside."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.backup_file import Container
from db.device import read_device_secret
from db.errors import KeyTrouble
from db.key_file import KeyStore, holds
from db.place import in_synced_folder, on_network_share
from emr_desktop import __version__
from emr_desktop.clock import Clock, local
from emr_desktop.facility.doctor import Check, folder_check, managed_check
from emr_desktop.facility.folder_rights import others_may_read
from emr_desktop.facility.layout import database_path
from emr_desktop.managed import managed
from emr_desktop.monitoring import around
from emr_desktop.monitoring.rows import Found, Report, Values, filled
from emr_desktop.settings import load_settings

_PAGE = 4096  # of SQLCipher 4
_LOOKED_AT = 64  # pages of the file, the first and the last among them
_PLAIN = b"SQLite format 3\x00"
_OLD_BACKUP = timedelta(days=7)
_ADJUSTED = timedelta(minutes=10)


def look_around(folder: Path, *, clock: Clock | None = None, trouble: Check | None = None) -> Report:
    """Say what can be said of a data folder that stays closed.

    Args:
        folder: the data folder; it need not be there.
        clock: for ages.
        trouble: why the record did not open although somebody gave the password; takes the place of the
            check of its name.

    Returns:
        The report. What cannot be looked at is a failed check, never an exception.
    """
    now = (clock or Clock()).now()
    db_id = around.record_code(folder)
    code = _code_in_clear(folder, db_id)
    places = around.backup_folders(folder, code)
    newest = None if db_id is None else around.newest_backup(places, db_id)
    looks: tuple[tuple[str, Callable[[], Found]], ...] = (
        ("version", lambda: (version_check(), {})),
        ("integrity", lambda: _integrity(folder)),
        ("keys", lambda: _keys(folder)),
        ("folder", lambda: (folder_check(folder), {"others_may_read": others_may_read(folder)})),
        ("managed", lambda: (managed_check(), around.managed_values())),
        ("disk", lambda: around.disk(folder)),
        ("clock", lambda: _clock(folder, now, newest)),
        ("backup", lambda: _backup(places, db_id, newest, now)),
        ("logins", lambda: _logins(folder)),
        ("log", lambda: around.log(folder, now)),
        ("update", around.update),
    )
    checks, values = [], {}
    for name, look in looks:
        try:
            check, found = look()
        except OSError:
            check, found = Check(name, "fail", "database.io_error"), {}
        if trouble is not None and trouble.name == name:
            check = trouble
        checks.append(check)
        values[name] = filled(name, found)
    return Report(
        facility_code=code or (newest.header.facility if newest is not None else None),
        training=None if newest is None else newest.header.training,
        opened=False,
        why_closed=None if trouble is None else trouble.code,
        checks=tuple(checks),
        values=values,
    )


def version_check() -> Check:
    """What runs here."""
    told: dict[str, object] = {
        "app": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }
    return Check("version", "ok", "doctor.version", told)


def _code_in_clear(folder: Path, db_id: bytes | None) -> str | None:
    """The facility's code as files in clear tell it: settings, a backup on this PC, the administrator."""
    told = load_settings(folder).facility_code
    if told:
        return told
    if db_id is not None:
        newest = around.newest_backup(around.backup_folders(folder, None), db_id)
        if newest is not None:
            return newest.header.facility
    fixed = managed().get("setup.facility_code")
    return None if fixed is None else str(fixed)


def _integrity(folder: Path) -> Found:
    """Whether the file is there and looks as an encrypted one does; only a password lets every page be read.

    No other part of this process has the file open with SQLite, whose locks a plain look would drop.
    """
    path, sizes = database_path(folder), around.sizes(folder)

    def fail(code: str, **params: object) -> Found:
        return Check("integrity", "fail", code, params), sizes

    if not path.is_file():
        return fail("database.missing", path=str(path))
    if on_network_share(folder):
        return fail("database.network_share", path=str(folder))
    if (service := in_synced_folder(folder)) is not None:
        return fail("database.synced_folder", path=str(folder), service=service)
    size = path.stat().st_size
    with path.open("rb") as stream:
        if stream.read(len(_PLAIN)) == _PLAIN:
            return fail("doctor.not_encrypted")
        if size == 0 or size % _PAGE:
            return fail("database.damaged", path=str(path))
        pages = size // _PAGE
        for number in sorted({place * (pages - 1) // (_LOOKED_AT - 1) for place in range(_LOOKED_AT)}):
            stream.seek(number * _PAGE)
            if len(set(stream.read(_PAGE))) < 64:  # encrypted bytes look like chance, all 256 of them
                return fail("database.damaged", path=str(path))
    return Check("integrity", "ok", "doctor.outside_sound"), sizes


def _keys(folder: Path) -> Found:
    store = KeyStore(folder)
    try:
        read_device_secret()
        newest = store.read_all()[0]
    except KeyTrouble as trouble:
        return Check("keys", "fail", trouble.code, trouble.params), {"key_copies_good": 0}
    content = newest.to_bytes()
    missing = [path for path in store.paths if not holds(path, content)]
    good, people = 3 - len(missing), len(newest.users())
    values: Values = {"people": people, "key_copies_good": good}
    if not any(slot.kind == "recovery" for slot in newest.slots):
        return Check("keys", "fail", "doctor.no_recovery_key", {"people": people}), values
    if missing:
        places = ", ".join(path.name for path in missing)
        return Check("keys", "warn", "doctor.key_copies", {"good": good, "places": places}), values
    return Check("keys", "ok", "doctor.keys", {"people": people}), values


def _clock(folder: Path, now: datetime, newest: Container | None) -> Found:
    """The clock against the newest of what this PC wrote by it."""
    seen = [
        datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for path in (database_path(folder), folder / "keyslots.json")
        if path.is_file()
    ]
    if newest is not None:
        seen.append(newest.header.created)
    last = max(seen, default=None)
    behind = 0 if last is None else max(round((last - now).total_seconds()), 0)
    values: Values = {
        "clock_now": around.iso(now),
        "record_newest_at": around.iso(last),
        "clock_behind_s": behind,
    }
    shown = {"now": f"{local(now):%d/%m/%Y %H:%M}", "last": f"{local(last or now):%d/%m/%Y}"}
    if behind > _ADJUSTED.total_seconds():
        return Check("clock", "fail", "doctor.clock_behind", dict(shown)), values
    return Check("clock", "ok", "doctor.clock", {"now": shown["now"]}), values


def _backup(places: tuple[Path, ...], db_id: bytes | None, newest: Container | None, now: datetime) -> Found:
    values: dict[str, object] = {"backup_files": 0}
    if db_id is not None:
        values |= around.backup_files(places, db_id)
    if newest is None:
        return Check("backup", "warn", "doctor.no_backup_file"), values
    made = newest.header.created
    days = around.whole_days(made, now) or 0
    values |= {"backup_last_verified_at": around.iso(made), "backup_last_verified_days": days}
    if values.get("backup_newest_file_whole") is False:
        return Check("backup", "fail", "doctor.backup_file_spoiled", {"file": newest.path.name}), values
    if now - made > _OLD_BACKUP:
        return Check("backup", "warn", "doctor.backup_old", {"days": days}), values
    return Check("backup", "ok", "doctor.backup_file", {"day": local(made).date().isoformat()}), values


def _logins(folder: Path) -> Found:
    values = around.waiting_logins(folder)
    return around.logins_check(values, int(str(values.get("failed_logins_since_last_login") or 0))), values
