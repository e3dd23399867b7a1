"""emr-admin sync carried, receipt-in: what goes on a USB stick, and the receipt that comes back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import command_of
from ui.messages import sentence

File = Annotated[Path, typer.Argument(readable=False, help="JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``emr-admin sync``."""
    app.command("carried")(carried)
    app.command("receipt-in")(receipt_in)


def carried(context: typer.Context, file: File) -> None:
    """Mark everything in an exported file as carried by hand.

    It is then not sent again. Leaves with 1 when something in the file was not marked.
    """
    from sync.service import SyncService

    command = command_of(context)
    content = _content(file)
    with command.clinic() as clinic:
        found = SyncService(work=clinic.work).by_hand.mark_carried(content)
    command.say(
        {
            "target": found.target,
            "carried": list(found.carried),
            "before": list(found.before),
            "left": list(found.left),
        },
        f"carried: {_numbers(found.carried)}",
        f"already arrived or carried: {_numbers(found.before)}",
        f"not marked (newer or other figures here): {_numbers(found.left)}",
    )
    if found.left:
        text = sentence("carried.left", {"numbers": _numbers(found.left)}, command.language)
        sys.stderr.write(text + "\n")
        raise typer.Exit(1)


def receipt_in(
    context: typer.Context,
    file: File,
    number: Annotated[
        int | None, typer.Option("--id", help="Which delivery, where the file names none.")
    ] = None,
) -> None:
    """Take a receipt that came back for what was carried.

    Leaves with 1 when the receipt refuses something.
    """
    from sync.service import SyncService

    command = command_of(context)
    content = _content(file)
    with command.clinic() as clinic:
        found = SyncService(work=clinic.work).by_hand.take_receipt(content, number=number)
    told = [
        {
            "id": each.number,
            "state": each.state,
            "counts": each.counts,
            "problem": each.problem,
            "problem_text": each.problem and sentence(each.problem, each.problem_params, command.language),
        }
        for each in found
    ]
    command.say({"deliveries": told}, *(f"{each['id']}: {each['state']}" for each in told))
    refused = [each for each in told if each["problem"]]
    if refused:
        sys.stderr.write(f"{refused[0]['id']}: {refused[0]['problem_text']}\n")
        raise typer.Exit(1)


def _numbers(numbers: tuple[int, ...]) -> str:
    return ", ".join(str(each) for each in numbers) or "-"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise EmrError("file.not_read", path=str(path), reason=error.strerror or "") from error
