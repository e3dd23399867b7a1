"""A known fault stops a build, an accepted one does not, and no line is said, not taken for no fault."""

from __future__ import annotations

from typing import Any

from installers.faults import accepted, judge

CLEAN: dict[str, Any] = {"name": "segno", "version": "1.6.6", "vulns": []}
FAULTY: dict[str, Any] = {
    "name": "urllib3",
    "version": "2.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"], "fix_versions": ["2.1"]}],
}
MISSED: dict[str, Any] = {"name": "alembic", "skip_reason": "not found"}


def test_nothing_known_is_good() -> None:
    assert judge({"dependencies": [CLEAN]}, {}) == (True, ["1 packages looked up"])


def test_a_known_fault_stops_and_names_what_mends_it() -> None:
    good, lines = judge({"dependencies": [CLEAN, FAULTY]}, {})
    assert not good
    assert lines[-1] == "urllib3 2.0 PYSEC-1: FAULT, mended in 2.1"


def test_an_accepted_fault_goes_by_any_of_its_names_with_the_reason() -> None:
    good, lines = judge({"dependencies": [FAULTY]}, {"CVE-2026-1": "the proxy is not used"})
    assert good
    assert "accepted: the proxy is not used" in lines[-1]


def test_without_a_line_it_says_that_it_was_skipped() -> None:
    for told in (None, {"dependencies": []}, {"dependencies": [MISSED]}):
        good, lines = judge(told, {})
        assert good
        assert lines[0].startswith("SKIPPED")


def test_what_was_not_looked_up_is_named() -> None:
    assert judge({"dependencies": [CLEAN, MISSED]}, {})[1][-1] == "not looked up: alembic"


def test_every_accepted_fault_has_a_reason() -> None:
    assert all(reason for reason in accepted().values())
