"""emr-admin report: signed versions, what changed since, and the code at the foot of a printed form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.command import command_of, table
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.forms.version_rows import ChangedVisit, FormChanges, VersionLine

Form = Annotated[str, typer.Argument(help="A form of report list: opd.")]
Period = Annotated[str, typer.Option(help="Month 202611 or ISO week 2026W47.")]
Edition = Annotated[str | None, typer.Option(help="Default: the edition in force.")]


def register(app: typer.Typer) -> None:
    """Add the commands to ``emr-admin report``."""
    app.command("versions")(versions)
    app.command("changes")(changes)
    app.command("verify")(verify)


def versions(context: typer.Context, form: Form, period: Period, edition: Edition = None) -> None:
    """List the signed versions, the newest first."""
    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.forms.versions(form, period, edition=edition)
    rows = [
        (
            line.version,
            line.signed_on,
            line.signer_name,
            line.code or "-",
            "-" if line.visits is None else line.visits,
            _standing(line, command.language),
        )
        for line in found
    ]
    command.say(
        {"form": form, "period": period, "versions": [_version(line) for line in found]},
        *table(("version", "signed", "by", "code", "visits", ""), rows),
    )


def changes(
    context: typer.Context,
    form: Form,
    period: Period,
    edition: Edition = None,
    version: Annotated[int | None, typer.Option(help="Default: the last one signed.")] = None,
    against: Annotated[int | None, typer.Option(help="Another version; default: the record now.")] = None,
) -> None:
    """Say what changed since a version was signed.

    The cells, and the visits that came in, went out or were corrected.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.forms.changes(form, period, edition=edition, version=version, against=against)
    language = command.language
    lines = [
        *table(
            ("row", "column", "signed", "now" if found.against is None else f"version {found.against}"),
            [(cell.row, cell.column, _figure(cell.closed), _figure(cell.now)) for cell in found.cells],
        ),
        "",
        *table(
            ("date", "patient", "what", "by", "at", "cells", "visit"),
            [
                (
                    one.date,
                    one.patient_number,
                    sentence(f"form.change.{one.how}", {}, language),
                    one.by or "-",
                    "-" if one.at is None else f"{one.at:%Y-%m-%d %H:%M}",
                    " ".join(f"{step.row}|{step.column}{step.step:+d}" for step in one.cells) or "-",
                    one.visit,
                )
                for one in found.visits
            ],
        ),
    ]
    if not found.list_kept:
        lines.append(sentence("form.list_not_kept", {"version": found.version}, language))
    if found.definition_changed:
        lines.append(sentence("form.definition_changed", {"version": found.version}, language))
    command.say(_changes(found), *lines, f"{len(found.cells)} {len(found.visits)}")


def verify(
    context: typer.Context,
    code: Annotated[str, typer.Argument(help="The code at the foot of a printed form.")],
) -> None:
    """Say which version a printed code belongs to.

    And whether the record still says what was signed. Exit code 1 when what was kept was tampered with.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        found = clinic.forms.verify(code)
    line = found.line
    params: dict[str, object] = {
        "form": line.form,
        "edition": line.edition,
        "period": line.period,
        "version": line.version,
        "versions": line.versions,
        "signer": line.signer_name,
        "date": line.signed_on.isoformat(),
        "cells": "-" if found.figures_changed is None else found.figures_changed,
        "visits": "-" if found.visits_changed is None else found.visits_changed,
    }
    said = [sentence("form.verified", params, command.language), _standing(line, command.language)]
    now = "form.verified_unchanged" if found.figures_changed == found.visits_changed == 0 else ""
    now = now or "form.verified_changed"
    said.append(sentence(now if found.record_fits else "form.verified_damaged", params, command.language))
    command.say(
        {
            **_version(line),
            "record_fits": found.record_fits,
            "cells_changed": found.figures_changed,
            "visits_changed": found.visits_changed,
        },
        *said,
    )
    if not found.record_fits:
        raise typer.Exit(1)


def _standing(line: VersionLine, language: str) -> str:
    if line.in_force:
        return sentence("form.version_in_force", {}, language)
    replaced = line.replaced_at
    params: dict[str, object] = {
        "date": "" if line.reopened_at is None else f"{line.reopened_at:%Y-%m-%d}",
        "reason": line.reopen_reason or "",
        "replaced": "" if replaced is None else f"{replaced:%Y-%m-%d}",
    }
    code = "form.version_reopened" if replaced is None else "form.version_replaced"
    return sentence(code, params, language)


def _figure(figure: int | None) -> str:
    return "-" if figure is None else str(figure)


def _instant(value: Any) -> str | None:
    from emr_desktop.clock import local

    return None if value is None else local(value).replace(microsecond=0).isoformat()


def _version(line: VersionLine) -> dict[str, Any]:
    return {
        "form": line.form,
        "edition": line.edition,
        "period": line.period,
        "version": line.version,
        "versions": line.versions,
        "signer": line.signer_name,
        "cadre": line.signer_cadre,
        "signed_on": line.signed_on.isoformat(),
        "closed_at": _instant(line.closed_at),
        "code": line.code,
        "visits": line.visits,
        "in_force": line.in_force,
        "not_over": line.not_over,
        "open_visits": line.open_visits,
        "confirmation": line.confirmation,
        "reopened_at": _instant(line.reopened_at),
        "reopened_by": line.reopened_by,
        "reopen_reason": line.reopen_reason,
        "replaced_at": _instant(line.replaced_at),
    }


def _changes(found: FormChanges) -> dict[str, Any]:
    return {
        "form": found.form,
        "edition": found.edition,
        "period": found.period,
        "version": found.version,
        "against": found.against,
        "list_kept": found.list_kept,
        "definition_changed": found.definition_changed,
        "cells": [
            {"row": cell.row, "column": cell.column, "closed": cell.closed, "now": cell.now}
            for cell in found.cells
        ],
        "visits": [_visit(one) for one in found.visits],
    }


def _visit(one: ChangedVisit) -> dict[str, Any]:
    return {
        "visit": str(one.visit),
        "date": one.date.isoformat(),
        "patient_number": one.patient_number,
        "how": one.how,
        "by": one.by,
        "at": _instant(one.at),
        "reason": one.reason,
        "cells": [{"row": step.row, "column": step.column, "step": step.step} for step in one.cells],
    }
