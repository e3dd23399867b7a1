"""What callers see of breach reports and of the retention schedule."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from emr_desktop.trail.rows import TrailRow


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What is asked, with how well that is known: ``evidence`` S or M, ``confirmed`` by nobody yet."""

    evidence: str
    confirmed: bool
    source: str
    en: str
    sw: str


@dataclass(frozen=True, kw_only=True)
class PersonsDoings:
    """What one member of staff did with records of patients; ``_persons`` count patients, not rows."""

    staff_id: uuid.UUID | None
    staff: str | None  # full name; None: a log-in that was refused
    username: str | None
    roles: tuple[str, ...]
    looked: int
    looked_persons: int
    changed: int
    changed_persons: int
    taken_out: int  # exported, printed, sent
    taken_out_persons: int
    refused: int
    after_hours: int


@dataclass(frozen=True, kw_only=True)
class SentTo:
    """What went to a national system, and of how many persons; figures of forms name nobody."""

    target: str
    kind: str
    url: str
    messages: int
    persons: int


@dataclass(frozen=True, kw_only=True)
class BreachReport:
    """What the trail tells of some days, for the Commission and the council.

    Attributes:
        first, last: local days, both included.
        staff: the user name it is about; None: everybody.
        noticed_at: when somebody noticed the breach, on the facility's wall clock.
        notify_by: until when the Commission is to be told, if the hours are right.
        duties: what is asked, with evidence.
        persons: patients whose records were looked at, changed or taken out, each once.
        people: what each member of staff did, most persons first.
        taken_out: what left the screen, the newest first; at most 200.
        taken_out_rows: how many there were.
        in_lists: records in copies and lists that name no single person, such as an export of patients; one
            person may stand in several.
        emergencies: private visits opened in an emergency.
        failed_log_ins: refused log-ins.
        sent: what went to national systems.
        last_backup: when the last one was made; backups are sealed.
        head_code: of the trail when it was read.
    """

    first: date
    last: date
    staff: str | None
    noticed_at: datetime
    notify_by: datetime
    duties: tuple[Duty, ...]
    persons: int
    people: tuple[PersonsDoings, ...]
    taken_out: tuple[TrailRow, ...]
    taken_out_rows: int
    in_lists: int
    emergencies: int
    failed_log_ins: int
    sent: tuple[SentTo, ...]
    last_backup: datetime | None
    head_code: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, kw_only=True)
class KeptFor:
    """One line of the retention schedule."""

    what: str
    begins: str  # last_seen died touched
    years: int
    days: int
    until_age: int | None
    evidence: str
    confirmed: bool
    source: str
    en: str
    sw: str


@dataclass(frozen=True, kw_only=True)
class PastItsTime:
    """Something that the schedule no longer asks to keep; it is kept all the same."""

    what: str
    patient_id: uuid.UUID | None
    number: str | None
    name: str | None
    since: date  # its time was over
    last: date  # last seen, died, last typed in


@dataclass(frozen=True, kw_only=True)
class Retention:
    """The schedule and what is past it, the longest first; at most ``most`` of ``count``."""

    schedule: tuple[KeptFor, ...]
    own_file: bool  # the facility's own schedule counts
    past: tuple[PastItsTime, ...]
    count: int
