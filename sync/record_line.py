"""Carries patient records to one target within one pass, several in one request."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from emr_desktop.errors import DatabaseTrouble
from sync.batching import BatchSize
from sync.book import Conclusion, note_failure, unfinished
from sync.claims import Claim, Verdict
from sync.journal import Journal
from sync.line import LineTools
from sync.problems import Failed, Kind, LeaseLost, Problem, Stopped
from sync.record_plan import patient_of
from sync.transport import Guard

_LOG = logging.getLogger(__name__)

# Of a request with several records: whether one of them or all of them are meant, only fewer can tell.
_TOO_LARGE = frozenset({"sync.timed_out", "sync.too_large"})
_CUT = frozenset({"sync.connection_lost", "sync.answer_cut"})


class KeptBack(Exception):
    """Nothing of this record may go to the target; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A claimed record with its frozen bytes."""

    claimed: Claim
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said of one record of a request that it understood."""

    problem: Problem | None = None  # None: acknowledged
    queued: bool = False  # taken, but not stored yet for all we know
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """The bytes of one record, and what can be said of them without opening them.

    Attributes:
        payload: no line break in it.
        groups: the groups of fields it holds: ``identity diagnoses tests`` ...
        kept_back: the groups from which something was taken out by the target's filter.
    """

    payload: bytes
    groups: Sequence[str] = ()
    kept_back: Sequence[str] = ()

    @property
    def told(self) -> dict[str, list[str]]:
        said = {"groups": list(self.groups), "kept_back": list(self.kept_back)}
        return {name: words for name, words in said.items() if words}


class RecordWire(Protocol):
    """One wire form of the canonical record and the server that takes it.

    Attributes:
        most: the most records that one request may carry.
        learned: what the last exchanges taught about the server, to be kept with the target.
    """

    most: int
    learned: dict[str, Any]

    def greet(self) -> dict[str, Any]:
        """See that the right server is there and knows us; gives what to keep of it.

        Raises:
            Failed: what is wrong.
        """

    def reading(self, session: Session, claims: Sequence[Claim]) -> Callable[[Claim], Rendered]:
        """Read what these need, in a few queries for all of them; gives what renders one of them.

        The same record gives the same bytes. What is given raises ``KeptBack``: nothing of it may go there.

        Args:
            session: a reading session.
            claims: ``kind`` is ``record.visit`` or ``record.patient``, ``entity_id`` says whose.
        """

    def push(self, parcels: Sequence[Parcel], journal: Journal) -> Sequence[Answer]:
        """Send records in one request; one answer for each, in their order.

        Raises:
            Failed: the request as a whole failed; with the kind ``meaning`` it is tried again in halves.
        """


class RecordLine:
    """A ``Line`` for any wire. A request that is refused as a whole is halved until the one is found."""

    def __init__(self, tools: LineTools, wire: RecordWire) -> None:
        self._tools, self._wire = tools, wire
        self._work, self._book = tools.work, tools.book
        start = int(tools.book.address.details.get("batch", 0)) or min(5, wire.most)
        self._size = BatchSize(most=wire.most, size=start)

    def greet(self) -> dict[str, Any]:
        """See ``Line``."""
        return self._wire.greet()

    def together(self, queue: Sequence[uuid.UUID]) -> int:
        """As many as the line carried well before."""
        return self._size.size

    def carry(self, ids: Sequence[uuid.UUID]) -> Problem | None:
        """See ``Line``."""
        try:
            parcels = self._frozen(self._book.claim(ids))
            return self._send(parcels) if parcels else None
        except LeaseLost:
            _LOG.info("deliveries were taken over by another pass")
            return None

    def _frozen(self, claims: Sequence[Claim]) -> list[Parcel]:
        """Render what was never sent; what may have arrived keeps its bytes."""
        parcels: list[Parcel] = []
        told: dict[uuid.UUID, dict[str, list[str]]] = {}
        left: list[Conclusion] = []
        with self._work.database.read() as session:
            render = self._wire.reading(session, [each for each in claims if each.payload is None])
            for claimed in claims:
                payload = claimed.payload
                if payload is None:
                    try:
                        rendered = render(claimed)
                    except KeptBack as kept:
                        verdict = Verdict(state="superseded", problem=kept.code)
                        left.append(Conclusion(claimed=claimed, verdict=verdict))
                        continue
                    except DatabaseTrouble:
                        raise
                    except Exception as error:
                        # Our own mistake about this one record: it stops here and the others go on.
                        _LOG.exception("delivery %d", claimed.number)
                        params = {"what": type(error).__name__}
                        problem = Problem(kind=Kind.MEANING, code="delivery.failed_here", params=params)
                        verdict = self._book.verdict_of(claimed, Journal(), problem)
                        left.append(Conclusion(claimed=claimed, verdict=verdict))
                        continue
                    payload, told[claimed.id] = rendered.payload, rendered.told
                parcels.append(Parcel(claimed=claimed, payload=payload))
        if left:
            self._book.leave(left)
        if parcels:
            # Also what was frozen before: the hour of its first sending stays, its lease is new.
            self._book.freeze(
                [(each.claimed, each.payload) for each in parcels],
                told=told,
                patients={each.claimed.id: patient_of(each.claimed.subject) for each in parcels},
            )
        return parcels

    def _send(self, parcels: Sequence[Parcel]) -> Problem | None:
        tools, claims = self._tools, [each.claimed for each in parcels]
        tools.transport.guard = Guard(
            stop=tools.stop, deadline=tools.deadline, heartbeat=lambda: self._book.renew(claims)
        )
        journal = Journal()
        started = time.monotonic()
        try:
            answers = self._wire.push(parcels, journal)
        except Stopped:
            self._leave_all(parcels, journal, lambda claimed: Verdict(state=unfinished(claimed, journal)))
            raise
        except Failed as failed:
            return self._failed(parcels, journal, failed.problem)
        self._size.went_well(time.monotonic() - started)
        self._conclude(parcels, answers, journal)
        return None

    def _failed(self, parcels: Sequence[Parcel], journal: Journal, problem: Problem) -> Problem | None:
        # A pass whose time is over waits for no answer; that says nothing about the line.
        hurried = problem.code == "sync.timed_out" and time.monotonic() >= self._tools.deadline
        if problem.code in _TOO_LARGE and not hurried:
            self._size.too_much()
        elif problem.code in _CUT:
            self._size.was_cut()
        halves = problem.kind is Kind.MEANING or problem.code == "sync.too_large"
        if halves and len(parcels) > 1:
            middle = len(parcels) // 2
            # A problem of the line in the first half is one of the second as well.
            first = self._send(parcels[:middle])
            if first is not None and first.kind is not Kind.MEANING:
                rest = parcels[middle:]
                self._leave_all(
                    rest, Journal(), lambda claimed: self._book.verdict_of(claimed, Journal(), first)
                )
                return first
            return self._send(parcels[middle:])
        self._leave_all(parcels, journal, lambda claimed: self._book.verdict_of(claimed, journal, problem))
        if problem.kind is not Kind.MEANING and not hurried:
            note_failure(self._work, self._book.address, problem, learned={"batch": self._size.size})
        return problem

    def _conclude(self, parcels: Sequence[Parcel], answers: Sequence[Answer], journal: Journal) -> None:
        conclusions = []
        for parcel, answer in zip(parcels, answers, strict=True):
            problem = answer.problem
            counts = {"accepted": int(problem is None), "unchanged": 0, "refused": int(problem is not None)}
            if problem is None:
                details = {"queued": True} if answer.queued else {}
                verdict = Verdict(state="acknowledged", counts=counts, answer=answer.detail, details=details)
            else:
                verdict = self._book.verdict_of(parcel.claimed, journal, problem)
            conclusions.append(
                Conclusion(
                    claimed=parcel.claimed, verdict=verdict, steps=journal.steps, pushed=journal.pushed
                )
            )
        learned = {"batch": self._size.size, **self._wire.learned}
        self._book.leave(conclusions, learned=learned)

    def _leave_all(
        self, parcels: Sequence[Parcel], journal: Journal, verdict: Callable[[Claim], Verdict]
    ) -> None:
        self._book.leave(
            [
                Conclusion(
                    claimed=each.claimed,
                    verdict=verdict(each.claimed),
                    steps=journal.steps,
                    pushed=journal.pushed,
                )
                for each in parcels
            ]
        )
