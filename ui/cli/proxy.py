"""emr-admin proxy: the way to the servers, where a proxy stands between."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli.command import UsageProblem, command_of

if TYPE_CHECKING:
    from sync.proxy import Proxy

app = typer.Typer(no_args_is_help=True)


@app.command("show")
def show(context: typer.Context) -> None:
    """Show the proxy that holds, never its password."""
    from sync.proxy import ProxyService

    command = command_of(context)
    with command.clinic() as clinic:
        held = ProxyService(work=clinic.work).read()
    document = _document(held)
    command.say(document, *(f"{name}: {value}" for name, value in document.items()))


@app.command("set")
def set_proxy(
    context: typer.Context,
    url: Annotated[str, typer.Option(help="http://host:port; system: what the system says; none: straight.")],
    no_proxy: Annotated[str, typer.Option(help="Hosts and networks reached straight, with commas.")] = "",
    user_stdin: Annotated[
        bool, typer.Option("--user-stdin", help="Read the proxy's user name and password, a line each.")
    ] = False,
) -> None:
    """Choose the proxy of this facility.

    Its password is kept in the record alone.
    """
    from sync.proxy import ProxyService

    user = password = None
    if user_stdin:
        try:
            lines = sys.stdin.buffer.read().decode("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            raise UsageProblem("usage.secret_not_text", variable="stdin") from None
        if len(lines) < 2 or not lines[0].strip() or not lines[1]:
            raise UsageProblem("usage.secret_expected")
        user, password = lines[0], lines[1]
    command = command_of(context)
    with command.clinic() as clinic:
        held = ProxyService(work=clinic.work).save(
            address=url, exceptions=no_proxy, user=user, password=password
        )
    document = _document(held)
    command.say(document, *(f"{name}: {value}" for name, value in document.items()))


def _document(held: Proxy) -> dict[str, Any]:
    return {
        "proxy": held.address,
        "no_proxy": held.exceptions,
        "source": held.source,
        "user": held.user or "",
        "password_refused": held.refused,
    }
