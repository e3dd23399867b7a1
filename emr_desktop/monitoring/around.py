"""What lies around a record and can be looked at without a password: files, disk, log, the last update."""

from __future__ import annotations

import contextlib
import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.attempts import Attempts
from db.backup_file import ENDING, Container, Watch, is_whole
from db.ballast import FAIL_FREE, WARN_FREE, has_ballast
from db.device import read_device_secret
from db.errors import BackupTrouble, KeyTrouble
from db.key_file import KeyStore
from emr_desktop.access.login_attempts import take_attempts
from emr_desktop.backups.listing import scan_all
from emr_desktop.facility.doctor import Check
from emr_desktop.facility.layout import LOG_FOLDER_NAME, backups_folder, database_path
from emr_desktop.logs import LOG_FILE_NAME, crash_reports
from emr_desktop.managed import managed
from emr_desktop.monitoring.rows import Found, Values
from emr_desktop.updates.journal import ENDED, KEPT, read_journal
from emr_desktop.updates.program_folder import how_installed

WEEK = timedelta(days=7)
MANY_LOGINS = 20  # in vain within a week: more than people who mistype
_ERROR_LINE = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\S* (?:ERROR|CRITICAL) ")
_CRASH_NAME = re.compile(r"crash-(\d{8}T\d{6})Z")


def iso(at: datetime | None) -> str | None:
    """An instant as it stands in the document: UTC, whole seconds."""
    return None if at is None else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def whole_days(since: datetime | None, now: datetime) -> int | None:
    """Days gone by; never below zero, None where nothing is known."""
    return None if since is None else max((now - since).days, 0)


def disk(folder: Path) -> Found:
    """Room on the disk of the record (bytes)."""
    usage = shutil.disk_usage(folder)
    state = "fail" if usage.free < FAIL_FREE else "warn" if usage.free < WARN_FREE else "ok"
    kept = has_ballast(folder)
    code = "doctor.disk" if state == "ok" else "doctor.disk_low"
    if state == "fail" and not kept:
        code = "doctor.disk_full_soon"
    check = Check("disk", state, code, {"free_gb": f"{usage.free / 1e9:.1f}"})
    return check, {"disk_free_bytes": usage.free, "disk_total_bytes": usage.total, "disk_room_kept": kept}


def sizes(folder: Path) -> Values:
    """How large the record is, and its log of what is not folded in yet (bytes)."""
    path = database_path(folder)
    return {"database_bytes": _size(path), "database_log_bytes": _size(path.with_name(path.name + "-wal"))}


def log(folder: Path, now: datetime) -> Found:
    """Errors in the log and crashes of the last seven days: counted, never quoted."""
    place = folder / LOG_FOLDER_NAME
    newest = place / LOG_FILE_NAME
    files = [newest, *place.glob(f"{LOG_FILE_NAME}.[0-9]*")]
    since = now - WEEK
    errors = sum(
        1
        for path in files
        for line in _lines(path)
        if (found := _ERROR_LINE.match(line)) and _instant(found[1], "%Y-%m-%dT%H:%M:%S") >= since
    )
    crashes = sum(
        1
        for path in crash_reports(place)
        if (found := _CRASH_NAME.match(path.name)) and _instant(found[1], "%Y%m%dT%H%M%S") >= since
    )
    try:
        written = datetime.fromtimestamp(newest.stat().st_mtime, UTC)
    except OSError:
        written = None
    state, code = ("warn", "doctor.crashes") if crashes else ("ok", "doctor.log")
    values: Values = {
        "log_bytes": sum(_size(path) or 0 for path in files),
        "log_written_at": iso(written),
        "log_errors_7_days": errors,
        "crashes_7_days": crashes,
    }
    return Check("log", state, code, {"errors": errors, "crashes": crashes}), values


def update() -> Found:
    """How the last update of this program ended."""
    program = how_installed().program
    journal = None if program is None else read_journal(program.root)
    if journal is None:
        return Check("update", "ok", "doctor.update_none"), {}
    ended = journal.state == ENDED
    outcome = journal.outcome if ended else "under_way"
    if not ended:
        state, code = "warn", "doctor.update_open"
    elif journal.outcome == KEPT:
        state, code = "ok", "doctor.update_kept"
    else:
        state, code = ("ok" if journal.told else "warn"), "doctor.update_not_kept"
    told: dict[str, object] = {"version": journal.new, "old": journal.old}
    values: Values = {"update_outcome": outcome, "update_from": journal.old, "update_to": journal.new}
    return Check("update", state, code, told), values


def waiting_logins(folder: Path) -> Values:
    """Log-ins in vain since the last good one, and people who have to wait, as this PC counts them."""
    try:
        store = KeyStore(folder)
        db_id = store.read_all()[0].db_id
        locked = Attempts(store, read_device_secret(), db_id).locked_out()
    except KeyTrouble:
        return {}
    found, damaged, _forget = take_attempts(db_id)
    return {"failed_logins_since_last_login": len(found) + damaged, "people_locked_out": locked}


def logins_check(values: Values, count: int) -> Check:
    """Whether somebody seems to be guessing, or stands before a closed door."""
    locked = values.get("people_locked_out") or 0
    many = count >= MANY_LOGINS or bool(locked)
    told: dict[str, object] = {"count": count, "locked": locked}
    return Check("logins", "warn" if many else "ok", "doctor.logins_many" if many else "doctor.logins", told)


def managed_values() -> Values:
    """How much the administrator of this PC fixed, and how much of it is wrong."""
    return {"managed_settings": len(managed().values), "managed_problems": len(managed().notes)}


def record_code(folder: Path) -> bytes | None:
    """The number that the key file and its backups share; None when no key file can be read."""
    try:
        return KeyStore(folder).read_all()[0].db_id
    except KeyTrouble:
        return None


def backup_folders(folder: Path, code: str | None) -> tuple[Path, ...]:
    """Where backups of this PC's record are known to lie without asking the record."""
    places = [backups_folder(folder)]
    chosen = managed().get("backup.folder")
    if chosen is not None and ("{code}" not in chosen or code):
        places.append(Path(chosen.replace("{code}", code or "")))
    return tuple(places)


def newest_backup(places: tuple[Path, ...], db_id: bytes) -> Container | None:
    """The newest backup of this record whose header is whole."""
    ours = [one for place in places for one in scan_all(place) if one.header.db_id == db_id]
    return max(ours, key=lambda one: one.header.created, default=None)


def backup_files(places: tuple[Path, ...], db_id: bytes) -> Values:
    """The files themselves. A backup got its name after it was read back; here its bytes are summed again."""
    newest = newest_backup(places, db_id)
    values: dict[str, object] = {"backup_files": sum(_count(place) for place in places)}
    if newest is not None:
        values["backup_newest_file_at"] = iso(newest.header.created)
        values["backup_newest_file_bytes"] = newest.offset + newest.header.size
        with contextlib.suppress(BackupTrouble):  # the stick went away meanwhile
            values["backup_newest_file_whole"] = is_whole(newest, Watch())
    return values


def _count(place: Path) -> int:
    try:
        return sum(path.name.endswith(ENDING) for path in place.iterdir())
    except OSError:
        return 0


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _instant(text: str, form: str) -> datetime:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
