"""Lets all openings of a record share finished statements: each would turn the same ones into text anew.

That is most of the time of an opening and says nothing of what is on the disk. Connections, their settings
and all that is read stay those of each opening.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite as Dialect
from sqlalchemy.util import LRUCache

import db.engine


@contextlib.contextmanager
def statements_once() -> Iterator[None]:
    """For the block: every engine finds what the others made, since all their dialects count as one."""
    make, finished = db.engine.create_engine, LRUCache[Any, Any](1_000)

    def create(*arguments: Any, **options: Any) -> Any:
        engine: Any = make(*arguments, **options)
        engine._compiled_cache = finished
        return engine

    with (
        patch.object(Dialect, "__hash__", lambda _self: hash(Dialect)),
        patch.object(Dialect, "__eq__", lambda _self, other: type(other) is Dialect),
        patch.object(db.engine, "create_engine", create),
    ):
        yield
