"""Decides by two clocks when an open session is covered, and when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

# A session that nobody touched for so long ends; drafts stay in the record.
ENDS_AFTER_S = 30 * 60.0
# The key of the record stays in memory no longer than a long shift.
KEY_LIVES_S = 12 * 60 * 60.0
# Between two looks lie seconds. When the clock on the wall went on by a minute more than the steady one, or a
# minute passed between two looks, the computer slept.
_SLEPT_S = 60.0


class SessionWatch:
    """``begin``, ``touched`` at every key and click, ``look`` every few seconds."""

    def __init__(
        self, *, steady: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self._steady, self._wall = steady, wall
        self.cover_after_s = 5 * 60.0
        self._began = self._touched = steady()
        self._looked = (steady(), wall())

    def begin(self, *, anew: bool = True) -> None:
        """A session begins; not ``anew`` when a colleague goes on with the same open record."""
        now = self._steady()
        self._touched = now
        self._looked = (now, self._wall())
        if anew:
            self._began = now

    def touched(self) -> None:
        """Somebody works."""
        self._touched = self._steady()

    def look(self) -> str | None:
        """What is due: ``cover``, an end (``session.idle session.expired session.suspended``), or nothing."""
        now, wall = self._steady(), self._wall()
        passed, passed_outside = now - self._looked[0], wall - self._looked[1]
        self._looked = (now, wall)
        if passed > _SLEPT_S or passed_outside - passed > _SLEPT_S:
            return "session.suspended"
        if now - self._began >= KEY_LIVES_S:
            return "session.expired"
        idle = now - self._touched
        if idle >= ENDS_AFTER_S:
            return "session.idle"
        return "cover" if idle >= self.cover_after_s else None
