"""Who writes a form's figures at the national system: this program (DHIS2), or the HDU out of the visits.

Kept as a setting of the facility, ``sync.writer.FORM``: the changes in the order of their periods. Never both
for one period: what the HDU writes is not queued for DHIS2, and a change begins only with a period of which
nothing was sent. Why: docs/decisions/0019.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Delivery, OutboxEvent, Setting, Target, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.periods import Period, parse_period
from sync.outbox import FORM_QUEUED, queued_form, supersede
from sync.sources import FormSource

US, HDU = "us", "hdu"
_SETTING = "sync.writer"  # and the form
WRITERS = (US, HDU)
_UNSENT = ("waiting", "retry", "refused")  # with sent_at None: nothing left the building


@dataclass(frozen=True)
class WriterRow:
    """Who writes a form.

    ``writer``: ``us hdu`` for the period that today lies in; ``changes``: from which period on who, oldest
    first (empty: always us); ``both_get_it``: an HDU target gets the visits, and we write the form there too.
    """

    form: str
    period_type: str
    writer: str
    changes: tuple[tuple[str, str], ...] = ()
    both_get_it: bool = False


def writer_of(session: Session, form: str, period: str) -> str:
    """Who writes a form's period; the periods of one form are of one kind, so that they compare as text."""
    return _at(_changes(session, form), period)[0]


def refuse_if_hdu_writes(session: Session, form: str, period: str) -> None:
    """See that a form's period is ours to send.

    Raises:
        EmrError: ``delivery.hdu_writes``.
    """
    writer, since = _at(_changes(session, form), period)
    if writer == HDU:
        raise EmrError("delivery.hdu_writes", form=form, period=period, since=since)


class WriterService:
    """The setting for screens and commands; nothing here talks to a server."""

    def __init__(self, *, work: WorkSession, forms: FormSource) -> None:
        self._work, self._forms = work, forms

    def all(self) -> tuple[WriterRow, ...]:
        """Every form that can be mapped, by code."""
        self._work.require("sync.view")
        kinds = {each.form: each.period_type for each in self._forms.list_forms() if not each.listed}
        with self._work.database.read() as session:
            return tuple(self._row(session, form, kinds[form]) for form in sorted(kinds))

    def of(self, form: str) -> WriterRow:
        """One form.

        Raises:
            EmrError: ``form.unknown``.
        """
        self._work.require("sync.view")
        kind = self._period_type(form)
        with self._work.database.read() as session:
            return self._row(session, form, kind)

    def change(self, form: str, *, by: str, since: str) -> WriterRow:
        """Decide who writes a form from a period on.

        What still waits of these periods for DHIS2 and never left is withdrawn when the HDU takes over.

        Args:
            form: its code.
            by: ``us`` or ``hdu``.
            since: the first period of the new writer; later changes are dropped.

        Raises:
            ValidationError: ``by``.
            EmrError: ``form.unknown``, ``form.period_malformed``, ``writer.no_hdu`` (no target takes visits),
                ``writer.already_sent`` (we sent one of these periods), ``writer.hdu_has_visits`` (the HDU has
                visits of a period that it would write).
        """
        self._work.require("sync.configure")
        if by not in WRITERS:
            raise ValidationError("by", "writer.unknown", by=by, writers=", ".join(WRITERS))
        kind = self._period_type(form)
        period = parse_period(since, kind)
        with self._work.database.write.begin() as session:
            before = _changes(session, form)
            kept = [each for each in before if each[0] < period.code]
            if _at(kept, period.code)[0] != by:
                kept.append((period.code, by))
            if kept != before:
                withdrawn = self._hand_over(session, form, period, before, by)
                self._keep(session, form, kept)
                detail = {"form": form, "writer": by, "from": period.code, "withdrawn": withdrawn}
                self._work.audit(session, "sync.writer_changed", entity="setting", detail=detail)
            session.flush()
            return self._row(session, form, kind)

    def _hand_over(
        self, session: Session, form: str, period: Period, before: Sequence[tuple[str, str]], by: str
    ) -> str:
        """See that nothing of these periods was sent by the one who gives up; gives what was withdrawn."""
        if by == HDU and not _hdu_targets(session):
            raise EmrError("writer.no_hdu", form=form)
        # Ours may also be periods after a later change that is now dropped: all from here on are looked at.
        theirs = [(delivery, which) for delivery, which in _of_form(session, form) if which >= period.code]
        sent = sorted(which for delivery, which in theirs if not _never_left(delivery))
        if by == HDU and sent:
            raise EmrError("writer.already_sent", form=form, period=sent[0], last=sent[-1])
        if by == US and _at(before, period.code)[0] == HDU and _visits_went(session, period):
            raise EmrError("writer.hdu_has_visits", form=form, period=period.code)
        if by == US:
            return ""
        waiting = [delivery for delivery, _ in theirs if delivery.state in _UNSENT]
        for delivery in waiting:
            supersede(delivery, now=self._work.clock.now())
        return " ".join(str(delivery.number) for delivery in waiting)

    def _keep(self, session: Session, form: str, changes: list[tuple[str, str]]) -> None:
        now, by = self._work.clock.now(), self._work.actor.staff_id
        value = {"changes": [list(each) for each in changes]}
        kept = session.get(Setting, _name(form))
        if kept is None:
            session.add(Setting(name=_name(form), value=value, updated_at=now, updated_by=by))
        else:
            kept.value, kept.updated_at, kept.updated_by = value, now, by

    def _row(self, session: Session, form: str, kind: str) -> WriterRow:
        today, changes = self._work.clock.today(), _changes(session, form)
        year, week, _ = today.isocalendar()
        writer = _at(changes, f"{year}W{week:02d}" if kind == "week" else f"{today:%Y%m}")[0]
        return WriterRow(form, kind, writer, tuple(changes), writer == US and bool(_hdu_targets(session)))

    def _period_type(self, form: str) -> str:
        infos = self._forms.list_forms()
        kind = next((each.period_type for each in infos if each.form == form), None)
        if kind is None:
            raise EmrError("form.unknown", form=form, forms=", ".join(sorted({each.form for each in infos})))
        return kind


def _name(form: str) -> str:
    return f"{_SETTING}.{form}"


def _changes(session: Session, form: str) -> list[tuple[str, str]]:
    kept = session.get(Setting, _name(form))
    value: dict[str, Any] = {} if kept is None else kept.value
    return [(str(since), str(writer)) for since, writer in value.get("changes", ())]


def _at(changes: Sequence[tuple[str, str]], period: str) -> tuple[str, str]:
    """Who writes in a period, and since when."""
    found = (US, "")
    for since, writer in changes:
        if since <= period:
            found = (writer, since)
    return found


def _hdu_targets(session: Session) -> list[Target]:
    return list(session.scalars(select(Target).where(Target.kind == HDU, Target.enabled.is_(True))))


def _of_form(session: Session, form: str) -> list[tuple[Delivery, str]]:
    """Every delivery of a form with its period; what was superseded before it left says nothing."""
    query = (
        select(Delivery, OutboxEvent)
        .join(OutboxEvent, OutboxEvent.seq == Delivery.event_seq)
        .where(OutboxEvent.kind == FORM_QUEUED, Delivery.subject.startswith(f"form:{form}:", autoescape=True))
    )
    found = [(delivery, queued_form(event).period) for delivery, event in session.execute(query)]
    return [pair for pair in found if pair[0].state != "superseded" or pair[0].sent_at is not None]


def _never_left(delivery: Delivery) -> bool:
    carried = (delivery.details or {}).get("carried")
    return delivery.sent_at is None and not carried and delivery.state in _UNSENT


def _visits_went(session: Session, period: Period) -> bool:
    """Whether an HDU has, or may have, a visit of a period or a later one."""
    went = (
        select(Delivery.id)
        .join(Target, Target.id == Delivery.target_id)
        .join(Visit, Visit.id == Delivery.entity_id)
        .where(
            Target.kind == HDU,
            Delivery.kind == "record.visit",
            Delivery.sent_at.is_not(None) | (Delivery.state == "acknowledged"),
            Visit.visit_date >= period.first_day,
        )
    )
    return session.scalars(went.limit(1)).first() is not None


__all__ = ["HDU", "US", "WRITERS", "WriterRow", "WriterService", "refuse_if_hdu_writes", "writer_of"]
