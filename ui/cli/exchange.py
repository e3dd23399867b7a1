"""emr-admin import and export: files in and out in open formats."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of, progress
from ui.cli.facility import iso_date

imports = typer.Typer(no_args_is_help=True)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")]
Rejects = Annotated[
    Path | None, typer.Option(help="Keep the good lines and write each bad one here with its reason.")
]


def register(app: typer.Typer) -> None:
    """Hang ``export`` on emr-admin itself."""
    app.command("export")(export)


@imports.command("patients")
def patients(context: typer.Context, file: Path, dry_run: DryRun = False, rejects: Rejects = None) -> None:
    """Import patients from CSV."""
    raise NotImplementedError


@imports.command("visits")
def visits(context: typer.Context, file: Path, dry_run: DryRun = False, rejects: Rejects = None) -> None:
    """Import visits from CSV, one line a visit."""
    raise NotImplementedError


def export(
    context: typer.Context,
    what: Annotated[str, typer.Argument(help="patients or visits")],
    first: Annotated[str, typer.Option("--from")],
    last: Annotated[str, typer.Option("--to")],
    out: Annotated[Path, typer.Option()],
    output_format: Annotated[str, typer.Option("--format", help="csv or fhir")] = "csv",
) -> None:
    """Write the facility's own data in an open format."""
    if what not in ("patients", "visits"):
        raise UsageProblem("usage.not_one_of", option="WHAT", choices="patients visits")
    _ = (command_of(context), progress, iso_date, first, last, out, output_format)
    raise NotImplementedError
