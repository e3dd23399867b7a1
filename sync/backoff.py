"""How long to wait before trying again: longer each time, with chance in it, and kept in the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

FIRST = timedelta(minutes=1)
LONGEST = timedelta(hours=6)
SHORTEST = timedelta(seconds=5)
LONGEST_ASKED_FOR = timedelta(hours=1)  # a server may not silence us for longer

Randomness = Callable[[], float]  # 0 <= x < 1, as random.random


def ceiling(attempt: int) -> timedelta:
    """The longest wait after the given attempt (1, 2, ...): 1, 2, 4 ... minutes, at most 6 hours."""
    doublings: int = 2 ** min(max(attempt, 1) - 1, 20)
    return min(FIRST * doublings, LONGEST)


def delay(attempt: int, random: Randomness, *, asked_for_s: float | None = None) -> timedelta:
    """Draw the wait after an attempt, with full jitter, so that facilities do not all come back at once.

    Args:
        attempt: how many attempts there were, 1 or more.
        random: source of chance.
        asked_for_s: what the server's ``Retry-After`` asked for, seconds; a lower bound, capped at an hour.
    """
    drawn = max(ceiling(attempt) * random(), SHORTEST)
    if asked_for_s is not None and asked_for_s > 0:
        drawn = max(drawn, min(timedelta(seconds=asked_for_s), LONGEST_ASKED_FOR))
    return drawn


def pause_within_a_pass(round_number: int, random: Randomness, *, asked_for_s: float | None = None) -> float:
    """Seconds between two rounds while somebody waits for the pass: half to all of 0.5, 1, 2 ... 10."""
    doublings: int = 2 ** min(round_number, 10)
    longest = min(0.5 * doublings, 10.0)
    return max(longest * (0.5 + random() / 2), asked_for_s or 0.0)
