"""Asks the system of Linux (CUPS) which printers there are and how they are; reads what ``lp`` said."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

_TIMEOUT_S = 5
_PRINTER = re.compile(r"printer (\S+) (.*)")
_ACCEPTS = re.compile(r"(\S+) (not )?accepting requests")
_REQUEST = re.compile(r"request id is ((\S+)-\d+)")
# What a printer complains of, most important first, and how CUPS names it; an ending (-error) is cut off.
_ALERTS = (
    "media-empty",
    "media-needed",
    "media-jam",
    "cover-open",
    "door-open",
    "toner-empty",
    "marker-supply-empty",
    "offline",
    "connecting-to-device",
    "timed-out",
    "spool-area-full",
)
# What lp says, in part and in small letters, and what it means.
_SAID = (
    ("printer or class does not exist", "print.gone"),
    ("no default destination", "print.no_printer"),
    ("no such file or directory", "print.no_service"),
    ("scheduler not responding", "print.no_service"),
    ("scheduler is not running", "print.no_service"),
    ("unable to connect", "print.no_service"),
    ("connection refused", "print.no_service"),
    ("bad file descriptor", "print.no_service"),
    ("not accepting jobs", "print.not_accepting"),
    ("too many active jobs", "print.not_accepting"),
)


@dataclass(frozen=True)
class PrinterState:
    """How a printer is, as far as the system tells.

    ``trouble`` is empty, ``stopped``, ``not-accepting``, or one of the complaints of a printer;
    ``said`` is the system's own word on it.
    """

    trouble: str = ""
    said: str = ""


def ask(*options: str) -> str:
    """What ``lpstat`` answers; empty where it is not there, says nothing or takes too long."""
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return ""
    try:
        answer = subprocess.run(  # noqa: S603 - the system's own program with options of ours
            [lpstat, *options],
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.decode(errors="replace") if answer.returncode == 0 else ""


def states() -> dict[str, PrinterState]:
    """How each printer is that the system knows."""
    return read_states(ask("-l", "-p"), ask("-a"))


def read_states(printers: str, accepting: str) -> dict[str, PrinterState]:
    """Read the answers of ``lpstat -l -p`` and ``lpstat -a`` in English."""
    found: dict[str, PrinterState] = {}
    name, stopped, told = "", False, ""
    for line in printers.splitlines():
        match = _PRINTER.match(line)
        if match is not None:
            name, stopped, told = match[1], "disabled since" in match[2], ""
            found[name] = PrinterState("stopped" if stopped else "")
        elif name and line.startswith("\tAlerts:"):
            alert = _alert(line.partition(":")[2])
            if alert:
                found[name] = PrinterState(alert, told if stopped else "")
        elif name and line.startswith("\t") and not told and ":" not in line:
            told = line.strip() if line.strip() != "reason unknown" else ""
            found[name] = PrinterState(found[name].trouble, told if stopped else "")
    for match in map(_ACCEPTS.match, accepting.splitlines()):
        if match is not None and match[2] and not found.get(match[1], PrinterState()).trouble:
            found[match[1]] = PrinterState("not-accepting")
    return found


def _alert(words: str) -> str:
    given = [re.sub(r"-(error|warning|report)$", "", word) for word in words.split()]
    return next((alert for alert in _ALERTS if alert in given), "")


def service_is_down(said: str | None = None) -> bool:
    """Whether the print service itself does not answer; ``said``: what ``lpstat -r`` answered, else asked."""
    return "not running" in (ask("-r") if said is None else said)


def meaning_of(said: str) -> str:
    """The message that fits what ``lp`` said when it refused."""
    low = said.lower()
    return next((code for words, code in _SAID if words in low), "print.refused")


def request_of(said: str) -> tuple[str, str]:
    """The number of the job and the printer it went to, from what ``lp`` said; empty where it did not."""
    match = _REQUEST.search(said)
    return (match[1], match[2]) if match is not None else ("", "")


def waits_in_queue(request: str, printer: str) -> PrinterState | None:
    """How the printer is while a job still waits for it; None once the job is through."""
    waiting = {line.split()[0] for line in ask("-W", "not-completed", "-o", printer).splitlines() if line}
    return states().get(printer, PrinterState()) if request in waiting else None
