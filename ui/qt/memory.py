"""Keeps Python's garbage collector from standing in the way of somebody who types.

A full collection looks at every object there is: with the modules and reference data of the program it took
118 ms, in whatever task it fell. What was made up to the log-in stays for the life of the program.
"""

from __future__ import annotations

import gc

_YOUNG = 20_000  # new objects before a small collection: a page of a visit makes a few thousand
_OLDER = (20, 50)  # small collections before a middle one, middle ones before a full one


def settle_memory() -> None:
    """Leave what is in memory now out of every later collection, and collect less often; after a log-in."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_OLDER)
