"""The short form of the battery's part about sync: nothing may fail, every planted fault must be found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from part import Size
from run import main, table
from sync_part import faulty, planted
from sync_planted import PLANTED

SEED = 20261128


@pytest.fixture(autouse=True)
def _scratch_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", "")  # set by the battery; put back afterwards


@pytest.mark.slow
@pytest.mark.parametrize("what", ["forms", "records"])
def test_faulty_exchanges_have_their_effect_exactly_once(what: str) -> None:
    row = faulty(what, Size(long=False), SEED)
    print(table([row]))
    assert row.examples == ()
    assert row.failures == 0
    assert row.n >= 100


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_fault_is_found(name: str) -> None:
    row = planted(name, Size(long=False), SEED)
    print(table([row]))
    assert row.failures == 0, row.examples


def test_the_runner_refuses_a_part_that_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--only", "nothing"])
    assert ended.value.code == 2
    assert "sync" in capsys.readouterr().err
