"""Lets a person stop long work at places where nothing is half done.

Whoever runs the work says in its thread what may stop it. That is looked at between two statements and inside
a long one, between two pages of a document, and while a server is waited for: the transaction then goes back
as a whole, a document that is not whole is thrown away.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_HERE = threading.local()


class Stopped(Exception):
    """The person stopped it; nothing of it was kept."""


@contextmanager
def stoppable(wanted: threading.Event) -> Iterator[None]:
    """What this thread does meanwhile ends with ``Stopped`` once ``wanted``, or one outside it, is set."""
    outside = _events()
    _HERE.events = (*outside, wanted)
    try:
        yield
    finally:
        _HERE.events = outside


@contextmanager
def not_stopped() -> Iterator[None]:
    """What this thread does meanwhile goes on to its end: it cannot be left half done."""
    outside = _events()
    _HERE.events = ()
    try:
        yield
    finally:
        _HERE.events = outside


def can_be_stopped() -> bool:
    """Whether somebody may stop what this thread does now."""
    return bool(_events())


def is_stopped() -> bool:
    """Whether somebody asked that what this thread does ends."""
    return any(event.is_set() for event in _events())


def go_on() -> None:
    """Go on, unless it is to stop.

    Raises:
        Stopped: somebody asked for it.
    """
    if is_stopped():
        raise Stopped


def _events() -> tuple[threading.Event, ...]:
    found: tuple[threading.Event, ...] = getattr(_HERE, "events", ())
    return found
