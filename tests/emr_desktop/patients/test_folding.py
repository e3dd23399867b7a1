"""Spelling: what sounds alike shares a form, what does not stays apart."""

import csv
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.patients.folding import beginnings, forms, plain, sound_alike, words_of


def _pairs() -> list[tuple[str, str, bool]]:
    path = Path(__file__).parent / "spelling_pairs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(line["one"], line["other"], line["same"] == "yes") for line in lines]


@pytest.mark.parametrize(("one", "other", "same"), _pairs())
def test_spellings_of_one_name_share_a_form_and_two_names_do_not(one: str, other: str, same: bool) -> None:
    assert sound_alike(one, other) is same, (forms(one), forms(other))


def test_the_list_holds_at_least_sixty_true_pairs() -> None:
    assert sum(same for _, _, same in _pairs()) >= 60


@pytest.mark.parametrize("name", sorted({name for pair in _pairs() for name in pair[:2]}))
def test_every_beginning_of_a_name_leads_to_it(name: str) -> None:
    missed = []
    for length in range(1, len(name) + 1):
        typed = name[:length]
        leads = any(form.startswith(start) for start in beginnings(typed) for form in forms(name))
        if not leads and set(forms(typed)).isdisjoint(forms(name)):
            missed.append(typed)
    assert not missed


def test_accents_apostrophes_and_case_make_no_difference() -> None:
    assert plain("  NG'OMBE-Óle ") == "ngombe ole"
    assert forms("Ng’ombe") == forms("NGOMBE")


def test_a_name_written_apart_is_found_together() -> None:
    assert "abdulrahman" in words_of("Abdul Rahman")
    assert words_of("Juma Hamisi") == ("juma", "hamisi")


@given(st.text(max_size=30))
def test_folding_takes_any_text_and_gives_single_index_words(text: str) -> None:
    for word in words_of(text):
        for form in (*forms(word), *beginnings(word)):
            assert form
            assert set(form) <= set(string.ascii_lowercase + string.digits)
    assert all(form for form in forms(text))


@given(st.text(alphabet=string.ascii_letters, min_size=1, max_size=12))
def test_folding_does_not_depend_on_case_or_repetition(word: str) -> None:
    assert forms(word) == forms(word.upper()) == forms(word)
