"""emr-admin settings: what holds on this PC, and who decided it."""

from __future__ import annotations

import os

import typer

from ui.cli.command import PASSWORD_VARIABLE, Command, command_of, table
from ui.messages import sentence


def register(app: typer.Typer) -> None:
    """Hang the command on emr-admin itself."""
    app.command("settings")(settings)


def settings(context: typer.Context) -> None:
    """List the settings and where each comes from.

    Those of the facility only with a password. Leaves with 0 also when the administrator's file is broken,
    and says what is wrong with it.
    """
    from emr_desktop.facility.in_force import settings_in_force
    from emr_desktop.managed import managed
    from sync.proxy import network_told

    command = command_of(context)
    if os.environ.get(PASSWORD_VARIABLE):
        with command.clinic() as clinic:
            rows = settings_in_force(command.data_dir, work=clinic.work, told=network_told(clinic.work))
    else:
        rows = settings_in_force(command.data_dir)
    fixed = managed()
    notes = [
        {"code": note.code, "text": sentence(note.code, note.params, command.language)}
        for note in fixed.notes
    ]
    command.say(
        {
            "file": {"path": str(fixed.path), "is_there": fixed.is_there, "problems": notes},
            "settings": [{"name": row.name, "value": row.value, "source": row.source} for row in rows],
        },
        *table(
            ("setting", "value", "from", ""),
            [(row.name, _shown(row.value), row.source, _said(command, row.name)) for row in rows],
        ),
        *(note["text"] for note in notes),
    )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "-" if value in (None, "") else str(value)


def _said(command: Command, name: str) -> str:
    return sentence(f"setting.{name}", {}, command.language)
