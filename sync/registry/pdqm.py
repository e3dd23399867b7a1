"""Asks a FHIR R4 server for patients: IHE PDQm, ITI-78 (search) and, where it is offered, ITI-119 ($match).

Source: IHE ITI, Patient Demographics Query for Mobile 3.0.0; FHIR R4 Patient and its match operation.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from emr_desktop.exchange.fhir_parts import system
from emr_desktop.patients.rows import RegistryId
from sync.problems import Failed, Kind, Problem
from sync.registry.candidate import (
    GRADES,
    MOST,
    Answered,
    Candidate,
    Terms,
    born_of,
    name_of,
    nida_of,
    phone_of,
    sex_of,
    text_of,
)
from sync.replies import body_of, unreadable
from sync.shapes import dict_of, list_of, objects_of
from sync.target_state import Address
from sync.targets.fhir.client import FhirClient
from sync.transport import Reply, Transport

_MEDIA = "application/fhir+json"
_GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade"
_GENDERS = {"M": "male", "F": "female"}
_OF_A_FACILITY = frozenset({"MR", "MRT", "PI", "PT"})  # of HL7 table 0203
MATCHES = "matches"  # of a registry's details: it offers $match


def look(transport: Transport, address: Address) -> dict[str, Any]:
    """What the server is, for a test of the connection, and whether it weighs candidates itself."""
    found = FhirClient(transport=transport, url=address.url).capabilities()
    reply = transport.exchange("GET", "/metadata", headers={"Accept": _MEDIA})
    body = dict_of(body_of(reply, url=address.url))
    return {**found, MATCHES: _offers_match(body)}


def ask(transport: Transport, address: Address, terms: Terms, *, facility_code: str, today: date) -> Answered:
    """Whom the registry knows by these terms.

    Args:
        transport: open, with a guard that ends it in time.
        address: of the registry.
        terms: enough of them.
        facility_code: HFR code, to know our own record numbers again.
        today: for what NIDA numbers can be.

    Raises:
        Failed: why nothing is known.
        Stopped: nobody waits for it any more.
    """
    if address.details.get(MATCHES) and not terms.nida:
        reply = transport.exchange(
            "POST", "/Patient/$match", body=_match(terms), headers={"Accept": _MEDIA, "Content-Type": _MEDIA}
        )
    else:
        reply = transport.exchange("GET", "/Patient", params=_search(terms), headers={"Accept": _MEDIA})
    return _answered(reply, address.url, facility_code=facility_code, today=today)


def _search(terms: Terms) -> dict[str, str]:
    """A NIDA number is asked for without a system: whose registry calls it what is not published."""
    found = {"_count": str(MOST)}
    if terms.nida:
        plain = terms.nida.replace("-", "")
        return {"identifier": f"{terms.nida},{plain}", **found}
    asked = {
        "family": _escaped(terms.last_name),
        "given": _escaped(terms.first_name),
        "gender": _GENDERS.get(terms.sex or ""),
        "birthdate": terms.birth_date.isoformat() if terms.birth_date else None,
    }
    return {**{name: value for name, value in asked.items() if value}, **found}


def _escaped(text: str | None) -> str | None:
    """A comma would mean "or", a bar a system (FHIR R4, search, escaping)."""
    if text is None:
        return None
    for letter in ("\\", ",", "|", "$"):
        text = text.replace(letter, f"\\{letter}")
    return text


def _match(terms: Terms) -> bytes:
    given = [name for name in (terms.first_name, terms.middle_name) if name]
    resource: dict[str, Any] = {
        "resourceType": "Patient",
        "name": [{"family": terms.last_name, "given": given}],
    }
    if terms.sex in _GENDERS:
        resource["gender"] = _GENDERS[terms.sex]
    if terms.birth_date is not None:
        resource["birthDate"] = terms.birth_date.isoformat()
    parameters = [
        {"name": "resource", "resource": resource},
        {"name": "onlyCertainMatches", "valueBoolean": False},  # a person chooses, and sees how sure it is
        {"name": "count", "valueInteger": MOST},
    ]
    body = {"resourceType": "Parameters", "parameter": parameters}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _answered(reply: Reply, url: str, *, facility_code: str, today: date) -> Answered:
    if reply.status in (400, 422):
        raise Failed(Problem(kind=Kind.MEANING, code="registry.not_understood", http_status=reply.status))
    body = body_of(reply, url=url)
    if not isinstance(body, dict) or body.get("resourceType") != "Bundle":
        raise unreadable(reply.status)
    entries = [
        each
        for each in objects_of(body.get("entry"))
        if dict_of(each.get("resource")).get("resourceType") == "Patient"
        and dict_of(each.get("search")).get("mode") in (None, "match")
    ]
    found = [
        candidate
        for each in entries[:MOST]
        if (candidate := _candidate(each, url, facility_code=facility_code, today=today)) is not None
    ]
    found.sort(key=lambda one: GRADES.index(one.grade) if one.grade in GRADES else len(GRADES))
    total = body.get("total")
    told = total if isinstance(total, int) and not isinstance(total, bool) else len(entries)
    return Answered(tuple(found), max(told, len(entries)) - len(entries[:MOST]))


def _candidate(entry: dict[str, Any], url: str, *, facility_code: str, today: date) -> Candidate | None:
    resource = entry["resource"]
    ids, ours, nida = _numbers(resource, url, facility_code=facility_code, today=today)
    if not ids or resource.get("active") is False:
        return None
    name = _name(resource)
    given = [each for one in list_of(name.get("given")) if (each := name_of(one))]
    address = next(objects_of(resource.get("address")), {})
    born, precision = born_of(resource.get("birthDate"))
    updated, _ = born_of(dict_of(resource.get("meta")).get("lastUpdated"))
    phones = [
        number
        for each in objects_of(resource.get("telecom"))
        if each.get("system") in ("phone", "sms", None) and (number := phone_of(each.get("value")))
    ]
    return Candidate(
        ids=ids,
        first_name=given[0] if given else None,
        middle_name=" ".join(given[1:])[:60] or None,
        last_name=name_of(name.get("family")),
        sex=sex_of(resource.get("gender")),
        born=born,
        birth_precision=precision,
        phone=phones[0] if phones else None,
        nida=nida,
        village=text_of(address.get("city")),
        ward=next((word for one in list_of(address.get("line")) if (word := text_of(one))), None),
        council=text_of(address.get("district")),
        region=text_of(address.get("state")),
        updated_on=updated,
        grade=_grade(entry),
        our_numbers=ours,
    )


def _numbers(
    resource: dict[str, Any], url: str, *, facility_code: str, today: date
) -> tuple[tuple[RegistryId, ...], tuple[str, ...], str | None]:
    """The registry's numbers, our own, and the NIDA number.

    The registry's own number is the first that is neither a facility's nor NIDA's; else what it calls the
    resource.
    """
    own: list[RegistryId] = []
    ours: list[str] = []
    nida = None
    for each in objects_of(resource.get("identifier")):
        whose, value = text_of(each.get("system")), text_of(each.get("value"))
        if value is None:
            continue
        coding = next(objects_of(dict_of(each.get("type")).get("coding")), {})
        if whose == system("patient_number", facility_code):
            ours.append(value)
        elif "nida" in (whose or "").lower() or coding.get("code") in ("NIDA", "NI", "NNTZA"):
            nida = nida or nida_of(value, today=today)
        elif whose is not None and coding.get("code") not in _OF_A_FACILITY and not _of_patients(whose):
            own.append(RegistryId(whose, value))
    logical = text_of(resource.get("id"))
    if not own and logical is not None:
        own.append(RegistryId(f"{url}/Patient", logical))
    return tuple(own[:5]), tuple(ours[:20]), nida


def _of_patients(whose: str) -> bool:
    """Record numbers of another facility that runs this program, or of an insurance."""
    return whose.endswith(":patient-number") or whose == system("insurance")


def _name(resource: dict[str, Any]) -> dict[str, Any]:
    """The official name, or else the first that is not old."""
    names = [each for each in objects_of(resource.get("name")) if each.get("use") not in ("old", "maiden")]
    return next((each for each in names if each.get("use") == "official"), names[0] if names else {})


def _grade(entry: dict[str, Any]) -> str | None:
    for each in objects_of(dict_of(entry.get("search")).get("extension")):
        if each.get("url") == _GRADE and each.get("valueCode") in GRADES:
            return str(each["valueCode"])
    return None


def _offers_match(body: dict[str, Any]) -> bool:
    return any(
        operation.get("name") in ("match", "$match")
        for rest in objects_of(body.get("rest"))
        for resource in objects_of(rest.get("resource"))
        if resource.get("type") == "Patient"
        for operation in objects_of(resource.get("operation"))
    )
