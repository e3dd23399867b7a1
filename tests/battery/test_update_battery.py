"""The short form of the battery's part about updates, and that it finds out an update without care."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import update_part
from part import Size
from power_disk import Disk, Record
from recorder import NoRecorder, library
from run import table

SEED = 20261128


@pytest.fixture
def _recorder() -> None:
    try:
        library()
    except NoRecorder as why:
        pytest.skip(str(why))


def test_a_folder_gets_its_name_with_all_that_lies_in_it_or_not_at_all() -> None:
    disk = Disk({"/d/v.part/a": b"a", "/d/v.part/b/c": b"c"})
    disk.take(Record("R", "/d/v.part", 0, b"/d/v"))
    seen = {tuple(sorted(disk.after_cut(random.Random(n)))) for n in range(40)}
    assert seen == {("/d/v.part/a", "/d/v.part/b/c"), ("/d/v/a", "/d/v/b/c")}
    disk.take(Record("D", "/d", 0, b""))
    assert {tuple(sorted(disk.after_cut(random.Random(n)))) for n in range(40)} == {("/d/v/a", "/d/v/b/c")}


@pytest.mark.slow
@pytest.mark.usefixtures("_recorder")
@pytest.mark.parametrize("migrates", [True, False])
def test_an_update_that_is_cut_off_leaves_a_program_that_opens_everything(migrates: bool) -> None:
    row = update_part.cut_off(Size(long=False), SEED, migrates=migrates)
    print(table([row]))
    assert row.examples == ()
    assert row.notes["then the new program"] >= 3


@pytest.mark.slow
@pytest.mark.usefixtures("_recorder")
def test_an_update_without_journal_and_sync_is_found_out() -> None:
    row = update_part.control(Size(long=False), SEED)
    print(table([row]))
    assert row.failures == 0, row.examples


@pytest.mark.slow
@pytest.mark.usefixtures("_recorder")
def test_a_disk_that_refuses_leaves_a_program_that_opens_everything() -> None:
    row = update_part.failing_calls(Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()


@pytest.mark.slow
def test_spoiled_bundles_and_pulled_sticks_change_nothing() -> None:
    for row in (
        update_part.spoiled(Size(long=False), SEED),
        update_part.pulled_out(Size(long=False), SEED),
    ):
        print(table([row]))
        assert row.examples == ()
