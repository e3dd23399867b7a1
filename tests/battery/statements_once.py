"""Lets all openings of a record share one dialect: each would turn the same statements into text anew.

That is most of the time of an opening and says nothing of what is on the disk. Connections, their settings
and all that is read stay those of each opening.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import db.engine


@contextlib.contextmanager
def statements_once() -> Iterator[None]:
    """For the block: every engine takes over the dialect and the finished statements of the first one."""
    make, first = db.engine.create_engine, []

    def create(*arguments: Any, **options: Any) -> Any:
        engine: Any = make(*arguments, **options)
        if first:
            engine.dialect = engine.pool._dialect = first[0].dialect
            engine._compiled_cache = first[0]._compiled_cache
        else:
            first.append(make("sqlite+pysqlite://", module=options.get("module")))
        return engine

    db.engine.create_engine = create  # type: ignore[assignment]
    try:
        yield
    finally:
        db.engine.create_engine = make
