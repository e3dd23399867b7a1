"""Nothing keeps a database that was closed: neither its memory nor the key that opened it."""

import gc
import weakref
from pathlib import Path

from sqlalchemy import text

from db.engine import open_database


def test_a_closed_database_is_forgotten_with_its_key(tmp_path: Path, key: bytes) -> None:
    opened = open_database(tmp_path / "a.db", key)
    with opened.write.begin() as session:
        session.execute(text("CREATE TABLE a (id INTEGER)"))
    with opened.read() as session:
        session.execute(text("SELECT * FROM a"))
    opened.close()
    kept = {name: weakref.ref(getattr(opened, name)) for name in ("engine", "door", "read", "write")}
    del opened, session
    gc.collect()
    assert [name for name, what in kept.items() if what() is not None] == []
