"""emr-admin report why: where the forms count a visit, and why not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.languages import either
from ui.cli.command import UsageProblem, command_of
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.forms.explained import ExplainedForm, ExplainedThing, ExplainedVisit, Reason


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("why")(why)


def why(
    context: typer.Context,
    visit: Annotated[
        str, typer.Argument(help="The id of a visit, as report cases and report check give it.")
    ],
    form: Annotated[str | None, typer.Option(help="Default: every form of the visit's period.")] = None,
    edition: Annotated[str | None, typer.Option(help="Default: the edition in force.")] = None,
    period: Annotated[str | None, typer.Option(help="Default: the period the visit lies in.")] = None,
) -> None:
    """Say where a visit is counted, and why not."""
    try:
        visit_id = uuid.UUID(visit)
    except ValueError:
        raise UsageProblem("usage.not_an_id", option="VISIT") from None
    if period is not None and form is None:
        raise UsageProblem("usage.needs_option", option="--period", needed="--form")
    command = command_of(context)
    with command.clinic() as clinic:
        explained = clinic.forms.explain(visit_id, form=form, edition=edition, period=period)
    command.say(why_document(explained, command.language), *_lines(explained, command.language))


def why_document(explained: ExplainedVisit, language: str) -> dict[str, object]:
    """The answer as plain values; sentences in the language of the command."""
    return {
        "visit": str(explained.visit),
        "date": explained.date.isoformat(),
        "patient_number": explained.patient_number,
        "forms": [
            {
                "form": form.form,
                "edition": form.edition,
                "period": form.period,
                "counted": len(form.cells),
                "reason": _reason(form.reason, language),
                "things": [
                    {
                        "counts": thing.source,
                        "code": thing.code or None,
                        "cells": [{"row": cell.row, "column": cell.column} for cell in thing.cells],
                        "reason": _reason(thing.reason, language),
                    }
                    for thing in form.things
                ],
                "notes": [_reason(note, language) for note in form.notes],
            }
            for form in explained.forms
        ],
    }


def _reason(reason: Reason | None, language: str) -> dict[str, str] | None:
    if reason is None:
        return None
    return {"code": reason.code, "text": sentence(reason.code, reason.params, language)}


def _lines(explained: ExplainedVisit, language: str) -> Iterator[str]:
    yield f"{explained.date}  {explained.patient_number}"
    for form in explained.forms:
        name = either(language, form.name_sw, form.name_en)
        yield f"{form.form} {form.edition} {form.period}: {name}"
        if form.reason is not None:
            yield f"  {sentence(form.reason.code, form.reason.params, language)}"
        for thing in form.things:
            yield from _thing_lines(form, thing, language)
        for note in form.notes:
            yield f"  {sentence(note.code, note.params, language)}"


def _thing_lines(_form: ExplainedForm, thing: ExplainedThing, language: str) -> Iterator[str]:
    what = f"  {thing.source} {thing.code}".rstrip()
    for cell in thing.cells:
        row, column = (cell.row_sw, cell.column_sw) if language == "sw" else (cell.row_en, cell.column_en)
        yield f"{what}: {cell.row} {cell.column}  {row}; {column}"
    if thing.reason is not None:
        yield f"{what}: {sentence(thing.reason.code, thing.reason.params, language)}"
