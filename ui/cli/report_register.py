"""emr-admin report register: a book in the layout of the paper one, or as a file for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import UsageProblem, command_of, progress
from ui.cli.facility import iso_date
from ui.messages import LANGUAGES, sentence

if TYPE_CHECKING:
    from emr_desktop.registers.rows import BookLine

FORMATS = ("pdf", "csv", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the command to ``report``."""
    app.command("register")(write_register)


def write_register(
    context: typer.Context,
    book: Annotated[str, typer.Argument(help="opd referrals deaths laboratory notifications")],
    first: Annotated[str, typer.Option("--from", help="First day, ISO.")],
    last: Annotated[str, typer.Option("--to", help="Last day, ISO; it belongs to it.")],
    out: Annotated[Path, typer.Option(readable=False, help="Write to this .pdf, .csv or .xlsx.")],
    numbered: Annotated[
        str, typer.Option(help="year or month: when the running number begins again.")
    ] = "year",
    language: Annotated[str | None, typer.Option(help="sw or en, which stands first.")] = None,
) -> None:
    """Write a register of the facility.

    One line for each visit, test, referral, death or notification.

    The lines of the outpatients' register add up to the OPD attendance of the form.
    """
    kind = out.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise UsageProblem("usage.not_one_of", option="--out", choices=" ".join(f".{one}" for one in FORMATS))
    if language is not None and language not in LANGUAGES:
        raise UsageProblem("usage.not_one_of", option="--language", choices=" ".join(LANGUAGES))
    days = iso_date(first, "--from"), iso_date(last, "--to")
    command = command_of(context)
    from emr_desktop.printing.book_register import write_register_file

    with command.clinic() as clinic, progress(out.name) as told:
        purpose = "printed" if kind == "pdf" else "exported"
        head = clinic.registers.open_book(book, *days, purpose=purpose, numbered_by=numbered)
        expected = head.counted if head.counted is not None else len(head.lines)

        def lines() -> Iterator[BookLine]:
            for place, line in enumerate(clinic.registers.lines(head), 1):
                if told is not None and place % 50 == 0:
                    told(place, max(expected, place))
                yield line

        try:
            total = write_register_file(
                out,
                kind,
                head,
                lines(),
                clinic.work.facility,
                language=language or clinic.work.facility.language,
                made_at=clinic.work.clock.now(),
            )
        except OSError as error:
            raise EmrError("file.not_written", path=str(out), reason=error.strerror or "") from error
    document = {
        "file": str(out),
        "format": kind,
        "book": book,
        "from": first,
        "to": last,
        "lines": total["lines"],
        "attendance": head.counted,
        "unfinished": head.unfinished,
    }
    said = [f"{total['lines']}  {out}"]
    if not total["lines"]:
        said.append(sentence("register.empty", {}, command.language))
    command.say(document, *said)
