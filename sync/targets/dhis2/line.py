"""Carries signed forms to one DHIS2 server within one pass."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.clock import local
from emr_desktop.errors import DatabaseTrouble, EmrError
from sync.book import Conclusion, note_failure, unfinished
from sync.claims import Claim, Verdict
from sync.journal import Journal
from sync.line import LineTools
from sync.mappings import find_mapping, no_mapping
from sync.outbox import queued_form
from sync.problems import Failed, Kind, LeaseLost, Problem, Stopped
from sync.receipts import compact
from sync.targets.dhis2.client import Dhis2Client
from sync.targets.dhis2.mapping import Place, read_mapping, values_in
from sync.targets.dhis2.metadata import Snapshot
from sync.targets.dhis2.outcome import FormMonth, Sent
from sync.targets.dhis2.sending import Dhis2Channel
from sync.targets.dhis2.versions import refuse_too_old
from sync.transport import Guard
from sync.writers import refuse_if_hdu_writes

_LOG = logging.getLogger(__name__)


class Dhis2Line:
    """One form and period at a time: each is pushed, read back and registered as complete by itself."""

    def __init__(self, tools: LineTools) -> None:
        self._work, self._book, self._tools = tools.work, tools.book, tools
        self._address = tools.book.address
        self._client = Dhis2Client(transport=tools.transport, url=self._address.url, now=tools.work.clock.now)
        self._channel = Dhis2Channel(client=self._client)

    def greet(self) -> dict[str, Any]:
        """See that it is DHIS2, that it knows us, and that it is the same server as before.

        Raises:
            Failed: what is wrong.
        """
        info = self._client.system_info()
        refuse_too_old(info)
        calendar = str(info.get("calendar") or "iso8601").lower()
        if calendar not in ("iso8601", "gregorian"):
            raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.calendar", params={"calendar": calendar}))
        details = self._address.details
        known, here = details.get("system_id"), info.get("systemId")
        if known and here and known != here:
            # A training server behind the name of the real one, or the other way round: a person must look.
            raise Failed(Problem(kind=Kind.CREDENTIALS, code="sync.other_server"))
        found: dict[str, Any] = {}
        if here:
            found["system_id"] = str(here)[:40]
        if info.get("version"):
            found["server_version"] = str(info["version"])[:40]
        return found

    def together(self, queue: Sequence[uuid.UUID]) -> int:
        """One."""
        return 1

    def carry(self, ids: Sequence[uuid.UUID]) -> Problem | None:
        """Carry the one delivery; see ``Line``."""
        claims = self._book.claim(ids)
        return self._deliver(claims[0]) if claims else None

    def _deliver(self, claimed: Claim) -> Problem | None:
        tools = self._tools
        tools.transport.guard = Guard(
            stop=tools.stop, deadline=tools.deadline, heartbeat=lambda: self._book.renew([claimed])
        )
        journal = Journal()
        try:
            sent = self._channel.deliver(
                self._month(claimed),
                freeze=lambda payload: self._book.freeze([(claimed, payload)]),
                journal=journal,
            )
        except LeaseLost:
            _LOG.info("delivery %d was taken over by another pass", claimed.number)
            return None
        except Stopped:
            self._leave(claimed, journal, Verdict(state=unfinished(claimed, journal)))
            raise
        except Failed as failed:
            return self._fail(claimed, journal, failed.problem)
        except DatabaseTrouble:
            raise
        except EmrError as error:  # the mapping no longer fits
            problem = Problem(kind=Kind.MEANING, code=error.code, params=dict(error.params))
            return self._fail(claimed, journal, problem)
        except Exception as error:
            # Our own mistake about this one delivery: it stops here and the others go on.
            _LOG.exception("delivery %d", claimed.number)
            params = {"what": type(error).__name__}
            problem = Problem(kind=Kind.MEANING, code="delivery.failed_here", params=params)
            return self._fail(claimed, journal, problem)
        return self._conclude(claimed, journal, sent)

    def _month(self, claimed: Claim) -> FormMonth:
        with self._work.database.read() as session:
            queued = queued_form(session.get_one(OutboxEvent, claimed.event_seq))
            if not claimed.sent_before:
                refuse_if_hdu_writes(session, queued.form, queued.period)
            mapping = find_mapping(session, self._address.id, queued.form, queued.edition)
            content = None if mapping is None else mapping.content
            kept = None if mapping is None else mapping.snapshot
            if content is None:
                target = session.get_one(Target, self._address.id)
                raise no_mapping(session, queued.form, queued.edition, [target])
            ours = self._ours(session, claimed)
        return FormMonth(
            mapping=read_mapping(content),
            figures=queued.figures,
            period=queued.period,
            facility_code=self._work.facility.code,
            training=queued.training,
            complete_on=local(claimed.created_at).date().isoformat() if queued.complete else None,
            payload=claimed.payload,
            sent_before=claimed.sent_before,
            snapshot=None if kept is None else Snapshot(kept),
            ours=ours,
            seen={**queued.seen, **claimed.seen},
        )

    def _ours(self, session: Session, claimed: Claim) -> dict[Place, frozenset[str]]:
        """Every value that ever left from here for this form and period."""
        earlier = select(Delivery.payload).where(
            Delivery.target_id == self._address.id,
            Delivery.subject == claimed.subject,
            Delivery.id != claimed.id,
            Delivery.sent_at.is_not(None),
        )
        found: dict[Place, set[str]] = {}
        for payload in session.scalars(earlier):
            for place, value in values_in(payload or b"").items():
                found.setdefault(place, set()).add(value)
        return {place: frozenset(values) for place, values in found.items()}

    def _conclude(self, claimed: Claim, journal: Journal, sent: Sent) -> Problem | None:
        answer: dict[str, Any] = {"completed": sent.completed}
        if sent.conflicts:
            answer["conflicts"] = list(sent.conflicts)
        if sent.differences:
            answer["differences"] = list(sent.differences)
        if sent.receipt:
            answer["receipt"] = compact(sent.receipt)
        verdict = Verdict(
            state="acknowledged" if sent.problem is None else "refused",
            problem=sent.problem.code if sent.problem else None,
            problem_params=sent.problem.params if sent.problem else {},
            problem_kind=sent.problem.kind if sent.problem else None,
            counts=sent.counts,
            answer=answer,
            details={"completed": sent.completed},
        )
        unit = None if sent.org_unit is None else dict(vars(sent.org_unit))
        self._leave(claimed, journal, verdict, org_unit=unit)
        return sent.problem

    def _fail(self, claimed: Claim, journal: Journal, problem: Problem) -> Problem:
        self._leave(claimed, journal, self._book.verdict_of(claimed, journal, problem))
        if problem.kind is not Kind.MEANING:
            note_failure(self._work, self._address, problem)
        return problem

    def _leave(
        self,
        claimed: Claim,
        journal: Journal,
        verdict: Verdict,
        *,
        org_unit: dict[str, str] | None = None,
    ) -> None:
        conclusion = Conclusion(claimed=claimed, verdict=verdict, steps=journal.steps, pushed=journal.pushed)
        self._book.leave([conclusion], learned={} if org_unit is None else {"org_unit": org_unit})
