"""emr-admin report use: the page "Use of the data" of a month, and a year of any row of a form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of, table, write_file, write_out
from ui.messages import LANGUAGES

_FORMATS = ("json", "pdf")
Out = Annotated[Path | None, typer.Option(readable=False, help="Write to this file.")]
Format = Annotated[str | None, typer.Option("--format", help=" ".join(_FORMATS))]
Language = Annotated[str | None, typer.Option(help="sw or en, for paper.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``emr-admin report``."""
    app.command("use")(use)
    app.command("year")(year)


def use(
    context: typer.Context,
    period: Annotated[str, typer.Option(help="Month 202611.")],
    output_format: Format = None,
    out: Out = None,
    language: Language = None,
) -> None:
    """Give the facility's own figures of a month.

    As JSON, unless --format or the ending of --out says otherwise.
    """
    chosen = _chosen(output_format, out, language)
    command = command_of(context)
    with command.clinic() as clinic:
        page = clinic.indicators.use_of_data(period)
        language = language or clinic.work.facility.language
    if chosen == "pdf":
        from emr_desktop.printing.use_of_data import use_of_data_pdf

        content = use_of_data_pdf(page, language=language)
    else:
        from emr_desktop.indicators.output import use_json

        content = use_json(page)
    if out is not None:
        write_file(out, content)
        command.say({"file": str(out), "format": chosen, "bytes": len(content)}, str(out))
        return
    write_out(content)


def year(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help="A form of report list: opd.")],
    period: Annotated[str, typer.Option(help="The last month 202611 or ISO week 2026W47.")],
    row: Annotated[str, typer.Option(help="The row number as printed on the form, or a sum: 2+3.")],
    column: Annotated[str, typer.Option(help="A column, a band, M, F or all.")] = "all",
    edition: Annotated[str | None, typer.Option(help="Default: the edition in force.")] = None,
    count: Annotated[
        str, typer.Option(help="new: diagnoses of new problems; all: re-attendances too.")
    ] = "new",
) -> None:
    """Give a year of one row.

    Twelve months or 52 weeks, and the same a year before.
    """
    from emr_desktop.indicators.output import year_document

    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.indicators.row_year(form, period, row=row, column=column, edition=edition, count=count)
    command.say(
        year_document(found),
        *table(
            ("period", "count", "a year before"),
            list(zip(found.periods, found.now, found.before, strict=True)),
        ),
    )


def _chosen(output_format: str | None, out: Path | None, language: str | None) -> str:
    chosen = output_format or (out.suffix.lstrip(".").lower() if out else "") or "json"
    if chosen not in _FORMATS:
        raise UsageProblem("usage.not_one_of", option="--format", choices=" ".join(_FORMATS))
    if language is not None and language not in LANGUAGES:
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    if chosen == "pdf" and out is None:
        raise UsageProblem("usage.pdf_needs_file", format=chosen)
    return chosen
