"""The pictures of the guide: each that a page shows is there, made by the script, small enough to ship."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from ui.guide.__main__ import FOLDER
from ui.guide.pictures import MAKER, PICTURES
from ui.guide.topics import topics

PLACE = FOLDER / "pictures"
_MOST_BYTES = 4_000_000


def test_a_picture_is_taken_for_every_task_that_shows_one() -> None:
    assert {topic.picture for topic in topics() if topic.picture} == set(PICTURES)


@pytest.mark.parametrize("language", ["sw", "en"])
def test_each_was_made_by_the_script_and_is_of_the_whole_window(language: str) -> None:
    for name in PICTURES:
        with Image.open(PLACE / f"{name}-{language}.png") as picture:
            assert picture.size == (1366, 768)
            assert picture.info["Software"] == MAKER
            assert picture.info["Title"] == f"{name}-{language}"


def test_the_two_languages_differ() -> None:
    for name in PICTURES:
        assert (PLACE / f"{name}-sw.png").read_bytes() != (PLACE / f"{name}-en.png").read_bytes()


def test_nothing_else_lies_there_and_all_of_it_is_small() -> None:
    files = list(PLACE.iterdir())
    assert {path.name for path in files} == {
        f"{name}-{code}.png" for name in PICTURES for code in ("sw", "en")
    }
    assert sum(path.stat().st_size for path in files) < _MOST_BYTES


def test_the_pages_show_them() -> None:
    shown = {
        found
        for page in FOLDER.glob("*/*.md")
        for found in re.findall(r"\]\(\.\./pictures/([\w-]+)\.png\)", page.read_text(encoding="utf-8"))
    }
    assert shown == {f"{name}-{code}" for name in PICTURES for code in ("sw", "en")}
