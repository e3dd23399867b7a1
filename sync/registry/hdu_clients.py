"""Asks the HDU's client registry: ``GET hduApi/cr/clients`` behind the mediator.

Two shapes of a client are known: the documented one, wrapped in ``demographicDetails``, and the flat one
that the service's source writes. Its pages count from 0. It takes a birth date as "born on or before",
so that what does not fit is left out here.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from emr_desktop.exchange.fhir_parts import system
from emr_desktop.patients.rows import RegistryId
from sync.problems import Failed, Kind, Problem
from sync.registry.candidate import (
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
from sync.targets.hdu.client import API
from sync.targets.hdu.people import HCR
from sync.transport import Reply, Transport

_LISTS = ("results", "clients", "data")
_OWN_TYPES = frozenset({HCR, "HCR", "HCRID", "HCR-ID"})
_GENDERS = {"M": "MALE", "F": "FEMALE"}


def look(transport: Transport, address: Address) -> dict[str, Any]:
    """Whether the client registry answers, for a test of the connection; asks for nobody who is there."""
    nobody = {"id": "HCR-00000", "idType": HCR, "page": "0", "pageSize": "1"}
    reply = transport.exchange("GET", _path(address.url), params=nobody)
    _clients(reply, address.url)
    return {"server_version": "HDU"}


def ask(transport: Transport, address: Address, terms: Terms, *, facility_code: str, today: date) -> Answered:
    """Whom the registry knows by these terms; see ``pdqm.ask``."""
    params = {"page": "0", "pageSize": str(MOST)}
    if terms.nida:
        asked: dict[str, str | None] = {"id": terms.nida, "idType": "NIDA"}
    else:
        asked = {
            "firstName": terms.first_name,
            "middleName": terms.middle_name,
            "lastName": terms.last_name,
            "gender": _GENDERS.get(terms.sex or ""),
            "dateOfBirth": terms.birth_date.isoformat() if terms.birth_date else None,
        }
    params |= {name: value for name, value in asked.items() if value}
    reply = transport.exchange("GET", _path(address.url), params=params)
    clients, total = _clients(reply, address.url)
    told = [
        candidate
        for each in clients[:MOST]
        if (candidate := _candidate(each, facility_code=facility_code, today=today)) is not None
    ]
    found = [each for each in told if not _was_born_another_year(each, terms)]
    return Answered(tuple(found), max(total, len(clients)) - len(clients[:MOST]))


def _path(url: str) -> str:
    # The mediator may have given the service a path of its own.
    return ("" if url.lower().endswith("/hduapi") else API) + "/cr/clients"


def _clients(reply: Reply, url: str) -> tuple[list[dict[str, Any]], int]:
    if reply.status in (400, 422):
        raise Failed(Problem(kind=Kind.MEANING, code="registry.not_understood", http_status=reply.status))
    if reply.status == 404 and _says_nobody(reply):
        return [], 0
    body = body_of(reply, url=url)
    inner = (
        next((body[name] for name in _LISTS if isinstance(body.get(name), list)), None)
        if isinstance(body, dict)
        else body
    )
    if inner is None and isinstance(body, dict) and "demographicDetails" in body:
        inner = [body]
    if not isinstance(inner, list):
        raise unreadable(reply.status)
    total = dict_of(dict_of(body).get("pager")).get("total")
    return list(objects_of(inner)), total if isinstance(total, int) and not isinstance(total, bool) else 0


def _says_nobody(reply: Reply) -> bool:
    """A registry that answers "not found" of a person, not a mediator without such a channel."""
    try:
        return "results" in dict_of(json.loads(reply.body))
    except (ValueError, RecursionError):
        return False


def _candidate(client: dict[str, Any], *, facility_code: str, today: date) -> Candidate | None:
    details = dict_of(client.get("demographicDetails")) or client
    if text_of(details.get("status")) == "inactive" or text_of(client.get("status")) == "inactive":
        return None
    own: list[RegistryId] = []
    ours: list[str] = []
    nida = None
    numbers = [(text_of(each.get("type")), text_of(each.get("id"))) for each in _identifiers(details, client)]
    for kind, value in [*numbers, ("MRN", text_of(details.get("mrn")))]:
        if value is None:
            continue
        if kind in _OWN_TYPES or value.startswith("HCR-"):
            own.append(RegistryId(system("client_registry"), value))
        elif kind == "NIDA":
            nida = nida or nida_of(value, today=today)
        elif kind == "MRN" and value.startswith(f"{facility_code}-"):
            ours.append(_our_number(value, facility_code))
    logical = text_of(details.get("id")) or text_of(client.get("id"))
    if not own and logical is not None:
        own.append(RegistryId(system("client_registry"), logical))
    born, precision = born_of(details.get("dateOfBirth"))
    address = next(objects_of(details.get("addresses")), {})
    phones = [number for each in list_of(details.get("phoneNumbers")) if (number := phone_of(each))]
    updated, _ = born_of(details.get("lastUpdated") or client.get("lastUpdated"))
    candidate = Candidate(
        ids=tuple(dict.fromkeys(own))[:5],
        first_name=name_of(details.get("firstName")),
        middle_name=name_of(details.get("middleName")),
        last_name=name_of(details.get("lastName")),
        sex=sex_of(details.get("gender")),
        born=born,
        birth_precision=precision,
        phone=phones[0] if phones else None,
        nida=nida,
        village=text_of(address.get("village")),
        ward=text_of(address.get("ward")),
        council=text_of(address.get("district")),
        region=text_of(address.get("region")),
        updated_on=updated,
        our_numbers=tuple(dict.fromkeys(ours))[:20],
    )
    return candidate if candidate.ids or candidate.last_name else None


def _identifiers(details: dict[str, Any], client: dict[str, Any]) -> list[dict[str, Any]]:
    return list(objects_of(details.get("identifiers") or client.get("identifiers")))


def _our_number(mrn: str, facility_code: str) -> str:
    """Our record number of what ``people.mrn`` made of it."""
    return f"{facility_code}/" + mrn.removeprefix(f"{facility_code}-").replace("-", "/")


def _was_born_another_year(candidate: Candidate, terms: Terms) -> bool:
    if terms.birth_date is None or candidate.born is None:
        return False
    return abs(candidate.born.year - terms.birth_date.year) > 1
