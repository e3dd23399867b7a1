"""The battery's part about long things that are cut off: rekey, backup, restore and migration.

Each is recorded once, and taken back to any moment: as after a power cut, or after `kill -9` between calls.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from facility_checks import Told, opened_vault
from facility_upkeep import WHATS, backups_in, next_version, opened
from facility_work import Work
from kill_part import fresh
from part import Row, Size
from power_disk import Disk, files_under, put_back
from powercut_part import MOST_EXAMPLES, Place, Recording, place, recorded
from recorder import NoRecorder, library

import db.slots
from db.engine import open_database
from db.errors import DatabaseTrouble
from db.health import broken_references, damaged_pages, search_index_fits
from db.watching import kinds
from emr_desktop.access.verifying import verify

CONTROLS = ("rekey", "restore")
CUTS = {True: 500, False: 12}  # of each
CUTS_EACH = 150  # of one recording
WATCHED = sorted({part.table for kind in kinds().values() for part in kind.parts})


@dataclass(frozen=True)
class Recorded:
    """What the record says before and may say afterwards, the calls, and the key of before."""

    what: str
    before: dict[str, str]
    after: dict[str, str]
    recording: Recording
    old_key: bytes
    control: bool


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
    """Record it again and again, and cut each recording off at many moments."""
    wanted, until = size.n or CUTS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    n = 0
    with place() as where, _stretched_once():
        while n < wanted and time.monotonic() < until:
            one = _recorded(where, what, seed * 1_000 + notes["recordings"], **more)
            own = f"{seed}/{what}/{notes['recordings']}"
            notes["recordings"] += 1
            for which, found in _cuts(where, one, own, min(CUTS_EACH, wanted - n), notes):
                n += 1
                if found:
                    failures.append(f"{which}: {'; '.join(found[:3])}")
                if time.monotonic() > until:
                    break
    return Row(
        what=f"cut off: {what}",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def _cuts(
    where: Place, one: Recorded, seed: str, number: int, notes: Counter[str]
) -> Iterator[tuple[str, list[str]]]:
    """Take a recording back to ``number`` moments; a disk that was there before is not looked at again."""
    calls = one.recording.calls
    # A control looks where the unsynced files are needed.
    among = range(int(0.8 * len(calls)) if one.control else 0, len(calls))
    moments = sorted(random.Random(seed).choices(among, k=number))
    disk, done, at = Disk(one.recording.before), False, 0
    seen: set[bytes] = set()
    for each, moment in enumerate(moments):
        for call in calls[at : moment + 1]:
            if call.what == "M":
                done = done or "done" in json.loads(call.data)
            else:
                disk.take(call)
        at = max(at, moment + 1)
        own = f"{seed}/{each}"
        draw = random.Random(own)
        killed = draw.random() < (0.0 if one.control else 0.4)
        files = disk.after_kill() if killed else disk.after_cut(draw)
        told = _digest(files, done)
        if told in seen:
            notes["the same disk again, not counted"] += 1
            continue
        seen.add(told)
        put_back(where.root, files)
        notes["kills" if killed else "power cuts"] += 1
        notes["after it was done"] += done
        yield f"{own} at call {moment}", _wrong(where, one, done=done)


def _digest(files: dict[str, bytearray], done: bool) -> bytes:
    told = hashlib.blake2b(bytes((done,)))
    for name, content in sorted(files.items()):
        told.update(f"{name} {len(content)} ".encode() + content)
    return told.digest()


@contextlib.contextmanager
def _stretched_once() -> Iterator[None]:
    """For the block: the same password with the same salt is stretched once in this process."""
    with patch.object(db.slots, "stretch", functools.cache(db.slots.stretch)):
        yield


def _recorded(where: Place, what: str, seed: int, **more: str) -> Recorded:
    """Let people work, and record what is then done to the facility."""
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
    after = backed_up if what == "restore" else before
    return Recorded(what, before, after, recording, old_key, control=bool(more))


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


def _wrong(where: Place, one: Recorded, *, done: bool) -> list[str]:
    with next_version() if one.what == "migration" else contextlib.nullcontext():
        try:
            clinic = opened(where.folder)
        except Exception as error:
            return [f"does not open: {type(error).__name__} {getattr(error, 'code', error)}"]
        try:
            return list(_of_opened(where, one, clinic, done=done))
        except Exception as error:
            return [f"does not read: {type(error).__name__} {getattr(error, 'code', error)}"]
        finally:
            clinic.work.database.engine.dispose()


def _of_opened(where: Place, one: Recorded, clinic: Any, *, done: bool) -> Any:
    allowed = [one.after] if done else [one.before, one.after]
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
    if one.what == "rekey":
        if done and vault.database_key == one.old_key:
            yield "the key is the old one again"
        database.close()
        if _opens(where, one.old_key) != (vault.database_key == one.old_key):
            yield "two generations of the key open"
        return
    good = {path: content for path, content in one.recording.before.items() if path.endswith(".emrbackup")}
    now_there = {
        path: content for path, content in files_under(where.root).items() if path.endswith(".emrbackup")
    }
    for path, content in good.items():
        if now_there.get(path) != content:
            yield "the last good backup is not there as it was"
    if one.what == "backup" and done and len(now_there) <= len(good):
        yield "the new backup is not there"
    for backup in backups_in(where.folder):
        if str(backup) not in good:
            clinic.backups.verify(backup)  # raises where it does not open


def _opens(where: Place, key: bytes) -> bool:
    try:
        database = open_database(where.folder / "clinic.db", key)
    except DatabaseTrouble:
        return False
    database.engine.dispose()
    return True
