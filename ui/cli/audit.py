"""emr-admin audit: who saw or changed what, and whether the trail is whole."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.errors import EmrError
from ui.cli.backup import RECOVERY_VARIABLE, keys_given
from ui.cli.command import UsageProblem, command_of, table
from ui.messages import catalogue, sentence

if TYPE_CHECKING:
    from emr_desktop.trail.rows import TrailRow

app = typer.Typer(no_args_is_help=True)


@app.command("show")
def show(
    context: typer.Context,
    patient: Annotated[str | None, typer.Option(help="The patient's number.")] = None,
    staff: Annotated[str | None, typer.Option(help="The name to log in with.")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day, like 2026-11-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, itself included.")] = None,
    failed_logins: Annotated[bool, typer.Option("--failed-logins", help="Refused log-ins alone.")] = False,
    after_hours: Annotated[bool, typer.Option("--after-hours", help="Outside the usual hours.")] = False,
    exports: Annotated[bool, typer.Option("--exports", help="Exports and prints alone.")] = False,
    emergencies: Annotated[
        bool, typer.Option("--emergencies", help="Private visits opened in an emergency alone.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, max=20_000, help="At most so many rows.")] = 1000,
) -> None:
    """Show who saw or changed what, the newest first."""
    from emr_desktop.trail.rows import TrailQuery

    chosen = [
        name
        for name, wanted in (
            ("failed_logins", failed_logins),
            ("after_hours", after_hours),
            ("exports", exports),
            ("emergencies", emergencies),
        )
        if wanted
    ]
    if len(chosen) > 1:
        raise UsageProblem("usage.one_of", options="--failed-logins --after-hours --exports --emergencies")
    query = TrailQuery(
        staff=staff,
        patient=patient,
        first=_day("--from", first),
        last=_day("--to", last),
        kind=chosen[0] if chosen else None,
    )
    command = command_of(context)
    rows: list[TrailRow] = []
    with command.clinic() as clinic:
        before: int | None = None
        while len(rows) < limit:
            page = clinic.audit.find(query, before=before)
            rows += page.rows
            before = page.before
            if before is None:
                break
    rows = rows[:limit]
    command.say(
        {"head": page.head_code, "more": before is not None, "rows": [_document(row) for row in rows]},
        *table(
            ("row", "when", "who", "what", "patient", "PC"),
            [
                (
                    row.seq,
                    f"{_local(row):%Y-%m-%d %H:%M}",
                    row.username or "-",
                    did(row, command.language),
                    row.patient_number or "",
                    row.device or "",
                )
                for row in rows
            ],
        ),
        page.head_code,
    )


@app.command("verify")
def verify(
    context: typer.Context,
    seals: Annotated[
        bool,
        typer.Option(
            "--seals",
            help="Check every seal too, with the key in EMR_RECOVERY_KEY (paper) or EMR_COUNCIL_KEY.",
        ),
    ] = False,
) -> None:
    """Check the trail and every record.

    The exit code is 1 when something does not fit.
    """
    from emr_desktop.access.verifying import audit_head

    command = command_of(context)
    paper, council = keys_given() if seals else (None, None)
    if seals and council is None:
        paper = command.secret(RECOVERY_VARIABLE)
    with command.clinic() as clinic:
        verdict = clinic.audit.check(recovery_key=paper, council_key=council)
        head = audit_head(work=clinic.work)
    language = command.language
    found = [
        {"code": each.code, **each.params, "text": sentence(each.code, each.params, language)}
        for each in verdict.findings
    ]
    closed = verdict.chapters_closed or ()
    notes = [sentence("audit.seals_closed", {"entry": max(closed)}, language)] if closed else []
    document: dict[str, Any] = {
        "whole": not found,
        "rows": verdict.rows,
        "sealed_from": verdict.sealed_from,
        "head": head,
        "findings": found,
        "seals_not_opened_from": list(closed),
    }
    if not found:
        whole = sentence("audit.whole", {"rows": verdict.rows, "code": head["code"]}, language)
        command.say(document, whole, *notes)
        return
    command.say(document, *(str(each["text"]) for each in found[1:]), *notes)
    first = verdict.findings[0]
    raise EmrError(first.code, **first.params)


def did(row: TrailRow, language: str) -> str:
    """What a row says was done, in words; the code of an action that has none."""
    code = f"audit.did.{row.action}"
    return sentence(code, {}, language) if code in catalogue() else row.action


def _document(row: TrailRow) -> dict[str, object]:
    return {
        "row": row.seq,
        "at": _local(row).isoformat(),
        "clock_behind": row.clock == 1,
        "user": row.username,
        "full_name": row.staff,
        "action": row.action,
        "entity": row.entity,
        "entity_id": row.entity_id and str(row.entity_id),
        "patient": row.patient_number,
        "device": row.device,
        "detail": row.detail,
    }


def _local(row: TrailRow) -> Any:
    from emr_desktop.clock import local

    return local(row.at)


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageProblem("usage.not_a_date", option=option, value=text) from None
