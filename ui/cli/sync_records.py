"""emr-admin sync filter, consent, check, earlier: what of a record may go, what is said of it, what went."""

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
    app.command("consent")(consent)
    app.command("check")(check)
    app.command("earlier")(earlier)


def choose(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
    sensitive: Annotated[str, typer.Option(help="yes or no: may HIV, violence and mental health go there?")],
    again: Annotated[
        bool, typer.Option("--again", help="Send the visits that went and hold such things once more.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")
    ] = False,
) -> None:
    """Say what of a record may go to a target.

    HIV, violence and mental health are kept back until this says yes.
    """
    if sensitive not in _ANSWERS:
        raise UsageProblem("usage.not_one_of", option="--sensitive", choices=" ".join(_ANSWERS))
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        records, wanted = SyncService(work=clinic.work).records, _ANSWERS[sensitive]
        seen = records.preview_filter(name, sensitive=wanted)
        told = wanted
        if not dry_run:
            row = records.set_filter(name, sensitive=wanted, again=again)
            told = bool(row.details.get("sensitive"))
    changes = seen.before != wanted
    command.say(
        {
            "target": name,
            "dry_run": dry_run,
            "sensitive": told,
            "changes": changes,
            "visits_there": seen.went,
            "visits_concerned": seen.concerned if changes else 0,
            "sent_again": seen.concerned if changes and again and not dry_run else 0,
        },
        f"{name}: {sensitive}",
        f"{seen.concerned if changes else 0} / {seen.went}",
    )


def consent(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
) -> None:
    """Let records of patients go to a target, as the in-charge.

    The address and the filter of now; another address or a wider filter needs another word.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        row = SyncService(work=clinic.work).records.give_consent(name)
    told = "yes" if row.details.get("sensitive") else "no"
    command.say(
        {"target": name, "url": row.url, "sensitive": told, "held": row.held}, f"{name}: {row.url} ({told})"
    )


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

        service = SyncService(work=clinic.work)
        found = service.records.check(name, limit=limit)
        notes = service.records.unconfirmed(name)
    for each in found:
        code = each["problem"]
        each["problem_text"] = code and sentence(code, each["problem_params"], command.language)
    refused = [each for each in found if not each["ok"]]
    command.say(
        {
            "target": name,
            "checked": len(found),
            "refused": len(refused),
            "visits": found,
            "unconfirmed": notes,
        },
        f"{name}: {len(found) - len(refused)} / {len(found)}",
        *(f"{each['id']}: {each['problem_text']}" for each in refused),
        *(sentence(each["code"], each["params"], command.language) for each in notes),
    )
    if refused:
        raise typer.Exit(1)


def earlier(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the target.")],
    first: Annotated[str, typer.Option("--from", help="First day, 2026-10-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day.")],
    moved_in: Annotated[
        bool, typer.Option("--moved-in", help="Also those that came from another system.")
    ] = False,
) -> None:
    """Send visits of earlier days too.

    Those that were saved before the target was set up.
    """
    days = _day("--from", first), _day("--to", last)
    command = command_of(context)
    with command.clinic() as clinic:
        from sync.service import SyncService

        count = SyncService(work=clinic.work).records.send_earlier(name, *days, moved_in=moved_in)
    command.say({"target": name, "queued": count}, str(count))


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option=option, value=text) from None
