"""What a patient is told to do, in words a patient understands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.printing.dose import dose_sentence, dose_words, quantity_words
from emr_desktop.reference.catalogue import medicine_units, medicines
from emr_desktop.visits.rows import PrescriptionEntry


@pytest.mark.parametrize(
    ("medicine", "dose", "per_day", "days", "swahili", "english"),
    [
        (
            "par500",
            1,
            3,
            3,
            "Meza kidonge 1, mara 3 kwa siku, kwa siku 3.",
            "Swallow 1 tablet, 3 times a day, for 3 days.",
        ),
        (
            "par500",
            2,
            4,
            5,
            "Meza vidonge 2, mara 4 kwa siku, kwa siku 5.",
            "Swallow 2 tablets, 4 times a day, for 5 days.",
        ),
        (
            "par500",
            0.5,
            2,
            1,
            "Meza nusu kidonge, mara 2 kwa siku, kwa siku 1.",
            "Swallow ½ tablet, twice a day, for 1 day.",
        ),
        (
            "par500",
            1.5,
            1,
            2,
            "Meza kidonge 1 na nusu, mara 1 kwa siku, kwa siku 2.",
            "Swallow 1½ tablets, once a day, for 2 days.",
        ),
        ("praz600", 2.5, 1, 1, "Meza vidonge 2 na nusu, mara moja tu.", "Swallow 2½ tablets, once only."),
        ("alb400", 1, 1, 1, "Tafuna kidonge 1, mara moja tu.", "Chew 1 tablet, once only."),
        (
            "amo250",
            2,
            3,
            5,
            "Meza kapsuli 2, mara 3 kwa siku, kwa siku 5.",
            "Swallow 2 capsules, 3 times a day, for 5 days.",
        ),
        (
            "par120sy",
            7.5,
            3,
            3,
            "Kunywa ml 7.5, mara 3 kwa siku, kwa siku 3.",
            "Drink 7.5 ml, 3 times a day, for 3 days.",
        ),
        (
            "amo250dt",
            2,
            2,
            5,
            "Yeyusha vidonge 2 kwenye maji safi kidogo na unywe yote, mara 2 kwa siku, kwa siku 5.",
            "Dissolve 2 tablets in a little clean water and drink all of it, twice a day, for 5 days.",
        ),
        (
            "clot1cr",
            1,
            2,
            14,
            "Paka kwenye ngozi iliyoathirika, mara 2 kwa siku, kwa siku 14.",
            "Apply to the affected skin, twice a day, for 14 days.",
        ),
        (
            "cip03dr",
            2,
            3,
            7,
            "Weka matone 2 kwenye jicho au sikio lenye tatizo, mara 3 kwa siku, kwa siku 7.",
            "Put 2 drops into the affected eye or ear, 3 times a day, for 7 days.",
        ),
        (
            "salb01ih",
            2,
            4,
            7,
            "Vuta mipulizo 2, mara 4 kwa siku, kwa siku 7.",
            "Breathe in 2 puffs, 4 times a day, for 7 days.",
        ),
        (
            "gen40inj",
            1.5,
            1,
            5,
            "Utachomwa sindano na mtoa huduma: ampuli 1 na nusu, mara 1 kwa siku, kwa siku 5.",
            "Injection given by a health worker: 1½ ampoules, once a day, for 5 days.",
        ),
        (
            "insmix",
            12,
            2,
            30,
            "Choma uniti 12 chini ya ngozi, mara 2 kwa siku, kwa siku 30.",
            "Inject 12 units under the skin, twice a day, for 30 days.",
        ),
        ("jadelle", 1, 1, 1, "Utawekewa kituoni.", "Fitted at the facility."),
    ],
)
def test_the_sentence_says_what_to_do(
    medicine: str, dose: float, per_day: int, days: int, swahili: str, english: str
) -> None:
    entry = PrescriptionEntry(medicine=medicine, dose=dose, per_day=per_day, days=days, quantity=1)
    known = medicines()[medicine]
    assert dose_sentence(entry, known, language="sw") == swahili
    assert dose_sentence(entry, known, language="en") == english


def test_instructions_follow_as_they_were_typed() -> None:
    entry = PrescriptionEntry(
        medicine="par500", dose=1, per_day=1, days=1, quantity=1, instructions=" Baada ya kula {chakula}. "
    )
    assert dose_sentence(entry, medicines()["par500"], language="sw") == (
        "Meza kidonge 1, mara moja tu. Baada ya kula {chakula}."
    )


def test_a_medicine_outside_the_formulary_still_has_a_sentence() -> None:
    entry = PrescriptionEntry(medicine="x", dose=0.1, per_day=2, days=3, quantity=6)
    assert dose_sentence(entry, None, language="sw") == "Tumia 0.1, mara 2 kwa siku, kwa siku 3."
    assert quantity_words(6, None, language="sw") == "6"


@pytest.mark.parametrize(
    ("dose", "unit", "swahili", "english"),
    [
        (0.25, "tablet", "robo kidonge", "¼ tablet"),
        (0.75, "tablet", "robo tatu ya kidonge", "¾ tablet"),
        (1.25, "tablet", "kidonge 1 na robo", "1¼ tablets"),
        (0.3, "tablet", "vidonge 0.3", "0.3 tablets"),
        (0.5, "ml", "ml 0.5", "0.5 ml"),
        (100, "ml", "ml 100", "100 ml"),
        (1, "vial", "kichupa 1", "1 vial"),
        (2, "vial", "vichupa 2", "2 vials"),
    ],
)
def test_parts_of_a_unit_are_told_in_words_where_people_do(
    dose: float, unit: str, swahili: str, english: str
) -> None:
    assert dose_words(dose, medicine_units()[unit], language="sw") == swahili
    assert dose_words(dose, medicine_units()[unit], language="en") == english


@given(
    medicine=st.sampled_from(sorted(medicines())),
    dose=st.one_of(st.integers(1, 1000).map(float), st.integers(1, 400).map(lambda n: n / 4)),
    per_day=st.integers(1, 24),
    days=st.integers(1, 365),
    language=st.sampled_from(["sw", "en"]),
)
def test_every_medicine_has_a_sentence_with_its_numbers(
    medicine: str, dose: float, per_day: int, days: int, language: str
) -> None:
    entry = PrescriptionEntry(medicine=medicine, dose=dose, per_day=per_day, days=days, quantity=1)
    sentence = dose_sentence(entry, medicines()[medicine], language=language)
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "  " not in sentence
    assert "e+" not in sentence.lower()
    if days > 1 and dose == int(dose) and medicines()[medicine].how == "swallow":
        assert f" {int(dose)}" in sentence
        assert f" {days}" in sentence
