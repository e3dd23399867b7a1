"""One pass: plan what is new, free what died in the middle, and serve every target as far as it goes."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from db.models import Delivery, Facility, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from sync import backoff, breaker, claims, planning
from sync.allowance import OUTSIDE, SPENT, add_traffic, allowance_of, next_day
from sync.book import DeliveryBook, note_failure
from sync.kinds import KINDS
from sync.line import Line, LineTools
from sync.pace import Pace, Tally
from sync.problems import Failed, Kind, Problem, Stopped
from sync.proxy import proxy_of
from sync.rows import UNDONE, PassResult
from sync.skew import skew_told
from sync.target_state import Address, address_of, breaker_of, held_because
from sync.transport import Guard, Transport

_PORTION = 500  # deliveries that are noted in one transaction: nobody's save waits long for it


@dataclass(frozen=True, kw_only=True)
class _Round:
    """What one round through the targets shares."""

    tally: Tally
    deadline: float  # nothing begins after it
    patience_s: float
    eager: bool
    progress: Callable[[int, int], None] | None = None
    stop: Callable[[], bool] = field(default=lambda: False)


class SyncEngine:
    """Runs passes. Nothing here asks who is in: the background pass runs whoever that is."""

    def __init__(self, *, work: WorkSession, pace: Pace | None = None) -> None:
        self._work = work
        self._pace = pace or Pace()

    def run_pass(
        self,
        *,
        target: str | None = None,
        timeout_s: float = 60.0,
        eager: bool = True,
        progress: Callable[[int, int], None] | None = None,
        stop: Callable[[], bool] | None = None,
        again_within_s: float | None = None,
        patience_s: float = 0.0,
    ) -> PassResult:
        """Send what is due.

        Args:
            target: only this one, by name.
            timeout_s: how long, in all.
            eager: somebody waits for it: what waits for a later try goes now, and again until the time is up.
            progress: called with deliveries done and all.
            stop: asked all the time; True ends the pass within a second.
            again_within_s: of an eager pass: no further round begins later; None: until the time is up.
            patience_s: so much longer than ``timeout_s`` an answer may take that is waited for at the end.

        Raises:
            EmrError: ``target.unknown``.
        """
        tally, started = Tally(), time.monotonic()
        this = _Round(
            tally=tally,
            deadline=started + timeout_s,
            patience_s=patience_s,
            eager=eager,
            progress=progress,
            stop=stop or (lambda: False),
        )
        number = 0
        while True:
            tally.asked_for_s = 0.0
            try:
                for address in self._addresses(target):
                    self._serve(address, this)
            except Stopped:
                tally.cut_short = True
                break
            if not eager or this.stop() or not self._worth_another_round(target):
                break
            pause = backoff.pause_within_a_pass(number, self._pace.random, asked_for_s=tally.asked_for_s)
            number += 1
            last = this.deadline if again_within_s is None else min(this.deadline, started + again_within_s)
            if time.monotonic() + pause >= last:
                break
            self._wait(pause, this.stop)
        return self._result(target, tally)

    def _addresses(self, name: str | None) -> list[Address]:
        """The targets to serve, after planning what is new and freeing what died in the middle."""
        now = self._work.clock.now()
        database = self._work.database
        with database.read() as session:
            targets = _chosen(session.scalars(select(Target).order_by(Target.name)).all(), name)
            behind = claims.has_expired(session, now=now) or any(
                planning.has_unplanned(session, each) for each in targets
            )
        if behind:
            with database.write.begin() as session:
                claims.release_expired(session, now=now)
                for each in session.scalars(select(Target)):
                    planning.plan(session, each, now=now)
        with database.read() as session:
            facility = session.scalars(select(Facility)).one()
            rows = session.scalars(select(Target).order_by(Target.name)).all()
            return [address_of(each, facility) for each in _chosen(rows, name)]

    def _serve(self, address: Address, this: _Round) -> None:
        now = self._work.clock.now()
        with self._work.database.read() as session:
            due = claims.due(session, address.id, now=now, eager=this.eager)
            known, waiting = set(due), claims.due(session, address.id, now=now, eager=True)
            later = [each for each in waiting if each not in known]
        knocking = False
        if (
            not due
            and address.breaker.state == "open"
            and breaker.lets_through(address.breaker, now, eager=False)
        ):
            # The line was dead. A delivery may wait for hours by now, but the network may be back for
            # minutes: whenever the breaker lets through, knock, and send everything if somebody answers.
            due, later, knocking = later, [], True
        if not due:
            return
        if address.held is not None:
            self._postpone(address, due, Problem(kind=Kind.CREDENTIALS, code=address.held), this.tally)
            return
        if not breaker.lets_through(address.breaker, now, eager=this.eager):
            if address.breaker.needs_person:
                code = address.breaker.reason or "sync.credentials_refused"
                self._postpone(address, due, Problem(kind=Kind.CREDENTIALS, code=code), this.tally)
            return
        if self._must_wait(address, due, this):
            return
        with Transport(
            url=address.url,
            credentials=address.credentials,
            ca_pem=address.ca_pem,
            scheme=KINDS[address.kind].scheme,
            proxy=proxy_of(self._work),
        ) as transport:
            deadline = this.deadline + this.patience_s
            transport.guard = Guard(stop=this.stop, deadline=deadline)
            tools = LineTools(
                work=self._work,
                book=DeliveryBook(work=self._work, pace=self._pace, address=address, tally=this.tally),
                transport=transport,
                stop=this.stop,
                deadline=deadline,
            )
            line = KINDS[address.kind].open(tools)
            try:
                found = line.greet()
                now = self._work.clock.now()
                self._keep(address, {**found, **skew_told(transport, address.details, now)})
                self._work_through(address, transport, line, due, later, this)
            except Failed as failed:
                note_failure(self._work, address, failed.problem)
                if not knocking:
                    self._postpone(address, due, failed.problem, this.tally)
            finally:
                self._count(address, transport)

    def _must_wait(self, address: Address, due: list[uuid.UUID], this: _Round) -> bool:
        """Whether the hour or the day's bytes keep a background pass from talking to a target."""
        now, allowed = self._work.clock.now(), allowance_of(address.details)
        if this.eager:
            return False
        until, code = allowed.closed_until(now), OUTSIDE
        if until is None and allowed.left_today(address.details, now) == 0:
            until, code = next_day(now), SPENT
        if until is None:
            return False
        for begin in range(0, len(due), _PORTION):
            portion = due[begin : begin + _PORTION]
            with self._work.database.write.begin() as session:
                target = session.get_one(Target, address.id)
                claims.load(session, portion)
                for delivery in claims.postpone(
                    session, target, portion, problem=code, params={}, kind=Kind.TRANSPORT
                ):
                    delivery.next_try_at = until
        return True

    def _count(self, address: Address, transport: Transport) -> None:
        """Count what went over the line against the day."""
        if transport.traffic:
            with self._work.database.write.begin() as session:
                add_traffic(
                    session.get_one(Target, address.id), transport.traffic, now=self._work.clock.now()
                )

    def _work_through(
        self,
        address: Address,
        transport: Transport,
        line: Line,
        due: list[uuid.UUID],
        later: list[uuid.UUID],
        this: _Round,
    ) -> None:
        queue, done, failures = list(due), 0, 0
        allowed = allowance_of(address.details)
        left = None if this.eager else allowed.left_today(address.details, self._work.clock.now())
        while queue and not this.stop() and time.monotonic() < this.deadline:
            if left is not None and transport.traffic >= left:
                return  # the rest of the day's bytes is gone; the next pass says when it goes on
            together = line.together(queue)
            batch, queue = queue[:together], queue[together:]
            problem = line.carry(batch)
            done += len(batch)
            if this.progress is not None:
                this.progress(done, done + len(queue))
            if problem is None:
                failures = 0
                # The line works: what waits for a later try only because it did not, goes now.
                queue, later = queue + later, []
                # What waited behind these: the next visit of the same patient.
                queue = queue or self._freed(address, this)
            elif problem.kind is Kind.CREDENTIALS:
                self._postpone(address, queue, problem, this.tally)
                return
            elif problem.kind is Kind.TRANSPORT:
                # One that always times out must not keep the others; three in a row is the line itself.
                failures += 1
                if failures >= breaker.FAILURES_BEFORE_OPEN:
                    return
        this.tally.cut_short = this.tally.cut_short or bool(queue)

    def _freed(self, address: Address, this: _Round) -> list[uuid.UUID]:
        """What became due while the queue was worked through; planned anew, for a large import."""
        with self._work.database.read() as session:
            target = session.get_one(Target, address.id)
            behind = planning.has_unplanned(session, target)
        if behind:
            with self._work.database.write.begin() as session:
                planning.plan(session, session.get_one(Target, address.id), now=self._work.clock.now())
        with self._work.database.read() as session:
            return claims.untried(session, address.id)

    def _keep(self, address: Address, found: dict[str, Any]) -> None:
        """Keep what a greeting told of the server."""
        changed = {name: value for name, value in found.items() if address.details.get(name) != value}
        if changed:
            with self._work.database.write.begin() as session:
                target = session.get_one(Target, address.id)
                target.details = {**target.details, **changed}

    def _postpone(self, address: Address, due: list[uuid.UUID], problem: Problem, tally: Tally) -> None:
        """Say on every delivery that was due why it was not tried, and when it is next."""
        transport = problem.kind is Kind.TRANSPORT
        tally.asked_for_s = max(tally.asked_for_s, problem.retry_after_s or 0.0)
        for begin in range(0, len(due), _PORTION):
            portion = due[begin : begin + _PORTION]
            with self._work.database.read() as session:
                rows = session.scalars(select(Delivery).where(Delivery.id.in_(portion))).all()
                tally.problems |= {row.number: (problem.code, problem.params) for row in rows}
                said_already = all(row.problem == problem.code for row in rows)
            if transport or not said_already:
                self._postpone_some(address, portion, problem)

    def _postpone_some(self, address: Address, due: list[uuid.UUID], problem: Problem) -> None:
        now, transport = self._work.clock.now(), problem.kind is Kind.TRANSPORT
        with self._work.database.write.begin() as session:
            claims.load(session, due)
            for delivery in claims.postpone(
                session,
                session.get_one(Target, address.id),
                due,
                problem=problem.code,
                params=problem.params,
                kind=problem.kind,
            ):
                if transport:
                    delivery.attempts += 1
                    delivery.next_try_at = now + backoff.delay(
                        delivery.attempts, self._pace.random, asked_for_s=problem.retry_after_s
                    )
                    delivery.state = "retry" if delivery.state == "waiting" else delivery.state

    def _worth_another_round(self, name: str | None) -> bool:
        """Whether something is left that another try within this pass may bring through."""
        with self._work.database.read() as session:
            facility = session.scalars(select(Facility)).one()
            alive = [
                each.id
                for each in _chosen(session.scalars(select(Target)).all(), name)
                if held_because(each, facility) is None and not breaker_of(each).needs_person
            ]
            left = select(Delivery.id).where(Delivery.target_id.in_(alive), Delivery.state.in_(UNDONE))
            return session.scalars(left.limit(1)).first() is not None

    def _wait(self, seconds: float, stop: Callable[[], bool]) -> None:
        until = time.monotonic() + seconds
        while not stop() and (left := until - time.monotonic()) > 0:
            self._pace.sleep(min(left, 0.1))

    def _result(self, name: str | None, tally: Tally) -> PassResult:
        with self._work.database.read() as session:
            ids = [each.id for each in _chosen(session.scalars(select(Target)).all(), name)]
            counted = session.execute(
                select(Delivery.state, func.count())
                .where(Delivery.target_id.in_(ids))
                .group_by(Delivery.state)
            )
            states = {row[0]: row[1] for row in counted}
        problems = sorted(tally.problems.items())
        return PassResult(
            sent=len(tally.sent),
            acknowledged=len(tally.acknowledged),
            waiting=sum(states.get(state, 0) for state in UNDONE),
            refused=states.get("refused", 0),
            problems=tuple((number, code) for number, (code, _) in problems),
            problem_params={number: params for number, (_, params) in problems},
            cut_short=tally.cut_short,
        )


def _chosen(rows: Sequence[Target], name: str | None) -> list[Target]:
    if name is not None and name not in {each.name for each in rows}:
        raise EmrError("target.unknown", target=name)
    return [each for each in rows if each.enabled and name in (None, each.name)]
