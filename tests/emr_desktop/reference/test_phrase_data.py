"""The phrases offered while typing: whole in both languages, found by the letters of either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.reference.phrases import find_phrases, lasting, parts, phrases_of, unit_of
from emr_desktop.reference.tables import read_table

FIELDS = ("complaint", "history", "examination", "advice")


def test_every_line_is_whole() -> None:
    rows = list(read_table("phrases.csv"))
    assert {row["field"] for row in rows} == set(FIELDS)
    assert {row["state"] for row in rows} == {"unconfirmed"}
    assert all(row["text_en"] and row["text_sw"] for row in rows)
    assert all((row["part"] in parts()) == (row["field"] == "examination") for row in rows)
    assert {row["lasts"] for row in rows} == {"yes", "no"}
    for field in FIELDS:
        for language in ("en", "sw"):
            texts = [phrase.text(language) for phrase in phrases_of(field)]
            assert len(set(texts)) == len(texts), (field, language)
    assert len(phrases_of("complaint")) >= 60


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("language", ["en", "sw"])
def test_every_phrase_is_found_by_its_own_words(field: str, language: str) -> None:
    for phrase in phrases_of(field):
        assert phrase in find_phrases(field, phrase.text(language)[:12], language=language, limit=20)


def test_letters_of_the_other_language_find_it_too() -> None:
    assert find_phrases("complaint", "fev", language="sw")[0].text_sw == "Homa"


@given(st.text(max_size=30))
def test_any_text_may_be_typed(text: str) -> None:
    for field in FIELDS:
        assert len(find_phrases(field, text, language="sw")) <= 8


@given(st.integers(1, 99), st.sampled_from(["hours", "days", "weeks", "months", "years"]))
def test_a_duration_is_one_text_with_its_number(number: int, unit: str) -> None:
    for language in ("en", "sw"):
        said = lasting("Homa", str(number), unit, language=language)
        assert said.startswith("Homa ")
        assert str(number) in said.split()


def test_the_words_of_a_duration() -> None:
    assert lasting("Homa", "1", "months", language="sw") == "Homa mwezi 1"
    assert lasting("Fever", "2", "days", language="en") == "Fever for 2 days"
    assert lasting("Fever", "", "days", language="en") == "Fever"
    assert [unit_of(letter) for letter in "dswmyhx"] == [
        "days", "days", "weeks", "months", "years", "hours", None,
    ]  # fmt: skip
