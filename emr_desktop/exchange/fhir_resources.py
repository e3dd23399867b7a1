"""Visits as FHIR R4 resources: pure functions, dictionaries out."""

from __future__ import annotations

from collections.abc import Iterator

from emr_desktop.clock import local
from emr_desktop.exchange.fhir_care import care_resources, order_links
from emr_desktop.exchange.fhir_parts import (
    HL7,
    RESTRICTED,
    PartNames,
    Resource,
    coded,
    codes,
    facility_reference,
    is_number,
    loinc,
    moment,
    part_id,
    quantity,
    reference,
    shortest,
    system,
)
from emr_desktop.exchange.record import LabPart, VisitRecord
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
from emr_desktop.visits.rows import DiagnosisEntry, PrescriptionEntry

_FLAGS = {
    "low": "L",
    "high": "H",
    "critical_low": "LL",
    "critical_high": "HH",
    "abnormal": "A",
    "normal": "N",
}


def visit_resources(record: VisitRecord, *, facility_code: str) -> Iterator[Resource]:
    """A visit: its Encounter, then what was found, ordered, tested, diagnosed, done and prescribed.

    What is marked sensitive is marked restricted; ``without_sensitive`` takes it out beforehand.

    Args:
        record: the saved visit; a void one is entered in error in all its parts.
        facility_code: HFR code of the facility it was made at.
    """
    names = PartNames()
    conditions = [_condition(record, names, entry) for entry in record.visit.form.diagnoses]
    yield _encounter(record, conditions, facility_code=facility_code)
    yield from conditions
    yield from _vital_signs(record)
    yield from _laboratory(record, names)
    for prescription in record.visit.form.prescriptions:
        yield _medication_request(record, names, prescription)
    yield from care_resources(record, facility_code=facility_code)


def _encounter(record: VisitRecord, conditions: list[Resource], *, facility_code: str) -> Resource:
    visit, form = record.visit, record.visit.form
    extensions: list[Resource] = [{"url": system("payer"), "valueCode": form.payer}]
    if form.exemption:
        extensions.append({"url": system("exemption"), "valueCode": form.exemption})
    for name, flag in (("new_problem", form.new_problem), ("new_this_year", form.new_this_year)):
        if flag is not None:
            extensions.append({"url": system(name), "valueBoolean": flag})
    start = moment(record.started_at, form.visit_date)
    ended = record.ended_at is not None and record.ended_at >= record.started_at
    encounter: Resource = {
        "resourceType": "Encounter",
        "id": str(form.id),
        "extension": extensions,
        "identifier": [{"system": system("record", facility_code), "value": str(form.id)}],
        "status": "entered-in-error" if record.is_void else "finished",
        "class": {"system": f"{HL7}/v3-ActCode", "code": "AMB", "display": "ambulatory"},
        "type": [{"text": form.visit_type}],
        "subject": reference(visit.patient.id),
        "period": {
            "start": start,
            "end": moment(record.ended_at, form.visit_date) if ended and "T" in start else start,
        },
        "serviceProvider": facility_reference(facility_code),
    }
    if form.complaint:
        encounter["reasonCode"] = [{"text": form.complaint}]
    if visit.clinician:
        encounter["participant"] = [{"individual": {"display": visit.clinician}}]
    if conditions:
        encounter["diagnosis"] = [
            {"condition": reference(condition["id"]), "rank": rank}
            for rank, condition in enumerate(conditions, start=1)
        ]
    discharge = codes()["discharge"].get(form.outcome)
    disposition = coded(f"{HL7}/discharge-disposition", discharge) if discharge else {}
    told = form.outcome if form.outcome_detail is None else f"{form.outcome}: {form.outcome_detail}"
    encounter["hospitalization"] = {"dischargeDisposition": {**disposition, "text": told}}
    if form.referred_in is not None:
        source = " - ".join(
            word for word in (f"referred in: {form.referred_in.kind}", form.referred_in.sender) if word
        )
        encounter["hospitalization"]["admitSource"] = {"text": source}
    return encounter


def _condition(record: VisitRecord, names: PartNames, entry: DiagnosisEntry) -> Resource:
    form, void = record.visit.form, record.is_void
    coding = [{"system": system("icd10"), "code": entry.icd10}]
    title = icd10_title(entry.icd10)
    if title:
        coding[0]["display"] = title
    if entry.concept:
        coding.append({"system": system("concept"), "code": entry.concept})
    condition: Resource = {
        "resourceType": "Condition",
        "id": part_id(form.id, names.name("diagnosis", entry.icd10)),
        "verificationStatus": coded(
            f"{HL7}/condition-ver-status", "entered-in-error" if void else entry.certainty
        ),
        "category": [coded(f"{HL7}/condition-category", "encounter-diagnosis")],
        "code": {"coding": coding, "text": diagnosis_name(entry.icd10, entry.concept, language="en")},
        "subject": reference(form.patient_id),
        "encounter": reference(form.id),
        "recordedDate": form.visit_date.isoformat(),
    }
    if not void:  # FHIR forbids a clinical status on what was entered in error
        condition["clinicalStatus"] = coded(f"{HL7}/condition-clinical", "active")
    if entry.severity:
        condition["severity"] = coded(system("severity"), entry.severity)
    if is_sensitive(entry.icd10, entry.concept):
        condition["meta"] = RESTRICTED
    return condition


def _vital_signs(record: VisitRecord) -> Iterator[Resource]:
    vitals = record.visit.form.vitals
    for name, sign in codes()["vitals"].items():
        value = getattr(vitals, name)
        if value is not None:
            observation = _observation(record, f"vital:{name}", "vital-signs")
            observation["code"] = loinc(sign)
            observation["valueQuantity"] = quantity(value, sign["unit"], sign["ucum"])
            yield observation
    pressures = [("systolic", vitals.systolic), ("diastolic", vitals.diastolic)]
    if any(value is not None for _, value in pressures):
        signs = codes()["blood_pressure"]
        observation = _observation(record, "vital:blood_pressure", "vital-signs")
        observation["code"] = loinc(signs["panel"])
        observation["component"] = [
            {"code": loinc(signs[name]), "valueQuantity": quantity(value, "mmHg", "mm[Hg]")}
            for name, value in pressures
            if value is not None
        ]
        yield observation


def _laboratory(record: VisitRecord, names: PartNames) -> Iterator[Resource]:
    """What the visit says of its tests, and the parts of laboratory results that it does not tell."""
    released = {part.test: part for order in record.orders for part in order.parts}
    links = order_links(record)
    told = set()
    for entry in record.visit.form.tests:
        told.add(entry.test)
        result, part = entry.result, released.get(entry.test)
        if result is None and part is not None:
            result = part.result
        yield _test(record, names, entry.test, result, part, links)
    for test, part in released.items():
        if test not in told:
            yield _test(record, names, test, part.result, part, links)


def _test(
    record: VisitRecord,
    names: PartNames,
    code: str,
    result: str | None,
    part: LabPart | None,
    links: dict[str, str],
) -> Resource:
    test = lab_tests().get(code)
    observation = _observation(record, names.name("test", code), "laboratory")
    observation["effectiveDateTime"] = record.visit.form.visit_date.isoformat()
    coding = [{"system": system("test"), "code": code}]
    if code in codes()["tests"]:
        coding.insert(0, {"system": system("loinc"), "code": codes()["tests"][code]})
    observation["code"] = {"coding": coding, "text": test.name_en if test else code}
    if test is not None and test.sensitive:
        observation["meta"] = RESTRICTED
    if code in links:
        observation["basedOn"] = [reference(links[code])]
    if result is None:
        if not record.is_void:
            observation["status"] = "registered"
        return observation
    unit = (test.unit or "") if test is not None else ""
    ucum = codes()["test_units"].get(unit, unit)
    if test is not None and test.kind == "choice":
        observation["valueCodeableConcept"] = _result(result)
    elif test is not None and test.kind == "number" and is_number(result):
        observation["valueQuantity"] = quantity(float(result), unit, ucum)
    else:
        observation["valueString"] = result
    if part is not None and part.flag in _FLAGS:
        observation["interpretation"] = [coded(f"{HL7}/v3-ObservationInterpretation", _FLAGS[part.flag])]
    if part is not None and (part.low is not None or part.high is not None):
        bounds = {"low": part.low, "high": part.high}
        observation["referenceRange"] = [
            {name: quantity(value, unit, ucum) for name, value in bounds.items() if value is not None}
        ]
    return observation


def _medication_request(record: VisitRecord, names: PartNames, entry: PrescriptionEntry) -> Resource:
    form = record.visit.form
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
                "boundsDuration": quantity(entry.days, "d", "d"),
            }
        },
        "doseAndRate": [{"doseQuantity": {"value": shortest(entry.dose), **unit}}],
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
        "id": part_id(form.id, names.name("prescription", entry.medicine)),
        "status": "entered-in-error" if record.is_void else "active",
        "intent": "order",
        "medicationCodeableConcept": {
            "coding": coding,
            "text": medicine.label if medicine is not None else entry.medicine,
        },
        "subject": reference(form.patient_id),
        "encounter": reference(form.id),
        "authoredOn": form.visit_date.isoformat(),
        "dosageInstruction": [dosage],
        "dispenseRequest": {"quantity": {"value": entry.quantity, **unit}},
    }


def _observation(record: VisitRecord, part: str, category: str) -> Resource:
    form = record.visit.form
    return {
        "resourceType": "Observation",
        "id": part_id(form.id, part),
        "status": "entered-in-error" if record.is_void else "final",
        "category": [coded(f"{HL7}/observation-category", category)],
        "subject": reference(form.patient_id),
        "encounter": reference(form.id),
        "effectiveDateTime": moment(record.measured_at, form.visit_date),
        "issued": local(record.visit.saved_at).isoformat(timespec="seconds"),
    }


def _result(result: str) -> Resource:
    coding = [{"system": system("result"), "code": result}]
    known = codes()["results"].get(result)
    if known:
        coding.insert(0, {"system": system("snomed"), "code": known["snomed"], "display": known["display"]})
    return {"coding": coding, "text": result}
