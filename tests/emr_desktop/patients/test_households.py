"""Who lives together, whose child somebody is, and what a picture may be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from db.models import PatientPhoto
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.households import HouseholdRow
from emr_desktop.patients.photos import LARGEST
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.visits.rows import VisitForm

Register = Callable[..., PatientRow]
JPEG = b"\xff\xd8\xff\xe0" + b"made up" * 40


def _roles(household: HouseholdRow) -> dict[str, tuple[str, ...]]:
    return {one.patient.first_name: one.roles for one in household.members}


def test_people_join_a_household_and_the_first_is_its_head(clinic: Clinic, register: Register) -> None:
    father, mother = register("Juma Komba", birth_date=date(1980, 1, 1)), register("Asha Komba", sex="F")
    child = register("Neema Komba", sex="F", birth_date=date(2020, 1, 1))
    clinic.households.join(mother.id, father.id)
    household = clinic.households.join(child.id, mother.id).value
    assert [one.patient.first_name for one in household.members] == ["Juma", "Asha", "Neema"]
    assert _roles(household) == {"Juma": ("head",), "Asha": (), "Neema": ("self",)}
    assert not clinic.households.join(child.id, father.id).changes.kinds
    clinic.visits.save(VisitForm(id=new_id(), patient_id=child.id, visit_date=date(2026, 11, 2)))
    members = {one.patient.first_name: one for one in clinic.households.of(father.id).members}
    assert (members["Neema"].visits, members["Neema"].last_visit) == (1, date(2026, 11, 2))
    assert (members["Asha"].visits, members["Asha"].last_visit) == (0, None)


def test_when_the_head_leaves_the_oldest_takes_over(clinic: Clinic, register: Register) -> None:
    father = register("Juma Komba", birth_date=date(1980, 1, 1))
    uncle = register("Hamisi Komba", birth_date=date(1985, 1, 1))
    child = register("Neema Komba", sex="F", birth_date=date(2020, 1, 1))
    for one in (uncle, child):
        clinic.households.join(one.id, father.id)
    alone = clinic.households.leave(father.id).value
    assert _roles(alone) == {"Juma": ("self",)}
    assert _roles(clinic.households.of(child.id)) == {"Hamisi": ("head",), "Neema": ("self",)}
    clinic.households.make_head(child.id)
    assert _roles(clinic.households.of(child.id)) == {"Hamisi": (), "Neema": ("head", "self")}


def test_a_mother_stands_beside_the_child_wherever_she_lives(clinic: Clinic, register: Register) -> None:
    mother = register("Asha Komba", sex="F", birth_date=date(1990, 1, 1))
    child = register("Neema Juma", sex="F", birth_date=date(2020, 1, 1), mother_id=mother.id)
    household = clinic.households.of(child.id)
    assert _roles(household) == {"Neema": ("self",), "Asha": ("mother",)}
    assert [one.lives_here for one in household.members] == [True, False]
    assert _roles(clinic.households.of(mother.id))["Neema"] == ("child",)


@pytest.mark.parametrize(
    ("sex", "born", "code"),
    [
        ("M", date(1980, 1, 1), "patient.mother_not_female"),
        ("F", date(2012, 1, 1), "patient.mother_too_young"),
    ],
)
def test_who_cannot_have_borne_the_child_is_refused(
    clinic: Clinic, register: Register, sex: str, born: date, code: str
) -> None:
    mother = register("Asha Komba", sex=sex, birth_date=born)
    with pytest.raises(ValidationError) as refused:
        register("Neema Juma", sex="F", birth_date=date(2020, 1, 1), mother_id=mother.id)
    assert (refused.value.field, refused.value.code) == ("mother_id", code)


def test_a_mother_and_her_child_cannot_be_merged(clinic: Clinic, register: Register) -> None:
    mother = register("Asha Komba", sex="F", birth_date=date(1990, 1, 1))
    child = register("Asha Komba", sex="F", birth_date=date(2020, 1, 1), mother_id=mother.id)
    for pair in ((mother.id, child.id), (child.id, mother.id)):
        with pytest.raises(EmrError) as refused:
            clinic.merging.merge(*pair)
        assert refused.value.code == "merge.relatives"


def test_children_pictures_and_household_follow_a_merge_and_come_back(
    clinic: Clinic, register: Register
) -> None:
    keep, other = register("Asha Komba", sex="F"), register("Asha Kombo", sex="F")
    child = register("Neema Juma", sex="F", birth_date=date(2020, 1, 1), mother_id=other.id)
    clinic.households.join(child.id, other.id)
    clinic.photos.keep(other.id, JPEG)
    merged = clinic.merging.merge(keep.id, other.id).value
    assert _roles(clinic.households.of(child.id)) == {"Asha": ("head", "mother"), "Neema": ("self",)}
    assert clinic.photos.newest(keep.id) == JPEG
    clinic.merging.undo_merge(merged.id)
    assert clinic.patients.get(keep.id).household_id is None
    assert {one.patient.id for one in clinic.households.of(child.id).members} == {child.id, other.id}
    assert clinic.photos.newest(keep.id) is None


def test_the_newest_picture_counts_and_earlier_ones_are_kept(clinic: Clinic, register: Register) -> None:
    patient = register("Asha Komba", sex="F")
    assert clinic.photos.newest(patient.id) is None
    clinic.photos.keep(patient.id, JPEG)
    assert not clinic.photos.keep(patient.id, JPEG).changes.kinds
    clinic.photos.keep(patient.id, JPEG + b"2")
    assert clinic.photos.newest(patient.id) == JPEG + b"2"
    clinic.photos.remove(patient.id)
    assert clinic.photos.newest(patient.id) is None
    with clinic.work.database.read() as session:
        assert {photo.void_reason for photo in session.query(PatientPhoto)} == {"replaced", "removed"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a", "photo.not_a_picture"),
        (b"", "photo.not_a_picture"),
        (JPEG + b"\0" * LARGEST, "photo.too_big"),
    ],
)
def test_what_is_no_small_picture_is_refused(
    clinic: Clinic, register: Register, content: bytes, code: str
) -> None:
    patient = register("Asha Komba", sex="F")
    with pytest.raises(ValidationError) as refused:
        clinic.photos.keep(patient.id, content)
    assert refused.value.code == code


def test_a_lab_worker_changes_no_household(clinic_as: Callable[..., Clinic], register: Register) -> None:
    one, other = register("Asha Komba", sex="F"), register("Juma Komba")
    lab = clinic_as("lab")
    assert lab.households.of(one.id).members
    for verb in (
        lambda: lab.households.join(one.id, other.id),
        lambda: lab.households.leave(one.id),
        lambda: lab.households.make_head(one.id),
        lambda: lab.photos.keep(one.id, JPEG),
    ):
        with pytest.raises(PermissionRefused):
            verb()


def test_correcting_somebody_of_estimated_age_keeps_how_it_is_known(
    clinic: Clinic, register: Register, form: Callable[..., PatientForm]
) -> None:
    patient = register("Asha Komba", sex="F", birth_date=None, age_years=30)
    details: dict[str, Any] = {"birth_date": patient.birth_date, "birth_date_estimated": True}
    now = clinic.patients.correct(
        form(id=patient.id, first_name="Asha", last_name="Kombo", sex="F", expected_version=1, **details)
    ).value
    assert (now.birth_date, now.birth_precision) == (patient.birth_date, "age")


def test_where_patients_live_is_known_the_commonest_first(clinic: Clinic, register: Register) -> None:
    for name in ("Asha Komba", "Neema Ali"):
        register(name, sex="F", village="Msanga", ward="Msanga", council="Chamwino", region="Dodoma")
    register("Zawadi Ali", sex="F", village="Ilazo")
    assert [place.village for place in clinic.patients.known_places()] == ["Msanga", "Ilazo"]
