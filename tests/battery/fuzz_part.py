"""The battery's part about files from outside: spoiled in every way, read, and answered with a clear word.

What is read: CSV of patients and of visits, a FHIR Bundle, key file, header of a backup, mapping, receipts.
Of files that are imported, one in fifty goes through the whole verb on trial; the others are read line by
line by the same code, up to where a line would be looked up in the record.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from fuzz_reading import Kind, kinds_of_file
from fuzz_spoiling import spoiled
from part import Row, Size
from powercut_part import MOST_EXAMPLES, Place, place

from db.errors import BackupTrouble, DatabaseTrouble, KeyTrouble
from emr_desktop.errors import EmrError
from ui.messages import catalogue

KINDS = ("key file", "backup", "mapping", "receipt", "CSV of patients", "CSV of visits", "FHIR Bundle")
TRIALS = {True: 100_000, False: 400}
WHOLE_EACH = 50
SLOWEST_S = 10.0


def run(size: Size, seed: int) -> list[Row]:
    """Every kind of file; each reader must answer with a code that has a sentence, or take the file."""
    return [one_kind(name, size, seed) for name in KINDS]


def one_kind(name: str, size: Size, seed: int) -> Row:
    """One kind of file."""
    with place() as where:
        return fuzz(name, kinds_of_file(where, seed)[name], where, size, seed)


def fuzz(name: str, kind: Kind, where: Place, size: Size, seed: int) -> Row:
    """Spoil the samples of a kind again and again; what breaks off, or writes elsewhere, is a failure."""
    wanted = size.n or TRIALS[size.long]
    until = time.monotonic() + 60 * (size.minutes / len(KINDS) if size.minutes else 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    scratch = where.root / "in"
    scratch.mkdir(exist_ok=True)
    n = 0
    there = _names(where, scratch)
    while n < wanted and time.monotonic() < until:
        own = f"{seed}/{name}/{n}"
        draw = random.Random(own)
        n += 1
        content = spoiled(draw.choice(kind.samples), draw)
        whole = kind.take is not None and n % WHOLE_EACH == 0
        notes["by the whole verb"] += whole
        begun = time.monotonic()
        try:
            (kind.take if whole and kind.take else kind.read)(content, scratch)
            notes["taken"] += 1
        except (EmrError, DatabaseTrouble, KeyTrouble, BackupTrouble) as trouble:
            code = f"database.{trouble.code}" if isinstance(trouble, DatabaseTrouble) else trouble.code
            notes["refused"] += 1
            if not catalogue().get(code, {}).get("sw"):
                failures.append(f"{own}: no sentence for {code}")
        except Exception as error:
            failures.append(f"{own}: {type(error).__name__}: {str(error)[:120]}")
        if time.monotonic() - begun > SLOWEST_S:
            failures.append(f"{own}: took {time.monotonic() - begun:.0f} s")
        if n % 50 == 0 and _names(where, scratch) != there:
            failures.append(f"{own}: or one of the 50 before wrote where it should not")
            there = _names(where, scratch)
    return Row(
        what=f"spoiled files: {name}",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def _names(where: Place, scratch: Path) -> set[Path]:
    """Every name around the readers, but for what the record itself makes and the scratch folder."""
    return {
        path
        for path in where.root.parent.rglob("*")
        if scratch not in path.parents and not path.name.startswith(("clinic.db", "audit-head"))
        if not path.name.endswith("audit-head.json")
    }
