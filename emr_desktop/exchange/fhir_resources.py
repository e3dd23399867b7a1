"""Patients and visits as FHIR R4 resources: pure functions, dictionaries out."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from emr_desktop.allergies.choices import reaction_words
from emr_desktop.allergies.rows import AllergyList
from emr_desktop.clock import local
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.dose import dose_sentence
from emr_desktop.reference.catalogue import (
    diagnosis_name,
    directions,
    every_days,
    icd10_title,
    is_sensitive,
    lab_tests,
    medicines,
    routes,
)
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitRow

Resource = dict[str, Any]

_HL7 = "http://terminology.hl7.org/CodeSystem"
_RESTRICTED = {"security": [{"system": f"{_HL7}/v3-Confidentiality", "code": "R", "display": "restricted"}]}
_GENDERS = {"M": "male", "F": "female"}


@cache
def codes() -> dict[str, Any]:
    """The code systems and codes of fhir_codes.toml."""
    return tomllib.loads((Path(__file__).parent / "fhir_codes.toml").read_text(encoding="utf-8"))


def system(name: str, facility_code: str = "") -> str:
    """The URI of a code or identifier system."""
    return str(codes()["systems"][name]).format(facility=facility_code)


def part_id(whole: uuid.UUID, part: str) -> str:
    """A stable id for a part of a record: the same record exported twice gives the same ids."""
    return str(uuid.uuid5(whole, part))


def patient_resource(patient: PatientRow, *, facility_code: str) -> Resource:
    """A patient. A birth date is given only as finely as it is known, never filled up with 1 January."""
    identifiers: list[Resource] = [
        {
            "use": "usual",
            "type": {"coding": [{"system": f"{_HL7}/v2-0203", "code": "MR"}]},
            "system": system("patient_number", facility_code),
            "value": patient.number,
        }
    ]
    if patient.nida:
        identifiers.append({"use": "official", "system": system("nida"), "value": patient.nida})
    if patient.insurance_number:
        identifiers.append({"system": system("insurance"), "value": patient.insurance_number})
    given = [name for name in (patient.first_name, patient.middle_name) if name]
    resource: Resource = {
        "resourceType": "Patient",
        "id": str(patient.id),
        "identifier": identifiers,
        "active": True,
        "name": [{"use": "official", "family": patient.last_name, "given": given}],
        "gender": _GENDERS.get(patient.sex, "unknown"),
        "birthDate": _birth_date(patient),
        "managingOrganization": _facility(facility_code),
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
        relation = {"coding": [{"system": f"{_HL7}/v3-RoleCode", "code": "GUARD"}]}
        resource["contact"] = [{"relationship": [relation], "name": {"text": patient.guardian}}]
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
        "clinicalStatus": _coded(f"{_HL7}/allergyintolerance-clinical", "active"),
        "verificationStatus": _coded(f"{_HL7}/allergyintolerance-verification", verified),
        "code": code,
        "patient": _reference(patient.id),
    }


def visit_resources(visit: VisitRow, *, facility_code: str, with_sensitive: bool) -> Iterator[Resource]:
    """A visit: its Encounter, then what was measured, tested, diagnosed and prescribed.

    Args:
        visit: the saved visit.
        facility_code: HFR code of the facility it was made at.
        with_sensitive: False leaves out HIV, violence and mental health; True marks them restricted.
    """
    void = visit.status == "void"
    conditions = [
        _condition(visit, number, entry, void=void)
        for number, entry in enumerate(visit.form.diagnoses)
        if with_sensitive or not is_sensitive(entry.icd10, entry.concept)
    ]
    yield _encounter(visit, conditions, facility_code=facility_code, void=void)
    yield from conditions
    yield from _vital_signs(visit, void=void)
    for number, entry in enumerate(visit.form.tests):
        test = lab_tests().get(entry.test)
        if with_sensitive or test is None or not test.sensitive:
            yield _laboratory(visit, number, entry, void=void)
    for number, prescription in enumerate(visit.form.prescriptions):
        yield _medication_request(visit, number, prescription, void=void)


def _encounter(visit: VisitRow, conditions: list[Resource], *, facility_code: str, void: bool) -> Resource:
    form = visit.form
    extensions: list[Resource] = [{"url": system("payer"), "valueCode": form.payer}]
    if form.exemption:
        extensions.append({"url": system("exemption"), "valueCode": form.exemption})
    for name, flag in (("new_problem", form.new_problem), ("new_this_year", form.new_this_year)):
        if flag is not None:
            extensions.append({"url": system(name), "valueBoolean": flag})
    encounter: Resource = {
        "resourceType": "Encounter",
        "id": str(form.id),
        "extension": extensions,
        "identifier": [{"system": system("record", facility_code), "value": str(form.id)}],
        "status": "entered-in-error" if void else "finished",
        "class": {"system": f"{_HL7}/v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "type": [{"text": form.visit_type}],
        "subject": _reference(visit.patient.id),
        "period": {"start": form.visit_date.isoformat(), "end": form.visit_date.isoformat()},
        "serviceProvider": _facility(facility_code),
    }
    if form.complaint:
        encounter["reasonCode"] = [{"text": form.complaint}]
    if visit.clinician:
        encounter["participant"] = [{"individual": {"display": visit.clinician}}]
    if conditions:
        encounter["diagnosis"] = [
            {"condition": {"reference": f"urn:uuid:{condition['id']}"}, "rank": rank}
            for rank, condition in enumerate(conditions, start=1)
        ]
    discharge = codes()["discharge"].get(form.outcome)
    disposition = _coded(f"{_HL7}/discharge-disposition", discharge) if discharge else {}
    encounter["hospitalization"] = {"dischargeDisposition": {**disposition, "text": form.outcome}}
    return encounter


def _condition(visit: VisitRow, number: int, entry: DiagnosisEntry, *, void: bool) -> Resource:
    coding = [{"system": system("icd10"), "code": entry.icd10}]
    title = icd10_title(entry.icd10)
    if title:
        coding[0]["display"] = title
    if entry.concept:
        coding.append({"system": system("concept"), "code": entry.concept})
    condition: Resource = {
        "resourceType": "Condition",
        "id": part_id(visit.form.id, f"diagnosis:{number}"),
        "verificationStatus": _coded(
            f"{_HL7}/condition-ver-status", "entered-in-error" if void else entry.certainty
        ),
        "category": [_coded(f"{_HL7}/condition-category", "encounter-diagnosis")],
        "code": {"coding": coding, "text": diagnosis_name(entry.icd10, entry.concept, language="en")},
        "subject": _reference(visit.patient.id),
        "encounter": _reference(visit.form.id),
        "recordedDate": visit.form.visit_date.isoformat(),
    }
    if not void:  # FHIR forbids a clinical status on what was entered in error
        condition["clinicalStatus"] = _coded(f"{_HL7}/condition-clinical", "active")
    if entry.severity:
        condition["severity"] = _coded(system("severity"), entry.severity)
    if is_sensitive(entry.icd10, entry.concept):
        condition["meta"] = _RESTRICTED
    return condition


def _vital_signs(visit: VisitRow, *, void: bool) -> Iterator[Resource]:
    vitals = visit.form.vitals
    for name, sign in codes()["vitals"].items():
        value = getattr(vitals, name)
        if value is not None:
            observation = _observation(visit, f"vital:{name}", "vital-signs", void=void)
            observation["code"] = _loinc(sign)
            observation["valueQuantity"] = _quantity(value, sign["unit"], sign["ucum"])
            yield observation
    pressures = [("systolic", vitals.systolic), ("diastolic", vitals.diastolic)]
    if any(value is not None for _, value in pressures):
        signs = codes()["blood_pressure"]
        observation = _observation(visit, "vital:blood_pressure", "vital-signs", void=void)
        observation["code"] = _loinc(signs["panel"])
        observation["component"] = [
            {"code": _loinc(signs[name]), "valueQuantity": _quantity(value, "mmHg", "mm[Hg]")}
            for name, value in pressures
            if value is not None
        ]
        yield observation


def _laboratory(visit: VisitRow, number: int, entry: LabEntry, *, void: bool) -> Resource:
    test = lab_tests().get(entry.test)
    observation = _observation(visit, f"test:{number}", "laboratory", void=void)
    coding = [{"system": system("test"), "code": entry.test}]
    if entry.test in codes()["tests"]:
        coding.insert(0, {"system": system("loinc"), "code": codes()["tests"][entry.test]})
    observation["code"] = {"coding": coding, "text": test.name_en if test else entry.test}
    if test is not None and test.sensitive:
        observation["meta"] = _RESTRICTED
    if entry.result is None:
        if not void:
            observation["status"] = "registered"
    elif test is not None and test.kind == "choice":
        observation["valueCodeableConcept"] = _result(entry.result)
    elif test is not None and test.kind == "number" and _is_number(entry.result):
        unit = test.unit or ""
        observation["valueQuantity"] = _quantity(
            float(entry.result), unit, codes()["test_units"].get(unit, unit)
        )
    else:
        observation["valueString"] = entry.result
    return observation


def _medication_request(visit: VisitRow, number: int, entry: PrescriptionEntry, *, void: bool) -> Resource:
    medicine = medicines().get(entry.medicine)
    coding = [{"system": system("medicine"), "code": entry.medicine}]
    if medicine is not None and medicine.msd_code:
        coding.append({"system": system("msd"), "code": medicine.msd_code})
    unit = {"unit": medicine.unit_en} if medicine is not None else {}
    dosage: Resource = {
        "text": dose_sentence(entry, medicine, language="en"),
        "timing": {
            "repeat": {
                "frequency": entry.per_day,
                "period": every_days(entry.frequency),
                "periodUnit": "d",
                "boundsDuration": _quantity(entry.days, "d", "d"),
            }
        },
        "doseAndRate": [{"doseQuantity": {"value": _shortest(entry.dose), **unit}}],
    }
    if entry.as_needed:
        dosage["asNeededBoolean"] = True
    route = routes().get(entry.route or "")
    if route is not None:
        dosage["route"] = {"text": route.name_en}
    told = [directions()[code] for code in entry.directions if code in directions()]
    if told:
        dosage["additionalInstruction"] = [{"text": each.tell_en} for each in told]
    if entry.instructions:
        dosage["patientInstruction"] = entry.instructions
    return {
        "resourceType": "MedicationRequest",
        "id": part_id(visit.form.id, f"prescription:{number}"),
        "status": "entered-in-error" if void else "active",
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": coding,
            "text": medicine.label if medicine is not None else entry.medicine,
        },
        "subject": _reference(visit.patient.id),
        "encounter": _reference(visit.form.id),
        "authoredOn": visit.form.visit_date.isoformat(),
        "dosageInstruction": [dosage],
        "dispenseRequest": {"quantity": {"value": entry.quantity, **unit}},
    }


def _observation(visit: VisitRow, part: str, category: str, *, void: bool) -> Resource:
    return {
        "resourceType": "Observation",
        "id": part_id(visit.form.id, part),
        "status": "entered-in-error" if void else "final",
        "category": [_coded(f"{_HL7}/observation-category", category)],
        "subject": _reference(visit.patient.id),
        "encounter": _reference(visit.form.id),
        "effectiveDateTime": visit.form.visit_date.isoformat(),
        "issued": local(visit.saved_at).isoformat(timespec="seconds"),
    }


def _result(result: str) -> Resource:
    coding = [{"system": system("result"), "code": result}]
    known = codes()["results"].get(result)
    if known:
        coding.insert(0, {"system": system("snomed"), "code": known["snomed"], "display": known["display"]})
    return {"coding": coding, "text": result}


def _birth_date(patient: PatientRow) -> str:
    length = {"day": 10, "month": 7}.get(patient.birth_precision, 4)
    return patient.birth_date.isoformat()[:length]


def _coded(code_system: str, code: str) -> Resource:
    return {"coding": [{"system": code_system, "code": code}]}


def _loinc(sign: dict[str, str]) -> Resource:
    coding = {"system": system("loinc"), "code": sign["loinc"], "display": sign["display"]}
    return {"coding": [coding], "text": sign["display"]}


def _quantity(value: float, unit: str, ucum: str) -> Resource:
    quantity: Resource = {"value": _shortest(value)}
    if unit:
        quantity |= {"unit": unit, "system": system("ucum"), "code": ucum}
    return quantity


def _shortest(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _reference(record: uuid.UUID) -> Resource:
    return {"reference": f"urn:uuid:{record}"}


def _facility(code: str) -> Resource:
    return {"identifier": {"system": system("facility"), "value": code}}
