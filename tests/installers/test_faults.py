"""A known fault stops a build, an accepted one does not, and no line is said, not taken for no fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from installers import faults
from installers.faults import accepted, ask, judge, judge_libraries
from installers.native import Part

CLEAN: dict[str, Any] = {"name": "segno", "version": "1.6.6", "vulns": []}
FAULTY: dict[str, Any] = {
    "name": "urllib3",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}],
}
MISSED: dict[str, Any] = {"name": "alembic", "skip_reason": "not found"}


def test_nothing_known_is_good() -> None:
    told = ["Packages: 1 of 1 looked up, no fault of these is known."]
    assert judge({"dependencies": [CLEAN]}, {}) == (True, told)


def test_a_known_fault_stops_and_names_what_mends_it() -> None:
    good, lines = judge({"dependencies": [CLEAN, FAULTY]}, {})
    assert not good
    assert lines[-1] == "urllib3 2.0 PYSEC-1: FAULT, mended in 2.1"


def test_an_accepted_fault_goes_by_any_of_its_names_with_the_reason() -> None:
    good, lines = judge({"dependencies": [FAULTY]}, {"CVE-2026-1": "the proxy is not used"})
    assert good
    assert "accepted: the proxy is not used" in lines[-1]


@pytest.mark.parametrize("told", [None, {"dependencies": []}, {"dependencies": [MISSED]}])
def test_where_nothing_was_asked_nothing_is_said_of_faults(told: dict[str, Any] | None) -> None:
    good, lines = judge(told, {})
    assert good
    assert "NOT LOOKED UP" in lines[0]
    assert "was not asked" in lines[0]
    assert "no fault" not in " ".join(lines)


def test_what_was_not_looked_up_is_named_beside_what_was() -> None:
    good, lines = judge({"dependencies": [CLEAN, MISSED]}, {})
    assert good
    assert lines == ["Packages: 1 of 2 looked up, no fault of these is known.", "NOT looked up: alembic."]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that is started as ``python -m pip_audit``; the test writes what it does."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path / "pip_audit.py"


ANSWERS = "import pathlib, sys\npathlib.Path(sys.argv[sys.argv.index('-o') + 1]).write_text({content!r})\n"


def test_the_answer_of_a_reached_list_is_taken(stand_in: Path, tmp_path: Path) -> None:
    stand_in.write_text(ANSWERS.format(content=json.dumps({"dependencies": [CLEAN, FAULTY], "fixes": []})))
    told, why = ask(tmp_path / "some.lock")
    assert (told, why) == ({"dependencies": [CLEAN, FAULTY], "fixes": []}, "")
    assert judge(told, {})[1][0] == "Packages: 2 of 2 looked up, 1 known faults."


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("import sys; sys.exit('no line to the list')", "no line to the list"),
        ("", "it said nothing"),
        (ANSWERS.format(content='{"dependencies": ['), "cannot be read"),
        (ANSWERS.format(content="[]"), "another form"),
        (ANSWERS.format(content='{"dependencies": 3}'), "another form"),
        ("import time; time.sleep(20)", "no answer within 1 s"),
    ],
)
def test_why_nothing_was_asked_is_said(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, why: str
) -> None:
    monkeypatch.setattr(faults, "LONGEST_S", 1 if "sleep" in does else 60)
    stand_in.write_text(does)
    told, said = ask(tmp_path / "some.lock")
    assert told is None
    assert why in said
    assert said in judge(told, {}, said)[1][0]


def _part(version: str, at_least: str) -> Part:
    return Part("SQLite", "sqlcipher3", "", "", version, at_least, "a fault before it", ())


def test_a_library_is_held_against_its_oldest_version_alone() -> None:
    good, lines = judge_libraries([_part("3.53.4", "3.51.3"), _part("1.0", "")])
    assert good
    assert "1 of the 1" in lines[0]
    assert "no list of faults knows them, so none was asked" in lines[0]
    for version in ("3.50.1", ""):
        good, lines = judge_libraries([_part(version, "3.51.3")])
        assert not good
        assert lines[1].startswith("TOO OLD: SQLite")


def test_every_accepted_fault_has_a_reason() -> None:
    assert all(reason for reason in accepted().values())
