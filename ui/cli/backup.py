"""emr-admin backup: make one, look into one, restore one, list them, rehearse a restore."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import PASSWORD_VARIABLE, Command, UsageProblem, command_of, progress, table
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.backups.rows import BackupRow, CheckedBackup

RECOVERY_VARIABLE = "EMR_RECOVERY_KEY"
COUNCIL_VARIABLE = "EMR_COUNCIL_KEY"
_ENDING = ".emrbackup"

app = typer.Typer(no_args_is_help=True)


@app.command("create")
def create(
    context: typer.Context,
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="A folder, or the name of a new file.")],
) -> None:
    """Make a backup, read it back and open it.

    Sealed to the paper key, and to the council's if one is set up; no password opens it elsewhere.
    """
    command = command_of(context)
    folder, name = _destination(destination)
    with command.clinic() as clinic, _watched("backup") as watch:
        made = clinic.backups.make(folder, name=name, watch=watch).value
    command.say(
        {
            "file": str(made.row.file),
            "verified": True,
            "sha256": made.sha256,
            "removed": made.removed,
            **_document(made.row),
        },
        str(made.row.file),
        sentence("backup.made", _shown(made.row), command.language),
    )


@app.command("verify")
def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, or a folder: its newest.")],
) -> None:
    """Open a backup with its key and count its rows.

    Every page of it is checked. With EMR_RECOVERY_KEY anywhere, without a data folder; else in a
    session of the record.
    """
    command = command_of(context)
    path = _newest_in(file)
    recovery_key, council_key = keys_given()
    if recovery_key is not None or council_key is not None:
        from emr_desktop.backups.verifying import verify_from_outside

        with tempfile.TemporaryDirectory(prefix="emr-verify-") as scratch, _watched("verify") as watch:
            checked = verify_from_outside(
                path,
                recovery_key=recovery_key,
                council_key=council_key,
                scratch=Path(scratch),
                watch=watch,
            )
    else:
        with command.clinic() as clinic, _watched("verify") as watch:
            checked = clinic.backups.verify(path, watch=watch).value
    _say_checked(command, checked, "backup.verified")


@app.command("restore")
def restore_backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup, or a folder: its newest.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Move the facility that lies there aside, whole.")
    ] = False,
) -> None:
    """Bring a facility back into an empty data folder.

    EMR_RECOVERY_KEY opens it anywhere; EMR_PASSWORD is then the new password of --user, without it a one-time
    code is printed. EMR_PASSWORD alone opens it where this PC still has the key file.
    """
    from emr_desktop.backups.restoring import Secret, restore

    command = command_of(context)
    folder, path = command.data_dir, _newest_in(file)
    recovery_key, council_key = keys_given()
    new_password = None
    if recovery_key is None and council_key is None:
        secret = Secret(password=command.password(), username=command.user)
    else:
        secret = Secret(recovery_key=recovery_key, council_key=council_key)
        new_password = command.password() if os.environ.get(PASSWORD_VARIABLE) else None
    with _watched("restore") as watch:
        restored = restore(
            folder,
            path,
            secret=secret,
            username=command.user,
            new_password=new_password,
            replace_facility=replace,
            watch=watch,
        )
    language = command.language
    lines = [sentence("restore.done", {"name": restored.facility_name, **_shown(restored.row)}, language)]
    if restored.missing is not None:
        first, last = restored.missing
        lines.append(sentence("restore.missing", {"first": first, "last": last}, language))
    if restored.moved_to is not None:
        lines.append(sentence("restore.moved_aside", {"path": str(restored.moved_to)}, language))
    if restored.one_time_code is not None:
        params = {"user": restored.username, "code": restored.one_time_code}
        lines.append(sentence("restore.code", params, language))
    if restored.username is not None:
        lines.append(sentence("restore.others", {"user": restored.username}, language))
    if restored.recovery_key is not None:
        lines += [restored.recovery_key, sentence("recovery.keep_on_paper", {}, language)]
    lines.append(sentence("restore.sync_holds", {}, language))
    command.say(
        {
            "facility_name": restored.facility_name,
            "user": restored.username,
            "one_time_code": restored.one_time_code,
            "recovery_key": restored.recovery_key,
            "missing": None if restored.missing is None else list(restored.missing),
            "moved_to": None if restored.moved_to is None else str(restored.moved_to),
            **_document(restored.row),
        },
        *lines,
    )


@app.command("list")
def list_backups(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Look there alone; default: everywhere.")
    ] = None,
) -> None:
    """List the backups of this record.

    On this PC, in the chosen folder, on every stick, wherever else one was made; and say how old the last is.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        rows, state = clinic.backups.list_all(folder), clinic.backups.state()
        places = clinic.backups.places()
    problems = [None if row.problem is None else sentence(row.problem, {}, command.language) for row in rows]
    command.say(
        {
            "last": None if state.last_at is None else state.last_at.isoformat(),
            "days": state.days,
            "due": state.is_due,
            "drill": None if state.drill_at is None else state.drill_at.isoformat(),
            "drill_due": state.drill_is_due,
            "folder": str(state.folder),
            "chosen": None if state.chosen is None else str(state.chosen),
            "places": [
                {"folder": str(place.folder), "there": place.is_there, "last": place.last_at.isoformat()}
                for place in places
            ],
            "backups": [{"file": str(row.file), "problem": row.problem, **_document(row)} for row in rows],
        },
        *table(
            ("made", "reason", "MB", "entries", "file", ""),
            [
                (
                    f"{row.created:%Y-%m-%d %H:%M}Z",
                    row.reason,
                    f"{row.size / 1e6:.1f}",
                    row.audit_seq,
                    row.file,
                    p or "",
                )
                for row, p in zip(rows, problems, strict=True)
            ],
        ),
        *(
            sentence("backup.place_away", {"path": str(place.folder)}, command.language)
            for place in places
            if not place.is_there
        ),
    )


@app.command("drill")
def drill(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Which backup; default: the newest.")
    ] = None,
) -> None:
    """Rehearse a restore.

    Into a scratch folder: opened, counted, compared with the record, removed again; written down.
    """
    command = command_of(context)
    with command.clinic() as clinic, _watched("drill") as watch:
        path = None if file is None else _newest_in(file)
        checked = clinic.backups.drill(path, watch=watch).value
    _say_checked(command, checked, "backup.drilled")


def _say_checked(command: Command, checked: CheckedBackup, code: str) -> None:
    if checked.problem is not None:
        raise EmrError(checked.problem, path=str(checked.row.file), entry=checked.audit_broken_at)
    command.say(
        {"file": str(checked.row.file), "verified": True, "sha256": checked.sha256, **_document(checked.row)},
        sentence(code, _shown(checked.row), command.language),
    )


def _document(row: BackupRow) -> dict[str, Any]:
    return {
        "facility_code": row.facility,
        "training": row.training,
        "created": row.created.isoformat(),
        "reason": row.reason,
        "bytes": row.size,
        "audit_entries": row.audit_seq,
        "patients": row.rows.get("patient", 0),
        "visits": row.rows.get("visit", 0),
        "rows": row.rows,
        "rows_total": sum(row.rows.values()),
    }


def _shown(row: BackupRow) -> dict[str, object]:
    from emr_desktop.clock import local

    return {
        "day": f"{local(row.created):%d/%m/%Y %H:%M}",
        "patients": f"{row.rows.get('patient', 0):,}",
        "visits": f"{row.rows.get('visit', 0):,}",
        "rows": f"{sum(row.rows.values()):,}",
        "mb": f"{row.size / 1e6:.1f}",
    }


def _destination(given: Path) -> tuple[Path, str | None]:
    """The folder and the name of the file; a folder, or something without an ending, gets the usual name."""
    if given.is_dir() or not given.suffix:
        return given, None
    if given.exists():
        raise EmrError("backup.file_exists", path=str(given))
    return given.parent, given.name


def _newest_in(given: Path) -> Path:
    """The file itself, or of a folder the newest backup."""
    if not given.is_dir():
        return given
    from emr_desktop.backups.listing import scan_all

    found = scan_all(given)
    if not found:
        raise EmrError("backup.none_there", path=str(given))
    return max(found, key=lambda one: (one.header.created, one.path.name)).path


def keys_given() -> tuple[str | None, bytes | None]:
    council = os.environ.get(COUNCIL_VARIABLE)
    if not council:
        return os.environ.get(RECOVERY_VARIABLE) or None, None
    try:
        private_key = bytes.fromhex("".join(council.split()))
    except ValueError:
        private_key = b""
    if len(private_key) != 32:
        raise UsageProblem("usage.council_key", variable=COUNCIL_VARIABLE)
    return None, private_key


@contextmanager
def _watched(label: str) -> Iterator[Any]:
    from emr_desktop.backups.watching import Watch

    with progress(label) as report:
        yield Watch(tell=None if report is None else _told(report))


def _told(report: Callable[[int, int], None]) -> Callable[[str, int, int], None]:
    return lambda _step, done, total: report(done, total)
