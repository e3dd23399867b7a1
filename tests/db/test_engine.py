import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text

import db
from db.engine import OLDEST_SQLITE, Database, open_database
from db.errors import DatabaseTrouble

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 10000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "cache_size": -65536,
    "temp_store": 2,
}


def _trouble(path: Path, key: bytes | None) -> str:
    with pytest.raises(DatabaseTrouble) as trouble:
        open_database(path, key)
    return trouble.value.code


def test_every_pooled_connection_has_the_settings(database: Database) -> None:
    held = [database.engine.connect() for _ in range(6)]  # the pool and its overflow
    try:
        assert len({id(connection.connection.driver_connection) for connection in held}) == 6
        for connection in held:
            for name, expected in SETTINGS.items():
                assert connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() == expected, name
    finally:
        for connection in held:
            connection.close()


def test_a_connection_without_pool_has_them_too(tmp_path: Path, key: bytes) -> None:
    opened = open_database(tmp_path / "a.db", key, pooled=False)
    with opened.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1
    opened.close()


def test_a_wrong_key_does_not_open_and_changes_nothing(database: Database) -> None:
    database.close()
    before = database.path.read_bytes()
    assert _trouble(database.path, b"\x00" * 32) == "not_a_database"
    assert database.path.read_bytes() == before
    assert sorted(p.name for p in database.path.parent.iterdir()) == ["clinic.db"]


def test_without_a_key_it_is_no_database(database: Database) -> None:
    database.close()
    assert _trouble(database.path, None) == "not_a_database"


def test_a_short_key_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        open_database(tmp_path / "a.db", b"short")


def test_an_old_engine_is_refused(tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sqlcipher.sqlite_version_info >= OLDEST_SQLITE
    monkeypatch.setattr("db.engine.OLDEST_SQLITE", (99, 0, 0))
    assert _trouble(tmp_path / "a.db", key) == "too_old_engine"
    assert not (tmp_path / "a.db").exists()


def test_a_setting_that_does_not_stick_is_refused(
    tmp_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.engine._SETTINGS", {"synchronous": ("NORMAL", 2)})
    assert _trouble(tmp_path / "a.db", key) == "setting_refused"


def test_a_missing_folder_is_an_error_of_the_disk(tmp_path: Path, key: bytes) -> None:
    assert _trouble(tmp_path / "nowhere" / "a.db", key) == "io_error"


def test_the_key_is_in_no_text(database: Database, key: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), database.read() as session:
        session.execute(text("SELECT 1"))
    with pytest.raises(Exception) as failed, database.read() as session:  # noqa: PT011
        session.execute(text("SELECT nothing FROM nowhere WHERE x = :secret"), {"secret": "Asha Mushi"})
    shown = " ".join(
        [repr(database), repr(database.engine), str(database.engine.url), caplog.text, str(failed.value)]
    )
    assert key.hex() not in shown
    assert "Asha Mushi" not in shown


def test_foreign_keys_are_enforced(database: Database) -> None:
    from sqlalchemy.exc import IntegrityError

    with pytest.raises(IntegrityError), database.write.begin() as session:
        session.execute(
            text("INSERT INTO search_entry(row, patient_id, words) VALUES (1, zeroblob(16), 'asha')")
        )


def test_two_writing_threads_wait_for_each_other(database: Database) -> None:
    """A plain BEGIN that reads before it writes would die at once with "database is locked"."""
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for step in range(60):
                with database.write.begin() as session:
                    found = session.execute(text("SELECT count(*) FROM setting")).scalar_one()
                    session.execute(
                        text("INSERT INTO setting VALUES (:name, :value, 0, zeroblob(16))"),
                        {"name": f"{number}-{step}", "value": str(found)},
                    )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with database.read() as session:
        values = session.execute(text("SELECT count(*), count(DISTINCT value) FROM setting")).one()
    assert tuple(values) == (120, 120)  # each saw all that was committed before


def test_a_reader_sees_the_state_before_a_write_that_is_not_done(database: Database) -> None:
    with database.write.begin() as writing:
        writing.execute(text("INSERT INTO setting VALUES ('a', '1', 0, zeroblob(16))"))
        with database.read() as reading:
            assert reading.execute(text("SELECT count(*) FROM setting")).scalar_one() == 0


def test_a_lock_that_never_ends_is_busy(
    database: Database, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("db.engine").engine._SETTINGS, "busy_timeout", ("50", 50))
    other = open_database(database.path, key)
    try:
        with database.write.begin() as session:
            session.execute(text("SELECT 1"))  # the transaction begins with the first statement
            with pytest.raises(DatabaseTrouble) as trouble, other.write.begin() as waiting:
                waiting.execute(text("SELECT 1"))
        assert trouble.value.code == "busy"
    finally:
        other.close()


def test_closing_folds_the_log_into_the_file(database: Database) -> None:
    with database.write.begin() as session:
        session.execute(text("INSERT INTO setting VALUES ('a', '1', 0, zeroblob(16))"))
    assert (database.path.parent / "clinic.db-wal").exists()
    database.close()
    assert sorted(p.name for p in database.path.parent.iterdir()) == ["clinic.db"]


def test_a_damaged_page_is_named_and_not_touched(database: Database, key: bytes) -> None:
    with database.write.begin() as session:
        for number in range(300):
            session.execute(
                text("INSERT INTO setting VALUES (:name, :value, 0, zeroblob(16))"),
                {"name": f"n{number}", "value": '"' + "x" * 500 + '"'},
            )
    database.close()
    content = bytearray(database.path.read_bytes())
    content[len(content) - 2000] ^= 0xFF
    database.path.write_bytes(content)
    opened = open_database(database.path, key)
    with pytest.raises(DatabaseTrouble) as trouble, opened.read() as session:
        session.execute(text("SELECT sum(length(value)) FROM setting")).all()
    opened.close()
    assert trouble.value.code == "damaged"
    assert database.path.read_bytes() == bytes(content)


WRITER = """
import sys
from pathlib import Path
from sqlalchemy import text
from db.engine import open_database
database = open_database(Path(sys.argv[1]), bytes(range(32)))
number = int(sys.argv[2])
while True:
    with database.write.begin() as session:
        session.execute(text("INSERT INTO setting VALUES (:n, '1', 0, zeroblob(16))"), {"n": f"{number:06d}"})
        session.execute(text("INSERT INTO device VALUES (randomblob(16), :n, 0)"), {"n": f"{number:06d}"})
    print(number, flush=True)
    number += 1
"""


def test_a_damaged_file_with_its_log_is_left_as_it_is(database: Database, key: bytes, tmp_path: Path) -> None:
    with database.outside_transactions() as connection:
        connection.execute("CREATE TABLE words (word TEXT)")
        connection.executemany("INSERT INTO words VALUES (?)", [("w" * 900,) for _ in range(100)])
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("UPDATE words SET word = 'x' WHERE rowid = 50")
    copy = tmp_path / "copy" / "clinic.db"
    copy.parent.mkdir()
    content = bytearray(database.path.read_bytes())
    log = database.path.with_name(f"{database.path.name}-wal").read_bytes()
    content[16:4096] = bytes(4080)  # the first page holds the tables' names
    copy.write_bytes(content)
    copy.with_name("clinic.db-wal").write_bytes(log)
    with pytest.raises(DatabaseTrouble):
        open_database(copy, key)
    assert copy.read_bytes() == content
    assert copy.with_name("clinic.db-wal").read_bytes() == log


def test_a_killed_process_loses_nothing_it_said_was_saved(database: Database, key: bytes) -> None:
    database.close()
    acknowledged: list[int] = []
    for cycle in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(database.path), str(cycle * 100_000)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(db.__file__).parents[1],
        )
        assert process.stdout is not None
        acknowledged.append(int(process.stdout.readline()))
        time.sleep(0.05 + 0.05 * cycle)
        os.kill(process.pid, signal.SIGKILL if os.name != "nt" else signal.SIGTERM)
        acknowledged += [int(line) for line in process.stdout.read().split("\n") if line.strip()]
        process.stdout.close()
        process.wait(10)
    opened = open_database(database.path, key)
    with opened.read() as session:
        saved = {int(name) for name in session.scalars(text("SELECT name FROM setting"))}
        halves = {int(name) for name in session.scalars(text("SELECT name FROM device"))}
        sound = session.execute(text("PRAGMA integrity_check")).scalar_one()
    opened.close()
    assert len(acknowledged) > 20
    assert set(acknowledged) <= saved
    assert saved == halves  # no transaction by half
    assert sound == "ok"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "small"
    place.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False
    )
    if done.returncode != 0:
        pytest.skip("this system does not let us mount a small disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_keeps_all_that_was_saved_and_work_goes_on_when_there_is_space(
    small_disk: Path, key: bytes
) -> None:
    from db.migrate import upgrade

    films = small_disk / "films"
    films.write_bytes(b"x" * 400_000)
    opened = open_database(small_disk / "clinic.db", key)
    upgrade(opened)
    saved = 0

    def visit(number: int) -> None:
        with opened.write.begin() as session:
            for part in range(4):
                session.execute(
                    text("INSERT INTO setting VALUES (:n, :v, 0, zeroblob(16))"),
                    {"n": f"{number}-{part}", "v": '"' + "x" * 900 + '"'},
                )

    codes = set()
    for number in range(1000):
        try:
            visit(number)
            saved += 1
        except DatabaseTrouble as trouble:
            codes.add(trouble.code)
            if number - saved > 5:  # refused again and again, always with the same word
                break
    assert codes == {"disk_full"}
    assert saved > 10

    def rows() -> int:
        with opened.read() as session:
            return int(session.execute(text("SELECT count(*) FROM setting")).scalar_one())

    assert rows() == saved * 4
    films.unlink()
    visit(5000)
    assert rows() == saved * 4 + 4
    opened.close()
    again = open_database(small_disk / "clinic.db", key)
    with again.read() as session:
        assert session.execute(text("SELECT count(*) FROM setting")).scalar_one() == saved * 4 + 4
        assert session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    again.close()


@pytest.mark.skipif(os.name == "nt", reason="mounts of Linux")
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/data/emr", "nfs4"),
        ("/srv/data", "nfs4"),
        ("/srv/database", "ext4"),
        ("/mnt/my disk/x", "cifs"),
        ("/", "ext4"),
    ],
)
def test_the_longest_mount_point_counts(folder: str, kind: str) -> None:
    from db.place import _type_of_mount

    mounts = (
        "/dev/a / ext4 rw 0 0\nserver:/x /srv/data nfs4 rw 0 0\n//s/y /mnt/my\\040disk cifs rw 0 0\nbroken\n"
    )
    assert _type_of_mount(Path(folder), mounts) == kind
