"""The entry of emr-admin: global options, the commands, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from emr_desktop.errors import DatabaseTrouble, EmrError
from ui.cli import exchange, facility, report, staff, sync
from ui.cli.command import Command, UsageProblem
from ui.messages import LANGUAGES, sentence, sentence_for

DONE, REFUSED, WRONG_USAGE, WRONG_LOGIN = 0, 1, 2, 3
_LOGIN_CODES = frozenset({"login.refused"})

app = typer.Typer(
    name="emr-admin",
    help="Set up, feed, read and look after an EMR Desktop facility. The password comes from EMR_PASSWORD.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(staff.app, name="user", help="Who may log in.")
app.add_typer(exchange.imports, name="import", help="Bring patients and visits in from files.")
app.add_typer(report.app, name="report", help="Monthly and weekly forms.")
app.add_typer(sync.app, name="sync", help="What goes to the national systems.")
facility.register(app)
exchange.register(app)


@app.callback()
def _options(
    context: typer.Context,
    data_dir: Annotated[Path, typer.Option(envvar="EMR_DATA_DIR", help="Folder of the facility's data.")],
    user: Annotated[str | None, typer.Option(help="Who asks; default: the first user.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    context.obj = Command(data_dir=data_dir, user=user, as_json=as_json, language=_language(data_dir))


def _language(data_dir: Path | None) -> str:
    """The language of sentences: EMR_LANGUAGE, else the facility's own, else English."""
    wanted = os.environ.get("EMR_LANGUAGE")
    if wanted in LANGUAGES:
        return wanted
    from emr_desktop.settings import SETTINGS_FILE_NAME, load_settings

    if data_dir is not None and (data_dir / SETTINGS_FILE_NAME).exists():
        return load_settings(data_dir).language
    return "en"


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; never with a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; the sentence of a refusal goes to stderr."""
    language = _language(_data_dir_in(arguments))
    try:
        app(args=_options_first(arguments), prog_name="emr-admin")
    except SystemExit as stop:  # typer has printed what was wrong with the words, or the command's own code
        return stop.code if isinstance(stop.code, int) else WRONG_USAGE
    except UsageProblem as problem:
        return _refuse(sentence(problem.code, problem.params, language), WRONG_USAGE)
    except EmrError as error:
        code = WRONG_LOGIN if error.code in _LOGIN_CODES else REFUSED
        return _refuse(sentence_for(error, language), code)
    except DatabaseTrouble as trouble:
        return _refuse(sentence_for(trouble, language), REFUSED)
    except BrokenPipeError:
        return REFUSED
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _refuse(_report_bug(error, _data_dir_in(arguments), language), REFUSED)
    return DONE


def _refuse(text: str, code: int) -> int:
    if text:
        sys.stderr.write(text.rstrip() + "\n")
    return code


def _report_bug(error: Exception, data_dir: Path | None, language: str) -> str:
    """Log where it happened, without anybody's words, and give the sentence with the log's number."""
    import logging
    import secrets

    from emr_desktop.facility.layout import LOG_FOLDER_NAME
    from emr_desktop.logs import describe_crash, start_logging, stop_logging

    reference = secrets.token_hex(4)
    if data_dir is not None and data_dir.is_dir():
        try:
            handler = start_logging(data_dir / LOG_FOLDER_NAME)
        except DatabaseTrouble:
            return sentence("internal.bug_unlogged", {"place": describe_crash(error)}, language)
        logging.getLogger(__name__).error("bug %s\n%s", reference, describe_crash(error))
        stop_logging(handler)
        return sentence("internal.bug", {"reference": reference, "kind": type(error).__name__}, language)
    return sentence("internal.bug_unlogged", {"place": describe_crash(error)}, language)


def _data_dir_in(arguments: list[str]) -> Path | None:
    for position, word in enumerate(arguments):
        if word == "--data-dir" and position + 1 < len(arguments):
            return Path(arguments[position + 1])
        if word.startswith("--data-dir="):
            return Path(word.partition("=")[2])
    given = os.environ.get("EMR_DATA_DIR")
    return Path(given) if given else None


def _options_first(arguments: list[str]) -> list[str]:
    """Let ``--json`` stand anywhere in the line."""
    if "--json" in arguments and "--" not in arguments:
        return ["--json", *(word for word in arguments if word != "--json")]
    return arguments
