"""emr-admin report: forms, their figures, and the visits behind them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.command import Command, UsageProblem, command_of, table, write_file, write_out
from ui.messages import LANGUAGES, sentence

if TYPE_CHECKING:
    from emr_desktop.forms.rows import FormReport
    from emr_desktop.forms.version_rows import Signing, SigningSheet

app = typer.Typer(no_args_is_help=True)

FORMATS = ("json", "csv", "xlsx", "pdf")
_BINARY = ("xlsx", "pdf")

Form = Annotated[str, typer.Argument(help="A form of report list: opd.")]
Period = Annotated[str, typer.Option(help="Month 202611 or ISO week 2026W47.")]
Edition = Annotated[str | None, typer.Option(help="Default: the edition in force.")]
Count = Annotated[str, typer.Option(help="new: diagnoses of new problems; all: re-attendances too.")]


@app.command("list")
def list_all(context: typer.Context) -> None:
    """List forms, editions and columns."""
    command = command_of(context)
    with command.clinic() as clinic:
        forms = clinic.forms.list_forms()
    command.say(
        {
            "forms": [
                {
                    "form": info.form,
                    "edition": info.edition,
                    "en": info.name_en,
                    "sw": info.name_sw,
                    "period_type": info.period_type,
                    "official": info.official,
                    "columns": list(info.columns),
                }
                for info in forms
            ]
        },
        *table(
            ("form", "edition", "period", "name"),
            [(info.form, info.edition, info.period_type, info.name_en) for info in forms],
        ),
    )


@app.command("show")
def show(
    context: typer.Context,
    form: Form,
    period: Period,
    edition: Edition = None,
    output_format: Annotated[str | None, typer.Option("--format", help=" ".join(FORMATS))] = None,
    out: Annotated[Path | None, typer.Option(readable=False, help="Write to this file.")] = None,
    language: Annotated[str | None, typer.Option(help="sw or en, for paper.")] = None,
    count: Count = "new",
    version: Annotated[int | None, typer.Option(help="A signed version, as it was signed.")] = None,
) -> None:
    """Count a form for a period.

    As JSON, unless --format or the ending of --out says otherwise.
    """
    chosen = output_format or (out.suffix.lstrip(".").lower() if out else "") or "json"
    if chosen not in FORMATS:
        raise UsageProblem("usage.not_one_of", option="--format", choices=" ".join(FORMATS))
    if language is not None and language not in LANGUAGES:
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    if chosen in _BINARY and out is None:
        raise UsageProblem("usage.pdf_needs_file", format=chosen)
    command = command_of(context)
    with command.clinic() as clinic:
        if version is None:
            report = clinic.forms.show(form, period, edition=edition, count=count)
        else:
            report = clinic.forms.closed_version(form, period, edition=edition, version=version)
        content = _rendered(report, chosen, language or clinic.work.facility.language)
    empty = _said_of_nothing(report, command.language)
    if out is not None:
        write_file(out, content)
        document = {"file": str(out), "format": chosen, "bytes": len(content)}
        command.say(document | ({"nothing_recorded": True} if empty else {}), str(out), *empty)
        return
    if empty and sys.stderr.isatty():
        typer.echo(empty[0], err=True)
    write_out(content if content.endswith(b"\n") else content + b"\n")


def _said_of_nothing(report: FormReport, language: str) -> tuple[str, ...]:
    """The sentence for a period without any visit; nothing for every other."""
    if not report.nothing_recorded:
        return ()
    from emr_desktop.forms.fact_words import period_params

    said = period_params(report.period, report.info.period_type)
    return (sentence("form.check.no_visits", said, language),)


def _rendered(report: FormReport, chosen: str, language: str) -> bytes:
    if chosen == "pdf":
        from emr_desktop.printing.monthly_form import monthly_form_pdf

        return monthly_form_pdf(report, language=language)
    from emr_desktop.forms import output

    if chosen == "xlsx":
        return output.report_xlsx(report, language=language)
    if chosen == "csv":
        return output.report_csv(report)
    return output.report_json(report)


@app.command("cases")
def cases(
    context: typer.Context,
    form: Form,
    period: Period,
    row: Annotated[str, typer.Option(help="The row number as printed on the form.")],
    column: Annotated[str | None, typer.Option(help="Default: the whole row.")] = None,
    edition: Edition = None,
    count: Count = "new",
) -> None:
    """List the visits behind one number.

    Their count always equals the cell.
    """
    from emr_desktop.forms.output import cases_document

    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.forms.cases(form, period, row=row, column=column, edition=edition, count=count)
    command.say(
        cases_document(found),
        *table(
            ("date", "patient", "sex", "age", "diagnoses", "visit"),
            [
                (line.date, line.patient_number, line.sex, line.age, " ".join(line.diagnoses), line.visit)
                for line in found.visits
            ],
        ),
        str(found.count),
    )


@app.command("check")
def check(context: typer.Context, form: Form, period: Period, edition: Edition = None) -> None:
    """Say what is wrong, and in which visit."""
    command = command_of(context)
    with command.clinic() as clinic:
        result = clinic.forms.check(form, period, edition=edition)
    findings = [
        {
            "code": finding.code,
            "text": sentence(finding.code, finding.params, command.language),
            "grade": finding.grade,
            "fix": {
                "code": finding.fix,
                "text": sentence(f"form.fix.{finding.fix}", finding.params, command.language),
            },
            "params": finding.params,
            "visits": [str(visit) for visit in finding.visits],
        }
        for finding in result.findings
    ]
    command.say(
        {
            "form": result.form,
            "edition": result.edition,
            "period": result.period,
            "visits": result.visits,
            "findings": findings,
        },
        *(
            line
            for item, finding in zip(findings, result.findings, strict=True)
            for line in (
                sentence(f"form.grade.{finding.grade}", {}, command.language) + ": " + str(item["text"]),
                "  → " + sentence(f"form.fix.{finding.fix}", finding.params, command.language),
            )
        ),
        str(len(findings)),
    )


@app.command("close")
def close(
    context: typer.Context,
    form: Form,
    period: Period,
    edition: Edition = None,
    name: Annotated[str | None, typer.Option(help="Who signs; default: who asks.")] = None,
    cadre: Annotated[str | None, typer.Option(help="Default: as in the staff list.")] = None,
    signed_on: Annotated[
        str | None, typer.Option("--date", help="Beside the signature; default: today.")
    ] = None,
    confirm: Annotated[
        str | None, typer.Option(help="Why, if the period is not over or visits are open; it is kept.")
    ] = None,
) -> None:
    """Sign and freeze a version.

    The paper says so when it was signed before the period was over, or with visits open.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        signing = None
        if not (name is cadre is signed_on is confirm is None):
            sheet = clinic.forms.before_closing(form, period, edition=edition)
            signing = _signing(sheet, name, cadre, signed_on, confirm)
        _say_status(command, clinic.forms.close(form, period, edition=edition, signing=signing).value)


def _signing(
    sheet: SigningSheet, name: str | None, cadre: str | None, signed_on: str | None, confirm: str | None
) -> Signing:
    from datetime import date

    from emr_desktop.forms.version_rows import Signing

    try:
        day = sheet.today if signed_on is None else date.fromisoformat(signed_on)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option="--date", value=signed_on or "") from None
    return Signing(
        sheet.name if name is None else name, (sheet.cadre or "") if cadre is None else cadre, day, confirm
    )


@app.command("reopen")
def reopen(
    context: typer.Context,
    form: Form,
    period: Period,
    reason: Annotated[str, typer.Option(help="Why; it is kept.")],
    edition: Edition = None,
) -> None:
    """Open a closed form again."""
    command = command_of(context)
    with command.clinic() as clinic:
        _say_status(command, clinic.forms.reopen(form, period, reason=reason, edition=edition).value)


def _say_status(command: Command, report: FormReport) -> None:
    document = {
        "form": report.info.form,
        "edition": report.info.edition,
        "period": report.period,
        "status": report.status,
        "version": report.version,
    }
    lines = [" ".join(str(value) for value in document.values())]
    if report.status == "closed" and report.signature is not None and report.signature.code:
        lines.append(report.signature.code)
    command.say(document, *lines)
