"""How long a thread that works behind may hold the interpreter when the window wants it."""

from __future__ import annotations

import sys

# With Python's own 5 ms each of the hundred turns that painting a page takes could wait as long, and the
# window would hang.
_TURN_S = 0.0005


def give_way_to_the_window() -> None:
    """Let threads change often, for as long as the program runs."""
    sys.setswitchinterval(_TURN_S)
