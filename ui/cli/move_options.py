"""The options with which patients and visits are moved in: said once for the three commands of them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer


@dataclass(frozen=True, kw_only=True)
class MoveOptions:
    """What was given; the order is that of the help."""

    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen; change nothing.")] = False
    rejects: Annotated[
        Path | None,
        typer.Option(readable=False, help="Keep the good lines and write each bad one here with its reason."),
    ] = None
    source: Annotated[
        str | None,
        typer.Option("--from", help="open-hospital, openmrs, or a mapping file (.toml) of your own."),
    ] = None
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", readable=False, help="A mapping file of your own; as --from FILE."),
    ] = None
    send_from: Annotated[
        str | None,
        typer.Option(
            help="Visits from this day on go to national systems; with --from none does without it."
        ),
    ] = None
    report: Annotated[
        Path | None,
        typer.Option(readable=False, help="Write all of the result here, as CSV for a spreadsheet."),
    ] = None
    encoding: Annotated[str | None, typer.Option(help="utf-8, cp1252 or utf-16; recognised by itself.")] = (
        None
    )
    delimiter: Annotated[
        str | None, typer.Option(help="comma, semicolon, tab or pipe; recognised by itself.")
    ] = None
    problems: Annotated[int, typer.Option(min=0, max=200, help="How many problems are listed.")] = 20

    @property
    def system(self) -> str | Path | None:
        """Whose tables they are; None: our own columns."""
        return self.mapping or self.source


Command = Callable[[typer.Context, Path, MoveOptions], None]


def takes_move_options(
    *, without: tuple[str, ...] = (), instead: Mapping[str, Any] | None = None
) -> Callable[[Command], Callable[..., None]]:
    """Make ``verb(context, path, options)`` a command with each option by itself, as its help shows them.

    Args:
        without: options that this command does not have.
        instead: other types with their help, by name.
    """
    hints = get_type_hints(MoveOptions, include_extras=True) | dict(instead or {})

    def wrapped(verb: Command) -> Callable[..., None]:
        own = list(inspect.signature(verb, eval_str=True).parameters.values())[:2]
        options = [
            inspect.Parameter(
                each.name, inspect.Parameter.KEYWORD_ONLY, default=each.default, annotation=hints[each.name]
            )
            for each in fields(MoveOptions)
            if each.name not in without
        ]
        path = own[1].name

        def command(context: typer.Context, **given: Any) -> None:
            file = given.pop(path)
            verb(context, file, MoveOptions(**given))

        command.__name__, command.__doc__, command.__module__ = verb.__name__, verb.__doc__, verb.__module__
        parameters = [*own, *options]
        command.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": None}
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return command

    return wrapped
