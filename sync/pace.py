"""Chance and waiting of a pass, in one place so that tests can hand in others."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sync.backoff import Randomness
from sync.claims import LEASE


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How a pass behaves in time.

    Attributes:
        random: source of chance, 0 <= x < 1.
        lease: for how long a claim holds without a sign of life.
        sleep: waits that many seconds.
    """

    random: Randomness = random.random
    lease: timedelta = LEASE
    sleep: Callable[[float], None] = time.sleep


@dataclass
class Tally:
    """What a pass has done so far; deliveries by number."""

    sent: set[int] = field(default_factory=set)
    acknowledged: set[int] = field(default_factory=set)
    asked_for_s: float = 0.0  # the longest pause a server asked for in this round
    problems: dict[int, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    cut_short: bool = False  # something due was not tried
