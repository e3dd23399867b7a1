"""Which verbs ask the password again, and how long one that was given counts.

Whoever sits down at a session that somebody left open works in that person's name (docs/security.md). What
would outlive that moment asks for the password once more: keys, copies of patients, who may work here.
"""

from __future__ import annotations

import time
import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

COUNTS_FOR = timedelta(minutes=5)


@cache
def verbs_that_ask_again() -> frozenset[str]:
    """The verbs of ``[password_again]`` in permissions.toml."""
    table = tomllib.loads((Path(__file__).parent / "permissions.toml").read_text(encoding="utf-8"))
    return frozenset(table["password_again"]["verbs"])


class PasswordGiven:
    """When the person of a session last gave the password (never the PIN).

    Two clocks have to agree that it is not long ago: the calendar, which somebody may set back, and the clock
    since start, which may stand still while the PC sleeps.
    """

    def __init__(self) -> None:
        self._at: tuple[datetime, float] | None = None

    def note(self, now: datetime) -> None:
        """It was given just now."""
        self._at = (now, time.monotonic())

    def forget(self) -> None:
        """It does not count any more: the session was covered."""
        self._at = None

    def counts(self, now: datetime) -> bool:
        """Whether it was given within the last five minutes."""
        if self._at is None:
            return False
        at, since_start = self._at
        return timedelta(0) <= now - at <= COUNTS_FOR and (
            time.monotonic() - since_start <= COUNTS_FOR.total_seconds()
        )
