"""A stand-in client registry on this PC: IHE PDQm under ``/fhir``, the HDU's behind a mediator.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve() as server:
        server.people.append(Person(hcr="HCR-00012", first="Neema", last="Mushi", ...))
        print(server.fhir_url, server.url)

Both sides know the same people. Faults are ordered with ``server.fail(...)``.
"""

import json
import ssl
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # loaded by file path: its parts lie beside it

from stand_in import Answer, RecordMind, json_answer
from stand_in_socket import listening

LIFETIME_S = 900.0
_CLIENTS = "/api/v1/hduApi/cr/clients"
_HCR = "urn:emr-desktop:client-registry"
_GENDERS = {"M": "male", "F": "female"}


@dataclass(frozen=True, kw_only=True)
class Person:
    hcr: str
    first: str
    last: str
    middle: str = ""
    sex: str = "F"
    born: str = "1994-03-08"
    phone: str = ""
    nida: str = ""
    mrns: tuple[str, ...] = ()  # as facilities sent them to the HDU
    numbers: tuple[tuple[str, str], ...] = ()  # system, value: as facilities sent them as FHIR
    village: str = ""
    council: str = ""
    updated: str = "2026-09-30T08:00:00+03:00"
    grade: str = ""

    def fits(self, asked: dict[str, str]) -> bool:
        """By whole identifier, or by the beginning of names as both kinds of servers look."""
        if "id" in asked:
            return asked["id"] in (self.nida, self.nida.replace("-", ""), self.hcr, *self.mrns)
        given = f"{self.first} {self.middle}".lower()
        return (
            self.last.lower().startswith(asked.get("last", "").lower())
            and any(word.startswith(asked.get("first", "").lower()) for word in given.split())
            and asked.get("gender", _GENDERS[self.sex]).lower() == _GENDERS[self.sex]
        )

    def resource(self) -> dict[str, Any]:
        identifiers: list[dict[str, Any]] = [{"system": _HCR, "value": self.hcr}]
        if self.nida:
            identifiers.append({"use": "official", "system": "urn:nida", "value": self.nida})
        identifiers += [
            {"type": {"coding": [{"code": "MR"}]}, "system": system, "value": value}
            for system, value in self.numbers
        ]
        return {
            "resourceType": "Patient",
            "id": self.hcr.lower(),
            "meta": {"lastUpdated": self.updated},
            "identifier": identifiers,
            "active": True,
            "name": [{"family": self.last, "given": [self.first, *([self.middle] if self.middle else [])]}],
            "gender": _GENDERS[self.sex],
            "birthDate": self.born,
            "telecom": [{"system": "phone", "value": self.phone}] if self.phone else [],
            "address": [{"city": self.village, "district": self.council}],
        }

    def client(self) -> dict[str, Any]:
        identifiers = [{"type": "HCRCODE", "id": self.hcr}]
        identifiers += [{"type": "NIDA", "id": self.nida}] if self.nida else []
        identifiers += [{"type": "MRN", "id": each, "preferred": True} for each in self.mrns]
        return {
            "facilityDetails": {"code": "109601-5", "name": "Another facility"},
            "demographicDetails": {
                "mrn": self.mrns[0] if self.mrns else None,
                "firstName": self.first,
                "middleName": self.middle,
                "lastName": self.last,
                "dateOfBirth": self.born,
                "gender": _GENDERS[self.sex],
                "phoneNumbers": [self.phone] if self.phone else [],
                "addresses": [{"village": self.village, "district": self.council}],
                "identifiers": identifiers,
            },
        }


@dataclass
class RegistryServer(RecordMind):
    """The server's mind."""

    people: list[Person] = field(default_factory=list)
    matches: bool = False  # offers $match
    has_channel: bool = True

    @property
    def fhir_url(self) -> str:
        return f"{self.url}/fhir"

    def not_let_in(self) -> Answer:
        return 401, {"Content-Type": "text/plain"}, b"Unauthorized"

    def further_headers(self) -> dict[str, str]:
        return {"X-OpenHIM-TransactionID": uuid.uuid4().hex[:24]}

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        if not self.has_channel:
            return 404, {"Content-Type": "text/plain"}, b"Not Found"
        if method == "GET" and path == _CLIENTS:
            return self._clients(query)
        if method == "GET" and path == "/fhir/metadata":
            return json_answer(200, self._capabilities())
        if method == "GET" and path == "/fhir/Patient":
            if "identifier" in query:
                found = [p for each in query["identifier"].split(",") for p in self._fitting({"id": each})]
            else:
                asked = {"last": query.get("family", ""), "first": query.get("given", "")}
                found = self._fitting({**asked, **({"gender": query["gender"]} if "gender" in query else {})})
            return self._bundle(list(dict.fromkeys(found)), int(query.get("_count", "20")))
        if method == "POST" and path == "/fhir/Patient/$match" and self.matches:
            parameters = {each["name"]: each for each in json.loads(body)["parameter"]}
            name = parameters["resource"]["resource"]["name"][0]
            found = self._fitting({"last": name["family"][:3], "first": name["given"][0][:3]})
            return self._bundle(found, parameters["count"]["valueInteger"])
        return json_answer(404, {"status": "NOT_FOUND", "message": path})

    def _fitting(self, asked: dict[str, str]) -> list[Person]:
        return [each for each in self.people if each.fits(asked)]

    def _clients(self, query: dict[str, str]) -> Answer:
        if "id" in query:
            found = self._fitting({"id": query["id"]})
        else:
            asked = {"last": query.get("lastName", ""), "first": query.get("firstName", "")}
            found = self._fitting({**asked, **({"gender": query["gender"]} if "gender" in query else {})})
            # Everybody born on that day or before.
            found = [each for each in found if each.born <= query.get("dateOfBirth", "9999")]
        first, size = int(query["page"]), int(query["pageSize"])  # its page is an offset
        told = [each.client() for each in found[first : first + size]]
        pager = {"page": first, "totalPages": None, "pageSize": size, "total": len(found)}
        return json_answer(200, {"pager": pager, "results": told})

    def _bundle(self, found: list[Person], count: int) -> Answer:
        entries = []
        for each in found[:count]:
            search: dict[str, Any] = {"mode": "match"}
            if each.grade:
                url = "http://hl7.org/fhir/StructureDefinition/match-grade"
                search["extension"] = [{"url": url, "valueCode": each.grade}]
            entries.append({"resource": each.resource(), "search": search})
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found), "entry": entries}
        return json_answer(200, bundle)

    def _capabilities(self) -> dict[str, Any]:
        operations = [{"name": "match"}] if self.matches else []
        patient = {"type": "Patient", "operation": operations}
        return {
            "resourceType": "CapabilityStatement",
            "fhirVersion": "4.0.1",
            "software": {"name": "Stand-in registry", "version": "1"},
            "rest": [{"mode": "server", "resource": [patient]}],
        }


@contextmanager
def serve(
    port: int = 0,
    *,
    server: RegistryServer | None = None,
    tls: ssl.SSLContext | None = None,
    lifetime_s: float = LIFETIME_S,
) -> Iterator[RegistryServer]:
    """Run a stand-in registry on 127.0.0.1; it ends with the block or after ``lifetime_s``.

    Args:
        port: 0 takes a free one.
        server: go on with an earlier mind.
        tls: speak TLS with this context.
        lifetime_s: end after that long, whatever happens.
    """
    mind = server or RegistryServer()
    with listening(mind, port=port, tls=tls, lifetime_s=lifetime_s):
        yield mind
