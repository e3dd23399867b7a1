"""Carries one delivery: claims it, sends it, and leaves it in the state that says what is known about it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from db.models import Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import DatabaseTrouble, EmrError
from sync import backoff, breaker, claims
from sync.breaker import Breaker
from sync.claims import Claim, Verdict
from sync.pace import Pace, Tally
from sync.problems import Failed, Kind, LeaseLost, Problem, Stopped
from sync.target_state import Address, breaker_of, keep_breaker
from sync.targets.dhis2.mapping import hash_of, read_mapping
from sync.targets.dhis2.sending import Dhis2Channel, FormMonth, Journal, Sent
from sync.transport import Guard, Transport

_LOG = logging.getLogger(__name__)

LONGEST_ANSWER_KEPT = 2000


class Courier:
    """Serves one target within one pass."""

    def __init__(
        self,
        *,
        work: WorkSession,
        pace: Pace,
        address: Address,
        transport: Transport,
        channel: Dhis2Channel,
        tally: Tally,
        stop: Callable[[], bool],
        deadline: float,
    ) -> None:
        self._work = work
        self._pace = pace
        self._address = address
        self._transport = transport
        self._channel = channel
        self._tally = tally
        self._stop = stop
        self._deadline = deadline

    def deliver(self, delivery_id: uuid.UUID) -> Problem | None:
        """Carry one delivery as far as it goes; gives the problem it met.

        Raises:
            Stopped: the pass was asked to end; the delivery is left as what it is known to be.
        """
        database, clock, lease = self._work.database, self._work.clock, self._pace.lease
        with database.write.begin() as session:
            claimed = claims.claim(session, delivery_id, now=clock.now(), lease=lease)
        if claimed is None:
            return None

        def heartbeat() -> None:
            with database.write.begin() as session:
                claims.renew(session, claimed, now=clock.now(), lease=lease)

        self._transport.guard = Guard(stop=self._stop, deadline=self._deadline, heartbeat=heartbeat)
        journal = Journal()
        try:
            sent = self._channel.deliver(
                self._month(claimed),
                freeze=lambda payload: self._freeze(claimed, payload),
                journal=journal,
            )
        except LeaseLost:
            _LOG.info("delivery %d was taken over by another pass", claimed.number)
            return None
        except Stopped:
            self._finish(claimed, journal, Verdict(state=_unfinished(claimed, journal)))
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
        queued = claimed.queued
        if claimed.mapping is None:
            params = {"form": queued.form, "edition": queued.edition, "target": self._address.name}
            raise Failed(Problem(kind=Kind.MEANING, code="mapping.missing", params=params))
        return FormMonth(
            mapping=read_mapping(claimed.mapping),
            figures=queued.figures,
            period=queued.period,
            facility_code=self._work.facility.code,
            training=queued.training,
            complete_on=local(claimed.created_at).date().isoformat() if queued.complete else None,
            payload=claimed.payload,
            sent_before=claimed.sent_before,
        )

    def _freeze(self, claimed: Claim, payload: bytes) -> None:
        """Keep the bytes, and write down what is about to leave the building."""
        now, digest = self._work.clock.now(), hash_of(payload)
        detail = {"target": self._address.name, "subject": claimed.subject, "hash": digest}
        with self._work.database.write.begin() as session:
            claims.freeze(
                session, claimed, payload=payload, payload_hash=digest, now=now, lease=self._pace.lease
            )
            self._work.audit(session, "sync.sent", entity="delivery", entity_id=claimed.id, detail=detail)

    def _conclude(self, claimed: Claim, journal: Journal, sent: Sent) -> Problem | None:
        answer: dict[str, Any] = {"completed": sent.completed}
        if sent.conflicts:
            answer["conflicts"] = list(sent.conflicts)
        if sent.differences:
            answer["differences"] = list(sent.differences)
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
        self._finish(claimed, journal, verdict, org_unit=unit)
        return sent.problem

    def _fail(self, claimed: Claim, journal: Journal, problem: Problem) -> Problem:
        state, next_try = "refused", None
        if problem.kind is not Kind.MEANING:
            state = _unfinished(claimed, journal)
        if problem.kind is Kind.TRANSPORT:
            wait = backoff.delay(claimed.attempt, self._pace.random, asked_for_s=problem.retry_after_s)
            next_try = self._work.clock.now() + wait
            self._tally.asked_for_s = max(self._tally.asked_for_s, problem.retry_after_s or 0.0)
        verdict = Verdict(
            state=state,
            problem=problem.code,
            problem_params=problem.params,
            problem_kind=problem.kind,
            next_try_at=next_try,
        )
        self._finish(claimed, journal, verdict)
        if problem.kind is not Kind.MEANING:
            note_failure(self._work, self._address, problem)
        return problem

    def _finish(
        self,
        claimed: Claim,
        journal: Journal,
        verdict: Verdict,
        *,
        org_unit: dict[str, str] | None = None,
    ) -> None:
        now = self._work.clock.now()
        # A server may say anything, our own secret included; that is not kept.
        kept = replace(
            verdict, problem_params=self._clean(verdict.problem_params), answer=self._clean(verdict.answer)
        )
        try:
            with self._work.database.write.begin() as session:
                state = claims.finish(session, claimed, kept, now=now)
                for order, step in enumerate(journal.steps):
                    telling = step.outcome not in ("ok", "equal") or step.step in ("push", "complete")
                    text = self._clean(step.text)[:LONGEST_ANSWER_KEPT] if telling and step.text else None
                    claims.record_attempt(
                        session,
                        claimed,
                        at=now + timedelta(microseconds=order),  # keeps them in order when read
                        step=step.step,
                        outcome=step.outcome,
                        http_status=step.http_status,
                        answer=text,
                    )
                target = session.get_one(Target, self._address.id)
                if org_unit is not None and target.details.get("org_unit") != org_unit:
                    target.details = {**target.details, "org_unit": org_unit}
                if verdict.state in ("acknowledged", "refused"):
                    keep_breaker(target, Breaker())
                if verdict.state == "acknowledged":
                    target.last_success_at = now
        except LeaseLost:
            _LOG.info("delivery %d was taken over by another pass", claimed.number)
            return
        if journal.pushed:
            self._tally.sent.add(claimed.number)
        if state == "acknowledged":
            self._tally.acknowledged.add(claimed.number)
        if kept.problem is not None and state != "superseded":
            self._tally.problems[claimed.number] = (kept.problem, kept.problem_params)
        else:
            self._tally.problems.pop(claimed.number, None)
        _LOG.info("delivery %d: %s %s", claimed.number, state, kept.problem or "")

    def _clean(self, value: Any) -> Any:
        secret = self._address.credentials.secret
        if isinstance(value, str):
            return value.replace(secret, "…") if len(secret) >= 4 else value
        if isinstance(value, dict):
            return {name: self._clean(each) for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._clean(each) for each in value]
        return value


def note_failure(work: WorkSession, address: Address, problem: Problem) -> None:
    """Count a failure of the target itself on its breaker."""
    now = work.clock.now()
    with work.database.write.begin() as session:
        target = session.get_one(Target, address.id)
        state = breaker_of(target)
        if problem.kind is Kind.CREDENTIALS:
            keep_breaker(target, breaker.after_credentials_refused(state, problem.code))
            detail = {"target": address.name, "reason": problem.code}
            work.audit(session, "sync.stopped", entity="target", entity_id=target.id, detail=detail)
        elif not state.needs_person:
            keep_breaker(target, breaker.after_transport_failure(state, problem.code, now))
    _LOG.info("target %s: %s", address.id, problem.code)


def _unfinished(claimed: Claim, journal: Journal) -> str:
    """Unknown as soon as anything may have arrived, in this attempt or an earlier one."""
    return "unknown" if journal.pushed or claimed.sent_before else "retry"
