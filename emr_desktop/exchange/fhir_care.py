"""What was ordered, done and decided in a visit as FHIR R4 resources, beyond findings and medicines."""

from __future__ import annotations

from collections.abc import Iterator

from emr_desktop.clock import local
from emr_desktop.exchange.fhir_parts import (
    HL7,
    RESTRICTED,
    PartNames,
    Resource,
    coded,
    codes,
    facility_reference,
    loinc,
    moment,
    part_id,
    quantity,
    reference,
    system,
)
from emr_desktop.exchange.record import CaseRecord, LabOrderRecord, VisitRecord
from emr_desktop.reference.catalogue import diagnosis_name, is_sensitive, lab_tests
from emr_desktop.reference.laboratory import is_sensitive_test
from emr_desktop.reference.procedures import procedure_name

_PRIORITIES = {"emergency": "stat", "urgent": "urgent", "routine": "routine"}


def order_links(record: VisitRecord) -> dict[str, str]:
    """Which order each test belongs to: the test ordered, and the parts that its result told."""
    links: dict[str, str] = {}
    for order in record.orders:
        links[order.test] = str(order.id)
        links.update((part.test, str(order.id)) for part in order.parts)
    return links


def care_resources(record: VisitRecord, *, facility_code: str) -> Iterator[Resource]:
    """Laboratory orders and reports, notes, procedures, pregnancy, referral, death, case forms of a visit.

    Args:
        record: the visit; a void one is entered in error in all its parts.
        facility_code: HFR code.
    """
    for order in record.orders:
        yield _order(record, order)
        if order.released_at is not None:
            yield _report(record, order)
    yield from _notes(record)
    names = PartNames()
    for code in record.visit.form.procedures:
        yield _procedure(record, names.name("procedure", code), code)
    yield from _pregnancy(record)
    if record.visit.form.outcome == "referred":
        yield _referral(record, facility_code=facility_code)
    yield from _death(record)
    for case in record.cases:
        yield _case(record, case)


def _about(record: VisitRecord) -> Resource:
    return {"subject": reference(record.visit.form.patient_id), "encounter": reference(record.id)}


def _test_code(code: str) -> Resource:
    test, coding = lab_tests().get(code), [{"system": system("test"), "code": code}]
    if code in codes()["tests"]:
        coding.insert(0, {"system": system("loinc"), "code": codes()["tests"][code]})
    return {"coding": coding, "text": test.name_en if test else code}


def _order(record: VisitRecord, order: LabOrderRecord) -> Resource:
    status = "completed" if order.status == "done" else "active"
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": str(order.id),
        "status": "entered-in-error" if record.is_void else status,
        "intent": "order",
        "category": [coded(system("snomed"), "108252007", "Laboratory procedure")],
        "priority": "urgent" if order.urgent else "routine",
        "code": _test_code(order.test),
        **_about(record),
        "authoredOn": local(order.ordered_at).isoformat(timespec="seconds"),
    }
    if order.sensitive or is_sensitive_test(order.test):
        request["meta"] = RESTRICTED
    return request


def _report(record: VisitRecord, order: LabOrderRecord) -> Resource:
    assert order.released_at is not None  # noqa: S101 - the caller looked
    status = "corrected" if (order.report_version or 1) > 1 else "final"
    report: Resource = {
        "resourceType": "DiagnosticReport",
        "id": part_id(order.id, "report"),
        "basedOn": [reference(order.id)],
        "status": "entered-in-error" if record.is_void else status,
        "category": [coded(f"{HL7}/v2-0074", "LAB")],
        "code": _test_code(order.test),
        **_about(record),
        "effectiveDateTime": moment(order.taken_at, record.visit.form.visit_date),
        "issued": local(order.released_at).isoformat(timespec="seconds"),
    }
    results = [reference(part_id(record.id, f"test:{part.test}")) for part in order.parts]
    if results:
        report["result"] = results
    if order.remark:
        report["conclusion"] = order.remark
    if order.sensitive or is_sensitive_test(order.test):
        report["meta"] = RESTRICTED
    return report


def _notes(record: VisitRecord) -> Iterator[Resource]:
    form = record.visit.form
    if not (form.history or form.examination or form.advice):
        return
    impression: Resource = {
        "resourceType": "ClinicalImpression",
        "id": part_id(form.id, "notes"),
        "status": "entered-in-error" if record.is_void else "completed",
        **_about(record),
        "date": form.visit_date.isoformat(),
    }
    if form.history:
        impression["description"] = form.history
    if form.examination:
        impression["summary"] = form.examination
    if form.advice:
        impression["note"] = [{"text": form.advice}]
    if record.sensitive:
        impression["meta"] = RESTRICTED
    yield impression


def _procedure(record: VisitRecord, name: str, code: str) -> Resource:
    return {
        "resourceType": "Procedure",
        "id": part_id(record.id, name),
        "status": "entered-in-error" if record.is_void else "completed",
        "code": coded(system("procedure"), code, procedure_name(code, language="en")),
        **_about(record),
        "performedDateTime": record.visit.form.visit_date.isoformat(),
    }


def _observation(record: VisitRecord, part: str, category: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": part_id(record.id, part),
        "status": "entered-in-error" if record.is_void else "final",
        "category": [coded(f"{HL7}/observation-category", category)],
        **_about(record),
        "effectiveDateTime": record.visit.form.visit_date.isoformat(),
    }


def _pregnancy(record: VisitRecord) -> Iterator[Resource]:
    form, signs = record.visit.form, codes()["care"]
    if form.pregnancy is not None:
        status = _observation(record, "pregnancy", "social-history")
        status["code"] = loinc(signs["pregnancy"])
        status["valueCodeableConcept"] = coded(system("pregnancy"), form.pregnancy, form.pregnancy)
        yield status
    if form.pregnancy_weeks is not None:
        weeks = _observation(record, "pregnancy_weeks", "exam")
        weeks["code"] = loinc(signs["pregnancy_weeks"])
        weeks["valueQuantity"] = quantity(form.pregnancy_weeks, "wk", "wk")
        yield weeks


def _referral(record: VisitRecord, *, facility_code: str) -> Resource:
    form, letter = record.visit.form, record.visit.form.referral
    answer = record.counter_referral
    request: Resource = {
        "resourceType": "ServiceRequest",
        "id": part_id(form.id, "referral"),
        "status": "completed" if answer is not None else "active",
        "intent": "order",
        "category": [coded(system("snomed"), "3457005", "Patient referral")],
        "priority": _PRIORITIES.get(letter.urgency if letter is not None else "routine", "routine"),
        "code": {"text": "Referral to another facility"},
        **_about(record),
        "authoredOn": form.visit_date.isoformat(),
        "requester": facility_reference(facility_code),
    }
    if record.is_void:
        request["status"] = "entered-in-error"
    if record.referral_number:
        request["requisition"] = {
            "system": system("referral", facility_code),
            "value": record.referral_number,
        }
    if form.referred_to:
        request["performer"] = [{"display": form.referred_to}]
    if letter is not None and letter.unit:
        request["performerType"] = {"text": letter.unit}
    if letter is not None and letter.reason:
        request["reasonCode"] = [{"text": letter.reason}]
    words = [] if letter is None else [letter.summary, letter.treatment]
    if answer is not None:
        words += [answer.diagnosis, answer.treatment, answer.advice]
    notes = [{"text": each} for each in words if each]
    if notes:
        request["note"] = notes
    if record.sensitive:
        request["meta"] = RESTRICTED
    return request


def _death(record: VisitRecord) -> Iterator[Resource]:
    death = record.visit.form.death
    if death is None:
        return
    for name, cause in (("immediate", death.immediate), ("underlying", death.underlying)):
        if cause is None:
            continue
        observation = _observation(record, f"death:{name}", "exam")
        observation["code"] = loinc(codes()["care"]["cause_of_death"])
        observation["effectiveDateTime"] = death.died_on.isoformat()
        observation["valueCodeableConcept"] = coded(
            system("icd10"), cause.icd10, diagnosis_name(cause.icd10, cause.concept, language="en")
        )
        observation["method"] = {"text": f"{name} cause"}
        if is_sensitive(cause.icd10, cause.concept):
            observation["meta"] = RESTRICTED
        yield observation
    words = "; ".join(word for word in (death.place, death.cause_words, death.told_by) if word)
    if words:
        observation = _observation(record, "death:words", "exam")
        observation["code"] = {"text": "Circumstances of death"}
        observation["effectiveDateTime"] = death.died_on.isoformat()
        observation["valueString"] = words
        if record.sensitive:
            observation["meta"] = RESTRICTED
        yield observation


def _case(record: VisitRecord, case: CaseRecord) -> Resource:
    observation = _observation(record, f"case:{case.id}", "survey")
    observation["code"] = coded(system("notification"), case.condition, "Notified condition")
    observation["effectiveDateTime"] = case.seen_on.isoformat()
    observation["valueString"] = case.number or case.condition
    told = {
        "icd10": case.icd10,
        "onset": case.onset_on,
        "exposure": case.exposure,
        "symptoms": case.symptoms,
        "specimen": case.specimen,
        "specimen_on": case.specimen_on,
        "specimen_to": case.specimen_to,
        "vaccinated": case.vaccinated,
        "doses": case.doses,
        "last_dose_on": case.last_dose_on,
        "outcome": case.outcome,
        "action": case.action,
    }
    components = [
        {"code": coded(system("notification"), name), "valueString": str(value)}
        for name, value in told.items()
        if value is not None
    ]
    if components:
        observation["component"] = components
    return observation
