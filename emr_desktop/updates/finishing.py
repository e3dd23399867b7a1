"""The second half of an update, with the record closed: try the new program, then change over.

Everything before the journal says ``moving`` happens beside what is in use; it is undone by taking it away.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from db.backup import Contents, check_copy
from db.engine import open_database
from db.errors import BackupTrouble
from emr_desktop.backups.watching import Watch
from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.facility.answers import backup_answers
from emr_desktop.facility.in_use import in_use
from emr_desktop.facility.instance import InstanceLock
from emr_desktop.facility.layout import database_path, update_folder
from emr_desktop.updates.disk import digest, discard, sync_folder
from emr_desktop.updates.journal import MOVING, STAGING, Journal, read_journal, write_journal
from emr_desktop.updates.launcher import environment_for
from emr_desktop.updates.rows import Prepared
from emr_desktop.updates.settling import NEXT, carry_through, give_up
from emr_desktop.updates.trial import COUNTED

log = logging.getLogger(__name__)

_CHUNK = 1 << 20
_TRIAL_S, _SMOKE_S = 3600, 180

# The windows have no console on Windows, and a command that is started must not open one.
NO_CONSOLE: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Ask = Callable[[Prepared, Path], dict[str, Any]]


def finish(
    prepared: Prepared, *, holds_lock: bool = False, watch: Watch | None = None, ask: Ask | None = None
) -> Journal:
    """Let the new program try itself on a copy of the record, then put both in force.

    Args:
        prepared: from ``UpdateService.prepare``; its lock is given back in any case.
        holds_lock: the caller has the lock of the data folder already.
        watch: told of ``copy try move``.
        ask: asks the new program to try itself; None starts it.

    Returns:
        The update as it stands; the next start of the program is the new one.

    Raises:
        EmrError: ``update.trial_failed``, ``update.no_room`` ...: program and record are as before.
        DatabaseTrouble: the disk refused; likewise.
    """
    watch = watch or Watch()

    def change_over() -> Journal:
        lock = contextlib.nullcontext() if holds_lock else InstanceLock(prepared.data)
        with lock, in_use(prepared.data, alone=True):
            return _change_over(prepared, watch, ask or ask_new_program)

    return _ended(prepared, change_over)


def finish_with_restore(prepared: Prepared, restore: Callable[[], None]) -> Journal:
    """Let the earlier program bring its own record back, then put it in force.

    A restore opens what it restored, so the program has shown that it reads it; the program of now must not
    open it any more, because it would bring the record to its own schema.

    Args:
        prepared: from ``UpdateService.prepare_going_back``; its lock is given back in any case.
        restore: restores with the earlier program; raises where it could not, and changed nothing then.

    Raises:
        EmrError: what ``restore`` raised: program and record are as before.
    """

    def change_over() -> Journal:
        staged = read_journal(prepared.program.root)
        if staged is None or staged.state != STAGING or staged.new != prepared.new:
            raise EmrError("update.cut_off")
        restore()
        journal = replace(staged, state=MOVING)
        write_journal(prepared.program.root, journal)
        return carry_through(prepared.program, journal)

    return _ended(prepared, change_over)


def _ended(prepared: Prepared, change_over: Callable[[], Journal]) -> Journal:
    """Change over; what goes wrong before the change leaves everything as it was."""
    try:
        return change_over()
    except (OSError, EmrError, DatabaseTrouble, BackupTrouble) as error:
        code = _code_of(error)
        journal = read_journal(prepared.program.root)
        if journal is None or journal.state != STAGING:
            # The disk refused in the middle of the change: the next start carries it through.
            raise EmrError("update.ends_at_next_start", version=prepared.new) from error
        with contextlib.suppress(OSError):
            give_up(prepared.program, journal, reason=code)
        if isinstance(error, EmrError | DatabaseTrouble):
            raise
        if isinstance(error, BackupTrouble):
            raise EmrError(error.code, **error.params) from error
        raise EmrError("update.not_written", reason=error.strerror or "") from error
    finally:
        prepared.lock.release()


def _change_over(prepared: Prepared, watch: Watch, ask: Ask) -> Journal:
    program, data = prepared.program, prepared.data
    staged = read_journal(program.root)
    if staged is None or staged.state != STAGING or staged.new != prepared.new:
        raise EmrError("update.cut_off")
    now, copy = database_path(data), update_folder(data) / NEXT
    _fold_in_log(now, prepared.key)
    discard(update_folder(data))
    update_folder(data).mkdir(mode=0o700)
    leaves = _copied(now, copy, watch)
    before = check_copy(copy, prepared.key, watch=watch)
    _step(watch, "try", 0)
    told = ask(prepared, copy)
    _compare(told, before, prepared)
    if prepared.smoke:
        _show_a_window(prepared)
    _step(watch, "move", 0)
    moves_data = told["schema"] != before.schema
    if moves_data:
        _synced(copy)
    else:
        discard(update_folder(data))
    journal = replace(
        staged,
        state=MOVING,
        moves_data=moves_data,
        leaves=leaves,
        arrived=digest(copy) if moves_data else "",
    )
    write_journal(program.root, journal)
    moved = carry_through(program, journal)
    with contextlib.suppress(EmrError):  # it is too late to stop
        _step(watch, "move", 1)
    return moved


def _step(watch: Watch, name: str, done: int) -> None:
    with backup_answers():
        watch.step(name, done, 1)


def _fold_in_log(record: Path, key: bytes) -> None:
    """What a crash left in the log goes into the file: the copy is the file alone."""
    log_file = record.with_name(record.name + "-wal")
    if log_file.exists() and log_file.stat().st_size:
        open_database(record, key).close()
    if log_file.exists() and log_file.stat().st_size:
        raise DatabaseTrouble("busy", path=str(record))


def _copied(record: Path, copy: Path, watch: Watch) -> str:
    """Copy the closed record, which nobody has open; gives its SHA-256."""
    hashed, done, total = hashlib.sha256(), 0, record.stat().st_size
    with record.open("rb") as source, copy.open("xb") as target:
        if os.name != "nt":
            copy.chmod(0o600)
        while chunk := source.read(_CHUNK):
            hashed.update(chunk)
            target.write(chunk)
            done += len(chunk)
            with backup_answers():
                watch.step("copy", done, total)
        target.flush()
        os.fsync(target.fileno())
    sync_folder(copy.parent)
    return hashed.hexdigest()


def _synced(path: Path) -> None:
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    sync_folder(path.parent)


def ask_new_program(prepared: Prepared, record: Path) -> dict[str, Any]:
    """Start the new program on the copy; the key goes through a pipe.

    Raises:
        EmrError: ``update.trial_failed``: it did not start, or did not answer.
    """
    command = [str(prepared.program.executable(prepared.new, "emr-admin")), "update", "trial"]
    try:
        ended = subprocess.run(  # noqa: S603 - a program whose signatures were checked
            command,
            input=json.dumps({"record": str(record), "key": prepared.key.hex()}),
            env=environment_for(prepared.program),
            creationflags=NO_CONSOLE,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TRIAL_S,
            check=False,
        )
        told = json.loads(ended.stdout)
        assert isinstance(told["findings"], list)  # noqa: S101
    except (OSError, ValueError, KeyError, TypeError, AssertionError, subprocess.TimeoutExpired) as error:
        raise EmrError("update.trial_failed", version=prepared.new) from error
    return dict(told)


def _compare(told: dict[str, Any], before: Contents, prepared: Prepared) -> None:
    wanted = {
        "rows": {name: before.rows.get(name, 0) for name in COUNTED},
        "audit_seq": before.audit_seq,
        "audit_mac": before.audit_mac.hex(),
        "findings": [],
    }
    wrong = [name for name, value in wanted.items() if told.get(name) != value]
    if told.get("findings") == ["newer"]:
        raise EmrError("update.cannot_read_record", version=prepared.new)
    if wrong or told.get("version") != prepared.new or not isinstance(told.get("schema"), int):
        log.error("the trial of the new program differs in %d of what was asked", len(wrong))
        raise EmrError("update.trial_failed", version=prepared.new)


def _show_a_window(prepared: Prepared) -> None:
    """Start the windows once, off screen, on an empty folder."""
    with tempfile.TemporaryDirectory(prefix="emr-update-", ignore_cleanup_errors=True) as scratch:
        command = [str(prepared.program.executable(prepared.new, "emr-desktop")), "--smoke-test"]
        environment = environment_for(prepared.program) | {"EMR_DATA_DIR": str(Path(scratch) / "data")}
        if os.name != "nt":
            environment["QT_QPA_PLATFORM"] = "offscreen"
        try:
            ended = subprocess.run(  # noqa: S603
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_SMOKE_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EmrError("update.trial_failed", version=prepared.new) from error
    if ended.returncode != 0:
        raise EmrError("update.trial_failed", version=prepared.new)


def _code_of(error: BaseException) -> str:
    if isinstance(error, DatabaseTrouble):
        return f"database.{error.code}"
    return str(getattr(error, "code", "update.not_written"))
