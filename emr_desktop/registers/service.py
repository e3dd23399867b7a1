"""The verbs on the books: open one for some days, and read its lines day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from db.models import Visit
from db.portions import portions
from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import head_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.deaths.service import DeathService
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.forms.counting import visits_in_scope
from emr_desktop.forms.finding import known_forms
from emr_desktop.forms.periods import Period
from emr_desktop.laboratory.service import LaboratoryService
from emr_desktop.patients.records import rows_by_id
from emr_desktop.referrals.service import ReferralService
from emr_desktop.registers.lines import death_lines, laboratory_lines, notification_lines
from emr_desktop.registers.rows import BOOKS, BookHead, BookLine, SeenVisit, SentOn
from emr_desktop.surveillance.service import NotificationService
from emr_desktop.visits.records import forms_of

NUMBERINGS = ("year", "month")
LONGEST_DAYS = 366
_SENSITIVE = "visit.sensitive"
_FORM = "opd"  # whose attendance the book of outpatients adds up to
_ONE_DAY = timedelta(days=1)


class RegisterService:
    """The books of other domains are read through their own verbs, so that they have the same lines."""

    def __init__(
        self,
        *,
        work: WorkSession,
        referrals: ReferralService,
        deaths: DeathService,
        laboratory: LaboratoryService,
        notifications: NotificationService,
    ) -> None:
        self._work = work
        self._referrals, self._deaths = referrals, deaths
        self._laboratory, self._notifications = laboratory, notifications

    def open_book(
        self, book: str, first: date, last: date, *, purpose: str = "viewed", numbered_by: str = "year"
    ) -> BookHead:
        """Open a book for some days (audited).

        Args:
            book: a key of ``BOOKS``.
            first: the first day.
            last: the last one, which belongs to it.
            purpose: what the trail says of it: ``viewed``, ``printed`` or ``exported``.
            numbered_by: ``year`` or ``month``; the book of outpatients alone runs on.

        Raises:
            EmrError: ``register.unknown``, ``register.numbering_unknown``.
            PermissionRefused: the verb of the book.
            ValidationError: ``last`` lies before ``first``, or more than a year after it.
        """
        if book not in BOOKS:
            raise EmrError("register.unknown", book=book, books=" ".join(BOOKS))
        self._work.require(BOOKS[book])
        if purpose == "exported":
            self._work.require("list.export")
        if numbered_by not in NUMBERINGS:
            raise EmrError("register.numbering_unknown", choices=" ".join(NUMBERINGS))
        if last < first:
            raise ValidationError("last", "register.days_reversed")
        if (last - first).days >= LONGEST_DAYS:
            raise ValidationError("last", "register.too_long", days=LONGEST_DAYS)
        head = BookHead(book=book, first=first, last=last, numbered_by=numbered_by)
        head = self._opd_head(head) if book == "opd" else replace(head, lines=self._lines(book, first, last))
        with self._work.database.write.begin() as session:
            detail = {"book": book, "first": first.isoformat(), "last": last.isoformat()}
            self._work.audit(session, f"register.{purpose}", entity="register", detail=detail)
            return replace(head, trail=head_code(*head_of_chain(session)))

    def note(self, head: BookHead, purpose: str) -> BookHead:
        """Leave a line in the trail: what was opened is ``printed`` or ``exported`` now.

        Returns:
            The same book with the code of the trail's head as it is now.
        """
        self._work.require(BOOKS[head.book])
        if purpose == "exported":
            self._work.require("list.export")
        with self._work.database.write.begin() as session:
            detail = {"book": head.book, "first": head.first.isoformat(), "last": head.last.isoformat()}
            self._work.audit(session, f"register.{purpose}", entity="register", detail=detail)
            return replace(head, trail=head_code(*head_of_chain(session)))

    def lines(self, head: BookHead) -> Iterator[BookLine]:
        """Every line, oldest first; of the book of outpatients one day is in memory at a time."""
        self._work.require(BOOKS[head.book])
        if head.book != "opd":
            yield from head.lines
            return
        number, day = head.numbered_from, head.first
        while day <= head.last:
            for line in self.lines_of_day(head, day, number=number):
                yield line
                number = line.number + 1
            day += _ONE_DAY
            number = number_on(day, number, numbered_by=head.numbered_by)

    def lines_of_day(self, head: BookHead, day: date, *, number: int) -> tuple[BookLine, ...]:
        """The lines of one day; those of the book of outpatients are numbered from ``number``."""
        self._work.require(BOOKS[head.book])
        if head.book != "opd":
            return tuple(line for line in head.lines if line.on == day)
        may_see = self._work.may(_SENSITIVE)
        with self._work.database.read() as session:
            found = _visits(session, _in_book(session, day, day, Visit))
            return tuple(
                BookLine(
                    number=number + place,
                    on=day,
                    visit=visit.id,
                    said=said,
                    hidden=visit.sensitive and not may_see,
                )
                for place, (visit, said) in enumerate(found)
            )

    # inside --------------------------------------------------------------------------------------------

    def _opd_head(self, head: BookHead) -> BookHead:
        begin = (
            head.first.replace(day=1) if head.numbered_by == "month" else head.first.replace(month=1, day=1)
        )
        with self._work.database.read() as session:
            before = 0
            if begin < head.first:
                before = _count(session, begin, head.first - _ONE_DAY)
            unfinished = session.scalar(
                select(func.count())
                .select_from(Visit)
                .where(
                    Visit.visit_type == "opd",
                    Visit.visit_date.between(head.first, head.last),
                    Visit.status != "done",
                    Visit.voided_at.is_(None),
                )
            )
            counted = _count(session, head.first, head.last)
        return replace(head, numbered_from=before + 1, counted=counted, unfinished=unfinished or 0)

    def _lines(self, book: str, first: date, last: date) -> tuple[BookLine, ...]:
        if book == "referrals":
            return self._referral_lines(first, last)
        if book == "deaths":
            return death_lines(self._deaths.between(first, last), with_sensitive=self._work.may(_SENSITIVE))
        if book == "laboratory":
            return laboratory_lines(self._laboratory.register(first, last).lines)
        return notification_lines(self._notifications.list_between(first, last))

    def _referral_lines(self, first: date, last: date) -> tuple[BookLine, ...]:
        sent = {row.visit_id: row for row in self._referrals.sent_between(first, last)}
        may_see = self._work.may(_SENSITIVE)
        with self._work.database.read() as session:
            seen: dict[object, SeenVisit] = {}
            for some in portions(sent):
                wanted = select(Visit).where(Visit.id.in_(some))
                seen |= {visit.id: said for visit, said in _visits(session, wanted)}
        return tuple(
            BookLine(
                number=place,
                on=row.sent_on,
                visit=row.visit_id,
                said=SentOn(seen=seen[row.visit_id], referral=row),
                hidden=row.sensitive and not may_see,
            )
            for place, row in enumerate((row for row in sent.values() if row.visit_id in seen), 1)
        )


def number_on(day: date, number: int, *, numbered_by: str) -> int:
    """The running number of the next line: 1 again where a year, or a month, begins."""
    begins = day.day == 1 and (numbered_by == "month" or day.month == 1)
    return 1 if begins else number


def _in_book(session: Session, first: date, last: date, *columns: object) -> Select[Any]:
    """The visits that the form of outpatients counts, so that the book adds up to it."""
    definition = next(one for one in known_forms(session).values() if one.form == _FORM and one.is_default)
    return visits_in_scope(definition, Period("", "month", first, last), *columns)


def _count(session: Session, first: date, last: date) -> int:
    return session.scalar(_in_book(session, first, last, func.count())) or 0


def _visits(session: Session, wanted: Select[Any]) -> list[tuple[Visit, SeenVisit]]:
    visits = session.scalars(wanted.order_by(Visit.visit_date, Visit.started_at, Visit.id)).all()
    patients = rows_by_id(session, list({visit.patient_id for visit in visits}))
    return [
        (
            visit,
            SeenVisit(
                form=form, patient=patients[visit.patient_id], sex=visit.sex, age_months=visit.age_months
            ),
        )
        for visit, form in zip(visits, forms_of(session, visits), strict=True)
    ]
