"""Looks at a target that takes records without keeping anything there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from db.models import Delivery, Facility, Target
from emr_desktop.access.audit import AuditRow
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from sync import consent
from sync.book import note_failure
from sync.breaker import Breaker
from sync.kinds import KINDS
from sync.payload import hash_of
from sync.planning import plan
from sync.problems import Failed, Kind
from sync.proxy import proxy_of
from sync.record_line import KeptBack
from sync.record_plan import VISIT, patient_of
from sync.record_source import may_have_sensitive, read_source
from sync.record_twin import claim_of
from sync.rows import UNDONE
from sync.set_up import target_named
from sync.skew import skew_notice, skew_told
from sync.target_state import Address, address_of, keep_breaker
from sync.transport import Guard, Transport

PATIENCE_S = 120.0


def test_record_target(work: WorkSession, name: str) -> dict[str, Any]:
    """Ask a target what it is; one that answers well is ready again.

    Gives ``target url kind version fhir_version template sensitive notes``.

    Raises:
        EmrError: ``target.unknown``, ``sync.training``, and the first reason why it would not work.
    """
    with asking(work, name) as (address, transport):
        look = KINDS[address.kind].look
        assert look is not None  # noqa: S101 - the caller chose by it
        found = look(transport, address)
        found = {**found, **skew_told(transport, address.details, work.clock.now())}
    with work.database.write.begin() as session:
        target = session.get_one(Target, address.id)
        target.details = {**target.details, **found}
        keep_breaker(target, Breaker())
        work.audit(session, "sync.tested", entity="target", entity_id=target.id, detail={"target": name})
    return {
        "target": name,
        "url": address.url,
        "kind": address.kind,
        "version": found.get("server_version"),
        "fhir_version": found.get("fhir_version"),
        "template": found.get("template"),
        "sensitive": may_have_sensitive(address),
        "notes": notes_of(
            [
                skew_notice(name, found.get("skew_s", address.details.get("skew_s"))),
                unconfirmed_notice(name, address.kind),
            ]
        ),
    }


def unconfirmed_notice(name: str, kind: str) -> tuple[str, dict[str, Any]] | None:
    """Which lists of values nobody has checked yet against those of the system."""
    lists = KINDS[kind].unconfirmed()
    return ("sync.lists_unconfirmed", {"target": name, "lists": ", ".join(lists)}) if lists else None


def notes_of(found: Iterable[tuple[str, dict[str, Any]] | None]) -> list[dict[str, Any]]:
    """What else is worth saying of a target that answers well: ``code params``."""
    return [{"code": each[0], "params": each[1]} for each in found if each is not None]


def check_records(work: WorkSession, name: str, *, limit: int) -> list[dict[str, Any]]:
    """Let a target look at the visits that wait for it without keeping them, oldest first.

    Gives for each ``id ok problem problem_params``. Nothing is frozen or counted as sent, but it does leave
    the building, and stands in the audit trail.

    Raises:
        EmrError: ``target.cannot_check``, ``sync.nothing_waits``, ``sync.training``,
            ``sync.consent_needed``, and why it cannot be asked.
    """
    found: list[dict[str, Any]] = []
    with asking(work, name, of_patients=True) as (address, transport):
        check = KINDS[address.kind].check
        if check is None:
            raise EmrError("target.cannot_check", target=name)
        payloads = _waiting(work, address, limit)
        if not payloads:
            raise EmrError("sync.nothing_waits", target=name)
        ask = check(transport, address, work.facility)
        for number, payload in payloads:
            problem = ask(payload)
            found.append(
                {
                    "id": number,
                    "ok": problem is None,
                    "problem": None if problem is None else problem.code,
                    "problem_params": {} if problem is None else problem.params,
                }
            )
    return found


def _waiting(work: WorkSession, address: Address, limit: int) -> list[tuple[int, bytes]]:
    """What waits, rendered as it would go; what may not go there is left out."""
    kind, now = KINDS[address.kind], work.clock.now()
    assert kind.twin is not None  # noqa: S101 - of every kind that checks
    rows, found = [], []
    with work.database.write.begin() as session:
        plan(session, session.get_one(Target, address.id), now=now)
        waiting = session.scalars(
            select(Delivery)
            .where(
                Delivery.target_id == address.id,
                Delivery.kind == VISIT,
                Delivery.state.in_((*UNDONE, "refused")),
            )
            .order_by(Delivery.number)
            .limit(limit)
        ).all()
        claims = [claim_of(each) for each in waiting]
        source = read_source(session, address, claims)
        twin = kind.twin(source, address, work.facility)
        for claimed in claims:
            try:
                payload = twin.render(claimed).payload
            except KeptBack:
                continue
            found.append((claimed.number, payload))
            detail = {"target": address.name, "subject": claimed.subject, "hash": hash_of(payload)}
            whose = patient_of(claimed.subject)
            rows.append(AuditRow(entity="delivery", entity_id=claimed.id, patient_id=whose, detail=detail))
        work.audit_all(session, "sync.checked", rows)
    return found


@contextmanager
def asking(work: WorkSession, name: str, *, of_patients: bool = False) -> Iterator[tuple[Address, Transport]]:
    """Open the line to a target for somebody who waits; what fails is raised as ``EmrError``.

    Args:
        work: the session.
        name: of the target.
        of_patients: something of a patient goes over it, for which the in-charge's word is needed.
    """
    with work.database.read() as session:
        facility = session.scalars(select(Facility)).one()
        address = address_of(target_named(session, name), facility)
    if address.held == "sync.training":
        raise EmrError("sync.training", target=name)
    if of_patients and address.held == consent.NEEDED:
        raise EmrError(consent.NEEDED)
    try:
        with Transport(
            url=address.url,
            credentials=address.credentials,
            ca_pem=address.ca_pem,
            scheme=KINDS[address.kind].scheme,
            proxy=proxy_of(work),
        ) as transport:
            transport.guard = Guard(deadline=time.monotonic() + PATIENCE_S)
            yield address, transport
    except Failed as failed:
        if failed.problem.kind is Kind.CREDENTIALS:
            note_failure(work, address, failed.problem)
        raise EmrError(failed.problem.code, **failed.problem.params) from None
