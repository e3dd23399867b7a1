"""The short form of the battery's part about power cuts, and that its disk forgets what it should."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from part import Size
from power_disk import Disk, Record
from powercut_part import control, powercuts
from recorder import NoRecorder, library
from run import table

SEED = 20261128


@pytest.fixture
def _recorder() -> None:
    try:
        library()
    except NoRecorder as why:
        pytest.skip(str(why))


def _afterwards(disk: Disk) -> list[dict[str, bytes]]:
    return [
        {path: bytes(content) for path, content in disk.after_cut(random.Random(n)).items()}
        for n in range(200)
    ]


def test_what_was_synced_stays_and_the_rest_may_be_lost_torn_or_kept() -> None:
    disk = Disk({"/d/a": b"x" * 1024})
    disk.take(Record("W", "/d/a", 0, b"y" * 1024))
    disk.take(Record("S", "/d/a", 0, b""))
    disk.take(Record("W", "/d/a", 0, b"z" * 1024))
    seen = {after["/d/a"] for after in _afterwards(disk)}
    halves = {b"y" * 512 + b"z" * 512, b"z" * 512 + b"y" * 512}
    assert seen == {b"y" * 1024, b"z" * 1024, *halves}


def test_a_name_holds_for_certain_once_its_folder_was_synced() -> None:
    disk = Disk({"/d/a": b"old"})
    disk.take(Record("C", "/d/p", 0, b""))
    disk.take(Record("W", "/d/p", 0, b"new"))
    disk.take(Record("S", "/d/p", 0, b""))
    disk.take(Record("R", "/d/p", 0, b"/d/a"))
    seen = [after["/d/a"] for after in _afterwards(disk)]
    assert set(seen) == {b"old", b"new"}
    disk.take(Record("D", "/d", 0, b""))
    assert _afterwards(disk)[0] == {"/d/a": b"new"}


def test_a_file_taken_away_may_come_back_but_never_over_a_new_one() -> None:
    disk = Disk({"/d/a": b"old"})
    disk.take(Record("U", "/d/a", 0, b""))
    assert {len(after) for after in _afterwards(disk)} == {0, 1}
    disk.take(Record("C", "/d/a", 0, b""))
    disk.take(Record("W", "/d/a", 0, b"new"))
    disk.take(Record("S", "/d/a", 0, b""))
    assert {after["/d/a"] for after in _afterwards(disk)} == {b"new"}


@pytest.mark.slow
@pytest.mark.usefixtures("_recorder")
def test_a_power_cut_takes_nothing_away_that_was_acknowledged() -> None:
    row = powercuts(Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()
    assert row.failures == 0
    assert row.n == 200


@pytest.mark.slow
@pytest.mark.usefixtures("_recorder")
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_setting_that_does_not_sync_is_found_out(synchronous: str) -> None:
    row = control(synchronous, Size(long=False), SEED)
    print(table([row]))
    assert row.failures == 0, row.examples
