"""Usual treatments: written by the in-charge, checked, put in use, fitting their diagnosis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic
from emr_desktop.errors import PermissionRefused, StaleVersion, ValidationError
from emr_desktop.favourites.rows import UsualForm, UsualLine
from emr_desktop.favourites.rules import read_lines
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import DiagnosisEntry


def malaria(**changes: object) -> UsualForm:
    said = {
        "id": new_id(),
        "name": "Malaria",
        "icd10": "B54",
        "concept": "malaria",
        "lines": (
            UsualLine(medicine="alu20120"),
            UsualLine(medicine="par500", order="2 tds 3/7"),
        ),
        "tests": ("hb",),
        "advice": "Maliza dawa zote",
    }
    return UsualForm(**(said | changes))  # type: ignore[arg-type]


def test_nothing_is_shipped_and_nothing_is_offered_before_it_is_put_in_use(clinic: Clinic) -> None:
    assert clinic.favourites.all() == ()
    form = malaria()
    clinic.favourites.save(form)
    (row,) = clinic.favourites.all()
    assert replace(row.form, expected_version=None) == form
    assert row.changed_by == "Neema Mollel"
    assert clinic.favourites.in_use() == ()
    clinic.favourites.save(replace(form, in_use=True, expected_version=1))
    assert [usual.name for usual in clinic.favourites.in_use()] == ["Malaria"]


def test_saving_again_changes_nothing_and_two_correctors_are_told(clinic: Clinic) -> None:
    form = malaria()
    clinic.favourites.save(form)
    assert not clinic.favourites.save(form).changes.kinds
    clinic.favourites.save(replace(form, advice="Pumzika", expected_version=1))
    with pytest.raises(StaleVersion):
        clinic.favourites.save(replace(form, advice="Rudi", expected_version=1))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name": " "}, "name", "favourite.name_missing"),
        ({"name": "x" * 61}, "name", "visit.text_too_long"),
        ({"icd10": "", "concept": None}, "icd10", "favourite.diagnosis_missing"),
        ({"icd10": "nothing", "concept": None}, "icd10", "visit.icd10_unknown"),
        ({"lines": (UsualLine(medicine="nodrug"),)}, "lines", "favourite.medicine_unknown"),
        ({"lines": (UsualLine(medicine="par500"),) * 2}, "lines", "favourite.medicine_twice"),
        (
            {"lines": (UsualLine(medicine="par500", order="many"),)},
            "lines",
            "favourite.order_unreadable",
        ),
        ({"tests": ("xray",)}, "tests", "favourite.test_unknown"),
        ({"advice": "x" * 301}, "advice", "visit.text_too_long"),
        ({"lines": (), "tests": (), "advice": None}, "lines", "favourite.nothing_in_it"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    clinic: Clinic, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.favourites.save(malaria(**changes))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_name_is_given_once(clinic: Clinic) -> None:
    clinic.favourites.save(malaria())
    with pytest.raises(ValidationError, match=r"favourite\.name_taken"):
        clinic.favourites.save(malaria(name="malaria "))


def test_one_that_was_taken_away_is_offered_no_more(clinic: Clinic) -> None:
    form = malaria(in_use=True)
    clinic.favourites.save(form)
    with pytest.raises(ValidationError, match=r"favourite\.reason_missing"):
        clinic.favourites.void(form.id, reason="")
    clinic.favourites.void(form.id, reason="Mwongozo mpya")
    assert clinic.favourites.all() == clinic.favourites.in_use() == ()


def test_only_the_in_charge_writes_them(clinic_as: Callable[..., Clinic]) -> None:
    with pytest.raises(PermissionRefused):
        clinic_as("clinician").favourites.save(malaria())
    with pytest.raises(PermissionRefused):
        clinic_as("receptionist").favourites.in_use()


@pytest.mark.parametrize(
    ("icd10", "concept", "entry", "fits"),
    [
        ("B54", "malaria", DiagnosisEntry(icd10="B54", concept="malaria"), True),
        ("B54", "malaria", DiagnosisEntry(icd10="B50.8", concept="malaria_severe"), False),
        ("B54", "malaria", DiagnosisEntry(icd10="B54"), True),
        ("J18.9", None, DiagnosisEntry(icd10="J18.0"), False),
        ("I10", None, DiagnosisEntry(icd10="I10", concept="hypertension"), True),
    ],
)
def test_it_fits_its_own_diagnosis_alone(
    icd10: str, concept: str | None, entry: DiagnosisEntry, fits: bool
) -> None:
    assert malaria(icd10=icd10, concept=concept).fits(entry) is fits


@given(st.text(max_size=200))
def test_any_text_is_read_into_lines(text: str) -> None:
    for line in read_lines(text):
        assert line.medicine
        assert not line.medicine.startswith(" ")


def test_lines_are_read_as_they_are_typed() -> None:
    assert read_lines("PAR500  2 tds 3/7\n\n alu20120 \n") == (
        UsualLine(medicine="par500", order="2 tds 3/7"),
        UsualLine(medicine="alu20120"),
    )
