"""The guide for IT staff names parts of the windows as they are called, and lists every code."""

from __future__ import annotations

import re
from pathlib import Path

from ui.guide.codes import FOR_IT, PAGE, page
from ui.i18n.build import SWAHILI, entries
from ui.messages import catalogue

GUIDE = Path(__file__).parents[2] / "docs" / "it-guide"
PAGES = sorted(GUIDE.glob("*.md"))


def test_every_part_of_the_administration_that_is_named_is_there() -> None:
    parts = {entry.source for entry in entries(SWAHILI) if entry.context == "AdministrationView"}
    assert {"People", "Backups", "Updates"} <= parts
    found = {
        (each.name, name)
        for each in PAGES
        if each != PAGE
        for name in re.findall(
            r"Administration(?:, | > )([A-Z]\w+(?: PC| treatments)?)", each.read_text("utf-8")
        )
    }
    assert len(found) > 8
    assert sorted((where, name) for where, name in found if name not in parts) == []


def test_the_page_of_codes_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m ui.guide"


def test_every_code_that_reaches_it_staff_is_on_it() -> None:
    told = set(re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    # By the word before the point too: a code of theirs may lie in a file of another name.
    theirs = "database doctor keys backup update restore managed answers folder facility login recovery proxy"
    wanted = {code for code in catalogue() if code.partition(".")[0] in theirs.split()}
    assert len(wanted) > 150
    assert sorted(wanted - told) == []
    assert len(FOR_IT) == len(set(FOR_IT))
