"""emr-admin sync filter: what of a record may go to a target."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of

_ANSWERS = {"yes": True, "no": False}


def register(app: typer.Typer) -> None:
    """Add the command to the group."""
    app.command("filter")(choose)


def choose(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
    sensitive: Annotated[str, typer.Option(help="yes or no: may HIV, violence and mental health go there?")],
) -> None:
    """Say what of a record may go to a target.

    HIV, violence and mental health are kept back until this says yes.
    """
    if sensitive not in _ANSWERS:
        raise UsageProblem("usage.not_one_of", option="--sensitive", choices=" ".join(_ANSWERS))
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        row = SyncService(work=clinic.work).set_filter(name, sensitive=_ANSWERS[sensitive])
    told = bool(row.details.get("sensitive"))
    command.say({"target": row.name, "sensitive": told}, f"{row.name}: {sensitive}")
