"""What a picker tells of why a line was found: the letters that fit, and the other name they fit in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.reference.catalogue import matched_synonym, medicines, search_diagnoses, search_medicines
from emr_desktop.reference.matching import matched_name, matched_spans


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("Homa ya malaria", "mal", ["mal"]),
        ("Malaria", "MALARIA", ["Malaria"]),
        ("Kutojali", "toj", ["toj"]),  # three letters may stand inside
        ("Kutojali", "to", []),
        ("Amoxicillin 250 mg", "250 amo", ["Amo", "250"]),
        ("Malaria ya kali", "malaria ya", ["Malaria ya"]),
        ("Ng'ombe", "ngo", ["Ng'o"]),
        ("Homa ya ini B", "", []),
        ("École", "ecole", ["École"]),
    ],
)
def test_the_letters_that_fit_are_marked_where_they_stand(text: str, typed: str, marked: list[str]) -> None:
    assert [text[first:last] for first, last in matched_spans(text, typed)] == marked


@given(st.text(max_size=30), st.text(max_size=12))
def test_marks_never_leave_the_name_nor_overlap(text: str, typed: str) -> None:
    spans = matched_spans(text, typed)
    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(0 <= first < last <= len(text) for first, last in spans)


@pytest.mark.parametrize(
    ("typed", "matched"),
    [
        ("mal", ""),  # the name tells it
        ("homa kali", "Homa kali ya mbu"),
        ("paludism", "Paludism"),
        ("paludizm", "Paludism"),  # a slip
        ("b54", ""),
        ("kuku", ""),
    ],
)
def test_another_name_is_told_only_where_the_name_shown_does_not(typed: str, matched: str) -> None:
    others = ("Homa kali ya mbu", "Paludism")
    assert matched_name(typed, shown="Malaria B54", others=others) == matched


def test_a_diagnosis_found_by_a_synonym_says_by_which() -> None:
    (first, *_) = search_diagnoses("common cold", language="sw")
    assert (first.name, first.matched) == ("Mafua", "Common cold")
    assert search_diagnoses("mafua", language="sw")[0].matched == ""
    swahili = search_diagnoses("kipindupindu", language="en")[0]
    assert (swahili.name, swahili.matched) == ("Cholera", "Kipindupindu")
    ulna = next(hit for hit in search_diagnoses("fracture ulna", language="sw") if hit.concept is None)
    assert "ulna" in f"{ulna.name} {ulna.matched}"


def test_a_medicine_found_by_a_brand_says_by_which() -> None:
    found = search_medicines("panadol")[0]
    assert matched_synonym(found, "panadol").casefold() == "panadol"
    assert matched_synonym(medicines()["par500"], "para tab") == ""


def test_telling_it_costs_a_part_of_the_thirty_milliseconds_of_a_key() -> None:
    """Measured in the time of the processor, over every beginning of some names."""
    search_diagnoses("zz", language="sw")
    slowest = 0.0
    for text in ("malaria kali", "shinikizo la damu", "pneumonia severe", "kuharisha", "nimonya"):
        for length in range(2, len(text) + 1):
            begun = time.thread_time()
            search_diagnoses(text[:length], language="sw", limit=30)
            slowest = max(slowest, time.thread_time() - begun)
    assert slowest < 0.03
