"""The verbs of data protection: a breach report out of the trail, and what is past its time."""

from __future__ import annotations

from datetime import date, datetime

from emr_desktop.access.audit import head_of_chain
from emr_desktop.access.head_code import head_code
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import ValidationError
from emr_desktop.protection.ageing import past_its_time
from emr_desktop.protection.counting import doings, in_lists, last_backup, number_of, sent_to, taken_out
from emr_desktop.protection.rows import BreachReport, Retention
from emr_desktop.protection.schedule import duties, read_schedule
from emr_desktop.trail.rows import TrailQuery

MOST = 5000  # lines of the list of what is past its time


class ProtectionService:
    """For the in-charge, who answers for the data to the Commission and the council."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def breach_report(
        self, first: date, last: date, *, noticed_at: datetime, staff: str | None = None
    ) -> BreachReport:
        """What the trail tells of some days: who saw, changed and took out what, and of how many persons.

        Args:
            first: local day.
            last: local day, itself included.
            noticed_at: when the breach was noticed.
            staff: a user name, where it is about one person.

        Raises:
            PermissionRefused: ``audit.breach``.
            ValidationError: ``last`` (``audit.days_reversed``), ``staff`` (``audit.staff_unknown``),
                ``noticed`` (``breach.noticed_in_future``).
        """
        self._work.require("audit.breach")
        if first > last:
            raise ValidationError("last", "audit.days_reversed")
        if noticed_at > self._work.clock.now():
            raise ValidationError("noticed", "breach.noticed_in_future")
        asked, within = duties()
        query = TrailQuery(staff=staff, first=first, last=last)
        with self._work.database.write.begin() as session:
            people, persons = doings(session, query)
            rows, count = taken_out(session, query)
            lists = in_lists(session, query)
            emergencies = number_of(session, query, "emergencies")
            failed = number_of(session, query, "failed_logins")
            sent, backup = sent_to(session, first, last), last_backup(session)
            code = head_code(*head_of_chain(session))
            detail = {"from": first.isoformat(), "to": last.isoformat(), "persons": persons}
            if staff:
                detail["staff"] = staff
            self._work.audit(session, "audit.breach_reported", entity="audit", detail=detail)
        return BreachReport(
            first=first,
            last=last,
            staff=staff,
            noticed_at=local(noticed_at),
            notify_by=local(noticed_at + within),
            duties=asked,
            persons=persons,
            people=people,
            taken_out=tuple(rows),
            taken_out_rows=count,
            in_lists=lists,
            emergencies=emergencies,
            failed_log_ins=failed,
            sent=sent,
            last_backup=None if backup is None else local(backup),
            head_code=code,
            made_at=local(self._work.clock.now()),
            made_by=self._work.actor.full_name,
        )

    def retention(self) -> Retention:
        """The retention schedule, and what is past its time by it; nothing is deleted.

        Raises:
            PermissionRefused: ``retention.view``.
            EmrError: ``retention.file_malformed``: the facility's own schedule cannot be read.
        """
        self._work.require("retention.view")
        schedule, own = read_schedule(self._work.database.path.parent)
        with self._work.database.write.begin() as session:
            past = past_its_time(session, schedule, self._work.clock.today())
            self._work.audit(session, "retention.listed", detail={"rows": len(past)})
        return Retention(schedule=schedule, own_file=own, past=tuple(past[:MOST]), count=len(past))
