"""emr-admin sync filter, check and earlier: what of a record may go, what is said of it, what went before."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of
from ui.messages import sentence

_ANSWERS = {"yes": True, "no": False}


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("filter")(choose)
    app.command("check")(check)
    app.command("earlier")(earlier)


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

        row = SyncService(work=clinic.work).records.set_filter(name, sensitive=_ANSWERS[sensitive])
    told = bool(row.details.get("sensitive"))
    command.say({"target": row.name, "sensitive": told}, f"{row.name}: {sensitive}")


def check(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
    limit: Annotated[int, typer.Option(min=1, help="How many visits, the oldest first.")] = 20,
) -> None:
    """Let a target look at what waits.

    It looks at visits without keeping them. Leaves with 0 only if it would take all of them.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        found = SyncService(work=clinic.work).records.check(name, limit=limit)
    for each in found:
        code = each["problem"]
        each["problem_text"] = code and sentence(code, each["problem_params"], command.language)
    refused = [each for each in found if not each["ok"]]
    command.say(
        {"target": name, "checked": len(found), "refused": len(refused), "visits": found},
        f"{name}: {len(found) - len(refused)} / {len(found)}",
        *(f"{each['id']}: {each['problem_text']}" for each in refused),
    )
    if refused:
        raise typer.Exit(1)


def earlier(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
    first: Annotated[str, typer.Option("--from", help="First day, 2026-10-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
) -> None:
    """Send visits of earlier days too.

    Those that were saved before the target was set up.
    """
    days = _day("--from", first), _day("--to", last)
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        count = SyncService(work=clinic.work).records.send_earlier(name, *days)
    command.say({"target": name, "queued": count}, str(count))


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option=option, value=text) from None
