"""Cuts ids into portions: SQLite takes 32,766 variables in a statement, and small ones are kept ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

PORTION = 500

T = TypeVar("T")


def portions(values: Iterable[T], size: int = PORTION) -> Iterator[list[T]]:
    """The values in their order, at most ``size`` in each list; none where there are none."""
    left = iter(values)
    while portion := list(islice(left, size)):
        yield portion
