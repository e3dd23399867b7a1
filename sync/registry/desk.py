"""Looking somebody up in the client registry while they stand at the desk: quickly, or not at all."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Facility, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.patients.identifiers import IdentifierService
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.patients.rules import clean_name, normal_nida
from sync.book import note_failure
from sync.breaker import Breaker, lets_through
from sync.kinds import KINDS
from sync.problems import Failed, Kind, Problem, Stopped
from sync.proxy import proxy_of
from sync.registry.candidate import Answered, Candidate, Found, LookUp, Terms
from sync.target_state import REGISTRY, Address, address_of, keep_breaker
from sync.transport import Guard, Transport

PATIENCE_S = 5.0  # of somebody who stands at a desk; all of it together


@dataclass(frozen=True, kw_only=True)
class RegistryRow:
    """The registry that is set up.

    Attributes:
        name: of the target.
        is_ready: a look-up may well succeed now; False after failures, for as long as the breaker is open.
        reason: the code why it is not ready.
    """

    name: str
    is_ready: bool
    reason: str | None = None


class RegistryDesk:
    """``look_up`` takes up to five seconds and does not belong into the GUI thread."""

    def __init__(self, *, work: WorkSession, patience_s: float = PATIENCE_S) -> None:
        self._work = work
        self._patience_s = patience_s

    def standing(self) -> RegistryRow | None:
        """The registry that would be asked, and whether that makes sense now; None where there is none."""
        with self._work.database.read() as session:
            address = _registry(session)
        if address is None:
            return None
        reason = address.held
        if reason is None and not lets_through(address.breaker, self._work.clock.now(), eager=False):
            reason = address.breaker.reason
        return RegistryRow(name=address.name, is_ready=reason is None, reason=reason)

    def terms_of(self, form: PatientForm) -> Terms:
        """What may be asked of what stands on a form, half-filled or whole.

        An age is no birth date, and a NIDA number that cannot be one is left out.
        """
        exact = form.birth_date is not None and not form.birth_date_estimated
        return Terms(
            nida=_nida(form.nida, self._work.clock.today()),
            first_name=clean_name(form.first_name),
            middle_name=clean_name(form.middle_name),
            last_name=clean_name(form.last_name),
            sex=form.sex if form.sex in ("M", "F") else None,
            birth_date=form.birth_date if exact else None,
        )

    def terms_of_patient(self, patient: PatientRow) -> Terms:
        """What may be asked about somebody who is registered."""
        return Terms(
            nida=_nida(patient.nida, self._work.clock.today()),
            first_name=patient.first_name,
            middle_name=patient.middle_name,
            last_name=patient.last_name,
            sex=patient.sex,
            birth_date=patient.birth_date if patient.birth_precision == "day" else None,
        )

    def look_up(
        self,
        terms: Terms,
        *,
        patient_id: uuid.UUID | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> LookUp:
        """Ask the registry whom it knows by these terms.

        Which fields left the building stands in the audit trail before they do; the words themselves do not.

        Args:
            terms: a NIDA number, or first and last name.
            patient_id: whom of this facility it is about.
            stop: True gives up at once: the person went on.

        Raises:
            ValidationError: ``nida``: ``registry.too_little``.
            EmrError: ``registry.none``, ``registry.no_answer``, ``registry.refused``,
                ``registry.not_understood``, ``registry.stopped``, ``sync.training``.
        """
        self._work.require("patient.register")
        if not terms.is_enough:
            raise ValidationError("nida", "registry.too_little")
        with self._work.database.read() as session:
            address = _registry(session)
        if address is None:
            raise EmrError("registry.none")
        if address.held is not None:
            raise EmrError(address.held, target=address.name)
        if address.breaker.needs_person:
            raise EmrError("registry.refused", registry=address.name)
        self._note(address, "registry.asked", patient_id, {"fields": list(terms.fields)})
        answered = self._ask(address, terms, stop)
        self._note(address, "registry.answered", patient_id, {"results": len(answered.candidates)}, well=True)
        return LookUp(
            registry=address.name,
            found=self._known_here(answered),
            more=answered.more,
            asked_by=terms.fields,
        )

    def _ask(self, address: Address, terms: Terms, stop: Callable[[], bool]) -> Answered:
        kind = KINDS[address.kind]
        assert kind.ask is not None  # noqa: S101 - of every registry
        try:
            with Transport(
                url=address.url,
                credentials=address.credentials,
                ca_pem=address.ca_pem,
                scheme=kind.scheme,
                proxy=proxy_of(self._work),
            ) as transport:
                until = time.monotonic() + self._patience_s
                transport.guard = Guard(stop=lambda: stop() or time.monotonic() > until, deadline=until)
                return kind.ask(
                    transport,
                    address,
                    terms,
                    facility_code=self._work.facility.code,
                    today=self._work.clock.today(),
                )
        except Stopped:
            if stop():
                raise EmrError("registry.stopped") from None
            problem = Problem(kind=Kind.TRANSPORT, code="sync.unreachable")
        except Failed as failed:
            problem = failed.problem
        if problem.kind is Kind.MEANING:
            raise EmrError("registry.not_understood", registry=address.name)
        note_failure(self._work, address, problem)
        code = "registry.refused" if problem.kind is Kind.CREDENTIALS else "registry.no_answer"
        raise EmrError(code, registry=address.name)

    def _note(
        self,
        address: Address,
        action: str,
        patient_id: uuid.UUID | None,
        detail: dict[str, object],
        *,
        well: bool = False,
    ) -> None:
        with self._work.database.write.begin() as session:
            if well:
                target = session.get_one(Target, address.id)
                keep_breaker(target, Breaker())
                target.last_success_at = self._work.clock.now()
            self._work.audit(
                session,
                action,
                entity="target",
                entity_id=address.id,
                patient_id=patient_id,
                detail={"target": address.name, **detail},
            )

    def _known_here(self, answered: Answered) -> tuple[Found, ...]:
        """Join what the registry told with who of this facility it is, by number."""
        ids = {one for each in answered.candidates for one in each.ids}
        numbers = {one for each in answered.candidates for one in each.our_numbers}
        known = IdentifierService(work=self._work).holders(ids, numbers) if ids or numbers else {}

        def here(candidate: Candidate) -> PatientRow | None:
            names = (*candidate.ids, *candidate.our_numbers)
            return next((known[name] for name in names if name in known), None)

        return tuple(Found(candidate=each, here=here(each)) for each in answered.candidates)


def _registry(session: Session) -> Address | None:
    """The registry that is switched on."""
    target = session.scalars(
        select(Target)
        .where(Target.kind.startswith(REGISTRY), Target.enabled.is_(True))
        .order_by(Target.name)
        .limit(1)
    ).first()
    if target is None:
        return None
    return address_of(target, session.scalars(select(Facility)).one())


def _nida(text: str | None, today: date) -> str | None:
    if not text:
        return None
    try:
        return normal_nida(text, today=today)
    except ValidationError:
        return None
