"""What goes by hand: a file for a USB stick, the word that it was carried, and the receipt that came back.

Speaks of deliveries, whatever they carry. A carried one counts as done and is not sent again, but not as
confirmed by the server: the last success stays as it was until a receipt comes back.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from sync import reading, set_up
from sync.file_twin import write_twin
from sync.kinds import KINDS
from sync.mappings import mapping_of
from sync.outbox import queued_form, supersede
from sync.receipt_reading import Told, hdu_answer, import_summaries, own_receipt, record_answer
from sync.receipts import compact
from sync.record_plan import VISIT, patient_of
from sync.targets.dhis2.mapping import Place, read_mapping, values_of

_CARRIED = "carried"  # of a delivery's details
_MAY_BE_CARRIED = ("waiting", "retry", "unknown", "refused")
LARGEST_FILE = 200_000_000


@dataclass(frozen=True, kw_only=True)
class CarriedFile:
    """What became of the deliveries of a file: their numbers.

    Attributes:
        target: where it was carried.
        carried: marked now.
        before: had arrived or were marked already.
        left: not marked: newer figures took their place, or they are not what is kept here.
    """

    target: str
    carried: tuple[int, ...]
    before: tuple[int, ...]
    left: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class ReceiptTaken:
    """What a receipt said of one delivery."""

    number: int
    state: str  # acknowledged refused superseded
    counts: dict[str, int]
    problem: str | None
    problem_params: dict[str, Any] = field(default_factory=dict)


class ByHandService:
    """Verbs for a facility without a line; none of them talks to a server."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def export(self, target: str) -> bytes:
        """The file twin of everything that waits for a target, for a USB stick; not encrypted.

        The bytes are frozen as at a first send, so that the file and a later send say the same.

        Raises:
            EmrError: ``target.unknown``, ``sync.training``, ``sync.nothing_waits``, ``sync.test_first``.
        """
        self._work.require("sync.send")
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            found = set_up.target_named(session, target)
            if KINDS[found.kind].carries_records:  # a file with patients in it, in clear
                self._work.require("data.export")
            content = write_twin(self._work, session, found, now=now)
            detail = {"target": target, "hash": _hash(content)}
            self._work.audit(session, "sync.exported", entity="target", entity_id=found.id, detail=detail)
        return content

    def mark_carried(self, content: bytes) -> CarriedFile:
        """Say that an exported file was carried to its target; who said so and when is kept.

        Raises:
            EmrError: ``carried.unreadable``, ``carried.other_facility``, ``target.unknown``.
        """
        self._work.require("sync.send")
        document = _read(content, "carried.unreadable")
        try:
            code, name = document["facility"]["code"], document["target"]["name"]
            given = [(int(each["id"]), str(each["sha256"])) for each in document["deliveries"]]
        except (KeyError, TypeError, ValueError):
            raise EmrError("carried.unreadable", what="deliveries") from None
        if code != self._work.facility.code:
            raise EmrError("carried.other_facility", file=str(code)[:40], ours=self._work.facility.code)
        carried, before, left = [], [], []
        now = self._work.clock.now()
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, str(name))
            for number, digest in given:
                delivery = session.scalars(
                    select(Delivery).where(Delivery.number == number, Delivery.target_id == target.id)
                ).one_or_none()
                if delivery is None or delivery.payload_hash != digest:
                    left.append(number)
                elif delivery.state == "acknowledged":
                    before.append(number)
                elif delivery.state not in _MAY_BE_CARRIED:
                    left.append(number)
                else:
                    self._carry(session, delivery, digest=_hash(content), now=now)
                    carried.append(number)
        return CarriedFile(target=str(name), carried=tuple(carried), before=tuple(before), left=tuple(left))

    def take_receipt(self, content: bytes, *, number: int | None = None) -> tuple[ReceiptTaken, ...]:
        """Take the answer that came back: it confirms deliveries that were carried, or refuses them.

        A file may be the import summary of the server (a list of them where there were several requests), the
        answer of a FHIR server or of the HDU to one record, our own receipt from another PC, or
        ``deliveries``: a list of ``id`` and ``answers``.

        Args:
            content: JSON.
            number: the delivery meant, where the file names none; None: the only one without a receipt.

        Raises:
            EmrError: ``carried.receipt_unreadable``, ``carried.which``, ``carried.not_carried``,
                ``carried.other_figures``, ``carried.answers_missing``, ``carried.nothing_known``,
                ``delivery.unknown``. Nothing is written then.
        """
        self._work.require("sync.send")
        document = _read(content, "carried.receipt_unreadable", lists=True)
        taken = []
        with self._work.database.write.begin() as session:
            for at, tell in self._parts(session, document, number):
                delivery, _ = reading.delivery_numbered(session, at)
                if delivery.state not in ("acknowledged", "refused") or not _carried(delivery):
                    raise EmrError("carried.not_carried", number=at)
                taken.append(self._conclude(session, delivery, tell(delivery)))
        return tuple(taken)

    def _parts(
        self, session: Session, document: Any, number: int | None
    ) -> list[tuple[int, Callable[[Delivery], Told]]]:
        """Each delivery that a document speaks of, with what reads it."""
        if isinstance(document, dict) and isinstance(document.get("deliveries"), list):
            try:
                parts = [(int(each["id"]), each["answers"]) for each in document["deliveries"]]
            except (KeyError, TypeError, ValueError, OverflowError):
                raise EmrError("carried.receipt_unreadable", what="answers") from None
            return [(at, self._reader(session, said)) for at, said in parts]
        if isinstance(document, dict) and "lines" in document and "number" in document:
            try:
                at = int(document["number"])
            except (TypeError, ValueError, OverflowError):
                raise EmrError("carried.receipt_unreadable", what="number") from None
            return [(at, lambda one: own_receipt(document, one.payload_hash))]
        at = self._only_one(session) if number is None else number
        said = document if isinstance(document, list) else [document]
        return [(at, self._reader(session, said))]

    def _only_one(self, session: Session) -> int:
        """The one delivery that was carried and of which nothing came back."""
        open_ones = [
            each.number
            for each in session.scalars(select(Delivery).where(Delivery.state == "acknowledged"))
            if _carried(each) and "confirmed_at" not in _carried(each)
        ]
        if len(open_ones) != 1:
            raise EmrError("carried.which", count=len(open_ones))
        return open_ones[0]

    def _reader(self, session: Session, answers: Any) -> Callable[[Delivery], Told]:
        def read(delivery: Delivery) -> Told:
            if not isinstance(answers, list) or not answers:
                raise EmrError("carried.receipt_unreadable", what="answers")
            if delivery.entity_id is not None:
                if session.get_one(Target, delivery.target_id).kind == "hdu":
                    return hdu_answer(answers[0], visit=delivery.kind == VISIT)
                return record_answer(answers[0])
            return import_summaries(answers, delivery.payload or b"", _names(session, delivery))

        return read

    def _carry(self, session: Session, delivery: Delivery, *, digest: str, now: datetime) -> None:
        delivery.state, delivery.problem = "acknowledged", None
        delivery.next_try_at = delivery.lease_until = None
        # A later correction has to know that these figures are ours.
        delivery.sent_at, delivery.finished_at = delivery.sent_at or now, now
        told = {"by": self._work.actor.full_name, "at": local(now).isoformat(), "sha256": digest}
        delivery.details = {**delivery.details, _CARRIED: told, "problem_params": {}}
        self._note(session, "sync.brought", delivery, {"hash": digest})

    def _conclude(self, session: Session, delivery: Delivery, told: Told) -> ReceiptTaken:
        now, problem = self._work.clock.now(), told.problem
        delivery.state = "acknowledged" if problem is None else "refused"
        delivery.finished_at = now
        delivery.problem = None if problem is None else problem.code
        params = {} if problem is None else dict(problem.params)
        kept = {"by": self._work.actor.full_name, "at": local(now).isoformat()}
        carried = {**_carried(delivery), "confirmed_by": kept["by"], "confirmed_at": kept["at"]}
        delivery.details = {
            **delivery.details,
            _CARRIED: carried,
            "problem_params": params,
            "problem_kind": None if problem is None else problem.kind,
            "counts": told.counts,
            **({"queued": True} if told.queued else {}),
        }
        answer = dict(delivery.answer or {})
        answer.pop("conflicts", None)
        if told.conflicts:
            answer["conflicts"] = list(told.conflicts)
        if told.lines:
            answer["receipt"] = compact(told.lines)
        delivery.answer = answer
        if problem is None:
            target = session.get_one(Target, delivery.target_id)
            target.last_success_at = max(filter(None, (target.last_success_at, now)))
        elif _newer(session, delivery):
            supersede(delivery, now=now)
        self._note(session, "sync.receipt_in", delivery, {"state": delivery.state})
        return ReceiptTaken(
            number=delivery.number,
            state=delivery.state,
            counts=told.counts,
            problem=delivery.problem,
            problem_params=params,
        )

    def _note(self, session: Session, verb: str, delivery: Delivery, detail: dict[str, str]) -> None:
        patient = None if delivery.entity_id is None else patient_of(delivery.subject)
        self._work.audit(
            session,
            verb,
            entity="delivery",
            entity_id=delivery.id,
            patient_id=patient,
            detail={"number": str(delivery.number), **detail},
        )


def _carried(delivery: Delivery) -> dict[str, str]:
    return dict((delivery.details or {}).get(_CARRIED) or {})


def _newer(session: Session, delivery: Delivery) -> bool:
    newer = select(Delivery.id).where(
        Delivery.target_id == delivery.target_id,
        Delivery.subject == delivery.subject,
        Delivery.entity_id.is_(None)
        if delivery.entity_id is None
        else Delivery.entity_id == delivery.entity_id,
        Delivery.number > delivery.number,
    )
    return session.scalars(newer.limit(1)).first() is not None


def _names(session: Session, delivery: Delivery) -> dict[Place, str]:
    queued = queued_form(session.get_one(OutboxEvent, delivery.event_seq))
    target = session.get_one(Target, delivery.target_id)
    content = mapping_of(session, target, queued.form, queued.edition).content
    mapping = read_mapping(content)
    return {value.place: value.cell.name for value in values_of(mapping, queued.figures)}


def _read(content: bytes, code: str, *, lists: bool = False) -> Any:
    if len(content) > LARGEST_FILE:
        raise EmrError(code, what=str(len(content)))
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise EmrError(code, what="JSON") from None
    if not isinstance(document, dict) and not (lists and isinstance(document, list)):
        raise EmrError(code, what="{ }")
    return document


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
