"""The battery's part about going back in time, and about changes by whoever has the key."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from aged_site import Files, Moments, aged_site, look
from facility_checks import opened_vault
from part import Row, Size
from power_disk import put_back
from powercut_part import Place
from statements_once import statements_once

Change = Callable[[Place, Moments, Files, random.Random], None]

TRIALS = {True: 1_000, False: 48}
PAGE = 4096
MOST_EXAMPLES = 10


def run(size: Size, seed: int) -> list[Row]:
    """Every kind of going back, in turn; whatever a table then holds otherwise must have been flagged."""
    wanted = size.n or TRIALS[size.long]
    notes: Counter[str] = Counter()
    failures: list[str] = []
    n = 0
    with statements_once(), aged_site(seed) as (where, moments):
        put_back(where.root, {path: bytearray(content) for path, content in moments.newer.items()})
        sound = look(where)
        if sound.refused or sound.findings or sound.bug:
            failures.append(f"{seed}: what nobody touched is not found sound: {sound}")
        while n < wanted and not failures[MOST_EXAMPLES:]:
            name, change = list(KINDS.items())[ORDER[n % len(ORDER)]]
            own = f"{seed}/{n}"
            n += 1
            files: Files = dict(moments.newer)
            change(where, moments, files, random.Random(own))
            found = look(where)
            notes[name] += 1
            if found.bug:
                failures.append(f"{own} {name}: {found.bug}")
            elif found.refused or found.findings:
                notes[f"{name}: flagged"] += 1
            else:
                other = {table for table, rows in found.content.items() if rows != sound.content.get(table)}
                if other:
                    failures.append(f"{own} {name}: not flagged: {sorted(other)}")
                notes[f"not flagged: {', '.join(sorted(other)) or 'every row is as it was'}"] += 1
    return [
        Row(
            what="going back and changes with the key",
            n=n,
            failures=len(failures),
            seed=seed,
            examples=tuple(failures[:MOST_EXAMPLES]),
            notes=dict(sorted(notes.items())),
        )
    ]


def _put(where: Place, files: Files) -> None:
    put_back(where.root, {path: bytearray(content) for path, content in files.items()})


def _database(where: Place) -> str:
    return str(where.folder / "clinic.db")


def _old_pages(where: Place, moments: Moments, files: Files, draw: random.Random) -> None:
    path = _database(where)
    old, new = moments.older[path], bytearray(moments.newer[path])
    differing = [
        at for at in range(0, min(len(old), len(new)), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]
    ]
    for at in draw.sample(differing, draw.choice((1, 1, 1, 2, 3))):
        new[at : at + PAGE] = old[at : at + PAGE]
    files[path] = bytes(new)
    _put(where, files)


def _old_database(where: Place, moments: Moments, files: Files, _draw: random.Random) -> None:
    files[_database(where)] = moments.older[_database(where)]
    _put(where, files)


def _old_folder(where: Place, moments: Moments, files: Files, _draw: random.Random) -> None:
    for path in [path for path in files if path.startswith(f"{where.folder}/")]:
        del files[path]
    files |= {path: content for path, content in moments.older.items() if path.startswith(f"{where.folder}/")}
    _put(where, files)


def _old_keys(where: Place, moments: Moments, files: Files, _draw: random.Random) -> None:
    for path in files:
        if "keyslots" in Path(path).name:
            files[path] = moments.older.get(path, files[path])
    _put(where, files)


def _with_the_key(statements: Callable[[random.Random, sqlcipher.Connection], None]) -> Change:
    def change(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
        _put(where, files)
        key = opened_vault(where.folder, where.keys).database_key
        connection = sqlcipher.connect(_database(where), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%audit%'"
        ).fetchall():
            _taken_off[name] = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (name,)
            ).fetchone()[0]
            connection.execute(f"DROP TRIGGER {name}")
        statements(draw, connection)
        for sql in _taken_off.values():  # put back: whoever does this is careful
            connection.execute(sql)
        _taken_off.clear()
        connection.close()

    return change


_taken_off: dict[str, str] = {}


def _one(draw: random.Random, connection: sqlcipher.Connection, query: str) -> object:
    return draw.choice(connection.execute(query).fetchall())[0]


def _row_changed(draw: random.Random, connection: sqlcipher.Connection) -> None:
    what = draw.choice(
        (
            ("visit", "complaint", "'hakuna'"),
            ("diagnosis", "icd10", "'Z00.0'"),
            ("prescription", "quantity", "quantity + 100"),
            ("patient", "last_name", "'Mwingine'"),
            ("lab_result", "result", "'positive'"),
            ("staff", "roles", "'[\"in_charge\"]'"),
            ("vitals", "weight_kg", "weight_kg + 7"),
        )
    )
    table, column, value = what
    picked = _one(draw, connection, f"SELECT id FROM {table} WHERE {column} IS NOT {value}")
    connection.execute(f"UPDATE {table} SET {column} = {value} WHERE id = ?", (picked,))


def _row_gone(draw: random.Random, connection: sqlcipher.Connection) -> None:
    table = draw.choice(("diagnosis", "prescription", "vitals", "lab_result"))
    picked = _one(draw, connection, f"SELECT id FROM {table}")
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (picked,))


def _visit_gone(draw: random.Random, connection: sqlcipher.Connection) -> None:
    visit = _one(draw, connection, "SELECT id FROM visit")
    for table in ("diagnosis", "prescription", "vitals", "lab_result"):
        connection.execute(f"DELETE FROM {table} WHERE visit_id = ?", (visit,))
    connection.execute("DELETE FROM visit WHERE id = ?", (visit,))


def _tail_cut(draw: random.Random, connection: sqlcipher.Connection) -> None:
    connection.execute(
        "DELETE FROM audit_entry WHERE seq > (SELECT max(seq) - ? FROM audit_entry)", (draw.randint(1, 20),)
    )


def _entry_changed(draw: random.Random, connection: sqlcipher.Connection) -> None:
    seq = _one(draw, connection, "SELECT seq FROM audit_entry")
    sql = draw.choice(
        (
            "UPDATE audit_entry SET action = 'visit.viewed2' WHERE seq = ?",
            "UPDATE audit_entry SET at = at + 60000000 WHERE seq = ?",
            "UPDATE audit_entry SET detail = '{\"version\": 9}' WHERE seq = ?",
            "UPDATE audit_entry SET staff_id = zeroblob(16) WHERE seq = ?",
            "DELETE FROM audit_entry WHERE seq = ?",
        )
    )
    connection.execute(sql, (seq,))


KINDS: dict[str, Change] = {
    "old pages put back": _old_pages,
    "row changed": _with_the_key(_row_changed),
    "part of a visit deleted": _with_the_key(_row_gone),
    "visit deleted": _with_the_key(_visit_gone),
    "end of the trail cut off": _with_the_key(_tail_cut),
    "row of the trail changed": _with_the_key(_entry_changed),
    "older database file": _old_database,
    "older data folder": _old_folder,
    "older key files": _old_keys,
}
ORDER = (0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8)  # old pages half of the time
