"""What the facility decides and asks about the records of patients that it sends."""

from __future__ import annotations

from datetime import date
from typing import Any

from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from sync import consent, reading, record_trial, set_up
from sync.filter_change import FilterPreview, concerned_visits, send_again
from sync.kinds import KINDS
from sync.record_plan import plan_earlier
from sync.record_source import SENSITIVE
from sync.rows import TargetRow


class RecordDesk:
    """Part of ``SyncService``: what concerns targets that take records alone."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def set_filter(self, name: str, *, sensitive: bool, again: bool = False) -> TargetRow:
        """Decide whether HIV, violence and mental health may go to a target.

        They are kept back until somebody decides otherwise.

        Args:
            name: of the target.
            sensitive: whether they may go there.
            again: send the visits that went before and hold such things once more: whole, or without them; a
                FHIR server is then told that those parts were entered in error.

        Raises:
            EmrError: ``target.unknown``, ``target.takes_no_records``.
        """
        self._work.require("sync.configure")
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, name)
            before = target.details.get(SENSITIVE) is True
            set_up.save_filter(session, self._work, target, sensitive=sensitive)
            if again and before != sensitive:
                count = send_again(session, target, now=self._work.clock.now())
                detail = {"target": name, "visits": str(count)}
                self._work.audit(session, "sync.queued", entity="target", entity_id=target.id, detail=detail)
        with self._work.database.read() as session:
            return reading.target_rows(session, name)[0]

    def give_consent(self, name: str) -> TargetRow:
        """Give the in-charge's word that records of patients may go to a target, as it stands now.

        Whatever waited for it goes with the next pass. Another address, certificate or a wider filter needs
        another word.

        Raises:
            EmrError: ``target.unknown``, ``target.takes_no_records``.
        """
        self._work.require(consent.VERB)
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, name)
            if not consent.concerns(target.kind):
                raise EmrError("target.takes_no_records", target=name)
            set_up.save_consent(session, self._work, target)
        with self._work.database.read() as session:
            return reading.target_rows(session, name)[0]

    def preview_filter(self, name: str, *, sensitive: bool) -> FilterPreview:
        """What it would mean to let such things go, or not; changes nothing.

        Raises:
            EmrError: ``target.unknown``, ``target.takes_no_records``.
        """
        self._work.require("sync.configure")
        with self._work.database.read() as session:
            target = set_up.target_named(session, name)
            if not KINDS[target.kind].carries_records:
                raise EmrError("target.takes_no_records", target=name)
            went, concerned = concerned_visits(session, target)
            return FilterPreview(
                target=name,
                sensitive=sensitive,
                before=target.details.get(SENSITIVE) is True,
                went=went,
                concerned=len(concerned),
            )

    def send_earlier(self, name: str, first: date, last: date, *, moved_in: bool = False) -> int:
        """Put visits on their way that were saved before the target was set up; gives how many.

        ``moved_in``: also those that came from another system.

        Raises:
            EmrError: ``target.unknown``, ``target.takes_no_records``, ``export.dates_reversed``.
        """
        self._work.require("sync.send")
        if first > last:
            raise EmrError("export.dates_reversed", first=first.isoformat(), last=last.isoformat())
        with self._work.database.write.begin() as session:
            target = set_up.target_named(session, name)
            if not KINDS[target.kind].carries_records:
                raise EmrError("target.takes_no_records", target=name)
            count = plan_earlier(session, target, first, last, now=self._work.clock.now(), moved_in=moved_in)
            detail = {"target": name, "first": first.isoformat(), "last": last.isoformat()}
            detail["visits"] = str(count)
            self._work.audit(session, "sync.queued", entity="target", entity_id=target.id, detail=detail)
        return count

    def check(self, name: str, *, limit: int = 20) -> list[dict[str, Any]]:
        """Let a target look at the visits that wait for it without keeping them, oldest first.

        Gives for each ``id ok problem problem_params``.

        Raises:
            EmrError: ``target.unknown``, ``target.cannot_check``, ``sync.nothing_waits``, ``sync.training``,
                and why it cannot be asked.
        """
        self._work.require("sync.send")
        return record_trial.check_records(self._work, name, limit=limit)

    def unconfirmed(self, name: str) -> list[dict[str, Any]]:
        """What is sent to a target in words that nobody has confirmed: ``code params``.

        Raises:
            EmrError: ``target.unknown``.
        """
        self._work.require("sync.view")
        with self._work.database.read() as session:
            kind = set_up.target_named(session, name).kind
        return record_trial.notes_of([record_trial.unconfirmed_notice(name, kind)])
