"""A person stops long work: inside a long statement, at the next one, and never half of a transaction."""

import threading
import time

import pytest
from sqlalchemy import text

from db.engine import Database
from db.stopping import Stopped, go_on, not_stopped, stoppable

_FOR_EVER = text(
    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4000000000)"
    " SELECT count(*) FROM n"
)


def _after(seconds: float, event: threading.Event) -> None:
    timer = threading.Timer(seconds, event.set)
    timer.daemon = True
    timer.start()


def test_a_long_statement_ends_when_it_is_stopped(database: Database) -> None:
    wanted = threading.Event()
    _after(0.2, wanted)
    begun = time.monotonic()
    with pytest.raises(Stopped), stoppable(wanted), database.read() as session:
        session.execute(_FOR_EVER).scalar()
    assert time.monotonic() - begun < 20  # it would take minutes


def test_what_was_written_before_it_goes_back(database: Database) -> None:
    with database.write.begin() as session:
        session.execute(text("CREATE TABLE scrap (n INTEGER)"))
    wanted = threading.Event()

    def write() -> None:
        with stoppable(wanted), database.write.begin() as session:
            session.execute(text("INSERT INTO scrap VALUES (1)"))
            wanted.set()
            session.execute(text("INSERT INTO scrap VALUES (2)"))

    with pytest.raises(Stopped):
        write()
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM scrap")).scalar() == 0


def test_the_connection_of_a_stopped_read_serves_the_next_one(database: Database) -> None:
    wanted = threading.Event()
    _after(0.1, wanted)
    with pytest.raises(Stopped), stoppable(wanted), database.read() as session:
        session.execute(_FOR_EVER).scalar()
    for _ in range(3):
        with database.read() as session:
            assert session.execute(text("SELECT count(*) FROM sqlite_master")).scalar()


def test_another_thread_is_not_stopped(database: Database) -> None:
    wanted, found = threading.Event(), list[object]()
    wanted.set()

    def read() -> None:
        with database.read() as session:
            found.append(session.execute(text("SELECT 1")).scalar())

    with stoppable(wanted):
        other = threading.Thread(target=read)
        other.start()
        other.join(timeout=10)
    assert found == [1]


def test_what_has_to_be_finished_is_finished(database: Database) -> None:
    wanted = threading.Event()
    wanted.set()
    with stoppable(wanted):
        with not_stopped(), database.read() as session:
            assert session.execute(text("SELECT 1")).scalar() == 1
        with pytest.raises(Stopped):
            go_on()
    go_on()


def test_either_of_two_stops_ends_it() -> None:
    outer, inner = threading.Event(), threading.Event()
    with stoppable(outer), stoppable(inner):
        go_on()
        outer.set()
        with pytest.raises(Stopped):
            go_on()
