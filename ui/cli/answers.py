"""emr-admin setup --answers and emr-admin answers: a facility out of a file, for many PCs."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from emr_desktop.errors import EmrError
from ui.cli.command import Command, UsageProblem, command_of, write_out
from ui.messages import sentence

if TYPE_CHECKING:
    from emr_desktop.answer_file.making import MadeFacility
    from emr_desktop.answer_file.rows import AnswersFaulty


def register(app: typer.Typer) -> None:
    """Hang ``answers`` on emr-admin itself."""
    app.command("answers")(answers)


def answers(
    context: typer.Context,
    example: Annotated[
        bool, typer.Option("--example", help="Print an example with comments, in the language in use.")
    ] = False,
    check: Annotated[Path | None, typer.Option(help="Say everything that is wrong with this file.")] = None,
    facility_code: Annotated[str | None, typer.Option(help="Which line of its list of facilities.")] = None,
) -> None:
    """Help with a file for setup --answers.

    --check reads it alone; setup --answers FILE --dry-run makes everything and throws it away.
    """
    if example == (check is not None):
        raise UsageProblem("usage.answers_one_of")
    command = command_of(context)
    if check is None:
        write_out(example_text(command.language))
        return
    from emr_desktop.answer_file.reading import read_answers
    from emr_desktop.answer_file.rows import AnswersFaulty

    try:
        found = read_answers(check, facility_code=facility_code)
    except AnswersFaulty as faulty:
        refuse(command, faulty)
    command.say(
        {"facility_code": found.details.code, "faults": []},
        sentence("answers.well", {"code": found.details.code, "name": found.details.name}, command.language),
    )


def example_text(language: str) -> str:
    """The example with its comments in one language."""
    import emr_desktop.answer_file

    folder = Path(emr_desktop.answer_file.__file__).parent
    return (folder / f"example_{language}.toml").read_text(encoding="utf-8")


def setup_from_answers(
    command: Command,
    path: Path,
    *,
    facility_code: str | None,
    dry_run: bool,
    recovery_key_out: Path | None,
    codes_out: Path | None,
) -> None:
    """Make the facility, and tell keys and codes once: into the named files, else on stdout."""
    from emr_desktop.answer_file.making import make_facility
    from emr_desktop.answer_file.reading import read_answers
    from emr_desktop.answer_file.rows import AnswersFaulty
    from sync.answered import connector

    folder = command.data_dir
    try:
        found = read_answers(path, facility_code=facility_code)
        with (
            _kept(None if dry_run else recovery_key_out, folder) as key_file,
            _kept(None if dry_run else codes_out, folder) as codes_file,
        ):
            made = make_facility(folder, found, connect=connector(_next_line), dry_run=dry_run)
            if key_file is not None:
                key_file.write(made.recovery_key + "\n")
            if codes_file is not None:
                codes_file.write(_codes_table(made))
    except AnswersFaulty as faulty:
        refuse(command, faulty)
    _say(command, made, found.in_charge.username, recovery_key_out, codes_out)


def refuse(command: Command, faulty: AnswersFaulty) -> None:
    """Say every fault on stdout, and refuse.

    Raises:
        EmrError: ``answers.refused``.
    """
    faults = [
        {
            "file": str(fault.place[0]),
            "line": fault.place[1],
            "key": fault.place[2],
            "code": fault.code,
            "text": sentence(fault.code, fault.params, command.language),
        }
        for fault in faulty.faults
    ]
    command.say(
        {"facility_code": None, "faults": faults},
        *(sentence("answers.fault", fault, command.language) for fault in faults),
    )
    raise EmrError("answers.refused", count=len(faults))


def _say(
    command: Command, made: MadeFacility, admin: str, key_out: Path | None, codes_out: Path | None
) -> None:
    shows_key = not made.dry_run and key_out is None
    codes = made.one_time_codes if not made.dry_run and codes_out is None else {}
    document = {
        "facility_code": made.code,
        "admin": admin,
        "dry_run": made.dry_run,
        "data_dir": str(made.folder),
        "recovery_key": made.recovery_key if shows_key else None,
        "recovery_key_file": str(key_out) if key_out and not made.dry_run else None,
        "one_time_codes": codes,
        "one_time_codes_file": str(codes_out) if codes_out and not made.dry_run else None,
        "users": list(made.one_time_codes),
        "settings": list(made.settings),
        "fixed_by_administrator": list(made.fixed),
        "council": made.council or None,
        "patients": made.patients,
        "forms": list(made.forms),
        "targets": list(made.targets),
        "faults": [],
    }
    lines = [
        sentence(
            "answers.would_make" if made.dry_run else "answers.made",
            {"code": made.code, "path": str(made.folder)},
            command.language,
        )
    ]
    for name, value in (
        ("users", made.one_time_codes),
        ("settings", made.settings),
        ("fixed_by_administrator", made.fixed),
        ("council", (made.council,) if made.council else ()),
        ("forms", made.forms),
        ("targets", made.targets),
        ("patients", (str(made.patients),) if made.patients else ()),
    ):
        if value:
            lines.append(f"{name}: {', '.join(value)}")
    lines += [f"{user}  {code}" for user, code in codes.items()]
    if shows_key:
        lines += [made.recovery_key, sentence("recovery.keep_on_paper", {}, command.language)]
    command.say(document, *lines)


def _codes_table(made: MadeFacility) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("facility_code", "user", "one_time_code"))
    writer.writerows((made.code, user, code) for user, code in made.one_time_codes.items())
    return text.getvalue()


def _next_line() -> str:
    try:
        return sys.stdin.buffer.readline(10_000).decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise UsageProblem("usage.secret_not_text", variable="stdin") from None


class _Kept:
    """A new file for a secret, for its owner alone; made before the secret is, so that it finds room."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path, self._handle = path, handle

    def write(self, text: str) -> None:
        """Write it, down to the disk.

        Raises:
            EmrError: ``file.not_written``.
        """
        try:
            os.write(self._handle, text.encode())
            os.fsync(self._handle)
        except OSError as error:
            raise EmrError("file.not_written", path=str(self._path), reason=error.strerror or "") from error


@contextmanager
def _kept(path: Path | None, data_dir: Path) -> Iterator[_Kept | None]:
    """A file that stays only when the block ends well."""
    if path is None:
        yield None
        return
    if data_dir.resolve() in path.resolve().parents:
        raise EmrError("answers.beside_record", path=str(path))
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise EmrError("file.there_already", path=str(path)) from error
    except OSError as error:
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error
    try:
        yield _Kept(path, handle)
    except BaseException:
        os.close(handle)
        path.unlink(missing_ok=True)
        raise
    os.close(handle)
