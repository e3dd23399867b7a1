"""emr-admin import --from: the tables of another system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import Command, UsageProblem, command_of, progress, table, write_file
from ui.cli.facility import iso_date
from ui.cli.move_options import MoveOptions, takes_move_options
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.exchange.move_in.result import Moved


@takes_move_options(
    instead={
        "rejects": Annotated[
            Path | None,
            typer.Option(
                readable=False, help="Keep the good rows and write the refused ones into this folder."
            ),
        ]
    }
)
def folder(
    context: typer.Context,
    directory: Annotated[
        Path, typer.Argument(readable=False, help="Folder or zip with a CSV for each table.")
    ],
    options: MoveOptions,
) -> None:
    """Move in from another system's tables.

    Patients and visits, with what belongs to them.
    """
    move(command_of(context), directory, options, only=None)


def move(command: Command, path: Path, options: MoveOptions, *, only: str | None) -> None:
    """Do it, or try it, and tell.

    Raises:
        UsageProblem: nobody said whose tables they are, or an option has no such value.
    """
    from emr_desktop.exchange.move_in.report import report_csv
    from emr_desktop.exchange.move_in.service import load_mapping, move_in
    from emr_desktop.exchange.move_in.sources import DELIMITERS, ENCODINGS

    if options.system is None:
        raise UsageProblem("usage.from_missing")
    if options.encoding not in (None, *ENCODINGS):
        raise UsageProblem("usage.not_one_of", option="--encoding", choices=" ".join(ENCODINGS))
    if options.delimiter not in (None, *DELIMITERS):
        raise UsageProblem("usage.not_one_of", option="--delimiter", choices=" ".join(DELIMITERS))

    def say(code: str, params: Any) -> str:
        return sentence(code, params, command.language)

    day = iso_date(options.send_from, "--send-from") if options.send_from is not None else None
    mapping = load_mapping(options.system)
    try:
        with command.clinic() as clinic, progress(path.name) as bar:
            moved = move_in(
                clinic.work,
                path,
                mapping,
                kinds=("patients", "visits") if only is None else (only,),
                only=only,
                dry_run=options.dry_run,
                rejects=options.rejects,
                send_from=day,
                encoding=options.encoding,
                delimiter=None if options.delimiter is None else DELIMITERS[options.delimiter],
                say=say,
                progress=bar,
            )
    except KeyboardInterrupt:
        in_portions = options.rejects is not None and not options.dry_run
        sys.stderr.write(say("move_in.interrupted" if in_portions else "import.stopped", {}) + "\n")
        raise
    if options.report is not None:
        write_file(options.report, report_csv(moved, say))
    command.say(_document(moved, say, options.problems), *_lines(moved, say, options.problems))
    if moved.refused and not moved.kept and not options.dry_run:
        read = sum(part.read for part in moved.parts)
        raise EmrError("move_in.nothing_kept", refused=moved.refused, read=read)


def _document(moved: Moved, say: Any, most: int) -> dict[str, Any]:
    return {
        "kind": "move_in",
        "system": moved.system,
        "confirmed": moved.confirmed,
        "dry_run": moved.dry_run,
        "kept": moved.kept,
        **{
            part.kind: {
                "file": part.file,
                "read": part.read,
                "added": part.added,
                "unchanged": part.unchanged,
                "refused": part.refused,
            }
            for part in moved.parts
        },
        "files": [
            {
                "table": each.table,
                "file": each.file,
                "encoding": each.encoding,
                "delimiter": each.delimiter,
                "rows": each.rows,
                "left_out": each.left_out,
                "ignored_columns": list(each.ignored_columns),
            }
            for each in moved.files
        ],
        "missing": list(moved.missing),
        "months": [{"month": each.month, "kind": each.kind, "visits": each.visits} for each in moved.months],
        "first_day": moved.first_day and moved.first_day.isoformat(),
        "last_day": moved.last_day and moved.last_day.isoformat(),
        "send_from": moved.send_from and moved.send_from.isoformat(),
        "sent": moved.sent,
        "not_sent": moved.not_sent,
        "unknown_codes": [
            {
                "where": code.where,
                "code": code.code,
                "words": code.words,
                "count": count,
                "becomes": code.becomes,
            }
            for code, count in moved.unknown
        ],
        "unconfirmed_maps": [
            {"code": code, "words": words, "icd10": icd10, "count": count}
            for code, words, icd10, count in moved.mapped
        ],
        "codes_taken_as_ciel": moved.taken_as_they_are,
        "likely_duplicates": moved.likely_count,
        "likely": [
            {
                "patient": one.theirs,
                "other": one.other,
                "score": round(one.score),
                "reasons": list(one.reasons),
            }
            for one in moved.likely[:most]
        ],
        "left_over": dict(moved.left_over),
        "refused_by": dict(moved.refused_by),
        "problems": [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "code": each.code,
                "text": say(each.code, each.params),
            }
            for each in moved.problems[:most]
        ],
        "notes": moved.notes_count,
        "rejects": list(moved.rejects),
    }


def _lines(moved: Moved, say: Any, most: int) -> list[str]:
    """What a person reads at a terminal."""
    from emr_desktop.exchange.move_in.report import said_of

    lines = [
        say("move_in.told_trial" if moved.dry_run else "move_in.told_kept", {"system": moved.system})
    ] * (moved.kept or moved.dry_run)
    lines += table(
        ("", "read", "added", "unchanged", "refused"),
        [(each.kind, each.read, each.added, each.unchanged, each.refused) for each in moved.parts],
    )
    if moved.first_day is not None:
        params = {"first": moved.first_day, "last": moved.last_day, "months": len(moved.months)}
        lines.append(say("move_in.told_days", params))
        lines += [f"  {each.month}  {each.kind}  {each.visits}" for each in moved.months[-24:]]
        lines.append(say("move_in.told_sent", {"not_sent": moved.not_sent, "sent": moved.sent}))
    if moved.likely_count:
        lines.append(say("move_in.told_likely", {"number": moved.likely_count}))
        lines += [f"  {one.theirs} = {one.other} ({one.score:.0f})" for one in moved.likely[:most]]
    if moved.unknown:
        lines.append(say("move_in.told_unknown", {"number": sum(count for _, count in moved.unknown)}))
        lines += [f"  {code.where} {code.code} {code.words}  {count}" for code, count in moved.unknown[:most]]
    if moved.mapped:
        lines.append(say("move_in.told_mapped", {"number": sum(each[3] for each in moved.mapped)}))
    if moved.taken_as_they_are:
        lines.append(say("move_in.told_ciel", {}))
    for file, count in moved.left_over:
        lines.append(say("move_in.told_left_over", {"file": file, "number": count}))
    lines += [f"{one.file}:{one.line}: {say(one.code, one.params)}" for one in moved.problems[:most]]
    lines += [f"{one.file}:{one.line}: {said_of(one, say)}" for one in moved.notes[:most]]
    return lines + list(moved.rejects)
