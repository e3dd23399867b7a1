"""The guide says what the windows say: its words and letters are theirs, its pages are up to date."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.frame.help_texts import FOLDER as HELP
from ui.frame.screens import screens_for
from ui.guide.__main__ import FOLDER, write_pages
from ui.guide.said import REFERENCE, plain, said, shown
from ui.guide.topics import EVERYWHERE, ROLES, Topic, topics, topics_for
from ui.i18n.build import SWAHILI, entries

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def _texts(topic: Topic) -> Iterator[dict[str, str]]:
    yield topic.title
    yield from topic.steps
    if topic.card is not None:
        yield topic.card


@pytest.mark.parametrize("language", ["sw", "en"])
def test_every_word_in_bold_stands_in_the_catalogue_of_its_language(language: str) -> None:
    texts = {
        shown(form)
        for entry in entries(SWAHILI)
        for form in ((entry.source,) if language == "en" else entry.translations)
    }
    found = {
        bold
        for page in (FOLDER / language).glob("*.md")
        for bold in _BOLD.findall(page.read_text(encoding="utf-8"))
    }
    assert len(found) > 60
    assert found - texts == set()


def test_every_reference_names_a_text_of_a_window() -> None:
    known = {(entry.context, entry.source) for entry in entries(SWAHILI)}
    files = [*HELP.glob("*.toml"), *(HELP / "guide").glob("*.toml")]
    unknown = [
        f"{path.name}: {found[0]}"
        for path in files
        for found in REFERENCE.finditer(path.read_text(encoding="utf-8"))
        if (found["context"], found["text"]) not in known
    ]
    assert unknown == []


def test_no_brace_is_left_unfilled() -> None:
    for topic in topics():
        for text in _texts(topic):
            for language in ("sw", "en"):
                assert not re.search(r"[{}]", said(text[language], language)), text
                assert not re.search(r"[{}*`]", plain(text[language], language)), text


def test_letters_are_those_of_the_language() -> None:
    assert said("{PageBar:&Save}", "en") == "**Save** (`Alt+S`)"
    assert said("{PageBar:&Save}", "sw") == "**Hifadhi** (`Alt+I`)"
    assert said("{@PageBar:&Save}", "sw") == "`Alt+I`"


def test_a_key_is_asked_only_of_what_has_a_letter() -> None:
    with pytest.raises(ValueError, match="no underlined letter"):
        said("{@DispenseRow:Given}", "en")


def test_every_task_is_told_in_both_languages() -> None:
    names = [topic.name for topic in topics()]
    assert len(names) == len(set(names)) >= 30
    for topic in topics():
        for text in _texts(topic):
            assert set(text) == {"sw", "en"}
            assert text["sw"] != text["en"]
        for step in topic.steps:
            assert len(REFERENCE.findall(step["sw"])) == len(REFERENCE.findall(step["en"])), step


def test_a_task_is_only_told_to_those_who_may_open_its_screen() -> None:
    for topic in topics():
        for role in topic.roles:
            open_to = {EVERYWHERE, *(screen.name for screen in screens_for((role,)))}
            assert topic.screen in open_to, f"{topic.name}: {role} does not open {topic.screen}"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_tasks_of_its_own_screens(role: str) -> None:
    told = {topic.screen for topic in topics_for((role,))}
    assert len(told) > 1


def test_the_pages_are_those_of_the_texts(tmp_path: Path) -> None:
    write_pages(tmp_path)
    for language in ("sw", "en"):
        made = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / language).glob("*.md")}
        kept = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / language).glob("*.md")}
        assert made == kept, "the texts changed: make guide"


def test_links_between_the_pages_arrive() -> None:
    for page in FOLDER.glob("*/*.md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)#]+)(?:#([\w]+))?\)", text):
            file = page.parent / target[0]
            assert file.exists(), f"{page.name}: {target[0]}"
            assert not target[1] or f'<a id="{target[1]}">' in file.read_text(encoding="utf-8"), target
