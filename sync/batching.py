"""How many records go in one request: more while the line is quick, half of it when it is not."""

from __future__ import annotations

from dataclasses import dataclass

START = 5
QUICK_S, SLOW_S = 4.0, 5.0
_VERY_QUICK_S = 0.5


@dataclass
class BatchSize:
    """Aims at requests of four to five seconds, so that a cut line loses little and a slow one carries more.

    A request that takes less may grow: what it costs beyond its bytes (the way there and back, the heads,
    the words that compress only within one body) is shared by more records.
    """

    most: int
    size: int = START

    def __post_init__(self) -> None:
        self.size = min(self.size, self.most)

    def went_well(self, seconds: float) -> None:
        """An exchange of this size took that long."""
        if seconds < QUICK_S:
            grown = self.size * 2 if seconds <= _VERY_QUICK_S else self.size + max(1, self.size // 5)
            self.size = min(grown, self.most)
        elif seconds > SLOW_S:
            self.size = max(1, self.size * 4 // 5)

    def too_much(self) -> None:
        """The request timed out, or was too large."""
        self.size = max(1, self.size // 2)

    def was_cut(self) -> None:
        """The line broke under it: a line that carries no more than so much at once needs smaller ones."""
        self.size = max(1, self.size * 4 // 5)
