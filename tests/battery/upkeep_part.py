"""The battery's part about long things that are cut off: rekey, backup, restore and migration.

Each is recorded once, and taken back to any moment: as after a power cut, or after `kill -9` between calls.
"""

from __future__ import annotations

import contextlib
import json
import random
import time
from collections import Counter
from dataclasses import replace
from typing import Any

from facility_checks import Told, opened_vault
from facility_upkeep import WHATS, backups_in, next_version, opened
from facility_work import Work
from kill_part import fresh
from part import Row, Size
from power_disk import Disk, files_under, put_back
from powercut_part import MOST_EXAMPLES, Place, Recording, place, recorded
from recorder import NoRecorder, library

from db.engine import open_database
from db.errors import DatabaseTrouble
from db.health import broken_references, damaged_pages, search_index_fits
from db.watching import kinds
from emr_desktop.access.verifying import verify

CONTROLS = ("rekey", "restore")
CUTS = {True: 500, False: 12}  # of each
WATCHED = sorted({part.table for kind in kinds().values() for part in kind.parts})


def run(size: Size, seed: int) -> list[Row]:
    """Each of the long things."""
    try:
        library()
    except NoRecorder as why:
        print(f"long things cut off are left out: {why}")
        return []
    return [*(control(what, size, seed) for what in CONTROLS), *(cut_off(what, size, seed) for what in WHATS)]


def control(what: str, size: Size, seed: int) -> Row:
    """Without fsync of the program's own files something must go wrong."""
    row = cut_off(what, replace(size, n=60 if size.long else 20), seed, EMR_BATTERY_NO_FSYNC="1")
    return replace(
        row,
        what=f"control, must be found out: {what} without fsync",
        failures=int(row.failures == 0),
        examples=() if row.failures else (f"{row.n} cuts and nothing was lost",),
        notes={**row.notes, "cuts with a loss or damage": row.failures},
    )


def cut_off(what: str, size: Size, seed: int, **more: str) -> Row:
    """Record one, and cut it off again and again."""
    wanted, until = size.n or CUTS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    n = 0
    with place() as where:
        before, after, recording, old_key = _recorded(where, what, seed, **more)
        first = 0.8 if more else 0.0  # a control looks where the unsynced files are needed
        among = range(int(first * len(recording.calls)), len(recording.calls))
        moments = sorted(random.Random(f"{seed}/{what}").choices(among, k=wanted))
        disk, done, at = Disk(recording.before), False, 0
        for number, moment in enumerate(moments):
            if time.monotonic() > until:
                break
            for call in recording.calls[at : moment + 1]:
                if call.what == "M":
                    done = done or "done" in json.loads(call.data)
                else:
                    disk.take(call)
            at = max(at, moment + 1)
            own = f"{seed}/{what}/{number}"
            draw = random.Random(own)
            killed = draw.random() < (0.0 if more else 0.4)
            files = disk.after_kill() if killed else disk.after_cut(draw)
            put_back(where.root, files)
            n += 1
            notes["kills" if killed else "power cuts"] += 1
            notes["after it was done"] += done
            allowed = [after] if done else [before, after]
            wrong = _wrong(where, what, recording, allowed, old_key, done=done)
            if wrong:
                failures.append(f"{own} at call {moment}: {'; '.join(wrong[:3])}")
    return Row(
        what=f"cut off: {what}",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def _recorded(where: Place, what: str, seed: int, **more: str) -> tuple[Any, Any, Recording, bytes]:
    """What the record says before and may say afterwards, the calls, and the key of before."""
    fresh(where)
    work = Work(where.folder, seed, Told().hear)
    for _ in range(15):
        work.step()
    work.clinic.backups.make()
    backed_up = _content(work.clinic)
    for _ in range(15):
        work.step()
    before = _content(work.clinic)
    work.clinic.close()
    old_key = opened_vault(where.folder, where.keys).database_key
    recording = recorded(where, ["facility_upkeep.py", str(where.folder), what], **more)
    return before, backed_up if what == "restore" else before, recording, old_key


def _content(clinic: Any) -> dict[str, str]:
    """The records, in which no upkeep changes a word; the new column of the migration apart."""
    with clinic.work.database.outside_transactions() as connection:
        columns = {
            table: [
                row[1]
                for row in connection.execute(f"PRAGMA table_info({table})")
                if row[1] != "of_next_year"
            ]
            for table in WATCHED
            if table != "staff"  # whose key is whose may change
        }
        return {
            table: repr(sorted(map(repr, connection.execute(f"SELECT {', '.join(names)} FROM {table}"))))
            for table, names in columns.items()
        }


def _wrong(
    where: Place, what: str, recording: Recording, allowed: list[Any], old_key: bytes, *, done: bool
) -> list[str]:
    with next_version() if what == "migration" else contextlib.nullcontext():
        try:
            clinic = opened(where.folder)
        except Exception as error:
            return [f"does not open: {type(error).__name__} {getattr(error, 'code', error)}"]
        try:
            return list(_of_opened(where, what, recording, allowed, old_key, clinic, done=done))
        except Exception as error:
            return [f"does not read: {type(error).__name__} {getattr(error, 'code', error)}"]
        finally:
            clinic.work.database.engine.dispose()


def _of_opened(
    where: Place,
    what: str,
    recording: Recording,
    allowed: list[Any],
    old_key: bytes,
    clinic: Any,
    *,
    done: bool,
) -> Any:
    database, vault = clinic.work.database, clinic.work.vault
    now = _content(clinic)
    if now not in allowed:
        yield f"other content: {[name for name in now if all(now[name] != each[name] for each in allowed)]}"
    yield from damaged_pages(database)
    yield from broken_references(database)
    if not search_index_fits(database):
        yield "the search index does not fit"
    yield from (f"trail: {each.code} {each.params}" for each in verify(work=clinic.work).findings)
    if vault.previous_database_key is not None:
        yield "a change of key is still under way after the start"
    if what == "rekey":
        if done and vault.database_key == old_key:
            yield "the key is the old one again"
        database.close()
        if _opens(where, old_key) != (vault.database_key == old_key):
            yield "two generations of the key open"
        return
    good = {path: content for path, content in recording.before.items() if path.endswith(".emrbackup")}
    now_there = {
        path: content for path, content in files_under(where.root).items() if path.endswith(".emrbackup")
    }
    for path, content in good.items():
        if now_there.get(path) != content:
            yield "the last good backup is not there as it was"
    if what == "backup" and done and len(now_there) <= len(good):
        yield "the new backup is not there"
    for path in backups_in(where.folder):
        if str(path) not in good:
            clinic.backups.verify(path)  # raises where it does not open


def _opens(where: Place, key: bytes) -> bool:
    try:
        database = open_database(where.folder / "clinic.db", key)
    except DatabaseTrouble:
        return False
    database.engine.dispose()
    return True
