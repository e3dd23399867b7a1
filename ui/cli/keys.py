"""emr-admin rekey, recovery-key and council-key: who can open the record beside the people themselves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import DatabaseTrouble, EmrError
from ui.cli.command import Command, command_of, progress
from ui.messages import sentence, sentence_for

if TYPE_CHECKING:
    from emr_desktop.clinic import Clinic

RECOVERY_VARIABLE, NEW_PASSWORD_VARIABLE = "EMR_RECOVERY_KEY", "EMR_NEW_PASSWORD"
PASSPHRASE_VARIABLE = "EMR_COUNCIL_PASSPHRASE"  # noqa: S105 - the name of a variable

Private = Annotated[Path, typer.Argument(help="The council's private key file.")]
Who = Annotated[str, typer.Option("--for", help="User name of who gets the new password.")]


def register(app: typer.Typer) -> None:
    """Hang these commands on emr-admin itself."""
    app.command("rekey")(rekey)
    recovery = typer.Typer(no_args_is_help=True)
    recovery.command("new")(new_recovery_key)
    recovery.command("drill")(drill)
    recovery.command("use")(use_recovery_key)
    app.add_typer(recovery, name="recovery-key", help="The paper key: make, try, use.")
    council = typer.Typer(no_args_is_help=True)
    council.command("new")(new_council_key)
    council.command("show")(show_council_key)
    council.command("add")(add_council_key)
    council.command("remove")(remove_council_key)
    council.command("open")(open_with_council_key)
    app.add_typer(council, name="council-key", help="The key of the council health office.")


def rekey(context: typer.Context) -> None:
    """Give the database another key.

    Every password, the paper and the council's key go on working; older copies keep the older key.
    """
    command = command_of(context)
    with command.clinic() as clinic, progress("rekey") as report:
        generation = clinic.keys.rekey(progress=report).value
    command.say(
        {"rekeyed": True, "generation": generation},
        sentence("keys.rekeyed", {"generation": generation}, command.language),
    )


def rekey_after(command: Command, clinic: Clinic) -> tuple[bool, str]:
    """Change the key because somebody was taken out: whether it is done, and what to tell when it is not."""
    try:
        with progress("rekey") as report:
            clinic.keys.rekey(progress=report)
    except (DatabaseTrouble, EmrError) as trouble:
        why = sentence_for(trouble, command.language)
        return False, sentence("keys.rekey_left", {"why": why}, command.language)
    return True, ""


def new_recovery_key(context: typer.Context) -> None:
    """Make a new paper key and print it, once.

    The old paper opens nothing from then on.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        recovery_key = clinic.keys.renew_recovery_key().value
    command.say(
        {"recovery_key": recovery_key}, recovery_key, sentence("recovery.keep_on_paper", {}, command.language)
    )


def drill(context: typer.Context) -> None:
    """Try whether the paper key opens the record.

    Nothing is changed by it. EMR_RECOVERY_KEY holds what stands on the paper.
    """
    command = command_of(context)
    typed = command.secret(RECOVERY_VARIABLE, prompt="usage.prompt_recovery")
    with command.clinic() as clinic:
        at = clinic.keys.drill(typed).value
    command.say({"opens": True, "at": at.isoformat()}, sentence("recovery.drilled", {}, command.language))


def use_recovery_key(context: typer.Context, who: Who) -> None:
    """Give a user a new password with the paper key.

    For when nobody can log in any more. EMR_RECOVERY_KEY and EMR_NEW_PASSWORD; prints the new paper key.
    """
    from emr_desktop.facility.service import recover

    command = command_of(context)
    folder = command.data_dir
    typed = command.secret(RECOVERY_VARIABLE, prompt="usage.prompt_recovery")
    new = command.secret(NEW_PASSWORD_VARIABLE, confirm=True)
    key = recover(folder, recovery_key=typed, username=who, new_password=new)
    _say_new_paper(command, who, key)


def new_council_key(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The public file; the private one is written beside it.")],
    name: Annotated[str, typer.Option(help="Name of the council.")],
) -> None:
    """Make a key pair for a council, on a computer of the council.

    The public file goes to the facilities, FILE.private stays. EMR_COUNCIL_PASSPHRASE guards it.
    """
    from emr_desktop.facility.council import make_council_files

    command = command_of(context)
    passphrase = command.secret(PASSPHRASE_VARIABLE, confirm=True)
    public, beside = make_council_files(out, name=name, passphrase=passphrase)
    command.say(
        {"name": public.name, "fingerprint": public.fingerprint, "out": str(out), "private": str(beside)},
        f"{public.name}  {public.fingerprint}",
        sentence("council.made", {"out": str(out), "private": str(beside)}, command.language),
    )


def show_council_key(
    context: typer.Context, file: Annotated[Path | None, typer.Argument(help="A public file.")] = None
) -> None:
    """Show the fingerprint of a public file, or of the council that can open this record."""
    command = command_of(context)
    if file is not None:
        from emr_desktop.facility.council import read_council_file

        key = read_council_file(file)
        shown: tuple[str, str] | None = (key.name, key.fingerprint)
    else:
        with command.clinic() as clinic:
            shown = clinic.keys.overview().council
    if shown is None:
        raise EmrError("council.none")
    command.say({"name": shown[0], "fingerprint": shown[1]}, f"{shown[0]}  {shown[1]}")


def add_council_key(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The council's public file.")],
    fingerprint: Annotated[str, typer.Option(help="As the council reads it out by telephone.")],
) -> None:
    """Let a council open this record too.

    Only when the fingerprint is the one of the file.
    """
    from emr_desktop.facility.council import check_fingerprint, read_council_file

    command = command_of(context)
    key = read_council_file(file)
    check_fingerprint(fingerprint, key)
    with command.clinic() as clinic:
        clinic.keys.set_council(key)
    command.say(
        {"name": key.name, "fingerprint": key.fingerprint},
        sentence("council.added", {"name": key.name}, command.language),
    )


def remove_council_key(context: typer.Context) -> None:
    """Let no council open this record any more; the database gets another key."""
    command = command_of(context)
    with command.clinic() as clinic:
        clinic.keys.remove_council()
        rekeyed, told = rekey_after(command, clinic)
    if told:
        typer.echo(told, err=True)
    command.say({"removed": True, "rekeyed": rekeyed}, sentence("council.removed", {}, command.language))


def open_with_council_key(context: typer.Context, private: Private, who: Who) -> None:
    """Give a user a new password with the council's private key.

    EMR_COUNCIL_PASSPHRASE and EMR_NEW_PASSWORD; prints the new paper key.
    """
    from emr_desktop.facility.council import read_private_file
    from emr_desktop.facility.service import recover_with_council_key

    command = command_of(context)
    folder = command.data_dir
    content = read_private_file(private)
    passphrase = command.secret(PASSPHRASE_VARIABLE)
    new = command.secret(NEW_PASSWORD_VARIABLE, confirm=True)
    key = recover_with_council_key(
        folder, private_file=content, passphrase=passphrase, username=who, new_password=new
    )
    _say_new_paper(command, who, key)


def _say_new_paper(command: Command, who: str, recovery_key: str) -> None:
    command.say(
        {"user": who, "password": "changed", "recovery_key": recovery_key},
        recovery_key,
        sentence("recovery.keep_on_paper", {}, command.language),
    )
