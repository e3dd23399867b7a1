"""emr-admin sync: where data goes, what waits, what was refused and why."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.errors import EmrError
from ui.cli import sync_by_hand, sync_records, sync_registry
from ui.cli.command import Command, UsageProblem, command_of, progress, table, write_file
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.clinic import Clinic
    from sync.service import DeliveryRow, SyncService, TargetRow

app = typer.Typer(no_args_is_help=True)
sync_by_hand.register(app)
sync_records.register(app)
sync_registry.register(app)

KINDS = ("dhis2", "hdu", "fhir", "registry")
Number = typer.Argument(metavar="ID", help="Its number in sync status.")
Name = Annotated[str, typer.Argument(help="The name of the target.")]
Target = Annotated[str | None, typer.Option(help="Only this target.")]


def _service(clinic: Clinic) -> SyncService:
    from sync.service import SyncService

    return SyncService(work=clinic.work)


@app.command("targets")
def targets(context: typer.Context) -> None:
    """List the targets."""
    command = command_of(context)
    with command.clinic() as clinic:
        rows = _service(clinic).targets()
    command.say(
        {"targets": [_target(row) for row in rows]},
        *table(("name", "kind", "url", "state"), [(r.name, r.kind, r.url, _breaker(r)) for r in rows]),
    )


@app.command("add")
def add(
    context: typer.Context,
    kind: Annotated[str, typer.Argument(help=" ".join(KINDS))],
    name: Name,
    url: Annotated[str, typer.Option(help="https only; plain http for loopback alone.")],
    token_stdin: Annotated[bool, typer.Option("--token-stdin", help="Read an access token.")] = False,
    user_stdin: Annotated[
        bool, typer.Option("--user-stdin", help="Read user name and password, a line each.")
    ] = False,
    ca: Annotated[
        Path | None, typer.Option(readable=False, help="Certificate authority (PEM) to trust.")
    ] = None,
    spoken: Annotated[str | None, typer.Option("--kind", help="What a registry speaks: pdqm or hdu.")] = None,
) -> None:
    """Add a target, or the client registry."""
    if kind not in KINDS:
        raise UsageProblem("usage.not_one_of", option="KIND", choices=" ".join(KINDS))
    kind = sync_registry.kind_of(kind, spoken)
    if token_stdin == user_stdin:
        raise UsageProblem("usage.one_secret")
    try:
        given = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageProblem("usage.secret_not_text", variable="stdin") from None
    lines = [line.strip() for line in given.splitlines() if line.strip()]
    if len(lines) < (1 if token_stdin else 2):
        raise UsageProblem("usage.secret_expected")
    command = command_of(context)
    with command.clinic() as clinic:
        row = _service(clinic).add_target(
            kind=kind,
            name=name,
            url=url,
            token=lines[0] if token_stdin else None,
            username=lines[0] if user_stdin else None,
            password=lines[1] if user_stdin else None,
            ca_pem=_text(ca) if ca else None,
        )
    command.say(_target(row), row.name)


@app.command("map")
def load_map(
    context: typer.Context, name: Name, file: Annotated[Path, typer.Argument(readable=False, help="JSON.")]
) -> None:
    """Load a form-to-DHIS2 mapping file."""
    try:
        mapping = json.loads(_text(file))
    except (ValueError, RecursionError) as error:
        raise UsageProblem("usage.not_a_mapping", path=str(file), reason=str(error)) from None
    if not isinstance(mapping, dict):
        raise UsageProblem("usage.not_a_mapping", path=str(file), reason=type(mapping).__name__)
    command = command_of(context)
    with command.clinic() as clinic:
        result = _service(clinic).load_mapping(name, mapping)
    command.say(result, *_lines(result))


@app.command("test")
def test(context: typer.Context, name: Name) -> None:
    """Look whether a target answers.

    And who we are there, and whether it knows this facility.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        result = _service(clinic).test_target(name)
    for note in result["notes"]:
        note["text"] = sentence(note["code"], note["params"], command.language)
    said = [note["text"] for note in result["notes"]]
    command.say(result, *_lines({key: value for key, value in result.items() if key != "notes"}), *said)


@app.command("send")
def send(
    context: typer.Context,
    form: Annotated[str, typer.Argument(help="A form of report list: opd.")],
    period: Annotated[str, typer.Option(help="Month 202611.")],
    edition: Annotated[str | None, typer.Option(help="Default: the edition in force.")] = None,
    target: Target = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change there.")] = False,
    unclosed: Annotated[bool, typer.Option("--unclosed", help="Also a month not closed yet.")] = False,
) -> None:
    """Queue a month for sending."""
    command = command_of(context)
    with command.clinic() as clinic:
        service = _service(clinic)
        if dry_run:
            preview = service.preview_form(form, period, edition=edition, target=target, unclosed=unclosed)
            command.say(preview, *_lines(preview))
            return
        rows = service.queue_form(form, period, edition=edition, target=target, unclosed=unclosed)
    command.say({"queued": [_delivery(row, command) for row in rows]}, *_delivery_lines(rows, command))


@app.command("run")
def run(
    context: typer.Context,
    target: Target = None,
    timeout: Annotated[float, typer.Option(help="Seconds of further retries.")] = 60.0,
) -> None:
    """Send what waits, now.

    Leaves with 0 only if nothing is left waiting or refused.
    """
    command = command_of(context)
    with command.clinic() as clinic, progress("sync") as report:
        result = _service(clinic).run_pass(target=target, timeout_s=timeout, progress=report)
    document = asdict(result)
    document["problems"] = [
        {
            "delivery": number,
            "problem": code,
            "text": sentence(code, result.problem_params.get(number, {}), command.language),
        }
        for number, code in result.problems
    ]
    command.say(
        document,
        f"{result.acknowledged} acknowledged, {result.waiting} waiting, {result.refused} refused",
        *(f"{item['delivery']}: {item['text']}" for item in document["problems"]),
    )
    if result.waiting or result.refused:
        sys.stderr.write(
            sentence(
                "sync.left_over", {"waiting": result.waiting, "refused": result.refused}, command.language
            )
            + "\n"
        )
        raise typer.Exit(1)


@app.command("status")
def status(context: typer.Context, target: Target = None) -> None:
    """What waits, was refused, and went."""
    command = command_of(context)
    with command.clinic() as clinic:
        now = _service(clinic).status(target=target)
    command.say(
        {
            "waiting": now.waiting,
            "waiting_since": now.waiting_since and now.waiting_since.isoformat(),
            "need_person": now.need_person,
            "last_success": now.last_success_at and now.last_success_at.isoformat(),
            "held": now.held,
            "notice": now.notice and sentence(now.notice, now.notice_params, command.language),
            "targets": [_target(row) for row in now.targets],
            "deliveries": [_delivery(row, command) for row in now.deliveries],
        },
        *([sentence(now.held, {}, command.language)] if now.held else []),
        *([sentence(now.notice, now.notice_params, command.language)] if now.notice else []),
        *_delivery_lines(now.deliveries, command),
    )


@app.command("show")
def show(
    context: typer.Context,
    number: Annotated[int, typer.Argument(metavar="ID", help="Its number in sync status.")],
) -> None:
    """One delivery and every answer to it."""
    command = command_of(context)
    with command.clinic() as clinic:
        document = _service(clinic).show(number)
    command.say(document, json.dumps(document, ensure_ascii=False, indent=1, default=str))


@app.command("retry")
def retry(
    context: typer.Context,
    number: Annotated[int | None, Number] = None,
    every: Annotated[bool, typer.Option("--all", help="All that were refused.")] = False,
) -> None:
    """Put a refused delivery back to waiting."""
    if (number is None) != every:
        raise UsageProblem("usage.number_or_all")
    command = command_of(context)
    with command.clinic() as clinic:
        count = _service(clinic).retry(number)
    command.say({"waiting_again": count}, str(count))


@app.command("confirm")
def confirm(context: typer.Context, name: str) -> None:
    """Say that this PC is the one that sends.

    After a restore or a copy; compares with the server first.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        _service(clinic).confirm_incarnation(name)
    command.say({"target": name, "confirmed": True}, name)


@app.command("export")
def export(
    context: typer.Context,
    target: Annotated[str, typer.Option(help="Whose.")],
    out: Annotated[Path, typer.Option(readable=False, help="The file to write.")],
) -> None:
    """Write what waits for a target to a file.

    To be carried on a USB stick.
    """
    command = command_of(context)
    with command.clinic() as clinic:
        content = _service(clinic).export(target)
    write_file(out, content)
    command.say({"file": str(out), "bytes": len(content)}, str(out))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EmrError("file.not_read", path=str(path), reason=error.strerror or "") from error
    except UnicodeDecodeError:
        raise EmrError("file.not_read", path=str(path), reason="UTF-8") from None


def _target(row: TargetRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "url": row.url,
        "enabled": row.enabled,
        "state": _breaker(row),
        "last_success": row.last_success_at and row.last_success_at.isoformat(),
        "details": row.details,
    }


def _breaker(row: TargetRow) -> str:
    return "ready" if row.breaker_state == "closed" else f"stopped: {row.breaker_reason}"


def _delivery(row: DeliveryRow, command: Command) -> dict[str, Any]:
    return {
        "id": row.number,
        "target": row.target,
        "subject": row.subject,
        "state": row.state,
        "attempts": row.attempts,
        "created": row.created_at.isoformat(),
        "sent": row.sent_at and row.sent_at.isoformat(),
        "finished": row.finished_at and row.finished_at.isoformat(),
        "next_try": row.next_try_at and row.next_try_at.isoformat(),
        "problem": row.problem,
        "problem_text": row.problem and sentence(row.problem, row.problem_params, command.language),
        "counts": row.counts,
        "kind": row.kind,
        "queued": row.queued,
        "kept_back": list(row.kept_back),
    }


def _delivery_lines(rows: tuple[DeliveryRow, ...], command: Command) -> list[str]:
    return table(
        ("id", "target", "subject", "state", "tries", "problem"),
        [
            (
                row.number,
                row.target,
                row.subject,
                row.state,
                row.attempts,
                sentence(row.problem, row.problem_params, command.language) if row.problem else "",
            )
            for row in rows
        ],
    )


def _lines(document: dict[str, Any]) -> list[str]:
    return [
        f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}" for name, value in document.items()
    ]
