"""Headings of the form and options of DHIS2 that name the same people are read as the same."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from emr_desktop import reference
from sync.targets.dhis2.age_words import OPEN_END, People, people_of

COLUMNS = Path(reference.__file__).parent / "forms" / "columns"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("<1 month, Male", People(0, 1, "M")),
        ("1 month - <1 year, Female", People(1, 12, "F")),
        ("KE, 1 - 11 months", People(1, 12, "F")),
        ("1-4 years", People(12, 60)),
        ("5-<60", People(60, 720)),
        ("60+", People(720, OPEN_END)),
        ("Miaka 60 na zaidi ME", People(720, OPEN_END, "M")),
        ("Case, Under 5 Years, ME", People(0, 60, "M")),
        ("> 5 years", People(60, OPEN_END)),
        ("10 - 14 years, Female", People(120, 180, "F")),
        ("Male and female", People()),
        ("default", People()),
        ("", People()),
    ],
)
def test_people_of(text: str, people: People) -> None:
    assert people_of(text) == people


@pytest.mark.parametrize("path", sorted(COLUMNS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_heading_says_what_its_conditions_say(path: Path) -> None:
    for band in tomllib.loads(path.read_text(encoding="utf-8")).get("bands", ()):
        limits = {"low": 0, "high": OPEN_END}
        terms = [term for term in band["when"].split() if term.startswith("age_months")]
        if not terms:
            continue
        for term in terms:
            if ">=" in term:
                limits["low"] = int(term.partition(">=")[2])
            else:
                limits["high"] = int(term.partition("<")[2])
        for language in ("en", "sw"):
            said = people_of(band[language])
            assert (said.low, said.high) == (limits["low"], limits["high"]), band[language]
