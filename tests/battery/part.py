"""What every part of the battery gives: rows of a table, each with a number of trials and of failures."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table.

    Attributes:
        what: what was tried.
        n: how often.
        failures: how often what must hold did not.
        seed: what makes the same run again.
        examples: some of the failures in words, each with the seed of its own.
        notes: counts worth reading beside it.
    """

    what: str
    n: int
    failures: int
    seed: int
    examples: tuple[str, ...] = ()
    notes: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much of it: ``long`` is for a night or a release, short is part of the tests."""

    long: bool
    jobs: int = 1
    n: int | None = None  # trials of a part that counts them; None: what the form of the run asks for
    minutes: float | None = None  # a part that counts its trials ends then, with as many as it has


def so_far(what: str, n: int, failures: int) -> None:
    """Tell who waits for a long form how far it is."""
    print(f"{what}: {n:,} so far, {failures:,} failed", file=sys.stderr, flush=True)
