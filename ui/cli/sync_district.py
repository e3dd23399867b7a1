"""emr-admin sync look, receipt, suggest, mapping: what the district has, and where figures go there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.command import command_of, table, write_file

if TYPE_CHECKING:
    from sync.district import DistrictService

Form = Annotated[str, typer.Argument(help="A form of report list: opd.")]
Name = Annotated[str, typer.Argument(help="The target.")]
Edition = Annotated[str | None, typer.Option(help="Default: the edition in force.")]
Out = Annotated[Path | None, typer.Option(readable=False, help="Write to this file.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``emr-admin sync``."""
    app.command("look")(look)
    app.command("receipt")(receipt)
    app.command("suggest")(suggest)
    app.command("mapping")(mapping)


def _district(clinic: Any) -> DistrictService:
    from sync.service import SyncService

    return SyncService(work=clinic.work).district


def look(
    context: typer.Context,
    form: Form,
    period: Annotated[str, typer.Option(help="Month 202611 or ISO week 2026W47.")],
    edition: Edition = None,
) -> None:
    """What each target has beside what we have; sends nothing."""
    command = command_of(context)
    with command.clinic() as clinic:
        found = _district(clinic).look(form, period, edition=edition)
    rows = [
        (target["target"], cell["row"], cell["column"], cell["here"], cell["there"] or "-")
        for target in found["targets"]
        for cell in target.get("cells", ())
        if not cell["same"]
    ]
    command.say(found, *table(("target", "row", "column", "here", "there"), rows), str(len(rows)))


def receipt(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="Its number in sync status.")],
    out: Out = None,
    language: Annotated[str, typer.Option(help="sw or en, for paper.")] = "",
) -> None:
    """Say what became of each value sent.

    As PDF or CSV with --out.
    """
    from sync.receipts import receipt_csv, receipt_document

    command = command_of(context)
    paper = out is not None and out.suffix.lower() == ".pdf"
    with command.clinic() as clinic:
        district = _district(clinic)
        found = district.receipt(number)
        said = language or clinic.work.facility.language
        content = district.receipt_paper(number, language=said) if paper else receipt_csv(found)
    if out is not None:
        write_file(out, content)
        command.say({"file": str(out), "bytes": len(content)}, str(out))
        return
    command.say(
        receipt_document(found),
        *table(
            ("row", "column", "value", "before", "state", "why"),
            [(one.row, one.column, one.value, one.before or "-", one.state, one.why) for one in found.lines],
        ),
        " ".join(f"{state}={count}" for state, count in sorted(found.counts.items())),
    )


def suggest(
    context: typer.Context,
    name: Name,
    form: Form,
    data_set: Annotated[str, typer.Option(help="Its UID there.")],
    edition: Edition = None,
    out: Out = None,
) -> None:
    """Suggest a mapping from the server.

    A person confirms it.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        found = _district(clinic).suggest_mapping(name, form, data_set=data_set, edition=edition)
    if out is not None:
        write_file(out, _json(found["mapping"]))
    lines = [
        (each["code"], each["uid"] or "-", each["name"] or "-", each["confidence"])
        for each in (*found["columns"], *found["rows"])
    ]
    command.say(found, *table(("code", "uid", "name", "confidence"), lines))


def mapping(context: typer.Context, name: Name, form: Form, edition: Edition = None, out: Out = None) -> None:
    """The mapping of a form at a target, as sync map takes it."""
    command = command_of(context)
    with command.clinic() as clinic:
        found = _district(clinic).mapping(name, form, edition=edition)
    if out is not None:
        write_file(out, _json(found))
        command.say({"file": str(out)}, str(out))
        return
    command.say(found, json.dumps(found, ensure_ascii=False, indent=1))


def _json(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
