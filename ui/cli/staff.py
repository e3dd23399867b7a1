"""emr-admin user: who may log in."""

from __future__ import annotations

from typing import Annotated

import typer

from emr_desktop.access.permissions import ROLES
from ui.cli.command import UsageProblem, command_of, table
from ui.cli.keys import rekey_after

Name = Annotated[str, typer.Argument(help="The name to log in with.")]

app = typer.Typer(no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    name: Name,
    full_name: Annotated[str, typer.Option(help="First and last name.")],
    role: Annotated[list[str], typer.Option(help="One of, and as often as needed: " + " ".join(ROLES))],
) -> None:
    """Add a user and print a one-time code.

    With the code they set a password of their own.
    """
    for word in role:
        if word not in ROLES:
            raise UsageProblem("usage.unknown_role", role=word, roles=" ".join(ROLES))
    command = command_of(context)
    with command.clinic() as clinic:
        code = clinic.staff.add(username=name, full_name=full_name, roles=tuple(role)).value
    command.say({"user": name, "one_time_code": code}, code)


@app.command("list")
def list_all(context: typer.Context) -> None:
    """List the users."""
    command = command_of(context)
    with command.clinic() as clinic:
        people = clinic.staff.list_all()
    command.say(
        {
            "users": [
                {
                    "user": person.username,
                    "full_name": person.full_name,
                    "roles": list(person.roles),
                    "disabled": person.disabled_at is not None,
                }
                for person in people
            ]
        },
        *table(
            ("user", "name", "roles", ""),
            [
                (
                    person.username,
                    person.full_name,
                    " ".join(person.roles),
                    "disabled" if person.disabled_at else "",
                )
                for person in people
            ],
        ),
    )


@app.command("disable")
def disable(
    context: typer.Context,
    name: Name,
    rekey_later: Annotated[
        bool, typer.Option("--rekey-later", help="Leave the new database key for closing time.")
    ] = False,
) -> None:
    """Take a user's access away.

    The database gets another key, so that older copies of theirs open nothing that comes later.
    """
    command = command_of(context)
    rekeyed, told = False, ""
    with command.clinic() as clinic:
        clinic.staff.disable(name)
        if not rekey_later:
            rekeyed, told = rekey_after(command, clinic)
    if told:
        typer.echo(told, err=True)
    left = {} if rekeyed else {"rekey": "still to do"}
    command.say({"user": name, "disabled": True, **left}, name)


@app.command("roles")
def roles(
    context: typer.Context,
    name: Name,
    role: Annotated[list[str], typer.Option(help="One of, and as often as needed: " + " ".join(ROLES))],
) -> None:
    """Give a user other roles in the place of those of now.

    They count from the next log-in.
    """
    for word in role:
        if word not in ROLES:
            raise UsageProblem("usage.unknown_role", role=word, roles=" ".join(ROLES))
    command = command_of(context)
    with command.clinic() as clinic:
        row = clinic.staff.change_roles(name, tuple(role)).value
    command.say({"user": row.username, "roles": list(row.roles)}, f"{row.username}: {' '.join(row.roles)}")


@app.command("reset")
def reset(context: typer.Context, name: Name) -> None:
    """Give a user a new one-time code."""
    command = command_of(context)
    with command.clinic() as clinic:
        code = clinic.staff.reset(name).value
    command.say({"user": name, "one_time_code": code}, code)


@app.command("password")
def password(context: typer.Context, name: Name) -> None:
    """Set a password of one's own.

    EMR_PASSWORD holds the old one or the one-time code, EMR_NEW_PASSWORD the new one.
    """
    from emr_desktop.facility.service import set_own_password

    command = command_of(context)
    current = command.password()
    new = command.secret("EMR_NEW_PASSWORD", confirm=True)
    set_own_password(command.data_dir, username=name, current=current, new=new)
    command.say({"user": name, "password": "changed"}, name)
