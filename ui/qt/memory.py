"""Keeps Python's garbage collector from standing in the way of somebody who types.

A full collection looks at every object there is: with the modules and reference data of the program it took
118 ms, in whatever task it fell. What was made up to the log-in stays until the session ends.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer

T = TypeVar("T")

_YOUNG = 20_000  # new objects before a small collection: a page of a visit makes a few thousand
_OLDER = (20, 50)  # small collections before a middle one, middle ones before a full one


def settle_memory() -> None:
    """Leave what is in memory now out of every later collection, and collect less often; after a log-in."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *_OLDER)


def forgetting(done: Callable[[T], None]) -> Callable[[T], None]:
    """``done``, after which the session that ended is let go of, with its key.

    What was left out of the collections is looked at once more, as soon as nothing holds the session.
    """

    def call(result: T) -> None:
        done(result)
        QTimer.singleShot(0, _look_again)

    return call


def _look_again() -> None:
    gc.unfreeze()
    settle_memory()
