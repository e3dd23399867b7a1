"""One Swahili word for one thing: what was given up does not come back, on screen or on paper."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ui.i18n.new_language import english_of

ROOT = Path(__file__).parents[3]
_TABLE = tomllib.loads((ROOT / "ui/i18n/terms.toml").read_text(encoding="utf-8"))
TERMS, ENGLISH = _TABLE["term"], _TABLE["english"]
# The words of an official form stand as they are printed there.
_OFFICIAL = ("emr_desktop/reference/forms/opd/", "emr_desktop/reference/forms/paper.toml")
# After "na" the polite form is the subjunctive: "hifadhi na uchape", never "hifadhi na chapa".
_COMMANDS = (
    "andika",
    "angalia",
    "anza",
    "badilisha",
    "bonyeza",
    "chagua",
    "chapa",
    "fungua",
    "funga",
    "futa",
    "hifadhi",
    "ingiza",
    "jaribu",
    "kagua",
    "linganisha",
    "mjulishe",
    "mpeleke",
    "mruhusu",
    "mwite",
    "mwombe",
    "nakili",
    "ondoa",
    "ongeza",
    "pakia",
    "rejesha",
    "rekebisha",
    "rudi",
    "sahihisha",
    "sajili",
    "soma",
    "subiri",
    "tafuta",
    "thibitisha",
    "tuma",
    "tunza",
    "uliza",
    "washa",
    "zima",
)
_BARE_COMMAND = re.compile(rf"\bna ({'|'.join(_COMMANDS)})\b")
_TO_MANY = re.compile(
    r"\b(chagu|andik|bonyez|hifadh|fungu|fung|jarib|angali|fut|tum|rud)eni\b", re.IGNORECASE
)
_NOUNS = ("fanya zoezi na rejesha",)


@cache
def swahili() -> tuple[tuple[str, str], ...]:
    """Where every Swahili text stands, and the text."""
    found = [*_windows(), *_tables(), *_lists()]
    return tuple((where, _bare(text)) for where, text in found)


def _bare(text: str) -> str:
    """Without the marks of keys, and without what stands for a word of the screen or a value."""
    return re.sub(r"&(?=\w)", "", re.sub(r"\{[^{}]*\}", "", text))


def _windows() -> Iterator[tuple[str, str]]:
    for context in ElementTree.parse(ROOT / "ui/i18n/emr_sw.ts").getroot().iter("context"):
        for message in context.iter("message"):
            told = message.find("translation")
            if told is not None:
                for form in list(told) or [told]:
                    yield f"{context.findtext('name')}: {message.findtext('source')}", form.text or ""


def _tables() -> Iterator[tuple[str, str]]:
    for folder in ("ui", "emr_desktop"):
        for path in sorted((ROOT / folder).rglob("*.toml")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(_OFFICIAL) and path.name != "terms.toml":
                for text in _said(tomllib.loads(path.read_text(encoding="utf-8"))):
                    yield place, text


def _said(table: Any, *, swahili: bool = False) -> Iterator[str]:
    if isinstance(table, dict):
        for name, each in table.items():
            yield from _said(each, swahili=swahili or name == "sw" or name.endswith("_sw"))
    elif isinstance(table, list):
        for each in table:
            yield from _said(each, swahili=swahili)
    elif swahili and isinstance(table, str):
        yield table


def _lists() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "emr_desktop/reference").glob("*.csv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            for column in ("name_sw", "title_sw", "tell_sw", "sw", "sw_many"):
                if row.get(column):
                    yield path.name, row[column]


def test_every_swahili_text_is_looked_at() -> None:
    assert len(swahili()) > 6000
    places = {where for where, _ in swahili()}
    assert {"ui/i18n/messages/visit.toml", "emr_desktop/printing/texts.toml", "concepts.csv"} <= places


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["en"])
def test_a_word_that_was_given_up_does_not_come_back(term: dict[str, Any]) -> None:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in term["not"]]
    found = [(where, text) for where, text in swahili() if any(one.search(text) for one in patterns)]
    assert found == [], f"say {term['sw']}: {term['why']}"


def _english() -> Iterator[tuple[str, str]]:
    """What the windows, messages and help say in English; the words of the commands are their own."""
    for context in ElementTree.parse(ROOT / "ui/i18n/emr_sw.ts").getroot().iter("context"):
        for message in context.iter("message"):
            yield str(context.findtext("name")), message.findtext("source") or ""
    for path in sorted((ROOT / "ui/i18n").rglob("*.toml")):
        if path.name not in ("terms.toml", "usage.toml"):
            for text in english_of(tomllib.loads(path.read_text(encoding="utf-8"))):
                yield path.relative_to(ROOT).as_posix(), re.sub(r"emr-admin [^.)]*", "", text)


@pytest.mark.parametrize("term", ENGLISH, ids=lambda term: term["say"])
def test_one_english_word_for_one_thing(term: dict[str, Any]) -> None:
    patterns = [re.compile(pattern, re.IGNORECASE) for pattern in term["instead"]]
    texts = [(where, _bare(text)) for where, text in _english()]
    assert len(texts) > 3000
    found = [(where, text) for where, text in texts if any(one.search(text) for one in patterns)]
    assert found == [], f"say {term['say']}"


def test_what_people_are_asked_to_do_is_asked_in_one_way() -> None:
    texts = [(where, re.sub("|".join(_NOUNS), "", text)) for where, text in swahili()]
    assert [(where, text) for where, text in texts if _BARE_COMMAND.search(text)] == []
    assert [(where, text) for where, text in texts if _TO_MANY.search(text)] == []


def test_the_terms_stand_in_the_guide_for_translators() -> None:
    told = (ROOT / "docs/translating.md").read_text(encoding="utf-8")
    assert [term["en"] for term in TERMS if f"| {term['en']} | {term['sw']} |" not in told] == []
