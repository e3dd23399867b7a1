"""Lets a person stop a long document between two of its pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_HERE = threading.local()


class Stopped(Exception):
    """The person stopped it; nothing was made."""


@contextmanager
def stoppable(wanted: threading.Event) -> Iterator[None]:
    """What is laid out in this thread meanwhile ends with ``Stopped`` once ``wanted`` is set."""
    _HERE.wanted = wanted
    try:
        yield
    finally:
        _HERE.wanted = None


def go_on() -> None:
    """Between two pages: go on, unless it is to stop.

    Raises:
        Stopped: somebody asked for it.
    """
    wanted = getattr(_HERE, "wanted", None)
    if wanted is not None and wanted.is_set():
        raise Stopped
