"""emr-admin update: look for an update, take one, go back to the version of before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import PASSWORD_VARIABLE, Command, command_of, progress, write_out
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.clinic import Clinic
    from emr_desktop.updates.rows import Offer, Prepared

app = typer.Typer(no_args_is_help=True)


@app.command("check")
def check(
    context: typer.Context,
    given: Annotated[
        str | None,
        typer.Argument(metavar="FILE", help="A bundle, a folder, or an https address; default: the sticks."),
    ] = None,
) -> None:
    """Look whether there is an update, check its signatures and every file of it.

    Nothing is changed. Exit code 1 when a bundle that was named cannot be taken here.
    """
    command = command_of(context)
    with command.clinic() as clinic, _watched("check") as watch:
        file = None if given is None else _brought(clinic, given, watch)
        state = clinic.updates.state(file if file is not None and file.is_dir() else None)
        named = file if file is not None and not file.is_dir() else None
        found = named or (state.offers[0].file if state.offers else None)
        offer = None if found is None else clinic.updates.check(found, watch=watch)
    document = {"version": state.version, "installed_as": state.how, "previous": state.previous}
    if offer is None:
        command.say(
            {**document, "update": None},
            sentence("update.none_found", {"version": state.version}, command.language),
        )
        return
    if offer.refusal is not None and named is not None:
        raise EmrError(offer.refusal, **offer.params)
    code, params = ("update.good", _shown(offer)) if offer.refusal is None else (offer.refusal, offer.params)
    command.say(
        {**document, "update": _document(offer)},
        str(offer.file),
        sentence(code, params, command.language),
        offer.notes[command.language].strip(),
    )


@app.command("apply")
def apply(
    context: typer.Context,
    given: Annotated[
        str, typer.Argument(metavar="FILE", help="A bundle, a folder (its newest), or an https address.")
    ],
    unattended: Annotated[
        bool,
        typer.Option(
            "--unattended",
            help="For a scheduled task: only if the facility chose it, never in working hours.",
        ),
    ] = False,
) -> None:
    """Take an update: check, back up, try the new program on a copy of the record, change over.

    Whatever goes wrong, program and record of before stay. The windows must be closed.
    """
    from emr_desktop.updates.program_folder import how_installed

    command = command_of(context)
    with command.clinic() as clinic, _watched("update") as watch:
        if unattended and not clinic.updates.may_begin_by_itself():
            raise EmrError("update.not_now")
        bundle = _brought(clinic, given, watch)
        if bundle.is_dir():
            state = clinic.updates.state(bundle)
            offers = [each for each in state.offers if each.refusal is None] or state.offers
            if not offers:
                raise EmrError("update.none_found", version=state.version)
            bundle = offers[0].file
        if how_installed().how == "package":
            out = clinic.updates.take_package(bundle, Path.cwd(), watch=watch).value
            command.say(
                {"package": str(out)}, sentence("update.package_out", {"path": str(out)}, command.language)
            )
            return
        prepared = clinic.updates.prepare(bundle, watch=watch).value
    _finish(command, prepared)
    command.say(
        {"version": prepared.new, "from": prepared.old, "backup": str(prepared.backup)},
        sentence("update.done", {"version": prepared.new, "backup": str(prepared.backup)}, command.language),
    )


@app.command("rollback")
def rollback(
    context: typer.Context,
    to_backup: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Go back with the record as well, to this backup of before."),
    ] = None,
) -> None:
    """Go back to the version of before; the record stays, if that version can read it.

    With --to-backup the earlier program restores a backup: what was recorded since is moved aside, whole, and
    nothing is sent to the national systems until somebody has compared.
    """
    command = command_of(context)
    if to_backup is not None and not to_backup.exists():
        raise EmrError("import.file_missing", path=str(to_backup))
    with command.clinic() as clinic, _watched("update") as watch:
        prepared = clinic.updates.prepare_going_back(watch=watch).value
    told = b""
    try:
        if to_backup is not None:
            told = _go_back_with(command, prepared, to_backup)
        else:
            _finish(command, prepared)
    except EmrError as error:
        if error.code == "update.cannot_read_record":
            raise EmrError("update.needs_backup", **error.params) from error
        raise
    document = {"version": prepared.new, "from": prepared.old, "backup": str(prepared.backup)}
    command.say(
        document if to_backup is None else {**document, "restored": _document_in(told)},
        *told.decode("utf-8", "replace").splitlines(),
        sentence("update.went_to_previous", {"version": prepared.new}, command.language),
    )


@app.command("trial", hidden=True)
def trial() -> None:
    """Try this program on a copy of the record; asked by the program that is to be replaced."""
    from emr_desktop.updates.trial import answer

    raise typer.Exit(answer(sys.stdin, sys.stdout))


def _brought(clinic: Clinic, given: str, watch: Any) -> Path:
    """The file or folder that was named; what lies at an address is fetched first."""
    if "://" not in given:
        return Path(given)
    from sync.updates import fetch_update

    return fetch_update(work=clinic.work, address=given, watch=watch)


def _finish(command: Command, prepared: Prepared) -> None:
    from emr_desktop.updates.finishing import finish

    with _watched("update") as watch:
        finish(prepared, watch=watch)


def _go_back_with(command: Command, prepared: Prepared, backup: Path) -> bytes:
    """Let the earlier program restore its own record and put it in force; nothing is opened here again.

    Returns:
        What that program said of the restore: a paper key or a code that it made is said nowhere else.
    """
    from emr_desktop.updates.finishing import finish_with_restore
    from emr_desktop.updates.launcher import environment_for

    call = [str(prepared.program.executable(prepared.new, "emr-admin")), "--data-dir", str(command.data_dir)]
    call += ["--user", command.user] if command.user else []
    call += ["--json"] if command.as_json else []
    environment = environment_for(prepared.program) | {"EMR_LANGUAGE": command.language}
    if not os.environ.get(PASSWORD_VARIABLE):
        environment[PASSWORD_VARIABLE] = command.password()

    told = b""

    def restore() -> None:
        nonlocal told
        try:
            ended = subprocess.run(  # noqa: S603 - our own program
                [*call, "backup", "restore", str(backup.absolute()), "--replace"],
                env=environment,
                stdout=subprocess.PIPE,
                check=False,
            )
        except OSError as error:
            raise EmrError("update.did_not_restore", version=prepared.new) from error
        if ended.returncode != 0:  # it has said itself why
            raise EmrError("update.did_not_restore", version=prepared.new)
        told = ended.stdout

    try:
        finish_with_restore(prepared, restore)
    except BaseException:
        write_out(told)  # the record came back all the same
        raise
    return told


def _document_in(told: bytes) -> Any:
    try:
        return json.loads(told)
    except ValueError:
        return None


def _document(offer: Offer) -> dict[str, Any]:
    return {
        "file": str(offer.file),
        "version": offer.version,
        "made_on": offer.made_on.isoformat(),
        "bytes": offer.size,
        "refusal": offer.refusal,
        "notes": dict(offer.notes),
    }


def _shown(offer: Offer) -> dict[str, object]:
    return {"version": offer.version, "day": f"{offer.made_on:%d/%m/%Y}"}


@contextmanager
def _watched(label: str) -> Iterator[Any]:
    from emr_desktop.backups.watching import Watch

    with progress(label) as report:
        yield Watch(tell=None if report is None else _told(report))


def _told(report: Callable[[int, int], None]) -> Callable[[str, int, int], None]:
    return lambda _step, done, total: report(done, total)
