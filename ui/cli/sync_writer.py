"""emr-admin sync writer: who writes a form's figures at the national system, from which period on."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from ui.cli.command import UsageProblem, command_of, table

WRITERS = ("us", "hdu")


def register(app: typer.Typer) -> None:
    """Add the command to ``emr-admin sync``."""
    app.command("writer")(writer)


def writer(
    context: typer.Context,
    form: Annotated[str | None, typer.Argument(help="A form of report list: opd. Alone: all.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="us (DHIS2) or hdu (from the visits).")] = None,
    since: Annotated[str | None, typer.Option("--from", help="The first period: 202611 or 2026W47.")] = None,
) -> None:
    """Say or decide who writes a form: never both."""
    from sync.service import SyncService

    if by is not None and by not in WRITERS:
        raise UsageProblem("usage.not_one_of", option="--by", choices=" ".join(WRITERS))
    if (by is None) != (since is None) or (by is not None and form is None):
        raise UsageProblem(
            "usage.needs_option", option="--by, --from", needed="FORM --by us|hdu --from PERIOD"
        )
    command = command_of(context)
    with command.clinic() as clinic:
        service = SyncService(work=clinic.work).writers
        if form is None:
            rows = service.all()
        elif by is None or since is None:
            rows = (service.of(form),)
        else:
            rows = (service.change(form, by=by, since=since),)
    lines = [(row.form, row.writer, _said(row.changes), "!" if row.both_get_it else "") for row in rows]
    command.say(
        {"writers": [_document(row) for row in rows]},
        *table(("form", "writer", "changes", "hdu gets the visits too"), lines),
    )


def _said(changes: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{since}: {writer}" for since, writer in changes) or "-"


def _document(row: Any) -> dict[str, Any]:
    return {
        "form": row.form,
        "writer": row.writer,
        "changes": [{"from": since, "writer": writer} for since, writer in row.changes],
        "hdu_gets_the_visits_too": row.both_get_it,
    }
