"""The full-text index: who matches, in which order, and what never reaches its query language."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest

from db.health import search_index_fits
from db.search import Term, matching, put_words, replace_words, seen_lately, words_after
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm


@pytest.fixture
def add(clinic: Clinic) -> Callable[..., uuid.UUID]:
    """``add("juma", "ari")``: a patient who is indexed under these words alone."""

    def make(*words: str) -> uuid.UUID:
        form = PatientForm(
            id=new_id(), first_name="Juma", last_name="Ally", sex="M", birth_date=date(1990, 1, 1)
        )
        clinic.patients.register(form)
        with clinic.work.database.write.begin() as session:
            replace_words(session, form.id, words)
        return form.id

    return make


def ids(clinic: Clinic, *wanted: list[Term], limit: int = 10) -> list[uuid.UUID]:
    with clinic.work.database.read() as session:
        return [one.patient_id for one in matching(session, wanted, limit=limit)]


def test_every_element_must_be_answered_by_one_of_its_terms(
    clinic: Clinic, add: Callable[..., uuid.UUID]
) -> None:
    both, one = add("juma", "ari"), add("juma", "bakari")
    assert ids(clinic, [Term("juma")], [Term("ari")]) == [both]
    assert ids(clinic, [Term("juma")], [Term("ari"), Term("bakari")]) == [one, both]
    assert ids(clinic, [Term("ju", beginning=True)], [Term("b", beginning=True)]) == [one]
    assert ids(clinic, [Term("ju")]) == []


def test_a_replaced_entry_is_found_by_its_new_words_only(
    clinic: Clinic, add: Callable[..., uuid.UUID]
) -> None:
    patient = add("juma")
    with clinic.work.database.write.begin() as session:
        replace_words(session, patient, ["asa", "asa"])
    assert ids(clinic, [Term("juma")]) == []
    assert ids(clinic, [Term("asa")]) == [patient]


def test_words_are_read_on_from_where_reading_ended(clinic: Clinic, add: Callable[..., uuid.UUID]) -> None:
    patient = add("juma")
    with clinic.work.database.read() as session:
        last, words = words_after(session, 0)
        assert words == {"juma"}
        assert words_after(session, last) == (last, set())
    with clinic.work.database.write.begin() as session:
        replace_words(session, patient, ["asa"])
    with clinic.work.database.read() as session:
        assert words_after(session, last)[1] == {"asa"}


@pytest.mark.parametrize("word", ['a"b', "", "a b", "a*", "a:b", "ä", "(", "a\x00"])
def test_what_is_not_a_folded_word_is_dropped_and_asks_for_nobody(
    clinic: Clinic, add: Callable[..., uuid.UUID], word: str
) -> None:
    patient = add("juma")
    assert ids(clinic, [Term(word)]) == []
    assert ids(clinic, [Term(word), Term("juma")]) == [patient]
    assert ids(clinic) == []


def test_the_limit_keeps_the_newest_entries(clinic: Clinic, add: Callable[..., uuid.UUID]) -> None:
    added = [add("juma") for _ in range(4)]
    assert ids(clinic, [Term("juma")], limit=2) == added[:1:-1]


def test_nobody_was_seen_lately_before_the_first_visit(clinic: Clinic, add: Callable[..., uuid.UUID]) -> None:
    add("juma")
    with clinic.work.database.read() as session:
        assert seen_lately(session, limit=5) == []
        assert put_words(session, []) is None


def test_an_index_that_lost_part_of_its_directory_is_found_out(
    clinic: Clinic, add: Callable[..., uuid.UUID]
) -> None:
    add(*(f"word{number * 7919 % 10_000:05d}" for number in range(3_000)))
    database = clinic.work.database
    assert search_index_fits(database)
    with database.outside_transactions() as connection:
        pages = connection.execute("SELECT count(*) FROM patient_search_idx").fetchone()[0]
        assert pages > 1
        connection.execute("INSERT INTO patient_search(patient_search) VALUES ('optimize')")
        connection.execute("DELETE FROM patient_search_idx WHERE term > x'3077'")
        # what FTS5 says itself
        connection.execute("INSERT INTO patient_search(patient_search, rank) VALUES ('integrity-check', 1)")
    assert not search_index_fits(database)
