"""emr-admin import and export: files in and out in open formats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import Command, UsageProblem, command_of, progress, write_file
from ui.cli.facility import iso_date
from ui.cli.move_in import folder, move
from ui.cli.move_options import MoveOptions, takes_move_options
from ui.messages import LANGUAGES, sentence

if TYPE_CHECKING:
    from emr_desktop.exchange.rows import ImportResult

imports = typer.Typer(no_args_is_help=True)
imports.command("folder")(folder)

File = Annotated[Path, typer.Argument(readable=False, help="CSV in UTF-8 with a header line.")]


def register(app: typer.Typer) -> None:
    """Hang ``export`` on emr-admin itself."""
    app.command("export")(export)
    app.command("export-person")(export_person)


@imports.command("patients")
@takes_move_options(without=("send_from",))
def patients(context: typer.Context, file: File, options: MoveOptions) -> None:
    """Import patients from CSV.

    With --from those of another system's table.
    """
    from emr_desktop.exchange.service import import_patients

    if options.system is None:
        _import(command_of(context), import_patients, file, options)
    else:
        move(command_of(context), file, options, only="patients")


@imports.command("visits")
@takes_move_options()
def visits(context: typer.Context, file: File, options: MoveOptions) -> None:
    """Import visits from CSV, one line a visit.

    With --from those of another system's table.
    """
    from emr_desktop.exchange.service import import_visits

    if options.system is None:
        day = date.min if options.send_from is None else iso_date(options.send_from, "--send-from")
        _import(command_of(context), partial(import_visits, send_from=day), file, options)
    else:
        move(command_of(context), file, options, only="visits")


def _ours_alone(options: MoveOptions) -> None:
    """Refuse what only the export of another system can be asked with."""
    for name in ("report", "encoding", "delimiter"):
        if getattr(options, name) is not None:
            raise UsageProblem("usage.only_with_from", option=f"--{name}")


def _import(command: Command, verb: Callable[..., ImportResult], file: Path, options: MoveOptions) -> None:
    _ours_alone(options)
    with command.clinic() as clinic, progress(file.name) as report:
        result = verb(
            clinic.work,
            file,
            dry_run=options.dry_run,
            rejects=options.rejects,
            say=lambda code, params: sentence(code, params, command.language),
            progress=report,
        )
    problems = [
        {
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "text": sentence(problem.code, problem.params, command.language),
        }
        for problem in result.problems
    ]
    counts = {
        "read": result.read,
        "added": result.added,
        "unchanged": result.unchanged,
        "refused": result.refused,
        "patients_added": result.patients_added,
    }
    command.say(
        {
            "kind": result.kind,
            "dry_run": result.dry_run,
            "kept": result.kept,
            **counts,
            "problems": problems,
            "ignored_columns": list(result.ignored_columns),
            "rejects": result.rejects and str(result.rejects),
        },
        *(f"{item['line']}: {item['text']}" for item in problems),
        "  ".join(f"{name} {number}" for name, number in counts.items()),
    )
    if result.refused and not result.kept:
        raise EmrError("import.nothing_kept", refused=result.refused, read=result.read)


def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="patients or visits")],
    first: Annotated[str, typer.Option("--from", help="First day, like 2026-11-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day, like 2026-11-30.")],
    out: Annotated[Path, typer.Option(readable=False, help="The file to write.")],
    output_format: Annotated[str, typer.Option("--format", help="csv or fhir")] = "csv",
) -> None:
    """Copy patients or visits into a file."""
    from emr_desktop.exchange.service import export_patients, export_visits

    verbs = {"patients": export_patients, "visits": export_visits}
    if what not in verbs:
        raise UsageProblem("usage.not_one_of", option="WHAT", choices=" ".join(verbs))
    if output_format not in ("csv", "fhir"):
        raise UsageProblem("usage.not_one_of", option="--format", choices="csv fhir")
    from_day, to_day = iso_date(first, "--from"), iso_date(last, "--to")
    command = command_of(context)
    with command.clinic() as clinic, progress(out.name) as report:
        result = verbs[what](clinic.work, from_day, to_day, out, file_format=output_format, progress=report)
    command.say(
        {
            "kind": what,
            "format": output_format,
            "file": str(out),
            "records": result.records,
            "left_out": result.left_out,
        },
        f"{out}: {result.records}",
        *(
            [sentence("export.left_out", {"number": result.left_out}, command.language)]
            * bool(result.left_out)
        ),
    )


def export_person(
    context: typer.Context,
    number: Annotated[str, typer.Argument(help="The patient's number.")],
    out: Annotated[Path, typer.Option(readable=False, help="The file to write; it is not encrypted.")],
    output_format: Annotated[str, typer.Option("--format", help="pdf or json")] = "pdf",
    language: Annotated[str | None, typer.Option(help="sw or en; of the paper.")] = None,
) -> None:
    """Write everything kept about one person.

    Who looked at it too. For the person who asks for it, or who may ask for them; the in-charge gives it.
    """
    from emr_desktop.exchange.everything_kept import everything_kept, kept_json
    from emr_desktop.exchange.kept_paper import kept_pdf
    from ui.trail.words import audit_line

    if output_format not in ("pdf", "json"):
        raise UsageProblem("usage.not_one_of", option="--format", choices="pdf json")
    if language not in (None, *LANGUAGES):
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    command = command_of(context)
    spoken = language or command.language
    with command.clinic() as clinic:
        patient_id = clinic.audit.patient_numbered(number)
        kept = everything_kept(clinic.work, patient_id)
    content = (
        kept_json(kept)
        if output_format == "json"
        else kept_pdf(kept, [audit_line(each, spoken) for each in kept.looked], language=spoken)
    )
    write_file(out, content)
    rows = {table.name: len(table.rows) for table in kept.tables}
    command.say(
        {
            "patient": number,
            "file": str(out),
            "format": output_format,
            "rows": rows,
            "looked": len(kept.looked),
        },
        f"{out}: {sum(rows.values())}",
    )
