"""What the engine needs of a target for one pass, whatever kind it is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.access.work_session import FacilityRow, WorkSession
from sync.book import DeliveryBook
from sync.claims import Claim
from sync.problems import Problem
from sync.target_state import Address
from sync.transport import Transport

if TYPE_CHECKING:
    from sync.record_source import RecordSource
    from sync.registry.candidate import Answered, Terms


@dataclass(frozen=True, kw_only=True)
class LineTools:
    """What a line works with.

    Attributes:
        work: the unlocked session.
        book: keeps what becomes of the deliveries.
        transport: the open line; its ``guard`` is set anew for each exchange.
        stop: True ends the pass.
        deadline: ``time.monotonic()`` after which no answer is waited for.
    """

    work: WorkSession
    book: DeliveryBook
    transport: Transport
    stop: Callable[[], bool]
    deadline: float


class Line(Protocol):
    """One target within one pass."""

    def greet(self) -> dict[str, Any]:
        """See that the right system is there and knows us; gives what to keep of it.

        Raises:
            Failed: what is wrong.
        """

    def together(self, queue: Sequence[uuid.UUID]) -> int:
        """How many deliveries from the head of the queue go in the next exchange."""

    def carry(self, ids: Sequence[uuid.UUID]) -> Problem | None:
        """Bring deliveries as far as they go; gives the problem that concerns the line or the last of them.

        Raises:
            Stopped: the pass was asked to end; the deliveries are left as what they are known to be.
        """


class Planner(Protocol):
    """Turns the events of a kind of target into deliveries."""

    def __call__(
        self, session: Session, target: Target, events: Sequence[OutboxEvent], *, now: datetime
    ) -> Sequence[Delivery]: ...


@dataclass(frozen=True)
class TwinRequest:
    """One request of a file that is carried by hand: where it would be posted, and its body."""

    path: str
    body: bytes


class RecordTwin(Protocol):
    """Makes the file that is carried to a kind of target by hand."""

    def render(self, claimed: Claim) -> Any:
        """The frozen bytes of a record; see ``RecordWire.reading``."""

    def request(self, kind: str, payload: bytes) -> TwinRequest:
        """The request that carries one record."""


class Asker(Protocol):
    """Asks a client registry; see ``sync.registry.pdqm.ask``."""

    def __call__(
        self, transport: Transport, address: Address, terms: Terms, *, facility_code: str, today: date
    ) -> Answered: ...


@dataclass(frozen=True, kw_only=True)
class TargetKind:
    """A kind of national system.

    Attributes:
        open: makes the line of a pass.
        events: which kinds of outbox events concern it.
        plan: turns such events into deliveries, in the caller's writing transaction, superseding what they
            replace.
        accepts: kinds of credentials: ``token``, ``basic``.
        scheme: the word before a token in ``Authorization``.
        own_tail: an ending of the address that the client adds itself.
        look: asks a server what it is, for ``sync test``; None: the kind has a test of its own.
        check: lets a server look at one record without keeping it; None: it cannot.
        twin: makes the file that is carried by hand, of records that were read for it.
        ask: asks a client registry whom it knows; None: it is no registry.
        unconfirmed: names the lists of values that nobody has checked against those of such a system.
        carries_records: whether records of patients go there; a filter of fields then belongs to it.
        newest: asks a server when the newest version that it has of some records was saved; None: it cannot.
    """

    open: Callable[[LineTools], Line]
    events: frozenset[str]
    plan: Planner
    accepts: frozenset[str] = field(default=frozenset({"token", "basic"}))
    scheme: str = "Bearer"
    own_tail: str = ""
    look: Callable[[Transport, Address], dict[str, Any]] | None = None
    check: Callable[[Transport, Address, FacilityRow], Callable[[bytes], Problem | None]] | None = None
    twin: Callable[[RecordSource, Address, FacilityRow], RecordTwin] | None = None
    unconfirmed: Callable[[], tuple[str, ...]] = tuple
    carries_records: bool = False
    ask: Asker | None = None
    newest: Callable[[Transport, Address, RecordSource], dict[uuid.UUID, datetime]] | None = None
