"""emr-admin report bundle: all forms of a month as one document."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.command import UsageProblem, command_of, progress, write_file
from ui.messages import LANGUAGES

FORMATS = ("pdf", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the command to ``report``."""
    app.command("bundle")(bundle)


def bundle(
    context: typer.Context,
    period: Annotated[str, typer.Option(help="Month: 202611.")],
    out: Annotated[Path, typer.Option(readable=False, help="Write to this .pdf or .xlsx.")],
    forms: Annotated[list[str] | None, typer.Option(help="Only this form; may be given again.")] = None,
    language: Annotated[str | None, typer.Option(help="sw or en, which stands first.")] = None,
) -> None:
    """Put all forms of a month into one file.

    A PDF with a cover, or a workbook with a sheet a form.

    Weekly forms are those of the weeks that end in the month.
    """
    chosen = out.suffix.lstrip(".").lower()
    if chosen not in FORMATS:
        raise UsageProblem("usage.not_one_of", option="--out", choices=" ".join(f".{one}" for one in FORMATS))
    if language is not None and language not in LANGUAGES:
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    command = command_of(context)
    wanted = [name for given in forms for name in given.replace(",", " ").split()] if forms else None
    with command.clinic() as clinic, progress(str(out.name)) as told:
        first = language or clinic.work.facility.language
        reports = clinic.months.reports(
            period, forms=wanted, progress=None if told is None else lambda done, of: told(done, 2 * of)
        )
        if chosen == "pdf":
            from emr_desktop.printing.month_bundle import month_bundle_pdf

            content = month_bundle_pdf(
                reports,
                period=period,
                language=first,
                progress=None if told is None else lambda done, of: told(of + done, 2 * of),
            )
        else:
            from emr_desktop.forms.output import month_xlsx

            content = month_xlsx(reports, language=first)
    write_file(out, content)
    listed = [
        {
            "form": one.info.form,
            "edition": one.info.edition,
            "period": one.period,
            "status": one.status,
            "version": one.version,
        }
        for one in reports
    ]
    command.say(
        {"file": str(out), "format": chosen, "bytes": len(content), "forms": listed},
        *(" ".join(str(value) for value in one.values()) for one in listed),
        str(out),
    )
