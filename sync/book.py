"""Writes down what becomes of deliveries: claims them, keeps their bytes, and leaves them in a state."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from db.models import Target
from emr_desktop.access.audit import AuditRow
from emr_desktop.access.work_session import WorkSession
from sync import backoff, breaker, claims
from sync.breaker import Breaker
from sync.claims import Claim, Verdict
from sync.journal import Journal, Step
from sync.pace import Pace, Tally
from sync.payload import hash_of
from sync.problems import Kind, LeaseLost, Problem
from sync.proxy import PASSWORD_REFUSED, ProxyService
from sync.target_state import Address, breaker_of, keep_breaker

_LOG = logging.getLogger(__name__)

LONGEST_ANSWER_KEPT = 2000


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """How one claimed delivery is left, and by which exchanges."""

    claimed: Claim
    verdict: Verdict
    steps: Sequence[Step] = ()
    pushed: bool = False


@dataclass(kw_only=True)
class DeliveryBook:
    """The deliveries of one target within one pass; several go through one transaction."""

    work: WorkSession
    pace: Pace
    address: Address
    tally: Tally

    def claim(self, ids: Sequence[uuid.UUID]) -> list[Claim]:
        """Take those that nobody else has."""
        now = self.work.clock.now()
        with self.work.database.write.begin() as session:
            claims.load(session, ids)
            found = [claims.claim(session, each, now=now, lease=self.pace.lease) for each in ids]
        return [each for each in found if each is not None]

    def renew(self, claimed: Sequence[Claim]) -> None:
        """Hold on to claims while a server is waited for.

        Raises:
            LeaseLost: somebody else has one of them.
        """
        now = self.work.clock.now()
        with self.work.database.write.begin() as session:
            claims.load(session, [each.id for each in claimed])
            for each in claimed:
                claims.renew(session, each, now=now, lease=self.pace.lease)

    def freeze(
        self,
        payloads: Sequence[tuple[Claim, bytes]],
        *,
        told: Mapping[uuid.UUID, Mapping[str, Any]] | None = None,
        patients: Mapping[uuid.UUID, uuid.UUID] | None = None,
    ) -> None:
        """Keep the bytes, and write down what is about to leave the building.

        Args:
            payloads: each claim with its bytes.
            told: by delivery: ``groups`` of fields that its bytes hold, and which were ``kept_back``.
            patients: by delivery: whom it is about, so that it stands in the patient's own trail.

        Raises:
            LeaseLost: somebody else has one of them; none was kept.
        """
        now = self.work.clock.now()
        rows = []
        with self.work.database.write.begin() as session:
            claims.load(session, [claimed.id for claimed, _ in payloads])
            for claimed, payload in payloads:
                digest, said = hash_of(payload), (told or {}).get(claimed.id)
                detail = {"target": self.address.name, "subject": claimed.subject, "hash": digest}
                if claimed.entity_id is not None:
                    detail |= {"kind": claimed.kind, "record": claimed.entity_id.hex}
                detail |= {name: " ".join(words) for name, words in (said or {}).items()}
                claims.freeze(
                    session,
                    claimed,
                    payload=payload,
                    payload_hash=digest,
                    now=now,
                    lease=self.pace.lease,
                    told=said,
                )
                whose = (patients or {}).get(claimed.id)
                rows.append(
                    AuditRow(entity="delivery", entity_id=claimed.id, patient_id=whose, detail=detail)
                )
            self.work.audit_all(session, "sync.sent", rows)

    def verdict_of(self, claimed: Claim, journal: Journal, problem: Problem) -> Verdict:
        """How a delivery is left that met this problem."""
        state, next_try = "refused", None
        if problem.kind is not Kind.MEANING:
            state = unfinished(claimed, journal)
        if problem.kind is Kind.TRANSPORT:
            wait = backoff.delay(claimed.attempt, self.pace.random, asked_for_s=problem.retry_after_s)
            next_try = self.work.clock.now() + wait
            self.tally.asked_for_s = max(self.tally.asked_for_s, problem.retry_after_s or 0.0)
        return Verdict(
            state=state,
            problem=problem.code,
            problem_params=problem.params,
            problem_kind=problem.kind,
            next_try_at=next_try,
        )

    def leave(self, conclusions: Sequence[Conclusion], *, learned: dict[str, Any] | None = None) -> None:
        """Leave deliveries as they are known to be.

        Args:
            conclusions: one for each; what somebody else took over is left to them.
            learned: kept with the target: ``org_unit``, what it can do.
        """
        now = self.work.clock.now()
        cleaned = [
            replace(
                each,
                # A server may say anything, our own secret included; that is not kept.
                verdict=replace(
                    each.verdict,
                    problem_params=self._clean(each.verdict.problem_params),
                    answer=self._clean(each.verdict.answer),
                ),
            )
            for each in conclusions
        ]
        states: list[tuple[Conclusion, str]] = []
        with self.work.database.write.begin() as session:
            claims.load(session, [each.claimed.id for each in cleaned])
            for each in cleaned:
                try:
                    state = claims.finish(session, each.claimed, each.verdict, now=now)
                except LeaseLost:
                    _LOG.info("delivery %d was taken over by another pass", each.claimed.number)
                    continue
                states.append((each, state))
                for order, step in enumerate(each.steps):
                    telling = step.outcome not in ("ok", "equal") or step.step in ("push", "complete")
                    text = self._clean(step.text)[:LONGEST_ANSWER_KEPT] if telling and step.text else None
                    claims.record_attempt(
                        session,
                        each.claimed,
                        at=now + timedelta(microseconds=order),  # keeps them in order when read
                        step=step.step,
                        outcome=step.outcome,
                        http_status=step.http_status,
                        transaction_id=step.transaction_id,
                        answer=text,
                    )
            if states:
                self._note_target(session.get_one(Target, self.address.id), states, learned or {})
        for each, state in states:
            self._count(each, state)

    def _note_target(
        self, target: Target, states: Sequence[tuple[Conclusion, str]], learned: dict[str, Any]
    ) -> None:
        if any(target.details.get(name) != value for name, value in learned.items()):
            target.details = {**target.details, **learned}
        left = {each.verdict.state for each, _ in states}
        if left & {"acknowledged", "refused"}:
            keep_breaker(target, Breaker())
        if "acknowledged" in left:
            target.last_success_at = self.work.clock.now()

    def _count(self, conclusion: Conclusion, state: str) -> None:
        number, verdict = conclusion.claimed.number, conclusion.verdict
        if conclusion.pushed:
            self.tally.sent.add(number)
        if state == "acknowledged":
            self.tally.acknowledged.add(number)
        if verdict.problem is not None and state != "superseded":
            self.tally.problems[number] = (verdict.problem, verdict.problem_params)
        else:
            self.tally.problems.pop(number, None)
        _LOG.info("delivery %d: %s %s", number, state, verdict.problem or "")

    def _clean(self, value: Any) -> Any:
        secret = self.address.credentials.secret
        if isinstance(value, str):
            return value.replace(secret, "…") if len(secret) >= 4 else value
        if isinstance(value, dict):
            return {name: self._clean(each) for name, each in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._clean(each) for each in value]
        return value


def note_failure(
    work: WorkSession, address: Address, problem: Problem, *, learned: dict[str, Any] | None = None
) -> None:
    """Count a failure of the target itself on its breaker.

    Args:
        work: the unlocked session.
        address: the target.
        problem: what happened.
        learned: kept with the target, what was too much for this pass is not tried again in the next.
    """
    now = work.clock.now()
    if problem.code == PASSWORD_REFUSED:
        ProxyService(work=work).note_refused()
    with work.database.write.begin() as session:
        target = session.get_one(Target, address.id)
        if learned:
            target.details = {**target.details, **learned}
        state = breaker_of(target)
        if problem.kind is Kind.CREDENTIALS:
            keep_breaker(target, breaker.after_credentials_refused(state, problem.code))
            target.details = {**target.details, "stop_params": problem.params}
            detail = {"target": address.name, "reason": problem.code}
            work.audit(session, "sync.stopped", entity="target", entity_id=target.id, detail=detail)
        elif not state.needs_person:
            keep_breaker(target, breaker.after_transport_failure(state, problem.code, now))
    _LOG.info("target %s: %s", address.id, problem.code)


def unfinished(claimed: Claim, journal: Journal) -> str:
    """Unknown as soon as anything may have arrived, in this attempt or an earlier one."""
    return "unknown" if journal.pushed or claimed.sent_before else "retry"
