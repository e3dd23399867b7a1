"""Patient records in the HDU's data template: each visit frozen by itself, up to twenty in a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from emr_desktop import __version__
from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.exchange.record import groups_of_patient, groups_of_visit
from sync.claims import Claim
from sync.journal import Journal
from sync.line import Line, LineTools, TwinRequest
from sync.problems import Failed, Kind, Problem
from sync.record_line import Answer, Parcel, RecordLine, Rendered
from sync.record_plan import VISIT
from sync.record_source import RecordSource, read_source
from sync.target_state import Address
from sync.targets.hdu.answers import VisitAnswer
from sync.targets.hdu.client import API, HduClient
from sync.targets.hdu.mapping import envelope, visit_block
from sync.targets.hdu.people import as_bytes, client_body, merge_body
from sync.transport import Transport

_MERGE = b'{"clientOne":'
TEMPLATE = "template"  # of a target's details


def hdu_line(tools: LineTools) -> Line:
    """The line of a pass to the HDU."""
    return RecordLine(tools, HduWire(tools))


def look(transport: Transport, address: Address) -> dict[str, Any]:
    """Which data template the server has now, for a test of the connection."""
    client = HduClient(transport=transport, url=address.url)
    return {TEMPLATE: client.template(), "server_version": "HDU"}


@dataclass(frozen=True)
class HduTwin:
    """See ``RecordTwin``: one visit a request, so that whoever posts it learns which one is refused."""

    source: RecordSource
    facility: FacilityRow
    address: Address

    def render(self, claimed: Claim) -> Rendered:
        """See ``RecordTwin``."""
        return renderer(self.source, facility=self.facility)(claimed)

    def request(self, kind: str, payload: bytes) -> TwinRequest:
        """See ``RecordTwin``.

        Raises:
            EmrError: ``sync.test_first``: the server's template is not known yet.
        """
        if kind != VISIT:
            return TwinRequest(f"{API}{client_path(payload)}", payload)
        template = self.address.details.get(TEMPLATE)
        if not template:
            raise EmrError("sync.test_first", target=self.address.name)
        return TwinRequest(f"{API}/dataTemplates", _enveloped([payload], template, self.facility))


def twin(source: RecordSource, address: Address, facility: FacilityRow) -> HduTwin:
    """What makes the file that is carried by hand."""
    return HduTwin(source, facility, address)


def check(transport: Transport, address: Address, facility: FacilityRow) -> Callable[[bytes], Problem | None]:
    """Lets the server look at one visit without keeping it.

    One at a time: to several it answers well as soon as one of them is good.

    Raises:
        Failed: the server cannot be asked.
    """
    client = HduClient(transport=transport, url=address.url)
    template = client.template((address.details.get(TEMPLATE) or {}).get("id"))

    def look_at(payload: bytes) -> Problem | None:
        body = _enveloped([payload], template, facility)
        try:
            return client.send_visits(body, count=1, journal=Journal(), dry_run=True)[0].problem
        except Failed as failed:
            if failed.problem.kind is Kind.MEANING:
                return failed.problem
            raise

    return look_at


def _enveloped(visits: Sequence[bytes], template: Mapping[str, Any], facility: FacilityRow) -> bytes:
    return envelope(
        visits,
        template=template,
        facility_code=facility.code,
        facility_name=facility.name,
        version=__version__,
    )


def client_path(payload: bytes) -> str:
    """Where the body about a person goes."""
    return "/cr/clients/merge" if payload.startswith(_MERGE) else "/cr/clients"


class HduWire:
    """See ``RecordWire``."""

    most = 20  # the server's own wish

    def __init__(self, tools: LineTools) -> None:
        self._address = tools.book.address
        self._facility = tools.work.facility
        details = self._address.details
        self._template: dict[str, Any] = details.get(TEMPLATE) or {}
        self._client = HduClient(transport=tools.transport, url=self._address.url, gzip=details.get("gzip"))
        self.learned: dict[str, Any] = {}

    def greet(self) -> dict[str, Any]:
        """Fetch the data template, once; a test of the connection fetches it anew."""
        if self._template:
            return {}
        self._template = self._client.template()
        return {TEMPLATE: self._template}

    def reading(self, session: Session, claims: Sequence[Claim]) -> Callable[[Claim], Rendered]:
        """See ``RecordWire``."""
        return renderer(read_source(session, self._address, claims), facility=self._facility)

    def push(self, parcels: Sequence[Parcel], journal: Journal) -> Sequence[Answer]:
        """See ``RecordWire``. Persons go first, one by one: the registry knows no lists."""
        answers: dict[int, Answer] = {}
        visits = [place for place, each in enumerate(parcels) if each.claimed.kind == VISIT]
        for place, parcel in enumerate(parcels):
            if place not in visits:
                told = self._client.send_client(client_path(parcel.payload), parcel.payload, journal=journal)
                answers[place] = Answer(problem=told.problem)
        if visits:
            body = self._request([parcels[place] for place in visits])
            found = self._client.send_visits(body, count=len(visits), journal=journal)
            answers.update(zip(visits, map(_queued, found), strict=True))
        if self._client.packed.known is not None:
            self.learned["gzip"] = self._client.packed.known
        return [answers[place] for place in range(len(parcels))]

    def _request(self, parcels: Sequence[Parcel]) -> bytes:
        return _enveloped([each.payload for each in parcels], self._template, self._facility)


def renderer(source: RecordSource, *, facility: FacilityRow) -> Callable[[Claim], Rendered]:
    """What makes the bytes of a record."""

    def render(claimed: Claim) -> Rendered:
        if claimed.kind == VISIT:
            record = source.visit(claimed)
            block = visit_block(record, facility_code=facility.code, facility_name=facility.name)
            return Rendered(
                payload=as_bytes(block),
                groups=groups_of_visit(record),
                kept_back=sorted(record.kept_back),
            )
        patient = source.patient(claimed.entity_id)
        if patient.merged_into is not None:
            payload = merge_body(patient, facility_code=facility.code)
        else:
            payload = client_body(patient, facility_code=facility.code, facility_name=facility.name)
        return Rendered(payload=payload, groups=groups_of_patient(patient))

    return render


def _queued(told: VisitAnswer) -> Answer:
    return Answer(problem=told.problem, queued=told.problem is None)
