"""What every command needs: the data folder, who asks, the language, and how to answer."""

from __future__ import annotations

import getpass
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emr_desktop.errors import EmrError
from emr_desktop.whole_file import write_whole
from ui.messages import sentence

if TYPE_CHECKING:
    import typer

    from emr_desktop.clinic import Clinic

log = logging.getLogger(__name__)

PASSWORD_VARIABLE = "EMR_PASSWORD"  # noqa: S105 - the name of a variable, not a password


class UsageProblem(Exception):
    """The command was put wrongly (exit code 2); ``code`` has a sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True)
class Command:
    """The global options of one call of emr-admin."""

    folder: Path | None
    user: str | None
    as_json: bool
    language: str

    @property
    def data_dir(self) -> Path:
        """The data folder.

        Raises:
            UsageProblem: none was named.
        """
        if self.folder is None:
            raise UsageProblem("usage.no_data_dir")
        return self.folder

    def password(self, *, confirm: bool = False) -> str:
        """The password from EMR_PASSWORD, or typed at the terminal; never from an argument."""
        return self.secret(PASSWORD_VARIABLE, confirm=confirm)

    def secret(self, variable: str, *, confirm: bool = False, prompt: str = "") -> str:
        """A secret from an environment variable, or typed at the terminal; ``prompt`` is a sentence's code.

        Raises:
            UsageProblem: there is neither.
        """
        code = prompt or ("usage.prompt_new" if confirm else "usage.prompt")
        again = sentence("usage.prompt_again", {}, self.language) if confirm else None
        return _secret_from(variable, sentence(code, {}, self.language), again)

    @contextmanager
    def clinic(self) -> Iterator[Clinic]:
        """Unlock the facility for the one who asks, and close it again."""
        folder = self.data_dir
        from emr_desktop.clinic import open_clinic
        from emr_desktop.facility.in_use import in_use
        from emr_desktop.facility.service import has_facility, unlock
        from emr_desktop.updates.starting import before_the_record, program_works

        if (version := before_the_record()) is not None:
            raise EmrError("update.start_again", version=version)
        if not has_facility(folder):
            raise EmrError("facility.missing", path=str(folder))
        password = self.password()
        with in_use(folder):
            clinic = open_clinic(unlock(folder, username=self.user, password=password))
            program_works()
            try:
                _note_update(clinic)
                yield clinic
            finally:
                clinic.close()

    def say(self, document: Mapping[str, Any] | Sequence[Any], *lines: str) -> None:
        """Answer: the document with ``--json``, else the lines."""
        if self.as_json:
            write_json(document)
            return
        write_out("".join(line + "\n" for line in lines))


def _note_update(clinic: Clinic) -> None:
    """How an update ended goes into the trail also when no window is opened; a full disk stops no command."""
    from emr_desktop.errors import DatabaseTrouble

    try:
        clinic.updates.note_outcome()
    except DatabaseTrouble as trouble:
        log.warning("the outcome of an update is not in the trail yet: %s", trouble.code)


def _secret_from(variable: str, prompt: str, again: str | None) -> str:
    value = os.environ.get(variable)
    if value:
        try:
            return os.fsencode(value).decode("utf-8")  # also where the locale knows ASCII only
        except UnicodeDecodeError:
            raise UsageProblem("usage.secret_not_text", variable=variable) from None
    if not sys.stdin.isatty():
        raise UsageProblem("usage.no_password", variable=variable)
    try:
        typed = getpass.getpass(f"{prompt}: ")
        if again is not None and getpass.getpass(f"{again}: ") != typed:
            raise UsageProblem("usage.passwords_differ")
    except EOFError:
        raise UsageProblem("usage.no_password", variable=variable) from None
    return typed


def command_of(context: typer.Context) -> Command:
    """The global options that ``emr-admin`` was called with."""
    command = context.find_object(Command)
    if command is None:
        raise UsageProblem("usage.no_data_dir")
    return command


def write_json(document: object) -> None:
    """Print one JSON document on stdout, in UTF-8 whatever the console's code page."""
    write_out(json.dumps(document, ensure_ascii=False, indent=1, default=str) + "\n")


def write_out(answer: str | bytes) -> None:
    """Print an answer on stdout, all of it.

    Raises:
        EmrError: ``answer.not_written``, on a full disk for example.
        BrokenPipeError: who read it went away.
    """
    # A file name that is no UTF-8 must not lose the answer.
    content = answer.encode("utf-8", "replace") if isinstance(answer, str) else answer
    try:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is still in the buffer would be tried, and complained about, once more on leaving.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        if isinstance(error, BrokenPipeError):
            raise
        raise EmrError("answer.not_written", reason=error.strerror or "") from error


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all: beside it first, then renamed."""
    try:
        write_whole(path, content)
    except OSError as error:
        raise EmrError("file.not_written", path=str(path), reason=error.strerror or "") from error


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr when that is a terminal; else None."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total or None)


def table(headers: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lay out columns of text, left-aligned, two spaces apart."""
    cells = [[str(value) for value in row] for row in [headers, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headers))]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
