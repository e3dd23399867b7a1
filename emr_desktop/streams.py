"""Streams as the programs need them: there, and in UTF-8 whatever the console speaks."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def fill_closed_streams() -> None:
    """Give a process that was started without stdin, stdout or stderr a silent one.

    A cron job may close them; the windows on Windows have none unless a console started them.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - lives as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123


def speak_utf8() -> None:
    """Write UTF-8, also where the system would write in the letters of an old console."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
