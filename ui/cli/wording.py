"""Says in one sentence, in two languages, how a command was put wrongly; the parser knows English alone."""

from __future__ import annotations

import typer

from ui.messages import sentence

# The parser's classes lie elsewhere in each of its versions; this one and its parent are the same in all.
UsageError: type[Exception] = typer.BadParameter.__bases__[0]


def usage_sentence(error: Exception, language: str) -> str:
    """Give the sentence for an error of the parser; a bare group of commands gives its help instead."""
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return str(getattr(error, "message", error))
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", None) or "emr-admin"
    parameter = getattr(error, "param", None)
    params: dict[str, object] = {"command": command, "what": _name_of(parameter), "detail": _detail(error)}
    if kind == "MissingParameter" and parameter is not None:
        return sentence("usage.missing", params, language)
    if kind == "NoSuchOption":
        params["option"] = getattr(error, "option_name", "")
        return sentence("usage.no_such_option", params, language)
    if kind == "BadOptionUsage":
        params["option"] = getattr(error, "option_name", "")
        return sentence("usage.option_needs_value", params, language)
    if parameter is not None:
        return sentence("usage.bad_value", params, language)
    return sentence("usage.not_understood", params, language)


def _name_of(parameter: object) -> str:
    """``--period`` for an option, ``FORM`` for an argument."""
    options = [word for word in getattr(parameter, "opts", ()) if word.startswith("-")]
    if options:
        return str(max(options, key=len))
    shown = getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or ""
    return str(shown).upper()


def _detail(error: Exception) -> str:
    words = getattr(error, "message", "") or str(error)
    return " ".join(words.split()).rstrip(".")
