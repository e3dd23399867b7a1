"""The battery's part about damaged files: whatever happened to them, a clear word and nothing worse."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from aged_site import BACKUP, Files, Looked, Moments, aged_site, look
from part import Row, Size
from power_disk import files_under, put_back
from powercut_part import Place
from statements_once import statements_once

TRIALS = {True: 10_000, False: 60}
PAGE = 4096
MOST_EXAMPLES = 10
Damage = Callable[[Place, Moments, Files, random.Random], None]


def run(size: Size, seed: int) -> list[Row]:
    """Every kind of damage in turn. What opens must be as it was, or be found out."""
    wanted, until = size.n or TRIALS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    notes: Counter[str] = Counter()
    failures: list[str] = []
    n = 0
    with statements_once(), aged_site(seed) as (where, moments):
        sound = {}
        for name, files in (("closed", moments.newer), ("open", moments.at_work)):
            put_back(where.root, _mutable(files))
            sound[name] = look(where)
            if sound[name] != Looked(content=sound[name].content):
                failures.append(f"{seed}: what nobody touched is not found sound: {sound[name]}")
        while n < wanted and time.monotonic() < until:
            name, (moment, damage) = list(KINDS.items())[n % len(KINDS)]
            own = f"{seed}/{n}"
            n += 1
            files = dict(moments.newer if moment == "closed" else moments.at_work)
            damage(where, moments, files, random.Random(own))
            put_back(where.root, _mutable(files))
            wrong, word = judged(where, files, look(where), sound[moment])
            notes[f"{name}: {word}"] += 1
            if wrong:
                failures.append(f"{own} {name}: {wrong}")
    return [
        Row(
            what="damaged files",
            n=n,
            failures=len(failures),
            seed=seed,
            examples=tuple(failures[:MOST_EXAMPLES]),
            notes=dict(sorted(notes.items())),
        )
    ]


def judged(where: Place, files: Files, found: Looked, sound: Looked) -> tuple[str | None, str]:
    """What must not be, or None; and one word for what happened."""
    if (where.folder / "backups" / "last.emrbackup").read_bytes() != BACKUP:
        return "the backup was touched", "failed"
    if found.bug:
        return found.bug, "failed"
    if found.refused:
        now = files_under(where.root)
        record = [path for path in files if Path(path).name.startswith("clinic.db") and path[-4:] != "-shm"]
        touched = [path for path in record if now.get(path) != files[path]]
        return (f"refused, but {touched} was changed" if touched else None), "refused"
    if found.findings:
        return None, "opens, found out"
    if found.content != sound.content:
        other = sorted(table for table, rows in found.content.items() if rows != sound.content.get(table))
        return f"opens with other content, not found out: {other}", "failed"
    return None, "opens, whole"


def _mutable(files: Files) -> dict[str, bytearray]:
    return {path: bytearray(content) for path, content in files.items()}


def _bits(name: str) -> Damage:
    def damage(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
        content = bytearray(files[str(where.folder / name)])
        for _ in range(draw.choice((1, 1, 1, 2, 20))):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        files[str(where.folder / name)] = bytes(content)

    return damage


def _cut(name: str) -> Damage:
    def damage(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
        content = files[str(where.folder / name)]
        length = draw.choice((draw.randrange(len(content)), draw.randrange(len(content) // PAGE) * PAGE))
        files[str(where.folder / name)] = content[:length]

    return damage


def _zeroed(name: str) -> Damage:
    def damage(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
        content = bytearray(files[str(where.folder / name)])
        for _ in range(draw.choice((1, 1, 4))):
            at = draw.randrange(len(content) // PAGE) * PAGE
            content[at : at + PAGE] = bytes(PAGE)
        files[str(where.folder / name)] = bytes(content)

    return damage


def _swapped(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    path = str(where.folder / "clinic.db")
    content = bytearray(files[path])
    one, other = (at * PAGE for at in draw.sample(range(len(content) // PAGE), 2))
    content[one : one + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE],
        content[one : one + PAGE],
    )
    files[path] = bytes(content)


def _noise(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    path = str(where.folder / "clinic.db")
    content = bytearray(files[path])
    at, length = draw.randrange(len(content)), draw.choice((16, 512, 5000))
    content[at : at + length] = draw.randbytes(min(length, len(content) - at))
    files[path] = bytes(content)


def _stale_log(where: Place, moments: Moments, files: Files, _draw: random.Random) -> None:
    """The log of a later day beside a file that it does not belong to."""
    log = str(where.folder / "clinic.db-wal")
    files[log] = moments.at_work[log]
    files[str(where.folder / "clinic.db")] = moments.older[str(where.folder / "clinic.db")]


def _no_log(where: Place, _moments: Moments, files: Files, _draw: random.Random) -> None:
    del files[str(where.folder / "clinic.db-wal")]


def _other_file(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    files[str(where.folder / "clinic.db")] = draw.choice(
        (b"", b"SQLite format 3\0" + bytes(4080), b"PK\x03\x04" * 3000, draw.randbytes(50_000), b"\0" * 8192)
    )


def _one_key_file(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    copies = [path for path in files if "keyslots" in Path(path).name]
    _spoil(files, draw.choice(copies), draw)


def _all_key_files(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    for path in [path for path in files if "keyslots" in Path(path).name]:
        _spoil(files, path, draw)


def _witnesses(where: Place, _moments: Moments, files: Files, draw: random.Random) -> None:
    for path in [path for path in files if "audit-head" in Path(path).name]:
        _spoil(files, path, draw)


def _spoil(files: Files, path: str, draw: random.Random) -> None:
    content = bytearray(files[path])
    how = draw.randrange(5)
    if how == 0:
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    elif how == 1:
        del content[draw.randrange(len(content)) :]
    elif how == 2:
        content[:] = bytes(len(content))
    elif how == 3:
        content[:] = draw.randbytes(draw.randrange(1, 6000))
    else:
        del files[path]
        return
    files[path] = bytes(content)


KINDS: dict[str, tuple[str, Damage]] = {
    "bits of the record": ("closed", _bits("clinic.db")),
    "record cut short": ("closed", _cut("clinic.db")),
    "pages zeroed": ("closed", _zeroed("clinic.db")),
    "pages swapped": ("closed", _swapped),
    "noise over the record": ("closed", _noise),
    "bits of the log": ("open", _bits("clinic.db-wal")),
    "log cut short": ("open", _cut("clinic.db-wal")),
    "log zeroed in part": ("open", _zeroed("clinic.db-wal")),
    "log missing": ("open", _no_log),
    "log of another day": ("closed", _stale_log),
    "bits of the record, log beside it": ("open", _bits("clinic.db")),
    "another file in its place": ("closed", _other_file),
    "one key file": ("closed", _one_key_file),
    "every key file": ("closed", _all_key_files),
    "witnesses": ("closed", _witnesses),
}
