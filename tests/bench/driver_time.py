"""Adds up the time that is spent inside the database driver, apart from ours and SQLAlchemy's."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import event

from db.engine import Database


class DriverTime:
    """Seconds in statements (``BEGIN`` and the rest) and in ``COMMIT``; one for a database, for ever."""

    def __init__(self, database: Database) -> None:
        self.statements = 0.0
        self.commit = 0.0
        dialect: Any = database.engine.dialect
        plain_commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            start = time.perf_counter()
            plain_commit(connection)
            self.commit += time.perf_counter() - start

        dialect.do_commit = do_commit
        event.listen(database.engine, "do_execute", self._execute)
        event.listen(database.engine, "do_execute_no_params", self._execute_alone)
        event.listen(database.engine, "do_executemany", self._execute_many)

    def reset(self) -> None:
        self.statements = self.commit = 0.0

    @property
    def total(self) -> float:
        return self.statements + self.commit

    def _execute(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        return self._timed(cursor.execute, statement, parameters)

    def _execute_alone(self, cursor: Any, statement: str, context: Any) -> bool:
        return self._timed(cursor.execute, statement)

    def _execute_many(self, cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        return self._timed(cursor.executemany, statement, parameters)

    def _timed(self, call: Any, *arguments: Any) -> bool:
        start = time.perf_counter()
        call(*arguments)
        self.statements += time.perf_counter() - start
        return True  # done: SQLAlchemy must not do it again
