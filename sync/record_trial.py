"""Looks at a target that takes records without keeping anything there."""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import select

from db.models import Facility, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from sync.book import note_failure
from sync.breaker import Breaker
from sync.kinds import KINDS
from sync.problems import Failed, Kind
from sync.record_source import may_have_sensitive
from sync.set_up import target_named
from sync.target_state import address_of, keep_breaker
from sync.transport import Guard, Transport

PATIENCE_S = 120.0


def test_record_target(work: WorkSession, name: str) -> dict[str, Any]:
    """Ask a target what it is; one that answers well is ready again.

    Gives ``target url kind version fhir_version template sensitive``.

    Raises:
        EmrError: ``target.unknown``, ``sync.training``, and the first reason why it would not work.
    """
    with work.database.read() as session:
        facility = session.scalars(select(Facility)).one()
        address = address_of(target_named(session, name), facility)
    kind = KINDS[address.kind]
    assert kind.look is not None  # noqa: S101 - the caller chose by it
    if address.held == "sync.training":
        raise EmrError("sync.training", target=name)
    try:
        with Transport(
            url=address.url, credentials=address.credentials, ca_pem=address.ca_pem, scheme=kind.scheme
        ) as transport:
            transport.guard = Guard(deadline=time.monotonic() + PATIENCE_S)
            found = kind.look(transport, address)
    except Failed as failed:
        if failed.problem.kind is Kind.CREDENTIALS:
            note_failure(work, address, failed.problem)
        raise EmrError(failed.problem.code, **failed.problem.params) from None
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
    }
