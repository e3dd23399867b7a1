"""Finding people by whatever was typed, and noticing who is here already."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm

Register = Callable[..., PatientRow]
Make = Callable[..., PatientForm]


def found(clinic: Clinic, text: str) -> list[str]:
    return [hit.patient.full_name for hit in clinic.patients.search(text)]


@pytest.mark.parametrize(
    "typed",
    [
        "mohamed", "MOHAMED HAMISI", "hamisi mohamed", "muhammad khamis", "moh", "ham moh", "kibaoni hamisi",
        "hamisi kibaoni mohamed", "0754123456", "0754 123 456", "+255754123456", "754123", "0754 1",
        "moh 0754 123 456", "101168-3/2026/000001", "2026/1", "000001", "1", "mohamed 1",
        "mohmaed", "mohamed hamsii", "nohamed hamisi", "mohammmed", "hamisii", "mohamed hamisi juma",
    ],
)  # fmt: skip
def test_one_person_is_found_by_every_way_of_asking(clinic: Clinic, register: Register, typed: str) -> None:
    register("Mohamed Hamisi", phone="0754123456", village="Kibaoni")
    register("Asha Rajabu", sex="F", phone="0688000999", village="Mvumi")
    assert found(clinic, typed) == ["Mohamed Hamisi"]


def test_a_name_written_apart_or_together_is_found_both_ways(clinic: Clinic, register: Register) -> None:
    register("Abdulrahman Omari")
    register("Abdul Rahman Salim")
    assert set(found(clinic, "abdulrahman")) == {"Abdulrahman Omari", "Abdul Rahman Salim"}
    assert "Abdulrahman Omari" in found(clinic, "abdul rahman omari")


def test_exact_goes_before_beginning_before_similar(clinic: Clinic, register: Register) -> None:
    for name in ("Jumanne Ally", "Juma Ally", "Jumma Ally"):
        register(name)
    assert found(clinic, "juma") == ["Juma Ally", "Jumanne Ally", "Jumma Ally"]


def test_among_equals_the_one_seen_lately_goes_first(clinic: Clinic, register: Register) -> None:
    rows = [register("Juma Ally") for _ in range(3)]
    day = clinic.work.clock.today() - timedelta(days=2)
    clinic.visits.save(VisitForm(id=new_id(), patient_id=rows[1].id, visit_date=day))
    hits = clinic.patients.search("juma ally")
    assert hits[0].patient.id == rows[1].id
    assert (hits[0].last_visit, hits[1].last_visit) == (day, None)
    assert hits[0].score > hits[1].score


def test_a_regular_is_found_among_hundreds_of_the_same_name(clinic: Clinic, register: Register) -> None:
    regular = register("Juma Ally")
    for number in range(260):
        register(f"Juma {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}zindo")
    clinic.visits.save(VisitForm(id=new_id(), patient_id=regular.id, visit_date=clinic.work.clock.today()))
    assert clinic.patients.search("juma")[0].patient.id == regular.id


@pytest.mark.parametrize(
    "typed",
    [
        "Asha Komba Qwz 0712345678",
        "Asha Komba 0712345678",
        "Zawadi 0712345678",
        "0712345678",
        "Komba Qwzzo Xenia",
    ],
)
def test_nobody_is_offered_who_answers_none_of_it_well(
    clinic: Clinic, register: Register, typed: str
) -> None:
    register("Juma Hassan Mushi", phone="0772667152", village="Kongwa")
    register("Asia Kombe", sex="F", phone="0754000111", village="Kombo")
    register("Juma Asha", phone="0784000222", village="Mvumi")
    assert set(found(clinic, typed)) <= {"Asia Kombe"}


def test_a_changed_phone_does_not_hide_whoever_has_the_names(clinic: Clinic, register: Register) -> None:
    register("Asha Komba", sex="F", phone="0754000111")
    assert found(clinic, "asha komba 0712345678") == ["Asha Komba"]
    assert found(clinic, "asha 0712345678") == ["Asha Komba"]


def _true_pairs() -> list[tuple[str, str]]:
    path = Path(__file__).parent / "spelling_pairs.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return [(line["one"], line["other"]) for line in lines if line["same"] == "yes"]


def test_every_true_pair_of_spellings_is_found_from_either_side(clinic: Clinic, register: Register) -> None:
    pairs = _true_pairs()
    for name in sorted({name for pair in pairs for name in pair}):
        register(f"{name} Zzimba")
    missed = []
    for one, other in pairs:
        for typed, meant in ((one, other), (other, one)):
            if f"{meant} Zzimba" not in found(clinic, f"{typed} zzimba"):
                missed.append((typed, meant))
    assert not missed


HOSTILE = [
    "", " ", "\x00", '"', '""', '" OR "', "juma*", "juma AND", "NEAR(a b)", "words:juma", "-juma", "^juma",
    "juma'); DROP TABLE patient;--", "%", "_", "\\", "{a b}", "a" * 5000, "é" * 300, "٠٧٥٤", "🙂", "\ud800",
    "0", "00000000000000000000", "9" * 400, "+", "2026/", "/", "1/2/3/4", "\u202e juma", "²", "௧", "Ⅷ", "½",
    "ß", "(", ")", "- - -",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_anybody_types_raises(clinic: Clinic, register: Register, typed: str) -> None:
    register("Juma Hamisi", phone="0754123456", village="Kibaoni")
    clinic.patients.search(typed)
    clinic.patients.search(f"juma {typed}")


def test_no_text_at_all_can_raise(clinic: Clinic, register: Register) -> None:
    register("Juma Hamisi", phone="0754123456", village="Kibaoni")

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(max_size=40) | st.text(alphabet='"*()-+:^ ANDORNEAR01jum/\x00', max_size=30))
    def check(text: str) -> None:
        clinic.patients.search(text)

    check()


def test_a_duplicate_is_noticed_with_its_reasons_and_without_a_birth_date(
    clinic: Clinic, register: Register, form: Make
) -> None:
    register(
        "Fatuma Ramadhani", sex="F", village="Kibaoni", phone="0754123456", age_years=30, birth_date=None
    )
    register("Fatuma Selemani", sex="F", village="Mvumi")
    half = form(
        first_name="fatma",
        last_name="ramadani",
        sex="",
        village="kibaoni",
        phone="754123456",
        birth_date=None,
    )
    hints = clinic.patients.likely_duplicates(half)
    assert [hint.patient.last_name for hint in hints] == ["Ramadhani"]
    assert hints[0].reasons == ("same_name", "same_phone", "same_village")


def test_ages_that_cannot_be_one_person_are_not_shown(clinic: Clinic, register: Register, form: Make) -> None:
    register("Fatuma Ramadhani", sex="F", birth_date=date(2020, 1, 1))
    grown = form(first_name="Fatuma", last_name="Ramadhani", sex="F", birth_date=date(1980, 1, 1))
    same = form(first_name="Fatuma", last_name="Ramadhani", sex="F", birth_date=date(2020, 1, 1))
    assert clinic.patients.likely_duplicates(grown) == ()
    assert clinic.patients.likely_duplicates(same)[0].reasons == ("same_name", "same_birth_date")


def test_a_slip_in_the_date_and_an_age_are_near(clinic: Clinic, register: Register, form: Make) -> None:
    register("Fatuma Ramadhani", sex="F", birth_date=date(1990, 3, 4))
    names = {"first_name": "Fatuma", "last_name": "Ramadhani", "sex": "F"}
    swapped = form(**names, birth_date=date(1990, 4, 3))
    aged = form(**names, birth_date=None, age_years=35)
    for half in (swapped, aged):
        assert "near_age" in clinic.patients.likely_duplicates(half)[0].reasons


def test_the_same_nida_number_is_enough(clinic: Clinic, register: Register, form: Make) -> None:
    register("Fatuma Ramadhani", sex="F", nida="19900304141110000121")
    other_name = form(first_name="", last_name="", birth_date=None, nida="19900304-14111-00001-21")
    hint = clinic.patients.likely_duplicates(other_name)[0]
    assert (hint.score, hint.reasons) == (95.0, ("same_nida",))


def test_people_who_share_a_phone_alone_are_not_duplicates(
    clinic: Clinic, register: Register, form: Make
) -> None:
    register("Fatuma Ramadhani", sex="F", phone="0754123456")
    assert (
        clinic.patients.likely_duplicates(form(first_name="Zawadi", last_name="Komba", phone="0754123456"))
        == ()
    )


def test_a_person_is_not_a_duplicate_of_the_own_form(clinic: Clinic, form: Make) -> None:
    own = form()
    clinic.patients.register(own)
    assert clinic.patients.likely_duplicates(own) == ()


def test_an_empty_form_has_no_duplicates(clinic: Clinic, form: Make) -> None:
    assert clinic.patients.likely_duplicates(form(first_name="", last_name="", sex="", birth_date=None)) == ()
