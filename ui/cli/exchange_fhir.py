"""emr-admin import fhir: patients and visits of another system."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.command import command_of, progress, table
from ui.messages import sentence

_HEADERS = {
    "en": ("type", "read", "taken", "left"),
    "sw": ("aina", "zilizosomwa", "zilizochukuliwa", "zilizoachwa"),
}


def register(app: typer.Typer) -> None:
    """Hang ``fhir`` on ``emr-admin import``."""
    app.command("fhir")(fhir)


def fhir(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help="A FHIR R4 Bundle in JSON.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option(help="Write everything that was left, with the reason, to this CSV file.")
    ] = None,
) -> None:
    """Import a FHIR R4 Bundle; say what was taken and left."""
    from emr_desktop.exchange.service import import_fhir

    command = command_of(context)
    with command.clinic() as clinic, progress(file.name) as report:
        result = import_fhir(
            clinic.work,
            file,
            dry_run=dry_run,
            rejects=rejects,
            say=lambda code, params: sentence(code, params, command.language),
            progress=report,
        )
    counts = {
        "patients_added": result.patients_added,
        "visits_added": result.visits_added,
        "patients_unchanged": result.patients_unchanged,
        "visits_unchanged": result.visits_unchanged,
        "diagnoses_by_our_list": result.mapped,
    }
    left = [
        {
            "type": one.type,
            "code": one.code,
            "text": sentence(one.code, one.params, command.language),
            "count": one.count,
            "examples": list(one.examples),
        }
        for one in result.left
    ]
    command.say(
        {
            "kind": "fhir",
            "dry_run": result.dry_run,
            **counts,
            "types": [
                {"type": one.type, "read": one.read, "taken": one.taken, "left": one.left}
                for one in result.types
            ],
            "left": left,
            "rejects": None if result.rejects is None else str(result.rejects),
        },
        *table(
            _HEADERS["sw" if command.language == "sw" else "en"],
            [(one.type, one.read, one.taken, one.left) for one in result.types],
        ),
        *(
            f"{one.type} {one.count}: {sentence(one.code, one.params, command.language)}"
            f" ({', '.join(one.examples)})"
            for one in result.left
        ),
        "  ".join(f"{name} {number}" for name, number in counts.items()),
    )
