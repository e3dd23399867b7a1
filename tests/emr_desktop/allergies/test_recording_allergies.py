"""Allergies are recorded with what happened, corrected, voided with a reason; "none known" is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from emr_desktop.allergies.choices import find_reactions, find_substances, reactions
from emr_desktop.allergies.rows import AllergyForm
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.prescribing.allergies import read_allergy
from emr_desktop.prescribing.tables import substances
from emr_desktop.visits.rows import PrescriptionEntry, VisitForm


def penicillin(patient: PatientRow, **changes: object) -> AllergyForm:
    said = {
        "id": new_id(),
        "patient_id": patient.id,
        "substance": "penicillins",
        "substance_code": "penicillin",
        "reaction": "swelling",
        "severity": "severe",
        "certainty": "confirmed",
    }
    return AllergyForm(**(said | changes))  # type: ignore[arg-type]


def test_an_allergy_is_kept_with_what_happened_and_by_whom(clinic: Clinic, patient: PatientRow) -> None:
    form = penicillin(patient)
    clinic.allergies.record(form)
    (row,) = clinic.allergies.of(patient.id).allergies
    assert replace(row.form, expected_version=None) == form
    assert (row.noted_on, row.noted_by, row.understood) == (date(2026, 11, 18), "Neema Mollel", True)
    assert clinic.patients.get(patient.id).allergies == ("penicillins",)


def test_the_same_allergy_saved_again_changes_nothing(clinic: Clinic, patient: PatientRow) -> None:
    form = penicillin(patient)
    clinic.allergies.record(form)
    assert not clinic.allergies.record(form).changes.kinds
    assert len(clinic.allergies.of(patient.id).allergies) == 1


def test_prescribing_stops_at_an_allergy_recorded_a_moment_ago(clinic: Clinic, patient: PatientRow) -> None:
    clinic.allergies.record(penicillin(patient))
    visit = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=date(2026, 11, 18),
        complaint="Kikohozi",
        prescriptions=(PrescriptionEntry(medicine="amo250", dose=2, per_day=3, days=5, quantity=30),),
    )
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(visit)
    assert refused.value.field == "prescriptions.0.reason"


@pytest.mark.parametrize("code", sorted(substances()))
def test_the_checks_understand_every_substance_that_can_be_picked(code: str) -> None:
    substance = substances()[code]
    for name in (substance.name_en, substance.name_sw):
        assert code in read_allergy(name).substances, name


def test_none_known_is_said_with_its_day_and_ends_with_an_allergy(
    clinic: Clinic, patient: PatientRow
) -> None:
    assert clinic.allergies.of(patient.id).none_known is None
    assert clinic.patients.get(patient.id).none_known_on is None
    clinic.allergies.say_none(patient.id, entry_id=new_id())
    known = clinic.allergies.of(patient.id).none_known
    assert known is not None
    assert (known.asked_on, known.asked_by) == (date(2026, 11, 18), "Neema Mollel")
    assert clinic.patients.get(patient.id).none_known_on == date(2026, 11, 18)
    assert not clinic.allergies.say_none(patient.id, entry_id=new_id()).changes.kinds
    clinic.allergies.record(penicillin(patient))
    assert clinic.patients.get(patient.id).none_known_on is None
    with pytest.raises(EmrError, match=r"allergy\.some_known"):
        clinic.allergies.say_none(patient.id, entry_id=new_id())


def test_none_known_can_be_taken_back(clinic: Clinic, patient: PatientRow) -> None:
    clinic.allergies.say_none(patient.id, entry_id=new_id())
    with pytest.raises(ValidationError, match=r"allergy\.reason_missing"):
        clinic.allergies.take_none_back(patient.id, reason=" ")
    clinic.allergies.take_none_back(patient.id, reason="Aliulizwa mtu mwingine")
    assert clinic.patients.get(patient.id).none_known_on is None


def test_a_voided_allergy_warns_no_more_and_needs_a_reason(clinic: Clinic, patient: PatientRow) -> None:
    form = penicillin(patient)
    clinic.allergies.record(form)
    with pytest.raises(ValidationError, match=r"allergy\.reason_missing"):
        clinic.allergies.void(form.id, reason="  ")
    clinic.allergies.void(form.id, reason="Alikuwa mtu mwingine")
    assert clinic.patients.get(patient.id).allergies == ()
    assert clinic.allergies.of(patient.id).none_known is None


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"substance": "  "}, "substance", "allergy.substance_missing"),
        ({"substance": "Hakuna"}, "substance", "allergy.says_none"),
        ({"substance": "x" * 81}, "substance", "visit.text_too_long"),
        ({"reaction": "x" * 121}, "reaction", "visit.text_too_long"),
        ({"severity": "deadly"}, "severity", "allergy.severity_unknown"),
        ({"certainty": "perhaps"}, "certainty", "allergy.certainty_unknown"),
    ],
)
def test_what_is_wrong_is_said_of_its_field(
    clinic: Clinic, patient: PatientRow, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.allergies.record(penicillin(patient, **changes))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_the_same_substance_is_not_written_twice(clinic: Clinic, patient: PatientRow) -> None:
    clinic.allergies.record(penicillin(patient))
    with pytest.raises(ValidationError, match=r"allergy\.twice"):
        clinic.allergies.record(penicillin(patient, substance="Penicillins"))


def test_two_people_correcting_one_allergy_are_told(clinic: Clinic, patient: PatientRow) -> None:
    form = penicillin(patient)
    clinic.allergies.record(form)
    clinic.allergies.record(replace(form, severity="mild", expected_version=1))
    with pytest.raises(StaleVersion):
        clinic.allergies.record(replace(form, severity="moderate", expected_version=1))


def test_a_form_opened_before_cannot_put_the_old_list_back(clinic: Clinic, patient: PatientRow) -> None:
    clinic.allergies.record(penicillin(patient))
    old = PatientForm(
        id=patient.id,
        first_name="Asha",
        last_name="Juma",
        sex="F",
        birth_date=patient.birth_date,
        phone="0754123456",
        expected_version=patient.version,
    )
    with pytest.raises(StaleVersion):
        clinic.patients.correct(old)
    assert clinic.patients.get(patient.id).allergies == ("penicillins",)


def test_a_receptionist_records_and_does_not_void(
    clinic: Clinic, clinic_as: Callable[..., Clinic], patient: PatientRow
) -> None:
    desk = clinic_as("receptionist")
    form = penicillin(patient)
    desk.allergies.record(form)
    with pytest.raises(PermissionRefused):
        desk.allergies.void(form.id, reason="x")
    with pytest.raises(PermissionRefused):
        clinic_as("cashier").allergies.record(penicillin(patient, substance="aspirin"))


@pytest.mark.parametrize(("typed", "found"), [("pen", "penicillin"), ("salf", "sulphonamide_antibacterial")])
def test_letters_of_either_language_find_the_class(typed: str, found: str) -> None:
    for language in ("en", "sw"):
        assert find_substances(typed, language=language)[0].code == found
    assert find_substances(" ", language="en") == ()


def test_letters_find_a_reaction() -> None:
    assert find_reactions("vip", language="sw")[0].code == "rash"
    assert len(reactions()) > 5


@pytest.mark.parametrize("word", ["Hakuna", "none", "NKDA"])
def test_registering_with_the_word_none_says_that_somebody_asked(clinic: Clinic, word: str) -> None:
    form = PatientForm(
        id=new_id(),
        first_name="Rehema",
        last_name="Juma",
        sex="F",
        birth_date=date(1990, 1, 1),
        allergies=(word,),
    )
    row = clinic.patients.register(form).value
    assert (row.allergies, row.none_known_on) == ((), date(2026, 11, 18))
    assert not clinic.patients.register(form).changes.kinds


def test_an_allergy_added_by_correcting_the_record_ends_none_known_for_good(clinic: Clinic) -> None:
    form = PatientForm(
        id=new_id(), first_name="Rehema", last_name="Juma", sex="F", birth_date=date(1990, 1, 1)
    )
    row = clinic.patients.register(form).value
    clinic.allergies.say_none(row.id, entry_id=new_id())
    version = clinic.patients.get(row.id).version
    clinic.patients.correct(replace(form, allergies=("aspirin",), expected_version=version))
    (allergy,) = clinic.allergies.of(row.id).allergies
    clinic.allergies.void(allergy.id, reason="Kosa")
    assert clinic.patients.get(row.id).none_known_on is None
