"""emr-admin audit breach and retention: a report for the Commission, and what is past its time."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.command import UsageProblem, command_of, table, write_file
from ui.messages import LANGUAGES, sentence

if TYPE_CHECKING:
    from emr_desktop.protection.rows import BreachReport


def register(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("breach")(breach)
    app.command("retention")(retention)


def breach(
    context: typer.Context,
    first: Annotated[str, typer.Option("--from", help="First day, like 2026-11-01.")],
    last: Annotated[str, typer.Option("--to", help="Last day, itself included.")],
    out: Annotated[Path, typer.Option(readable=False, help="The file to write.")],
    noticed: Annotated[
        str | None, typer.Option(help="When it was noticed, like 2026-11-20T14:30; default: now.")
    ] = None,
    staff: Annotated[str | None, typer.Option(help="Only what this user did.")] = None,
    what: Annotated[str, typer.Option(help="What happened, in a few words.")] = "",
    output_format: Annotated[str, typer.Option("--format", help="pdf or json")] = "pdf",
    language: Annotated[str | None, typer.Option(help="sw or en; of the paper.")] = None,
) -> None:
    """Fill the report of a breach from the trail.

    Who saw, changed and took out what in these days, and of how many persons; what was sent.
    """
    if output_format not in ("pdf", "json"):
        raise UsageProblem("usage.not_one_of", option="--format", choices="pdf json")
    if language not in (None, *LANGUAGES):
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    days, at = (_day("--from", first), _day("--to", last)), _moment(noticed)
    command = command_of(context)
    spoken = language or command.language
    with command.clinic() as clinic:
        report = clinic.protection.breach_report(*days, noticed_at=at or clinic.work.clock.now(), staff=staff)
        facility = clinic.work.facility
    if output_format == "json":
        import json

        content = (json.dumps(_document(report, spoken), ensure_ascii=False, indent=1) + "\n").encode()
    else:
        from emr_desktop.printing.breach_report import breach_report_pdf
        from ui.trail.words import audit_line

        lines = [audit_line(each, spoken) for each in report.taken_out]
        content = breach_report_pdf(report, lines, facility, what_happened=what, language=spoken)
    write_file(out, content)
    by = report.notify_by.isoformat(timespec="minutes")
    command.say(
        {
            "file": str(out),
            "format": output_format,
            "persons": report.persons,
            "records_in_lists": report.in_lists,
            "notify_by": by,
            "taken_out": report.taken_out_rows,
        },
        f"{out}: {report.persons}",
        sentence("breach.notify_by", {"at": by}, command.language),
    )


def retention(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="At most so many lines.")] = 1000,
) -> None:
    """List what is past its time by the retention schedule.

    Nothing is deleted. A file retention.toml in the data folder takes the place of the program's schedule.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.protection.retention()
    past = found.past[:limit]
    command.say(
        {
            "own_schedule": found.own_file,
            "schedule": [asdict(line) for line in found.schedule],
            "count": found.count,
            "past": [
                {
                    "what": each.what,
                    "patient": each.number,
                    "since": each.since.isoformat(),
                    "last": each.last.isoformat(),
                }
                for each in past
            ],
        },
        *table(
            ("since", "patient", "what", "last"),
            [(each.since, each.number or "-", each.what, each.last) for each in past],
        ),
        sentence("retention.counted", {"count": found.count}, command.language),
    )


def _document(report: BreachReport, language: str) -> dict[str, Any]:
    from ui.trail.words import did

    document = asdict(report)
    document["taken_out"] = [
        {
            "row": each.seq,
            "at": each.at.isoformat(),
            "who": each.username,
            "action": each.action,
            "what": did(each, language),
            "patient": each.patient_number,
        }
        for each in report.taken_out
    ]
    for name in ("first", "last", "noticed_at", "notify_by", "made_at", "last_backup"):
        value = document[name]
        document[name] = None if value is None else value.isoformat()
    for each in document["people"]:
        each["staff_id"] = each["staff_id"] and str(each["staff_id"])
    return document


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option=option, value=text) from None


def _moment(text: str | None) -> datetime | None:
    """An instant as it was typed; without a zone it is the facility's wall clock."""
    from emr_desktop.clock import EAST_AFRICA

    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option="--noticed", value=text) from None
    return at if at.tzinfo is not None else at.replace(tzinfo=EAST_AFRICA)
