"""Opens the encrypted clinic database with settings that are asserted on every connection."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from db import trail
from db.door import Door, FreshPool, KeptPool
from db.errors import DatabaseTrouble, trouble_from
from db.stopping import Stopped, can_be_stopped, go_on, is_stopped
from db.watching import watch

# SQLite 3.7.0-3.51.2 can corrupt a WAL database when two connections checkpoint at once
# (https://sqlite.org/wal.html#walresetbug).
OLDEST_SQLITE = (3, 51, 3)

# Pragma -> value it must read back as. FULL, because NORMAL loses committed visits at a power cut; 64 MB of
# cache, because encrypted counting is then as fast as plain.
_SETTINGS: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "busy_timeout": ("10000", 10000),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "mmap_size": ("0", 0),
    "cache_size": ("-65536", -65536),
    "temp_store": ("MEMORY", 2),
    "journal_size_limit": ("67108864", 67108864),
}

_STEPS_BETWEEN_LOOKS = 100_000  # of the engine's machine: some milliseconds


@dataclass(frozen=True)
class Database:
    """An open clinic database.

    ``with database.write.begin() as session:`` is the unit of work (``BEGIN IMMEDIATE``);
    ``with database.read() as session:`` reads. Rows of the models never leave those blocks.
    """

    path: Path
    engine: Engine
    read: sessionmaker[Session]
    write: sessionmaker[Session]
    door: Door
    # Told after each commit that added to the audit trail: number and MAC of the last row, key of the chain.
    on_head: list[Callable[[int, bytes, bytes], None]] = field(default_factory=list, compare=False)
    on_close: list[Callable[[], None]] = field(default_factory=list, compare=False)

    @contextmanager
    def outside_transactions(self) -> Iterator[Any]:
        """Lend the driver's own connection, in no transaction, for what cannot run in one.

        Raises:
            DatabaseTrouble: whatever the engine says of the machine.
        """
        borrowed = self.engine.raw_connection()
        try:
            yield borrowed.driver_connection
        except sqlcipher.Error as error:
            raise trouble_from(error, self.path) or error from error
        finally:
            borrowed.close()

    def close(self) -> None:
        """Fold the write-ahead log into the file and close every connection."""
        for work in self.on_close:
            work()
        try:
            with self.outside_transactions() as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except DatabaseTrouble:
            pass  # someone else still reads; the log is folded in at the next close
        self.engine.dispose()

    def let_go(self) -> None:
        """Close every connection and leave the files as they are: nothing is folded in."""
        with _untouched(self.path, self.door.key):
            self.engine.dispose()


def open_database(path: Path, key: bytes | None, *, pooled: bool = True) -> Database:
    """Open the database file at ``path`` with a raw 256-bit key, making the file if it is not there.

    Args:
        path: the database file; its folder must exist.
        key: 32 bytes, or None for an unencrypted file (benchmarks only).
        pooled: keep up to four connections open; False opens one for each use.

    Raises:
        DatabaseTrouble: ``not_a_database`` (wrong key or damaged header), ``read_only``, ``disk_full``, ...
    """
    if key is not None and len(key) != 32:
        raise ValueError("the database key has 32 bytes")

    def make(path: Path, key: bytes | None) -> Any:
        try:
            return connect(path, key)
        except sqlcipher.Error as error:
            raise trouble_from(error, path) or error from error

    door = Door(path, key, make)
    pool: dict[str, Any] = (
        {"poolclass": KeptPool, "pool_size": 4, "max_overflow": 2} if pooled else {"poolclass": FreshPool}
    )
    engine = create_engine("sqlite+pysqlite://", module=sqlcipher, creator=door, hide_parameters=True, **pool)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", lambda *_given: go_on())
    door.watch(engine)

    def translate(context: ExceptionContext) -> BaseException | None:
        # What is returned here is raised in the place of SQLAlchemy's own exception.
        if is_stopped():
            return Stopped()
        return trouble_from(context.original_exception, path)

    event.listen(engine, "handle_error", translate)
    on_head: list[Callable[[int, bytes, bytes], None]] = []
    database = Database(
        path=path,
        engine=engine,
        read=sessionmaker(engine, expire_on_commit=False),
        write=sessionmaker(
            engine.execution_options(emr_write=True, emr_watch=path),
            class_=WritingSession,
            expire_on_commit=False,
            info={"emr_writes": True, _ON_HEAD: on_head},
        ),
        door=door,
        on_head=on_head,
    )
    try:
        with engine.connect():
            pass
    except BaseException:
        database.let_go()
        raise
    return database


def connect(path: Path, key: bytes | None) -> Any:
    """One connection of the driver with every setting asserted; ``open_database`` is the usual way.

    Raises:
        DatabaseTrouble: ``too_old_engine not_encrypted setting_refused``.
        sqlcipher.Error: whatever the driver says of the file.
    """
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise DatabaseTrouble("too_old_engine", version=sqlcipher.sqlite_version)
    connection = sqlcipher.connect(
        str(path), timeout=10, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            if connection.execute("PRAGMA cipher_version").fetchone() is None:
                raise DatabaseTrouble("not_encrypted")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # a wrong key fails here
        for name, (value, expected) in _SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")
            actual = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if actual != expected:
                raise DatabaseTrouble("setting_refused", setting=name, wanted=str(expected), got=str(actual))
    except BaseException:
        with _untouched(path, key):
            connection.close()
        raise
    return connection


@contextmanager
def _untouched(path: Path, key: bytes | None) -> Iterator[None]:
    """Keep away the checkpoint of the last connection that closes: a damaged file stays as it is.

    A reader that is still there, and may not write, keeps it away
    (https://sqlite.org/wal.html#the_wal_file).
    """
    guard = None
    with suppress(sqlcipher.Error, OSError):
        guard = sqlcipher.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        guard.execute("PRAGMA cipher_log_level = NONE")
        if key is not None:
            guard.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        guard.execute("SELECT count(*) FROM sqlite_master").fetchone()
    try:
        yield
    finally:
        if guard is not None:
            guard.close()


def _begin(connection: Connection) -> None:
    # A plain BEGIN that later writes dies with "database is locked" as soon as someone else wrote first.
    options = connection.get_execution_options()
    writes, path = options.get("emr_write"), options.get("emr_watch")
    if path is not None and not connection.info.get("emr_watched"):
        connection.info["emr_path"] = path
        connection.info["emr_watched"] = watch(connection.connection.driver_connection)
    _look_inside_long_statements(connection)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _look_inside_long_statements(connection: Connection) -> None:
    """A statement of a thread that may be stopped looks every few milliseconds whether it is to end."""
    stoppable, info = can_be_stopped(), connection.info
    if stoppable != info.get("emr_looks", False):
        info["emr_looks"] = stoppable
        driver: Any = connection.connection.driver_connection
        driver.set_progress_handler(is_stopped if stoppable else None, _STEPS_BETWEEN_LOOKS)


_now = threading.local()
_ON_HEAD = "emr_on_head"  # in the info of a writing session: ``Database.on_head``


def writing_session() -> Session | None:
    """The writing session that this thread is in the middle of, if any."""
    inside: list[Session] = getattr(_now, "inside", [])
    return inside[-1] if inside else None


class WritingSession(Session):
    """Session of a writing transaction: writes the trail at its end, and tells its head after the commit.

    The listeners are those of this class, registered once: what is registered for the class that a
    ``sessionmaker`` makes is kept for good, and would keep each database that was ever opened, with its key.
    """


def _begun(session: Session, _transaction: SessionTransaction, _connection: Connection) -> None:
    if not hasattr(_now, "inside"):
        _now.inside = []
    if session not in _now.inside:
        _now.inside.append(session)


def _ended(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is not None:
        return
    if session in getattr(_now, "inside", []):
        _now.inside.remove(session)
    trail.run_after_end(session)


def _committed(session: Session) -> None:
    head = trail.committed_head(session)
    if head is not None:
        for tell in session.info[_ON_HEAD]:
            tell(*head)


event.listen(WritingSession, "after_begin", _begun)
event.listen(WritingSession, "before_commit", trail.settle)
event.listen(WritingSession, "after_commit", _committed)
event.listen(WritingSession, "after_rollback", trail.forget)
event.listen(WritingSession, "after_transaction_end", _ended)
