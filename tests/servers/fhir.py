"""A stand-in FHIR R4 server on this PC: transactions with conditional PUT and POST, all or nothing.

Needs nothing but the standard library and may be loaded by file path. ``serve()`` runs it for a while::

    with serve() as server:
        print(server.url, server.token)

Faults are ordered with ``server.fail(...)``; what it has is in ``server.resources``.
"""

import copy
import json
import re
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))  # loaded by file path: its parts lie beside it

from stand_in import Answer, RecordMind
from stand_in_socket import listening

LIFETIME_S = 900.0
_LINK = re.compile(rb'"reference": ?"(urn:uuid:[^"]+)"')
Resource = dict[str, Any]
_SUBJECT = {"Patient": None, "AllergyIntolerance": "patient", "Provenance": None}


class Refusal(Exception):
    """The whole transaction is refused."""

    def __init__(self, status: int, text: str, expression: str = "") -> None:
        super().__init__(text)
        self.status, self.text, self.expression = status, text, expression


@dataclass
class FhirServer(RecordMind):
    """The server's mind. ``check`` says what is wrong with a resource, None when nothing is."""

    fhir_version: str = "4.0.1"
    resources: dict[str, dict[str, Resource]] = field(default_factory=dict)  # type -> id -> resource
    check: Callable[[Resource], str | None] | None = None
    on_write: Callable[[Resource], None] | None = None  # told of each resource that is kept, in its order
    transactions: int = 0  # that were kept
    largest: int = 0  # entries in one transaction
    most_entries: int = 100_000  # more in one transaction are too many
    _next: int = 0
    _found: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)  # type, system|value -> ids

    def all(self, kind: str) -> list[Resource]:
        """The resources of a type."""
        with self.lock:
            return [copy.deepcopy(each) for each in self.resources.get(kind, {}).values()]

    def live(self, kind: str) -> dict[str, Resource]:
        """Those of a type that are not entered in error, by the value of their first identifier."""
        return {each["identifier"][0]["value"]: each for each in self.all(kind) if not is_error(each)}

    def not_let_in(self) -> Answer:
        return outcome(401, "login", "Authentication required")

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> Answer:
        if method == "GET" and path == "/metadata":
            return _json(200, self._capabilities())
        if method == "GET" and "identifier" in query:
            return _json(200, self._search(path.strip("/"), query))
        if method != "POST" or path not in ("", "/"):
            return outcome(404, "not-found", f"Unknown endpoint {path}")
        try:
            bundle = json.loads(body)
        except ValueError:
            return outcome(400, "structure", "Failed to parse JSON")
        try:
            return _json(200, self._transaction(bundle, body))
        except Refusal as refusal:
            return outcome(refusal.status, "processing", refusal.text, refusal.expression)

    def _capabilities(self) -> dict[str, Any]:
        return {
            "resourceType": "CapabilityStatement",
            "status": "active",
            "kind": "instance",
            "fhirVersion": self.fhir_version,
            "format": ["application/fhir+json"],
            "software": {"name": "Stand-in FHIR", "version": "1.0"},
        }

    def _search(self, kind: str, query: dict[str, str]) -> dict[str, Any]:
        """Resources by identifier, with the Provenances that speak of them when those are asked for."""
        ids = [
            own
            for each in query["identifier"].split(",")
            for own in self._found.get((kind, "identifier", each), [])
        ]
        found = [self.resources[kind][own] for own in ids]
        if query.get("_revinclude") == "Provenance:target":
            named = {f"{kind}/{own}" for own in ids}
            found += [
                each
                for each in self.resources.get("Provenance", {}).values()
                if named & {target["reference"] for target in each["target"]}
            ]
        return {
            "resourceType": "Bundle",
            "type": "searchset",
            "entry": [{"resource": each} for each in found],
        }

    def _transaction(self, bundle: Any, body: bytes) -> dict[str, Any]:
        if not isinstance(bundle, dict) or bundle.get("type") != "transaction":
            raise Refusal(400, "This is not a transaction")
        entries = bundle.get("entry") or []
        self.largest = max(self.largest, len(entries))
        if len(entries) > self.most_entries:
            raise Refusal(413, "Too many entries")
        places: dict[str, str] = {}
        targets: list[tuple[str, str, bool]] = []  # type, id, made now
        keys: set[str] = set()
        made: dict[str, str] = {}
        for number, entry in enumerate(entries):
            targets.append(self._target(number, entry, keys, made))
            kind, own, _ = targets[-1]
            places[entry["fullUrl"]] = f"{kind}/{own}"
        kept: list[tuple[str, str, Resource]] = []
        resolved = json.loads(_resolved(body, places))["entry"]
        for number, (entry, (kind, own, is_new)) in enumerate(zip(entries, targets, strict=True)):
            if entry["request"]["method"] == "POST" and not is_new:
                continue
            resource = resolved[number]["resource"]
            problem = _structure(resource) or (self.check(resource) if self.check is not None else None)
            if problem is not None:
                raise Refusal(422, problem, f"Bundle.entry[{number}].resource")
            kept.append((kind, own, resource))
        for kind, own, resource in kept:
            self._keep(kind, own, resource)
        self.transactions += 1
        told = [
            {
                "response": {
                    "status": "201 Created" if is_new else "200 OK",
                    "location": f"{kind}/{own}/_history/1",
                    "etag": 'W/"1"',
                }
            }
            for kind, own, is_new in targets
        ]
        return {"resourceType": "Bundle", "type": "transaction-response", "entry": told}

    def _target(
        self, number: int, entry: Resource, keys: set[str], made: dict[str, str]
    ) -> tuple[str, str, bool]:
        request, kind = entry["request"], entry["resource"]["resourceType"]
        if request["method"] == "PUT":
            named, _, condition = request["url"].partition("?")
        elif request["method"] == "POST":
            named, condition = request["url"], request.get("ifNoneExist", "")
        else:
            raise Refusal(400, f"Method {request['method']} is not taken")
        if named != kind:
            raise Refusal(400, f"{named} is not the type of the resource", f"Bundle.entry[{number}]")
        key = f"{kind}?{condition}"
        if key in keys:
            raise Refusal(400, f"Two entries go to {key}")
        keys.add(key)
        name, _, value = condition.partition("=")
        found = self._found.get((kind, name, value), [])
        if len(found) > 1:
            raise Refusal(412, f"Multiple resources match {key}", f"Bundle.entry[{number}]")
        if found:
            return kind, found[0], False
        self._next += 1
        return kind, str(self._next), True

    def _keep(self, kind: str, own: str, resource: Resource) -> None:
        self.resources.setdefault(kind, {})[own] = {**resource, "id": own}
        if self.on_write is not None:
            self.on_write(resource)
        names = [("identifier", each) for each in resource.get("identifier", ())]
        for name, each in names:
            self._know(kind, name, f"{each.get('system')}|{each.get('value')}", own)
        for tag in (resource.get("meta") or {}).get("tag", ()):
            self._know(kind, "_tag", f"{tag['system']}|{tag['code']}", own)

    def _know(self, kind: str, name: str, value: str, own: str) -> None:
        ids = self._found.setdefault((kind, name, value), [])
        if own not in ids:
            ids.append(own)

    def add_twin(self, kind: str, resource: Resource) -> None:
        """Put a second resource with the same identifiers there, as a race between two writers does."""
        with self.lock:
            self._next += 1
            self._keep(kind, str(self._next), copy.deepcopy(resource))


def is_error(resource: Resource) -> bool:
    """Whether a resource was entered in error."""
    verification = resource.get("verificationStatus") or {}
    coded = [each.get("code") for each in verification.get("coding", ())]
    return resource.get("status") == "entered-in-error" or "entered-in-error" in coded


def outcome(status: int, code: str, text: str, expression: str = "") -> Answer:
    """An OperationOutcome."""
    issue: dict[str, Any] = {"severity": "error", "code": code, "diagnostics": text}
    if expression:
        issue["expression"] = [expression]
    return _json(status, {"resourceType": "OperationOutcome", "issue": [issue]})


def _json(status: int, document: Any) -> Answer:
    return status, {"Content-Type": "application/fhir+json"}, json.dumps(document).encode()


def _resolved(body: bytes, places: dict[str, str]) -> bytes:
    """The body with every link to an entry turned into one to a resource."""

    def place(found: re.Match[bytes]) -> bytes:
        link = found[1].decode()
        if link not in places:
            raise Refusal(400, f"{link} leads nowhere")
        return b'"reference":"' + places[link].encode() + b'"'

    return _LINK.sub(place, body)


def _structure(resource: Resource) -> str | None:
    kind = resource["resourceType"]
    about = _SUBJECT.get(kind, "subject")
    if about is not None and "reference" not in (resource.get(about) or {}):
        return f"{kind}.{about} is missing"
    if kind in ("Encounter", "Observation", "ServiceRequest", "MedicationRequest") and not resource.get(
        "status"
    ):
        return f"{kind}.status is missing"
    if kind == "Condition" and is_error(resource) and "clinicalStatus" in resource:
        return "Condition.clinicalStatus may not stand with entered-in-error"
    return None


@contextmanager
def serve(
    port: int = 0,
    *,
    server: FhirServer | None = None,
    tls: ssl.SSLContext | None = None,
    lifetime_s: float = LIFETIME_S,
) -> Iterator[FhirServer]:
    """Run a stand-in FHIR server on 127.0.0.1; it ends with the block or after ``lifetime_s``.

    Args:
        port: 0 takes a free one.
        server: go on with an earlier mind.
        tls: speak TLS with this context.
        lifetime_s: end after that long, whatever happens.
    """
    mind = server or FhirServer()
    with listening(mind, port=port, tls=tls, lifetime_s=lifetime_s):
        yield mind
