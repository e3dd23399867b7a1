"""What a clinician types finds what a clinician means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.reference.catalogue import (
    concepts,
    diagnosis_name,
    icd10_title,
    medicines,
    search_diagnoses,
    search_medicines,
)
from emr_desktop.reference.icd10 import icd10_titles


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("ma", "malaria"),
        ("malaria", "malaria"),
        ("URTI", "urti"),
        ("UTI", "uti"),
        ("u.t.i", "uti"),
        ("PID", "pid"),
        ("homa ya mapafu", "pneumonia"),
        ("nimonia", "pneumonia"),
        ("kuhara", "diarrhoea"),
        ("kuharisha", "diarrhoea"),
        ("diarrhea", "diarrhoea"),
        ("diarrho", "diarrhoea"),
        ("presha", "hypertension"),
        ("HTN", "hypertension"),
        ("kisukari", "diabetes"),
        ("vidonda vya tumbo", "peptic_ulcer"),
        ("minyoo", "worms"),
        ("kichocho", "schistosomiasis"),
        ("anaemia", "anaemia"),
        ("anemia", "anaemia"),
        ("anae", "anaemia"),
        ("severe malaria", "malaria_severe"),
        ("kali malaria", "malaria_severe"),
        ("degedege", "convulsions"),
        ("bodaboda", "rta"),
        ("VVU", "hiv"),
    ],
)
def test_the_first_hit_is_what_was_meant(typed: str, concept: str) -> None:
    for language in ("sw", "en"):
        first = search_diagnoses(typed, language=language)[0]
        assert first.concept is not None
        assert first.concept.code == concept


@pytest.mark.parametrize(
    ("typed", "concept"),
    [
        ("diarea", "diarrhoea"),
        ("newmonia", "pneumonia"),
        ("nimonya", "pneumonia"),
        ("hypertention", "hypertension"),
        ("kisukali", "diabetes"),
        ("malalia", "malaria"),
        ("tonsilitis", "tonsillitis"),
        ("ashma", "asthma"),
    ],
)
def test_a_slip_of_the_hand_still_finds_it(typed: str, concept: str) -> None:
    hits = search_diagnoses(typed, language="en", limit=5)
    assert concept in {hit.concept.code for hit in hits if hit.concept}


def test_the_name_comes_in_the_language_asked_for_whatever_was_typed() -> None:
    assert search_diagnoses("kuhara", language="en")[0].name == "Diarrhoea, acute"
    assert search_diagnoses("diarrhoea", language="sw")[0].name == "Kuharisha"


def test_the_beginning_of_a_word_beats_its_middle() -> None:
    names = [hit.concept.code for hit in search_diagnoses("pumu", language="sw") if hit.concept]
    assert names[0] == "asthma"
    kup = [hit.name for hit in search_diagnoses("homa", language="sw", limit=8)]
    assert all(name.casefold().startswith("homa") or "homa" in name.casefold() for name in kup[:1])


@pytest.mark.parametrize("typed", ["S52.0", "s520", "s52.0 "])
def test_any_code_is_found_by_its_code(typed: str) -> None:
    hit = search_diagnoses(typed, language="sw")[0]
    assert (hit.icd10, hit.concept) == ("S52.0", None)
    assert hit.name == "Kuvunjika mkono (Fracture of upper end of ulna)"


def test_any_code_is_found_by_words_of_its_title_in_any_order() -> None:
    hits = search_diagnoses("ulna upper fracture", language="en")
    assert "S52.0" in [hit.icd10 for hit in hits]


def test_a_code_is_offered_once() -> None:
    hits = search_diagnoses("b54", language="en")
    assert [hit.icd10 for hit in hits].count("B54") == 1
    assert hits[0].concept is not None


@pytest.mark.parametrize("typed", ["", " ", "m", "??", "zzqqxx"])
def test_nothing_sensible_finds_nothing(typed: str) -> None:
    assert search_diagnoses(typed, language="sw") == ()


def test_every_concept_is_found_by_its_names() -> None:
    for concept in concepts().values():
        for name in (concept.name_en, concept.name_sw):
            hits = search_diagnoses(name, language="en", limit=5)
            assert concept.code in {hit.concept.code for hit in hits if hit.concept}, name


@given(st.text(max_size=40), st.sampled_from(["sw", "en"]), st.integers(1, 30))
def test_no_text_breaks_the_search(typed: str, language: str, limit: int) -> None:
    hits = search_diagnoses(typed, language=language, limit=limit)
    assert len(hits) <= limit
    assert all(hit.name and hit.icd10 in icd10_titles() for hit in hits)
    assert len({(hit.icd10, hit.concept and hit.concept.code) for hit in hits}) == len(hits)
    assert len(search_medicines(typed, limit=limit)) <= limit


def test_all_of_icd10_is_there() -> None:
    assert len(icd10_titles()) > 12_000


def test_titles_are_known_by_code_and_older_codes_still_are() -> None:
    assert icd10_title("B54") == "Unspecified malaria"
    assert icd10_title("A09.0") == "Other and unspecified gastroenteritis and colitis of infectious origin"
    assert icd10_title("A90") == "Dengue fever [classical dengue]"
    assert icd10_title("XYZ") is None


def test_a_recorded_diagnosis_is_called_by_its_concept_else_its_title_else_its_code() -> None:
    assert diagnosis_name("J18.9", "pneumonia", language="sw") == "Nimonia (homa ya mapafu)"
    assert diagnosis_name("J18.9", None, language="sw") == "Nimonia, isiyoelezwa kijidudu"
    assert diagnosis_name("J18.9", None, language="en") == "Pneumonia, unspecified"
    assert diagnosis_name("Q99.99", None, language="en") == "Q99.99"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("par500", "par500"),
        ("par", "par500"),
        ("panadol", "par500"),
        ("500 para", "par500"),
        ("amo 250", "amo250"),
        ("amoxi dt", "amo250dt"),
        ("amoxilin", "amo250"),
        ("parasetamol", "par500"),
        ("ALu", "alu20120"),
        ("mseto", "alu20120"),
        ("flagyl", "met200"),
        ("ors", "ors"),
        ("cipro", "cip500"),
        ("kwinini", "qui300"),
        ("SEPTRIN", "cot480"),
    ],
)
def test_a_medicine_is_found_by_what_people_call_it(typed: str, code: str) -> None:
    assert search_medicines(typed)[0].code == code


def test_every_medicine_is_found_by_its_code_and_by_its_label() -> None:
    for medicine in medicines().values():
        assert search_medicines(medicine.code)[0].code == medicine.code
        assert medicine.code in {hit.code for hit in search_medicines(medicine.label, limit=5)}


def test_supplies_come_after_medicines() -> None:
    codes = [medicine.code for medicine in search_medicines("syr")]
    assert codes[-1] == "syrad5"
