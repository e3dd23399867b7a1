"""emr-admin support-bundle: one readable text for who helps from outside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emr_desktop.errors import DatabaseTrouble, EmrError
from ui.cli.command import Command, command_of, progress
from ui.messages import sentence

_CLOSED = ("login.", "access.", "facility.missing")  # who may not open the record gets no report either


def register(app: typer.Typer) -> None:
    """Hang the command on emr-admin itself."""
    app.command("support-bundle")(support_bundle)


def support_bundle(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The text file; read it before you give it away.")],
) -> None:
    """Write a report for who helps from outside.

    Versions, settings, what the doctor found, the end of the log, crash reports, how the sending stands. No
    patient, no user, no key. Works too where the record does not open any more.
    """
    from emr_desktop.facility.support import write_support

    command = command_of(context)
    text = _text(command)
    write_support(out, text)
    command.say(
        {"out": str(out), "bytes": len(text.encode())},
        sentence("support.written", {"path": str(out)}, command.language),
    )


def _text(command: Command) -> str:
    from emr_desktop.facility.doctor import run_checks
    from emr_desktop.facility.support import support_text
    from emr_desktop.monitoring.opened import further_checks

    def say(code: str, params: dict[str, object]) -> str:
        return sentence(code, params, command.language)

    try:
        with command.clinic() as clinic, progress("doctor") as report:
            checks = run_checks(work=clinic.work, progress=report, further=further_checks())
            return support_text(command.data_dir, work=clinic.work, checks=checks, say=say)
    except (EmrError, DatabaseTrouble) as trouble:
        if isinstance(trouble, EmrError) and trouble.code.startswith(_CLOSED):
            raise
        return support_text(command.data_dir, work=None, checks=(), say=say, why_closed=trouble.code)
