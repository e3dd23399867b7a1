"""emr-admin sync allow: when data may go to a target, and how much a day."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.command import command_of


def register(app: typer.Typer) -> None:
    """Add the command to ``emr-admin sync``."""
    app.command("allow")(allow)


def allow(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The target.")],
    opens: Annotated[str | None, typer.Option("--from", help="Send from this hour: 18:00.")] = None,
    closes: Annotated[str | None, typer.Option("--to", help="Until this hour: 06:00.")] = None,
    kb_per_day: Annotated[int | None, typer.Option(help="At most this many kB a day.")] = None,
    always: Annotated[bool, typer.Option("--always", help="Take every limit off.")] = False,
) -> None:
    """Limit when and how much is sent; alone, says what is set."""
    from sync.allowance import AllowanceService

    command = command_of(context)
    with command.clinic() as clinic:
        service = AllowanceService(work=clinic.work)
        if always:
            service.save(name)
        elif (opens, closes, kb_per_day) != (None, None, None):
            kept = service.read(name)
            service.save(
                name,
                opens=kept["opens"] or "" if opens is None else opens,
                closes=kept["closes"] or "" if closes is None else closes,
                bytes_a_day=kept["bytes_a_day"] if kb_per_day is None else kb_per_day * 1000,
            )
        found = service.read(name)
    command.say(found, *(f"{key}: {value}" for key, value in found.items()))
