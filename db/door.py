"""Counts the connections that are lent out, and keeps everybody out while the file is needed alone."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.pool import NullPool, Pool, PoolProxiedConnection, QueuePool

from db.errors import DatabaseTrouble


class Door:
    """The way to one database file, with the key that opens it now.

    Every connection of the pools below is asked for here. While the door is shut nobody gets one: who asks
    waits until it opens again, and then connects with the key of then.
    """

    def __init__(self, path: Path, key: bytes | None, connect: Callable[[Path, bytes | None], Any]) -> None:
        self.path, self.key = path, key
        self._connect = connect
        self._change = threading.Condition()
        self._lent: Counter[int] = Counter()  # thread: connections
        self._shut = False

    def __call__(self) -> Any:
        """Make one connection: what the pool calls."""
        return self._connect(self.path, self.key)

    def watch(self, engine: Engine) -> None:
        """Know who holds which connection of this engine's pool."""
        event.listen(engine, "checkout", _note_holder)

    def enter(self) -> None:
        """Wait while the door is shut; who holds a connection already may have another."""
        thread = threading.get_ident()
        with self._change:
            self._change.wait_for(lambda: not self._shut or self._lent[thread] > 0)
            self._lent[thread] += 1

    def leave(self, thread: int | None = None) -> None:
        with self._change:
            self._lent[threading.get_ident() if thread is None else thread] -= 1
            self._lent = +self._lent
            self._change.notify_all()

    @contextmanager
    def shut(self, engine: Engine, *, wait_s: float) -> Iterator[None]:
        """Wait until every connection came back, close them all, and let nobody in inside the block.

        Raises:
            DatabaseTrouble: ``busy`` when somebody keeps a connection longer than ``wait_s``.
        """
        end = time.monotonic() + wait_s
        with self._change:
            if not self._change.wait_for(lambda: not self._shut, wait_s):
                raise DatabaseTrouble("busy", path=str(self.path))
            self._shut = True
        try:
            with self._change:
                if not self._change.wait_for(lambda: not self._lent, max(end - time.monotonic(), 0)):
                    raise DatabaseTrouble("busy", path=str(self.path))
            # Not Engine.dispose(): that makes another pool, while who waits stands before this one.
            engine.pool.dispose()
            yield
        finally:
            with self._change:
                self._shut = False
                self._change.notify_all()


def _note_holder(_connection: Any, record: Any, _proxy: Any) -> None:
    record.record_info["holder"] = threading.get_ident()


class _ThroughTheDoor(Pool):
    def connect(self) -> PoolProxiedConnection:
        door: Door = self._creator  # type: ignore[assignment]
        door.enter()
        try:
            return super().connect()
        except BaseException:
            door.leave()
            raise

    def _do_return_conn(self, record: Any) -> None:
        # Only once it lies in the pool is it among those that are closed.
        super()._do_return_conn(record)
        holder = record.record_info.pop("holder", None)
        if holder is not None:
            door: Door = self._creator  # type: ignore[assignment]
            door.leave(holder)


class KeptPool(_ThroughTheDoor, QueuePool):
    """Keeps connections open."""


class FreshPool(_ThroughTheDoor, NullPool):
    """Opens one for each use."""
