"""emr-admin doctor: whether record and PC are well, for a person and for who watches many PCs."""

from __future__ import annotations

import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import DatabaseTrouble, EmrError
from ui.cli.command import Command, command_of, progress, table, write_file, write_json, write_out
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.facility.doctor import Check
    from emr_desktop.monitoring.rows import Report

WARNED = 4  # with --strict: nothing fails, but something should be seen to
# Who may not open the record gets no report either, and a folder without one has nothing to report on.
_REFUSED = ("login.", "access.", "facility.missing", "facility.already_open")


def register(app: typer.Typer) -> None:
    """Hang the command on emr-admin itself."""
    app.command("doctor")(doctor)


def doctor(
    context: typer.Context,
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="Leave the record closed; look at what lies around it."),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="Write the JSON document into this file, whole; {code} is the facility's code."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help=f"Leave with {WARNED} when nothing fails but something warns.")
    ] = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of the document, and do nothing else.")
    ] = False,
) -> None:
    """Look whether everything is sound.

    Versions, integrity, disk, clock, keys, backup and sync; leaves with 1 if a person is needed. The document
    of --json holds figures for a program that watches many PCs, and nothing of a patient.
    """
    from emr_desktop.monitoring.rows import schema_text

    if schema:
        write_out(schema_text())
        return
    command = command_of(context)
    if without_password:
        from emr_desktop.monitoring.closed import look_around

        report = look_around(command.data_dir)
    else:
        report = _opened(command, falls_back=command.as_json or out is not None)
    _answer(command, report, out)
    _leave(command, report, strict=strict)


def _opened(command: Command, *, falls_back: bool) -> Report:
    """Look inside; a document tells also of a record that does not open."""
    from emr_desktop.monitoring.closed import look_around
    from emr_desktop.monitoring.opened import look_inside

    try:
        with command.clinic() as clinic, progress("doctor") as tell:
            return look_inside(work=clinic.work, progress=tell)
    except (EmrError, DatabaseTrouble) as trouble:
        if not falls_back or (isinstance(trouble, EmrError) and trouble.code.startswith(_REFUSED)):
            raise
        return look_around(command.data_dir, trouble=_check_of(trouble))


def _check_of(trouble: EmrError | DatabaseTrouble) -> Check:
    from emr_desktop.facility.doctor import Check

    code = f"database.{trouble.code}" if isinstance(trouble, DatabaseTrouble) else trouble.code
    return Check("keys" if code.startswith("keys.") else "integrity", "fail", code, trouble.params)


def document_of(report: Report, *, language: str, at: datetime) -> dict[str, object]:
    """The document as it goes out: names that stay, sentences in one language."""
    from emr_desktop import __version__
    from emr_desktop.facility.support import without_home
    from emr_desktop.monitoring.around import iso
    from emr_desktop.monitoring.rows import SCHEMA

    return {
        "schema": SCHEMA,
        "program": {"name": "emr-desktop", "version": __version__},
        "facility_code": report.facility_code,
        "training": report.training,
        "time": iso(at),
        "language": language,
        "opened": report.opened,
        "why_closed": report.why_closed,
        "state": report.state,
        "healthy": report.state != "fail",
        "checks": [
            {
                "name": check.name,
                "state": check.state,
                "code": check.code,
                "text": without_home(sentence(check.code, check.params, language)),
                "values": dict(report.values[check.name]),
            }
            for check in report.checks
        ],
        "targets": None if report.targets is None else [dict(each) for each in report.targets],
    }


def _answer(command: Command, report: Report, out: Path | None) -> None:
    from emr_desktop.clock import Clock

    document = document_of(report, language=command.language, at=Clock().now())
    if out is not None:
        import json

        # A PC whose code nothing tells must not write over the file of another one.
        path = Path(str(out).replace("{code}", report.facility_code or platform.node() or "unknown"))
        write_file(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    if command.as_json:
        write_json(document)
        return
    rows = [
        (check.name, check.state, sentence(check.code, check.params, command.language))
        for check in report.checks
    ]
    command.say({}, *table(("check", "state", ""), rows))


def _leave(command: Command, report: Report, *, strict: bool) -> None:
    named = {
        state: ", ".join(check.name for check in report.checks if check.state == state)
        for state in ("fail", "warn")
    }
    if named["fail"]:
        raise EmrError("doctor.person_needed", names=named["fail"])
    if strict and named["warn"]:
        sys.stderr.write(sentence("doctor.to_be_seen_to", {"names": named["warn"]}, command.language) + "\n")
        raise typer.Exit(WARNED)
