"""The entry of emr-admin: global options, the commands, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from itertools import islice, pairwise
from pathlib import Path
from typing import Annotated

import typer

from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.private_memory import keep_memory_private
from emr_desktop.streams import fill_closed_streams, speak_utf8
from ui.cli import (
    answers,
    audit,
    audit_duties,
    backup,
    doctor,
    exchange,
    exchange_fhir,
    facility,
    form,
    keys,
    proxy,
    report,
    report_bundle,
    report_register,
    report_use,
    report_versions,
    report_why,
    rescue,
    settings,
    staff,
    support,
    sync,
    sync_allow,
    sync_district,
    sync_writer,
    update,
)
from ui.cli.command import Command, UsageProblem
from ui.cli.wording import UsageError, usage_sentence
from ui.messages import LANGUAGES, sentence, sentence_for

DONE, REFUSED, WRONG_USAGE, WRONG_LOGIN = 0, 1, 2, 3
INTERRUPTED = 130
_LOGIN_CODES = frozenset({"login.refused", "login.wait", "login.too_many"})
# What the windows ask for next has to be said here as a command.
_OWN_WORDS = {"login.code_must_be_changed": "usage.code_must_be_changed"}

app = typer.Typer(
    name="emr-admin",
    help="Set up, feed, read and look after an EMR Desktop facility. The password comes from EMR_PASSWORD.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(staff.app, name="user", help="Who may log in: add, list, disable, reset.")
exchange_fhir.register(exchange.imports)
app.add_typer(exchange.imports, name="import", help="Bring patients and visits in from files.")
app.add_typer(report.app, name="report", help="The monthly forms and what is behind them.")
app.add_typer(backup.app, name="backup", help="Copies of the record: make, verify, restore.")
app.add_typer(update.app, name="update", help="A newer version of the program, and back.")
app.add_typer(proxy.app, name="proxy", help="The proxy on the way to servers: show, set.")
app.add_typer(sync.app, name="sync", help="What goes to the national systems.")
report_bundle.register(report.app)
report_register.register(report.app)
report_use.register(report.app)
report_why.register(report.app)
report_versions.register(report.app)
app.add_typer(audit.app, name="audit", help="Who saw or changed what, and whether the trail is whole.")
audit_duties.register(audit.app)
facility.register(app)
doctor.register(app)
answers.register(app)
keys.register(app)
rescue.register(app)
support.register(app)
settings.register(app)
exchange.register(app)
form.register(app)
sync_allow.register(sync.app)
sync_district.register(sync.app)
sync_writer.register(sync.app)


@app.callback()
def _options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option(envvar="EMR_DATA_DIR", readable=False, help="Folder of the facility's data; needed."),
    ] = None,
    user: Annotated[str | None, typer.Option(help="Who asks; default: the first user.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    # Not a required option, so that every command shows its --help without one.
    folder = data_dir or _data_dir_in([])
    context.obj = Command(folder=folder, user=user, as_json=as_json, language=str(context.obj))


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code; never with a traceback."""
    keep_memory_private()
    fill_closed_streams()
    speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run(given))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; the sentence of a refusal goes to stderr."""
    arguments = _options_first(arguments)
    language = _language(arguments)
    try:
        code = app(args=arguments, prog_name="emr-admin", standalone_mode=False, obj=language)
    except UsageError as error:
        return _refuse(usage_sentence(error, language), WRONG_USAGE)
    except UsageProblem as problem:
        return _refuse(sentence(problem.code, problem.params, language), WRONG_USAGE)
    except EmrError as error:
        code = WRONG_LOGIN if error.code in _LOGIN_CODES else REFUSED
        if error.code in _OWN_WORDS:
            return _refuse(sentence(_OWN_WORDS[error.code], error.params, language), code)
        return _refuse(sentence_for(error, language), code)
    except DatabaseTrouble as trouble:
        return _refuse(sentence_for(trouble, language), REFUSED)
    except BrokenPipeError:  # who read the answer went away; there is nobody to tell
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, UnicodeEncodeError) and not "".join(arguments).isascii():
            return _refuse(sentence("usage.not_text", {}, language), WRONG_USAGE)
        return _refuse(_report_bug(error, _data_dir_in(arguments), language), REFUSED)
    return code if isinstance(code, int) else DONE


def _language(arguments: list[str]) -> str:
    """The language of sentences.

    EMR_LANGUAGE, else the administrator's, else the facility's own or its set-up's, else English.
    """
    wanted = os.environ.get("EMR_LANGUAGE")
    if wanted in LANGUAGES:
        return wanted
    from emr_desktop.managed import managed
    from emr_desktop.settings import SETTINGS_FILE_NAME, load_settings

    fixed = managed().get("language")
    if fixed in LANGUAGES:
        return str(fixed)

    data_dir = _data_dir_in(arguments)
    try:
        if data_dir is not None and (data_dir / SETTINGS_FILE_NAME).exists():
            return load_settings(data_dir).language
    except OSError:
        return "en"
    if "setup" in arguments:
        return next((word for word in _values_of("--language", arguments) if word in LANGUAGES), "en")
    return "en"


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
    place = " < ".join(line.strip() for line in describe_crash(error).splitlines())
    if data_dir is not None and os.path.isdir(data_dir):  # noqa: PTH112 - Path.is_dir raises without rights
        try:
            handler = start_logging(data_dir / LOG_FOLDER_NAME)
        except DatabaseTrouble:
            return sentence("internal.bug_unlogged", {"place": place}, language)
        logging.getLogger(__name__).error("bug %s\n%s", reference, describe_crash(error))
        stop_logging(handler)
        return sentence("internal.bug", {"reference": reference, "kind": type(error).__name__}, language)
    return sentence("internal.bug_unlogged", {"place": place}, language)


def _data_dir_in(arguments: list[str]) -> Path | None:
    given = _values_of("--data-dir", arguments) or [os.environ.get("EMR_DATA_DIR", "")]
    if given[-1]:
        return Path(given[-1])
    from emr_desktop.managed import managed

    fixed = managed().get("data_folder")
    return Path(fixed) if fixed else None


def _values_of(option: str, arguments: list[str]) -> list[str]:
    found = [after for word, after in pairwise(arguments) if word == option]
    return found + [word.partition("=")[2] for word in arguments if word.startswith(option + "=")]


def _options_first(arguments: list[str]) -> list[str]:
    """Let the options that every command has stand anywhere in the line."""
    if "--" in arguments:
        return arguments
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--json" or word.startswith(("--data-dir=", "--user=")):
            first.append(word)
        elif word in ("--data-dir", "--user"):
            first += [word, *islice(words, 1)]
        else:
            rest.append(word)
    return first + rest
