"""Patient records as FHIR R4 transactions: one record frozen by itself, several sent in one."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.exchange.fhir_parts import system
from emr_desktop.exchange.record import groups_of_patient, groups_of_visit
from sync.claims import Claim
from sync.journal import Journal
from sync.line import Line, LineTools, TwinRequest
from sync.record_line import Answer, Parcel, RecordLine, Rendered
from sync.record_plan import VISIT
from sync.record_source import RecordSource, read_source
from sync.target_state import Address
from sync.targets.fhir.client import EntryAnswer, FhirClient, entry_problem
from sync.targets.fhir.mapping import HEAD, TAIL, parts_of, patient_bundle, visit_bundle
from sync.transport import Transport

# Of an entry as we write it; inside a text the quotation mark would be escaped.
_FULL_URL = re.compile(rb'[{]"fullUrl":"([^"]+)",')


def fhir_line(tools: LineTools) -> Line:
    """The line of a pass to a FHIR server."""
    return RecordLine(tools, FhirWire(tools))


def look(transport: Transport, address: Address) -> dict[str, Any]:
    """What a server says of itself, for a test of the connection."""
    return FhirClient(transport=transport, url=address.url).capabilities()


def newest(transport: Transport, address: Address, source: RecordSource) -> dict[uuid.UUID, datetime]:
    """When the newest version that the server has of these visits and patients was saved, by their id.

    Raises:
        Failed: the server cannot be asked.
    """
    client = FhirClient(transport=transport, url=address.url)
    people = {each.patient.number: own for own, each in source.patients.items()}
    visits = {str(own): own for own in source.visits}
    found: dict[uuid.UUID, datetime] = {}
    for kind, name, ids in (("Encounter", "record", visits), ("Patient", "patient_number", people)):
        if ids:
            named = system(name, source.facility_code)
            told = client.recorded(kind, [f"{named}|{value}" for value in ids])
            found |= {ids[value]: at for value, at in told.items() if value in ids}
    return found


@dataclass(frozen=True)
class FhirTwin:
    """See ``RecordTwin``: one transaction a record, to be posted to the server's address itself."""

    source: RecordSource
    facility: FacilityRow

    def render(self, claimed: Claim) -> Rendered:
        """See ``RecordTwin``."""
        return renderer(self.source, facility_code=self.facility.code)(claimed)

    def request(self, kind: str, payload: bytes) -> TwinRequest:
        """See ``RecordTwin``."""
        return TwinRequest("/", payload)


def twin(source: RecordSource, address: Address, facility: FacilityRow) -> FhirTwin:
    """What makes the file that is carried by hand."""
    return FhirTwin(source, facility)


class FhirWire:
    """See ``RecordWire``."""

    most = 50

    def __init__(self, tools: LineTools) -> None:
        self._address = tools.book.address
        self._facility_code = tools.work.facility.code
        self._client = FhirClient(
            transport=tools.transport, url=self._address.url, gzip=self._address.details.get("gzip")
        )
        self.learned: dict[str, Any] = {}

    def greet(self) -> dict[str, Any]:
        """Ask what the server is, once; it costs more than a visit on a slow line."""
        return {} if self._address.details.get("fhir_version") else self._client.capabilities()

    def reading(self, session: Session, claims: Sequence[Claim]) -> Callable[[Claim], Rendered]:
        """See ``RecordWire``."""
        return renderer(read_source(session, self._address, claims), facility_code=self._facility_code)

    def push(self, parcels: Sequence[Parcel], journal: Journal) -> Sequence[Answer]:
        """See ``RecordWire``. What two records would write both goes in two transactions."""
        answers: list[Answer] = []
        for group in without_clashes(parcels):
            body, counts = joined(group), [each.entries for each in group]
            told = self._client.transact(body, entries=sum(counts), journal=journal)
            answers += _by_parcel(told, counts)
        if self._client.packed.known is not None:
            self.learned["gzip"] = self._client.packed.known
        return answers


def renderer(source: RecordSource, *, facility_code: str) -> Callable[[Claim], Rendered]:
    """What makes the bytes of a record."""

    def render(claimed: Claim) -> Rendered:
        if claimed.kind == VISIT:
            record = source.visit(claimed)
            sent = [part for payload in source.earlier.get(record.id, ()) for part in parts_of(payload)]
            return Rendered(
                payload=visit_bundle(record, facility_code=facility_code, sent=sent),
                groups=groups_of_visit(record),
                kept_back=sorted(record.kept_back),
            )
        patient = source.patient(claimed.entity_id)
        survivor = source.patient(patient.merged_into.id) if patient.merged_into is not None else None
        payload = patient_bundle(patient, facility_code=facility_code, survivor=survivor)
        return Rendered(payload=payload, groups=groups_of_patient(patient))

    return render


@dataclass(frozen=True)
class _Counted:
    """The bytes of a parcel and how many entries they hold."""

    payload: bytes
    entries: int


def without_clashes(parcels: Sequence[Parcel]) -> list[list[_Counted]]:
    """Split so that within each part every resource is written once, in the order given."""
    groups: list[tuple[list[_Counted], set[bytes]]] = []
    for parcel in parcels:
        urls = _FULL_URL.findall(parcel.payload)
        if not groups or not groups[-1][1].isdisjoint(urls):
            groups.append(([], set()))
        groups[-1][0].append(_Counted(parcel.payload, len(urls)))
        groups[-1][1].update(urls)
    return [group for group, _ in groups]


def joined(group: Sequence[_Counted]) -> bytes:
    """One transaction of several."""
    return HEAD + b",".join(each.payload.removeprefix(HEAD).removesuffix(TAIL) for each in group) + TAIL


def _by_parcel(told: Sequence[EntryAnswer], counts: Sequence[int]) -> list[Answer]:
    answers, start = [], 0
    for count in counts:
        mine = told[start : start + count]
        start += count
        bad = next((each for each in mine if not each.is_good), None)
        created = sum(each.status == 201 for each in mine)
        detail = {"created": created, "updated": count - created}
        problem = None if bad is None else entry_problem(bad.status, bad.text)
        answers.append(Answer(problem=problem, detail=detail if bad is None else {}))
    return answers
