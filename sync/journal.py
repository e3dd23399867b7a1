"""What happened on the way of a delivery, exchange by exchange."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One exchange, for the record."""

    step: str  # verify push read_back complete look_up dry_run
    outcome: str
    http_status: int | None
    text: str | None
    transaction_id: str | None = None  # the server's own, for asking its people


@dataclass
class Journal:
    """In order; survives an exception."""

    steps: list[Step] = field(default_factory=list)
    pushed: bool = False  # bytes went out in this attempt
