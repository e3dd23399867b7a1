"""The guide for IT staff quotes sentences that the program says, and its pages are reached."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ui.messages import catalogue

GUIDE = Path(__file__).parents[2] / "docs" / "it-guide"
PAGES = sorted(GUIDE.glob("*.md"))
# These have no catalogue: the launcher, and what tells that the windows cannot start on this PC.
ELSEWHERE = ("emr_desktop/updates/launcher.py", "installers/linux/start.sh")


def test_every_message_of_the_troubleshooting_is_one_that_the_program_says() -> None:
    root = GUIDE.parents[1]
    said = [texts["en"] for texts in catalogue().values()]
    said += [(root / name).read_text(encoding="utf-8") for name in ELSEWHERE]
    lines = (GUIDE / "6-troubleshooting.md").read_text(encoding="utf-8").splitlines()
    quoted = [found[1] for line in lines if (found := re.match(r'\| "([^"]+)" \|', line))]
    assert len(quoted) > 20
    unknown = [each for each in quoted if not any(each.rstrip("… ") in text for text in said)]
    assert unknown == []


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages_are_reached_from_the_first_one(page: Path) -> None:
    assert page.name == "README.md" or page.name in (GUIDE / "README.md").read_text(encoding="utf-8")


def test_the_readme_leads_there() -> None:
    assert "docs/it-guide" in (GUIDE.parents[1] / "README.md").read_text(encoding="utf-8")
