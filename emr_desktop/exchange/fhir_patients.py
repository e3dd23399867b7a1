"""Patients and what stays with them as FHIR R4 resources: pure functions, dictionaries out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from emr_desktop.allergies.choices import reaction_words
from emr_desktop.allergies.rows import AllergyList
from emr_desktop.exchange.fhir_parts import (
    HL7,
    RESTRICTED,
    Resource,
    coded,
    facility_reference,
    part_id,
    reference,
    system,
)
from emr_desktop.exchange.record import OtherRecord, PatientRecord
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.catalogue import diagnosis_name, icd10_title

_GENDERS = {"M": "male", "F": "female"}


def patient_resource(
    patient: PatientRow,
    *,
    facility_code: str,
    merged_into: OtherRecord | None = None,
    replaces: Sequence[OtherRecord] = (),
) -> Resource:
    """A patient. A birth date is given only as finely as it is known, never filled up with 1 January.

    Args:
        patient: who.
        facility_code: HFR code.
        merged_into: the record that stays: this one is no longer active and says so.
        replaces: records that this one stands for now.
    """
    identifiers: list[Resource] = [
        {
            "use": "usual",
            "type": {"coding": [{"system": f"{HL7}/v2-0203", "code": "MR"}]},
            "system": system("patient_number", facility_code),
            "value": patient.number,
        }
    ]
    if patient.nida:
        identifiers.append({"use": "official", "system": system("nida"), "value": patient.nida})
    if patient.insurance_number:
        identifiers.append({"system": system("insurance"), "value": patient.insurance_number})
    identifiers += [{"system": each.system, "value": each.value} for each in patient.registry_ids]
    given = [name for name in (patient.first_name, patient.middle_name) if name]
    resource: Resource = {
        "resourceType": "Patient",
        "id": str(patient.id),
        "identifier": identifiers,
        "active": merged_into is None,
        "name": [{"use": "official", "family": patient.last_name, "given": given}],
        "gender": _GENDERS.get(patient.sex, "unknown"),
        "birthDate": _birth_date(patient),
        "managingOrganization": facility_reference(facility_code),
    }
    if patient.died_on is not None:
        resource["deceasedDateTime"] = patient.died_on.isoformat()
    if patient.phone:
        resource["telecom"] = [{"system": "phone", "value": patient.phone}]
    address = {
        "country": "TZ",
        "state": patient.region,
        "district": patient.council,
        "city": patient.village or patient.ward,
        "line": [patient.ward] if patient.ward and patient.village else None,
    }
    resource["address"] = [{key: value for key, value in address.items() if value}]
    if patient.guardian:
        relation = {"coding": [{"system": f"{HL7}/v3-RoleCode", "code": "GUARD"}]}
        resource["contact"] = [{"relationship": [relation], "name": {"text": patient.guardian}}]
    links: list[Resource] = [
        {
            "other": {
                "identifier": {"system": system("patient_number", facility_code), "value": each.number}
            },
            "type": "replaces",
        }
        for each in replaces
    ]
    if merged_into is not None:
        links.append({"other": reference(merged_into.id), "type": "replaced-by"})
    if links:
        resource["link"] = links
    return resource


def allergy_resources(patient: PatientRow, known: AllergyList | None = None) -> Iterator[Resource]:
    """The patient's allergies, and that none is known where somebody asked.

    Args:
        patient: whose; the substances of the row are enough.
        known: what is recorded beyond them: reaction, severity, certainty, the day.
    """
    if known is None:
        for substance in patient.allergies:
            yield _allergy(patient, substance, "unconfirmed", {"text": substance})
        return
    for row in known.allergies:
        form = row.form
        verified = "confirmed" if form.certainty == "confirmed" else "unconfirmed"
        resource = _allergy(patient, form.substance, verified, {"text": form.substance})
        resource["recordedDate"] = row.noted_on.isoformat()
        if form.reaction or form.severity:
            said = reaction_words(form.reaction, language="en") if form.reaction else "Not recorded"
            reaction: Resource = {"manifestation": [{"text": said}]}
            if form.severity:
                reaction["severity"] = form.severity
            resource["reaction"] = [reaction]
        yield resource
    if known.none_known is not None:
        none = {"system": "http://snomed.info/sct", "code": "716186003", "display": "No known allergy"}
        resource = _allergy(patient, "", "confirmed", {"coding": [none], "text": "No known allergy"})
        resource["recordedDate"] = known.none_known.asked_on.isoformat()
        yield resource


def _allergy(patient: PatientRow, substance: str, verified: str, code: Resource) -> Resource:
    return {
        "resourceType": "AllergyIntolerance",
        "id": part_id(patient.id, f"allergy:{substance.casefold()}"),
        "clinicalStatus": coded(f"{HL7}/allergyintolerance-clinical", "active"),
        "verificationStatus": coded(f"{HL7}/allergyintolerance-verification", verified),
        "code": code,
        "patient": reference(patient.id),
    }


def problem_resources(record: PatientRecord) -> Iterator[Resource]:
    """The problem list: illnesses that stay with the patient."""
    for problem in record.problems:
        coding = [{"system": system("icd10"), "code": problem.icd10}]
        title = icd10_title(problem.icd10)
        if title:
            coding[0]["display"] = title
        if problem.concept:
            coding.append({"system": system("concept"), "code": problem.concept})
        condition: Resource = {
            "resourceType": "Condition",
            "id": str(problem.id),
            "clinicalStatus": coded(f"{HL7}/condition-clinical", problem.status),
            "verificationStatus": coded(f"{HL7}/condition-ver-status", "confirmed"),
            "category": [coded(f"{HL7}/condition-category", "problem-list-item")],
            "code": {
                "coding": coding,
                "text": diagnosis_name(problem.icd10, problem.concept, language="en"),
            },
            "subject": reference(record.id),
            "recordedDate": problem.noted_on.isoformat(),
        }
        if problem.since is not None:
            condition["onsetDateTime"] = problem.since.isoformat()
        if problem.resolved_on is not None and problem.status == "resolved":
            condition["abatementDateTime"] = problem.resolved_on.isoformat()
        if problem.note:
            condition["note"] = [{"text": problem.note}]
        if problem.sensitive:
            condition["meta"] = RESTRICTED
        yield condition


def _birth_date(patient: PatientRow) -> str:
    length = {"day": 10, "month": 7}.get(patient.birth_precision, 4)
    return patient.birth_date.isoformat()[:length]
