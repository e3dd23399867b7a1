"""A stand-in HDU behind an OpenHIM-like mediator, on this PC.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve() as server:
        print(server.url, server.users)

Faults are ordered with ``server.fail(...)``: ``status_after`` with 500 is the mediator's time-out with the
commit behind it. What it has is in ``server.visits`` and ``server.clients``.
"""

import json
import ssl
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # loaded by file path: its parts lie beside it

from stand_in import Answer, RecordMind, json_answer
from stand_in_socket import listening

LIFETIME_S = 900.0
_API = "/api/v1/hduApi"
_ENUMS = {"visitType": ("IPD", "EMD", "OPD")}
_REQUIRED = (
    ("demographicDetails", ("firstName", "lastName", "dateOfBirth", "gender")),
    ("visitDetails", ("id", "visitDate", "visitType")),
    ("outcomeDetails", ("isAlive",)),
)
_LISTS = (
    ("diagnosisDetails", ("diagnosisDate", "diagnosisCode")),
    ("medicationDetails", ("orderDate",)),
    ("labInvestigationDetails", ("testCode", "testOrderDate", "testResultDate", "standardCode")),
    ("investigationDetails", ("dateOccurred", "diseaseCode")),
    ("billingsDetails", ("billDate",)),
)


@dataclass
class HduServer(RecordMind):
    """The server's mind."""

    visits: dict[str, dict[str, Any]] = field(default_factory=dict)  # visit id -> the record as last sent
    clients: dict[str, dict[str, Any]] = field(default_factory=dict)  # mrn -> demographicDetails
    merged: dict[str, str] = field(default_factory=dict)  # mrn that is no longer used -> mrn that stays
    writes: int = 0  # records stored, new or again
    on_write: Callable[[dict[str, Any]], None] | None = None  # told of each visit that is kept
    largest: int = 0  # records in one request
    engine_down: bool = False
    has_channel: bool = True
    template: dict[str, Any] = field(
        default_factory=lambda: {"id": "tpl-1", "code": "HDU", "name": "HDU data template"}
    )

    def not_let_in(self) -> Answer:
        return 401, {"Content-Type": "text/plain"}, b"Unauthorized"

    def further_headers(self) -> dict[str, str]:
        return {"X-OpenHIM-TransactionID": uuid.uuid4().hex[:24]}

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        if not self.has_channel or not path.startswith(_API):
            return 404, {"Content-Type": "text/plain"}, b"Not Found"
        what = path.removeprefix(_API)
        if method == "GET" and what == "/dataTemplates":
            return json_answer(200, {"results": [self.template]})
        if method != "POST":
            return json_answer(404, {"status": "NOT_FOUND", "message": what})
        try:
            document = json.loads(body)
        except ValueError:
            return _bad("JSON parse error")
        if what == "/dataTemplates":
            return self._take(document, dry=query.get("testDataValidity") == "true")
        if what == "/cr/clients":
            details = document.get("demographicDetails") or {}
            if not details.get("mrn"):
                return _bad("mrn is required")
            self.clients[details["mrn"]] = details
            self.merged.pop(details["mrn"], None)
            return json_answer(200, {"status": "OK", "id": details["mrn"]})
        if what == "/cr/clients/merge":
            self.merged[document["clientTwo"]] = document["clientOne"]
            return json_answer(200, {"status": "OK", "message": "success"})
        return json_answer(404, {"status": "NOT_FOUND", "message": what})

    def _take(self, document: Any, *, dry: bool) -> Answer:
        details, data = document.get("templateDetails") or {}, document.get("data") or {}
        records = data.get("listGrid")
        if details.get("id") != self.template["id"] or not isinstance(records, list):
            return _bad("templateDetails.id is not known")
        for record in records:
            word = (record.get("visitDetails") or {}).get("visitType")
            if word is not None and word not in _ENUMS["visitType"]:
                # The parser fails before anybody looks which record it was.
                return _bad(f"Cannot deserialize value of type VisitType from String {word!r}")
        invalid = {place: issues for place, each in enumerate(records) if (issues := _issues(each))}
        if dry:
            if len(invalid) < len(records):
                return json_answer(200, {"message": "Congratulations, your data is valid"})
            return json_answer(400, _summary(invalid, records, status=400))
        if self.engine_down:
            return json_answer(503, {"message": "Workflow engine configured but not available"})
        if records and len(invalid) == len(records):
            return json_answer(400, _summary(invalid, records, status=400))
        self.largest = max(self.largest, len(records))
        new = 0
        for place, record in enumerate(records):
            if place not in invalid:
                own = record["visitDetails"]["id"]
                new += own not in self.visits
                self.visits[own] = record
                if self.on_write is not None:
                    self.on_write(record)
                self.clients[record["mrn"]] = record["demographicDetails"]
                self.writes += 1
        told = _summary(invalid, records, status=200)
        told |= {"newClients": new, "updatedClients": len(records) - len(invalid) - new}
        return json_answer(200, told)


def _issues(record: dict[str, Any]) -> list[str]:
    found = [
        f"Field '{block}.{name}': must not be empty"
        for block, names in _REQUIRED
        for name in names
        if (record.get(block) or {}).get(name) in (None, "")
    ]
    found += [
        f"Field '{block}[{place}].{name}': must not be empty"
        for block, names in _LISTS
        for place, each in enumerate(record.get(block) or [])
        for name in names
        if each.get(name) in (None, "")
    ]
    if not record.get("identifiers"):
        found.append("Field 'identifiers': at least one")
    return found


def _summary(invalid: dict[int, list[str]], records: list[Any], *, status: int) -> dict[str, Any]:
    told: dict[str, Any] = {
        "newClients": 0,
        "updatedClients": 0,
        "failedClients": 0,
        "ignoredClients": 0,
        "invalidClients": len(invalid),
        "invalidClientsSummary": [
            {"index": place, "identifier": records[place].get("mrn"), "validationIssues": issues}
            for place, issues in invalid.items()
        ],
    }
    if status >= 400:
        told |= {"status": "VALIDATION_ERROR", "statusCode": status}
    return told


def _bad(text: str) -> Answer:
    return json_answer(400, {"status": "BAD_REQUEST", "statusCode": 400, "message": text})


@contextmanager
def serve(
    port: int = 0,
    *,
    server: HduServer | None = None,
    tls: ssl.SSLContext | None = None,
    lifetime_s: float = LIFETIME_S,
) -> Iterator[HduServer]:
    """Run a stand-in HDU on 127.0.0.1; it ends with the block or after ``lifetime_s``.

    Args:
        port: 0 takes a free one.
        server: go on with an earlier mind.
        tls: speak TLS with this context.
        lifetime_s: end after that long, whatever happens.
    """
    mind = server or HduServer()
    with listening(mind, port=port, tls=tls, lifetime_s=lifetime_s):
        yield mind
