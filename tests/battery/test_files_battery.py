"""The short forms of the battery's parts about killed programs, damaged files, going back and long things."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import damage_part
import fuzz_part
import kill_part
import rollback_part
import upkeep_part
from part import Size
from recorder import NoRecorder, library
from run import table

SEED = 20261128


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_a_killed_program_leaves_all_that_was_acknowledged() -> None:
    row = kill_part.kills(Size(long=False, n=4), SEED)
    print(table([row]))
    assert row.examples == ()


@pytest.mark.slow
def test_damaged_files_are_found_out_and_left_alone() -> None:
    (row,) = damage_part.run(Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()
    assert row.n == 60


@pytest.mark.slow
def test_going_back_and_changes_with_the_key_are_flagged() -> None:
    (row,) = rollback_part.run(Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()
    assert row.n == 48


@pytest.mark.slow
@pytest.mark.parametrize("what", ["rekey", "restore"])
def test_a_long_thing_cut_off_leaves_the_old_or_the_new(what: str) -> None:
    try:
        library()
    except NoRecorder as why:
        pytest.skip(str(why))
    row = upkeep_part.cut_off(what, Size(long=False, n=8), SEED)
    print(table([row]))
    assert row.examples == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", fuzz_part.KINDS)
def test_spoiled_files_are_taken_or_refused_in_words(name: str) -> None:
    row = fuzz_part.one_kind(name, Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()
