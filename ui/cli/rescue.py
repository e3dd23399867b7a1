"""emr-admin rescue: read what can be read of a damaged record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import command_of, progress
from ui.messages import sentence


def register(app: typer.Typer) -> None:
    """Hang the command on emr-admin itself."""
    app.command("rescue")(rescue)


def rescue(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="New or empty folder for the files; not encrypted.")],
    paper: Annotated[
        bool, typer.Option("--paper", help="Open with the paper key (EMR_RECOVERY_KEY) and no password.")
    ] = False,
) -> None:
    """Save what can be read of a damaged record.

    The damaged files are copied aside byte for byte and never written to. Patients and visits that can be
    read become CSV files that can be imported again.
    """
    from emr_desktop.facility.instance import InstanceLock
    from emr_desktop.facility.looking import has_facility
    from emr_desktop.rescue.service import rescue as save_what_is_left

    command = command_of(context)
    key = command.secret("EMR_RECOVERY_KEY", prompt="usage.prompt_recovery") if paper else None
    password = None if paper else command.password()
    if not has_facility(command.data_dir):
        raise EmrError("facility.missing", path=str(command.data_dir))
    with InstanceLock(command.data_dir), progress("rescue") as report:
        found = save_what_is_left(
            command.data_dir,
            out=out,
            username=command.user,
            password=password,
            recovery_key=key,
            progress=report,
        )
    said = {
        name: getattr(found, name) for name in ("patients", "visits", "unreadable", "from_log", "left_out")
    }
    command.say(
        {**said, "aside": str(found.aside), "out": str(found.out)},
        *(sentence(code, params, command.language) for code, params in found.sentences()),
    )
