"""The numbers by which a client registry knows patients, and who is told of them."""

from collections.abc import Callable
from datetime import date

import pytest

from db.models import OutboxEvent, PatientIdentifier
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.exchange.fhir_patients import patient_resource
from emr_desktop.exchange.record_reading import read_patients
from emr_desktop.patients.rows import PatientRow, RegistryId
from sync.targets.hdu.people import demographics

Register = Callable[..., PatientRow]
HCR = "urn:emr-desktop:client-registry"
ONE, OTHER = RegistryId(HCR, "HCR-00012"), RegistryId(HCR, "HCR-00077")
ELSEWHERE = RegistryId("https://cr.example.org/fhir/Patient", "a-1")


def test_a_number_stays_with_the_patient_and_is_told_once(clinic: Clinic, register: Register) -> None:
    neema = register("Neema Mushi", sex="F")
    linked = clinic.identifiers.link(neema.id, ONE)
    assert linked.value.registry_ids == (ONE,)
    assert linked.value.version == neema.version + 1
    assert not clinic.identifiers.link(neema.id, ONE).changes.kinds
    assert clinic.patients.search("neema")[0].patient.registry_ids == (ONE,)
    with clinic.work.database.read() as session:
        events = [each.entity_id for each in session.query(OutboxEvent) if each.kind == "patient.saved"]
    assert events == [neema.id, neema.id]  # registered, linked


def test_the_right_number_takes_the_place_of_the_wrong_one(clinic: Clinic, register: Register) -> None:
    neema = register("Neema Mushi", sex="F")
    clinic.identifiers.link(neema.id, ELSEWHERE)
    clinic.identifiers.link(neema.id, ONE)
    assert clinic.identifiers.link(neema.id, OTHER).value.registry_ids == (ELSEWHERE, OTHER)
    assert clinic.identifiers.unlink(neema.id, OTHER).value.registry_ids == (ELSEWHERE,)
    assert not clinic.identifiers.unlink(neema.id, OTHER).changes.kinds
    with clinic.work.database.read() as session:
        kept = {each.value: each.void_reason for each in session.query(PatientIdentifier)}
    assert kept == {"a-1": None, "HCR-00012": "another number", "HCR-00077": "another person"}


def test_two_patients_never_share_a_number_unless_they_are_merged(clinic: Clinic, register: Register) -> None:
    neema, double = register("Neema Mushi", sex="F"), register("Nema Mushi", sex="F")
    clinic.identifiers.link(neema.id, ONE)
    with pytest.raises(EmrError) as caught:
        clinic.identifiers.link(double.id, ONE)
    assert (caught.value.code, caught.value.params["number"]) == ("patient.registry_id_taken", neema.number)
    assert clinic.identifiers.holders([ONE, OTHER], [double.number])[ONE].id == neema.id
    clinic.merging.merge(double.id, neema.id, choices={})
    assert clinic.patients.get(double.id).registry_ids == (ONE,)
    assert clinic.identifiers.holders([ONE], [neema.number])[neema.number].id == double.id


@pytest.mark.parametrize("wrong", [RegistryId(HCR, " "), RegistryId("", "1"), RegistryId(HCR, "9" * 81)])
def test_what_is_no_number_is_refused(clinic: Clinic, register: Register, wrong: RegistryId) -> None:
    with pytest.raises(ValidationError, match="malformed"):
        clinic.identifiers.link(register("Neema Mushi", sex="F").id, wrong)


def test_a_lab_worker_links_nobody(clinic_as: Callable[..., Clinic], register: Register) -> None:
    neema = register("Neema Mushi", sex="F")
    with pytest.raises(PermissionRefused):
        clinic_as("lab").identifiers.link(neema.id, ONE)


def test_both_wire_forms_carry_it(clinic: Clinic, register: Register) -> None:
    neema = register("Neema Mushi", sex="F", nida="19940308-12345-00001-21", birth_date=date(1994, 3, 8))
    clinic.identifiers.link(neema.id, ONE)
    row = clinic.identifiers.link(neema.id, ELSEWHERE).value
    told = patient_resource(row, facility_code="101168-3")["identifier"]
    assert told[0]["value"] == row.number  # by this one it is written there
    assert {"system": HCR, "value": "HCR-00012"} in told
    with clinic.work.database.read() as session:
        record = read_patients(session, [neema.id])[neema.id]
    assert demographics(record, facility_code="101168-3")["identifiers"] == [
        {"type": "NIDA", "id": "19940308-12345-00001-21"},
        {"type": "HCRCODE", "id": "HCR-00012"},
        {"type": "CLIENT_REGISTRY", "id": "a-1", "system": ELSEWHERE.system},
        {"type": "MRN", "id": "101168-3-2026-000001", "preferred": True},
    ]
