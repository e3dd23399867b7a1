"""Who a record is about, in the HDU's words."""

from __future__ import annotations

import json
from typing import Any

from emr_desktop.exchange.fhir_parts import system
from emr_desktop.exchange.record import PatientRecord
from sync.targets.hdu.template_words import words

HCR = "HCRCODE"  # of the identifiers that the HDU's client registry allots

Block = dict[str, Any]


def mrn(number: str, facility_code: str) -> str:
    """A record number that no other facility can have: the HDU finds people by the number alone."""
    plain = number.replace("/", "-")
    return plain if plain.startswith(f"{facility_code}-") else f"{facility_code}-{plain}"


def demographics(record: PatientRecord, *, facility_code: str) -> Block:
    """Who somebody is; the numbers that are the nation's before our own."""
    who = record.patient
    number = mrn(who.number, facility_code)
    block: Block = {
        "mrn": number,
        "firstName": who.first_name,
        "middleName": who.middle_name,
        "lastName": who.last_name,
        "dateOfBirth": who.birth_date.isoformat(),
        "gender": words()["gender"][who.sex],
        "nationality": "TZ",
        "phoneNumbers": [who.phone.lstrip("+")] if who.phone else [],
        "addresses": [
            present(
                {
                    "village": who.village,
                    "ward": who.ward,
                    "district": who.council,
                    "region": who.region,
                    "country": "TZ",
                }
            )
        ],
        "identifiers": identifiers(record, number),
    }
    if who.guardian:
        first, _, last = who.guardian.partition(" ")
        named = {"firstName": first, "lastName": last or None, "relationShip": "Guardian"}
        block["contactPeople"] = [present(named)]
    if who.insurance_number:
        scheme = words()["payer"].get(who.insurance_scheme or "other_insurance", {})
        block["paymentDetails"] = [
            {
                "type": "INSURANCE",
                "shortName": scheme.get("short", "OTHER"),
                "name": scheme.get("name", "Other insurance"),
                "insuranceId": who.insurance_number,
            }
        ]
    return present(block)


def client_body(record: PatientRecord, *, facility_code: str, facility_name: str) -> bytes:
    """What registers or updates a person in the client registry."""
    return as_bytes(
        {
            "facilityDetails": {"code": facility_code, "name": facility_name},
            "demographicDetails": demographics(record, facility_code=facility_code),
        }
    )


def merge_body(record: PatientRecord, *, facility_code: str) -> bytes:
    """What tells the client registry that two records are one person; the first stays."""
    kept = record.merged_into
    assert kept is not None  # noqa: S101 - the caller looked
    return as_bytes(
        {
            "clientOne": mrn(kept.number, facility_code),
            "clientTwo": mrn(record.patient.number, facility_code),
        }
    )


def as_bytes(block: Block) -> bytes:
    """On one line, always the same."""
    return json.dumps(block, ensure_ascii=False, separators=(",", ":")).encode()


def present(block: Block) -> Block:
    """Without what is not there."""
    return {name: value for name, value in block.items() if value is not None}


def identifiers(record: PatientRecord, number: str) -> list[Block]:
    """The nation's numbers first: the HDU finds people by any of them."""
    who = record.patient
    found = [{"type": "NIDA", "id": who.nida}] if who.nida else []
    # The type is the one of its own pool of numbers; another registry's number goes without claiming that.
    own = system("client_registry")
    found += [
        {"type": HCR, "id": each.value}
        if each.system == own
        else {"type": "CLIENT_REGISTRY", "id": each.value, "system": each.system}
        for each in who.registry_ids
    ]
    return [*found, {"type": "MRN", "id": number, "preferred": True}]
