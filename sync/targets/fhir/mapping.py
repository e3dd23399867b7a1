"""Makes a FHIR R4 transaction of a canonical record: pure, the same record gives the same bytes.

Every resource is written by a business identifier (conditional PUT), so that sending again is an update and
never a second copy. What an earlier message told and this record no longer holds is sent as entered in error:
clinical data is never deleted elsewhere.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from emr_desktop.clock import local
from emr_desktop.exchange.fhir import patient_resources
from emr_desktop.exchange.fhir_parts import HL7, Resource, coded, facility_reference, part_id, system
from emr_desktop.exchange.fhir_patients import patient_resource
from emr_desktop.exchange.fhir_resources import visit_resources
from emr_desktop.exchange.record import PatientRecord, VisitRecord

_FULL_URLS = uuid.UUID("5b1f4a52-0d34-5c51-8f0e-9d6f3f0f7a10")
_URL = re.compile("urn:uuid:[0-9a-f-]{36}")
HEAD = b'{"resourceType":"Bundle","type":"transaction","entry":['
TAIL = b"]}"
# What a resource must have at least, beside its subject, to say no more than that it was a mistake.
_WITHDRAWN: Mapping[str, Resource] = {
    "Observation": {"status": "entered-in-error", "code": {"text": "entered in error"}},
    "ServiceRequest": {"status": "entered-in-error", "intent": "order"},
    "DiagnosticReport": {"status": "entered-in-error", "code": {"text": "entered in error"}},
    "MedicationRequest": {
        "status": "entered-in-error",
        "intent": "order",
        "medicationCodeableConcept": {"text": "entered in error"},
    },
    "Procedure": {"status": "entered-in-error"},
    "ClinicalImpression": {"status": "entered-in-error"},
    "Condition": {"verificationStatus": coded(f"{HL7}/condition-ver-status", "entered-in-error")},
    "AllergyIntolerance": {
        "verificationStatus": coded(f"{HL7}/allergyintolerance-verification", "entered-in-error")
    },
}


@dataclass(frozen=True, order=True)
class SentPart:
    """A resource of a visit that an earlier message told."""

    type: str
    value: str  # of its business identifier


def visit_bundle(record: VisitRecord, *, facility_code: str, sent: Iterable[SentPart] = ()) -> bytes:
    """The transaction of one visit, the patient first.

    Args:
        record: what may be told of the visit.
        facility_code: HFR code.
        sent: what earlier messages told of this visit, from ``parts_of``.
    """
    resources = list(patient_resources(record.patient, facility_code=facility_code))
    resources += visit_resources(record, facility_code=facility_code)
    there = {SentPart(each["resourceType"], each["id"]) for each in resources}
    resources += [
        _withdrawn(part, record.patient.id, record.id) for part in sorted(set(sent)) if part not in there
    ]
    about = f"{record.id}.{record.visit.version}"
    provenance = _provenance(
        record.id,
        facility_code=facility_code,
        recorded=local(record.visit.saved_at).isoformat(timespec="seconds"),
        activity="NULLIFY" if record.is_void else ("CREATE" if record.visit.version == 1 else "UPDATE"),
        by=record.visit.clinician,
    )
    entries = [_put(each, facility_code) for each in resources]
    entries.append(_post(provenance, system("version", facility_code), about))
    return _bytes(entries)


def patient_bundle(
    record: PatientRecord, *, facility_code: str, survivor: PatientRecord | None = None
) -> bytes:
    """The transaction of a patient alone, with what was taken back.

    Args:
        record: the patient.
        facility_code: HFR code.
        survivor: the record that this one was merged into; made there when it is not known yet.
    """
    resources = list(patient_resources(record, facility_code=facility_code))
    there = {each["id"] for each in resources}
    withdrawn = [
        SentPart("AllergyIntolerance", part_id(record.id, f"allergy:{substance.casefold()}"))
        for substance in record.voided_substances
    ]
    withdrawn += [SentPart("Condition", str(problem.id)) for problem in record.voided_problems]
    resources += [
        _withdrawn(part, record.id, None) for part in sorted(set(withdrawn)) if part.value not in there
    ]
    entries = [_put(each, facility_code) for each in resources]
    if survivor is not None:
        other = patient_resource(survivor.patient, facility_code=facility_code)
        entries.append(_post_if_missing(other, system("patient_number", facility_code)))
    provenance = _provenance(
        record.id,
        facility_code=facility_code,
        recorded=local(record.changed_at).isoformat(timespec="seconds"),
        activity="NULLIFY" if record.merged_into is not None else "UPDATE",
        by=None,
    )
    entries.append(
        _post(provenance, system("version", facility_code), f"{record.id}.{record.patient.version}")
    )
    return _bytes(entries)


def parts_of(payload: bytes) -> Iterator[SentPart]:
    """The resources that an earlier payload told of a visit and its patient, those it withdrew among them."""
    for entry in json.loads(payload)["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] not in _WITHDRAWN:
            continue
        for identifier in resource.get("identifier", ()):
            yield SentPart(resource["resourceType"], identifier["value"])
            break


def _withdrawn(part: SentPart, patient_id: uuid.UUID, visit_id: uuid.UUID | None) -> Resource:
    about = "patient" if part.type == "AllergyIntolerance" else "subject"
    resource: Resource = {
        "resourceType": part.type,
        "id": part.value,
        **_WITHDRAWN[part.type],
        about: {"reference": f"urn:uuid:{patient_id}"},
    }
    if visit_id is not None:
        resource["encounter"] = {"reference": f"urn:uuid:{visit_id}"}
    return resource


def _put(resource: Resource, facility_code: str) -> dict[str, Any]:
    own = resource.pop("id")
    if resource["resourceType"] == "Patient":
        identifier = resource["identifier"][0]
    else:
        identifier = {"system": system("record", facility_code), "value": own}
        resource["identifier"] = [identifier]
    query = f"identifier={identifier['system']}|{identifier['value']}"
    return {
        "fullUrl": f"urn:uuid:{own}",
        "resource": resource,
        "request": {"method": "PUT", "url": f"{resource['resourceType']}?{query}"},
    }


def _post_if_missing(resource: Resource, identifier_system: str) -> dict[str, Any]:
    """Never overwrites: what is newer there stays."""
    own, number = resource.pop("id"), resource["identifier"][0]["value"]
    missing = f"identifier={identifier_system}|{number}"
    request = {"method": "POST", "url": resource["resourceType"], "ifNoneExist": missing}
    return {"fullUrl": f"urn:uuid:{own}", "resource": resource, "request": request}


def _post(resource: Resource, tag_system: str, tag: str) -> dict[str, Any]:
    """A Provenance has no identifier; a tag keeps a second sending from making a second one."""
    own = resource.pop("id")
    resource["meta"] = {"tag": [{"system": tag_system, "code": tag}]}
    return {
        "fullUrl": f"urn:uuid:{own}",
        "resource": resource,
        "request": {"method": "POST", "url": "Provenance", "ifNoneExist": f"_tag={tag_system}|{tag}"},
    }


def _provenance(
    target: uuid.UUID, *, facility_code: str, recorded: str, activity: str, by: str | None
) -> Resource:
    facility = facility_reference(facility_code)
    agent: Resource = {
        "type": coded(f"{HL7}/provenance-participant-type", "author"),
        "who": {"display": by} if by else facility,
    }
    if by:
        agent["onBehalfOf"] = facility
    return {
        "resourceType": "Provenance",
        "id": part_id(target, f"provenance:{recorded}"),
        "target": [{"reference": f"urn:uuid:{target}"}],
        "recorded": recorded,
        "activity": coded(f"{HL7}/v3-DataOperation", activity),
        "agent": [agent],
    }


def _bytes(entries: list[dict[str, Any]]) -> bytes:
    urls = [entry["request"].get("ifNoneExist") or entry["request"]["url"] for entry in entries]
    if len(set(urls)) != len(urls):
        # Servers take one of two silently.
        raise ValueError("two entries of one transaction go to the same resource")
    text = json.dumps(
        {"resourceType": "Bundle", "type": "transaction", "entry": entries},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    # Our row ids are of version 7; full URLs are named ones, the same at every sending.
    named = {own: f"urn:uuid:{uuid.uuid5(_FULL_URLS, own)}" for own in (each["fullUrl"] for each in entries)}
    text = _URL.sub(lambda found: named.get(found[0], found[0]), text)
    return text.encode()
