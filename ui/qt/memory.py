"""Keeps Python's garbage collector from standing in the way of somebody who types.

A full collection looks at every object there is: with the modules and reference data of the program it took
118 ms, in whatever task it fell. What the program itself is made of is put aside once, before anybody is in;
what a session makes is looked at when it ends, in a fraction of that time.

And it works in the GUI thread alone. Python collects in whichever thread makes the next object: the database
worker would take a widget down that was let go of, its timers still running, and Qt ends the program when
the next of them is due.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar
from weakref import ref

from PySide6.QtCore import QObject, QTimer

from ui.qt.one_heap import give_back

T = TypeVar("T")

_YOUNG = 20_000  # new objects before a small collection: a page of a visit makes a few thousand
_OLDER = (20, 50)  # small collections before a middle one, middle ones before a full one
_NEVER = 1_000_000
_LOOK_MS = 250  # between two looks whether there is something to collect
_COLLECTOR = "garbageCollector"
_LOOKS_MS = (0, 500, 2_000, 8_000)  # after a session ended, each after the one before


def collect_here(application: QObject) -> None:
    """From now on garbage is collected in this thread and no other; called again it changes nothing."""
    if application.findChild(QTimer, _COLLECTOR) is not None:
        return
    gc.disable()
    timer = QTimer(application)
    timer.setObjectName(_COLLECTOR)
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(collect_what_is_due)
    timer.start()


def collect_what_is_due() -> None:
    """What Python would do by itself at the next new object: by the thresholds that are set."""
    counts, most = gc.get_count(), gc.get_threshold()
    if counts[0] > most[0]:
        oldest = max(generation for generation in range(3) if counts[generation] > most[generation])
        gc.collect(oldest)
        if oldest:
            give_back()


def collect_no_old_ones() -> None:
    """While modules are read, look only at what has just been made: its litter goes, nobody waits."""
    gc.set_threshold(gc.get_threshold()[0], gc.get_threshold()[1], _NEVER)


def collect_seldom() -> None:
    """From now on a full collection comes after twenty million new objects: not while somebody types."""
    gc.set_threshold(_YOUNG, *_OLDER)


def put_program_aside() -> None:
    """Leave what is in memory now out of every later collection; the first call of a process does it.

    That is before anybody is in. What is made after it is looked at whenever a session ends.
    """
    if gc.get_freeze_count() == 0:
        gc.freeze()


def forgetting(done: Callable[[T], None], *, what: object) -> Callable[[T], None]:
    """``done``, after which the session that ended is let go of, with its key.

    Args:
        done: what comes next.
        what: of the session; it is looked for until it is gone. A thread that ends or a window that is
            taken away may hold it for a moment longer.
    """
    gone = ref(what)
    del what

    def call(result: T) -> None:
        done(result)
        look(_LOOKS_MS)

    def look(left: tuple[int, ...]) -> None:
        if gone() is not None and left:
            QTimer.singleShot(left[0], lambda: collect_and_look(left[1:]))

    def collect_and_look(left: tuple[int, ...]) -> None:
        gc.collect()
        give_back()
        look(left)

    return call
