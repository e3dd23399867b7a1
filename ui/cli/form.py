"""emr-admin form: the facility's own forms, from files that people write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import EmrError
from emr_desktop.languages import either
from ui.cli.command import Command, command_of, table, write_file, write_out
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.forms.local import FormEntry
    from emr_desktop.forms.local_file import ReadForm

own = typer.Typer(no_args_is_help=True)

File = Annotated[
    Path, typer.Argument(help="A form as one .toml file, or a folder with form.toml and rows.csv.")
]
Form = Annotated[str, typer.Argument(help="As form list names it.")]


def register(app: typer.Typer) -> None:
    """Put the commands under ``emr-admin form``."""
    app.add_typer(own, name="form", help="The facility's own forms: check, add, withdraw.")


@own.command("check")
def check(context: typer.Context, file: File) -> None:
    """Say everything that is wrong with a form file, with its line.

    Nothing is added. Leaves with 1 if anything is wrong.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        read = clinic.local_forms.look_over(file)
    _say_faults(command, read)


@own.command("add")
def add(
    context: typer.Context,
    file: File,
    new_edition: Annotated[
        bool, typer.Option("--new-edition", help="It is a new edition of a form that comes with the program.")
    ] = False,
) -> None:
    """Take a form into use.

    A text that was added is never changed: a corrected one is a new edition.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        read = clinic.local_forms.look_over(file)
        definition = read.definition
        if definition is None:
            _say_faults(command, read)
            return
        entries = clinic.local_forms.add(read.text, new_edition=new_edition).value
    added = next(one for one in entries if (one.form, one.edition) == (definition.form, definition.edition))
    command.say(_document(added, command.language), f"{added.form} {added.edition}")


@own.command("list")
def list_all(context: typer.Context) -> None:
    """List the facility's own forms.

    Withdrawn ones too, then those of the program.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        entries = clinic.local_forms.all()
    command.say(
        {"forms": [_document(entry, command.language) for entry in entries]},
        *table(
            ("form", "edition", "state", "added", "by", "name"),
            [
                (
                    entry.form,
                    entry.edition,
                    entry.state,
                    f"{entry.added_at:%Y-%m-%d}" if entry.added_at else "",
                    entry.added_by,
                    either(command.language, entry.name_sw, entry.name_en),
                )
                for entry in entries
            ],
        ),
    )


@own.command("export")
def export(
    context: typer.Context,
    form: Form,
    edition: Annotated[str | None, typer.Option(help="Default: the edition in force.")] = None,
    out: Annotated[Path | None, typer.Option(readable=False, help="Write to this file.")] = None,
) -> None:
    """Write a form as one file.

    To start another from; also a form of the program.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        content = clinic.local_forms.text_of(form, edition).encode()
    if out is None:
        write_out(content)
        return
    write_file(out, content)
    command.say({"file": str(out), "bytes": len(content)}, str(out))


@own.command("withdraw")
def withdraw(
    context: typer.Context,
    form: Form,
    edition: Annotated[str, typer.Option(help="Which edition.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
) -> None:
    """Take a form of the facility's own out of use.

    What was closed by it can still be printed.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        entries = clinic.local_forms.withdraw(form, edition, reason=reason).value
    gone = next(one for one in entries if (one.form, one.edition) == (form, edition))
    command.say(_document(gone, command.language), f"{form} {edition}: {gone.state}")


def _say_faults(command: Command, read: ReadForm) -> None:
    """Answer what is wrong.

    Raises:
        EmrError: ``form.local.refused`` when anything is.
    """
    definition = read.definition
    faults = [
        {
            "file": fault.params["file"],
            "line": fault.line,
            "code": fault.code,
            "text": sentence(fault.code, fault.params, command.language),
        }
        for fault in read.faults
    ]
    names = {
        "form": definition.form if definition else None,
        "edition": definition.edition if definition else None,
    }
    lines = [str(fault["text"]) for fault in faults]
    if definition is not None:
        lines.append(sentence("form.local.found_nothing", {"file": read.name, **names}, command.language))
    command.say({"file": read.name, **names, "sound": not faults, "faults": faults}, *lines)
    if faults:
        raise EmrError("form.local.refused", file=read.name, count=len(faults))


def _document(entry: FormEntry, language: str) -> dict[str, object]:
    fault = entry.fault
    return {
        "form": entry.form,
        "edition": entry.edition,
        "en": entry.name_en,
        "sw": entry.name_sw,
        "state": entry.state,
        "default": entry.is_default,
        "added_at": entry.added_at,
        "added_by": entry.added_by or None,
        "withdrawn_at": entry.withdrawn_at,
        "reason": entry.reason or None,
        "fault": sentence(fault.code, fault.params, language) if fault else None,
    }
