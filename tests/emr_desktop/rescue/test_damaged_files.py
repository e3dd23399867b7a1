"""Damaged openings: no crash, one clear answer, the damaged set byte-identical, other files untouched.

Sixty of them by default; EMR_DAMAGED_FILES=10000 for the long form. Each failure names its seed.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
from pathlib import Path

import pytest

from db.engine import open_database
from db.errors import DatabaseTrouble
from db.health import damaged_pages
from db.salvage import digest
from emr_desktop.errors import EmrError
from emr_desktop.facility.service import unlock
from emr_desktop.rescue.service import rescue
from ui.messages import sentence_for

PASSWORD = "paka wanne juu ya paa"
HOW_MANY = int(os.environ.get("EMR_DAMAGED_FILES", "60"))
KINDS = (
    "flip",
    "flips",
    "truncated",
    "zeroed",
    "log_flip",
    "log_missing",
    "log_stale",
    "wrong_key",
    "random",
)
PAGE = 4096


def _damage(kind: str, folder: Path, dice: random.Random, other: Path) -> None:
    database, wal = folder / "clinic.db", folder / "clinic.db-wal"
    content = bytearray(database.read_bytes())
    if kind in ("flip", "flips"):
        for _ in range(1 if kind == "flip" else 40):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    elif kind == "truncated":
        del content[dice.randrange(len(content)) :]
    elif kind == "zeroed":
        at = dice.randrange(len(content) // PAGE) * PAGE
        content[at : at + PAGE] = bytes(PAGE)
    elif kind == "log_flip":
        log = bytearray(wal.read_bytes())
        log[dice.randrange(len(log))] ^= 1 << dice.randrange(8)
        wal.write_bytes(log)
    elif kind == "log_missing":
        wal.unlink()
        (folder / "clinic.db-shm").unlink(missing_ok=True)
    elif kind == "log_stale":
        wal.write_bytes(dice.randbytes(dice.randrange(1, 40_000)))
    elif kind == "wrong_key":
        content = bytearray((other / "clinic.db").read_bytes())
    else:
        content = bytearray(dice.randbytes(dice.randrange(1, 100_000)))
    database.write_bytes(content)


def _bytes_of(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): digest(path) for path in folder.rglob("*") if path.is_file()}


def test_a_damaged_file_is_told_kept_and_read_as_far_as_it_goes(
    filled_facility: Path, tmp_path: Path, other_record: Path
) -> None:
    seed = int(os.environ.get("EMR_DAMAGED_SEED", "1"))
    outcomes: dict[str, int] = {}
    for number in range(HOW_MANY):
        kind = KINDS[number % len(KINDS)]
        dice = random.Random(f"{seed}-{number}")
        folder = tmp_path / "one"
        shutil.copytree(filled_facility, folder)
        (folder / "backups").mkdir()
        (folder / "backups" / "x.emrbackup").write_bytes(b"sealed")
        _damage(kind, folder, dice, other_record)
        before = _bytes_of(folder)
        told = _rescue(folder, tmp_path / "out")
        after = _bytes_of(folder)
        assert {name: after[name] for name in before} == before, (seed, number, kind)
        copies = sorted((folder / "damaged").glob("*/clinic.db"))
        assert [digest(copy) for copy in copies] == [before["clinic.db"]], (seed, number, kind)
        opened = _open(folder)
        outcomes[f"{kind}: {told}, {opened}"] = outcomes.get(f"{kind}: {told}, {opened}", 0) + 1
        if kind in ("wrong_key", "random"):
            assert (told, opened) == ("rescue.nothing", "damaged"), (seed, number, kind)
        shutil.rmtree(folder)
        shutil.rmtree(tmp_path / "out", ignore_errors=True)
    assert any("saved" in each for each in outcomes), outcomes


def _rescue(folder: Path, out: Path) -> str:
    try:
        found = rescue(folder, out=out, username="mkuu", password=PASSWORD)
    except (EmrError, DatabaseTrouble) as error:
        return _said(error)
    with (found.out / "patients.csv").open(encoding="utf-8", newline="") as handle:
        assert sum(1 for _ in csv.DictReader(handle)) == found.patients
    return "saved"


def _said(error: EmrError | DatabaseTrouble) -> str:
    """The code of a refusal; it has a sentence in both languages."""
    for language in ("sw", "en"):
        assert len(sentence_for(error, language)) > len(error.code) + 10
    return error.code


def _open(folder: Path) -> str:
    try:
        work = unlock(folder, username="mkuu", password=PASSWORD)
    except (EmrError, DatabaseTrouble) as error:
        return _said(error)
    try:
        return "found" if damaged_pages(work.database) else "sound"
    except DatabaseTrouble as trouble:
        return trouble.code
    finally:
        work.database.engine.dispose()


@pytest.fixture(scope="session")
def other_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound database with another key."""
    folder = tmp_path_factory.mktemp("other")
    database = open_database(folder / "clinic.db", bytes(32))
    with database.outside_transactions() as connection:
        connection.execute("CREATE TABLE patient (id)")
    database.close()
    return folder
