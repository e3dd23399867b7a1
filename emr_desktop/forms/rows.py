"""What callers see of forms and their figures."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from emr_desktop.clock import local


@dataclass(frozen=True)
class FormHeading:
    """A band or part of the columns, a section, or another thing with a code and two names."""

    code: str
    en: str
    sw: str


@dataclass(frozen=True)
class FormInfo:
    """A form in one edition, for lists."""

    form: str  # opd
    edition: str  # 2014
    name_en: str
    name_sw: str
    period_type: str  # month, week
    official: bool  # False: a transcription that was not confirmed
    columns: tuple[str, ...]  # lt1m.M, lt1m.F, ...
    bands: tuple[FormHeading, ...] = ()  # lt1m, ...: the part of a column before the dot
    parts: tuple[FormHeading, ...] = ()  # M, F: the part after it
    total_bands: tuple[str, ...] = ()  # the bands that a total adds: deaths are among the cases already
    count_choices: tuple[str, ...] = ("new",)
    zero_report: bool = False  # nothing to report is said in words
    is_default: bool = True  # the edition that is meant when none is named
    listed: bool = False  # its rows are what was seen: row 1 is another disease next month
    valid_from: date | None = None  # the first day on which the edition was in use; None: always
    valid_to: date | None = None  # the last one

    def is_valid_on(self, day: date) -> bool:
        """Whether the edition was in use on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True)
class FormCell:
    value: int | None  # None: greyed on the paper form


@dataclass(frozen=True)
class FormRow:
    row: str
    en: str
    sw: str
    cells: dict[str, int | None]
    total: dict[str, int]  # M, F, all
    section: str = ""
    by_hand: bool = False  # the record cannot fill it: printed white, to be written on


@dataclass(frozen=True)
class DerivedRow:
    """A printed sum of rows (``2+3``), under the row ``after``. Not a row: nothing is sent for it."""

    row: str
    after: str
    en: str
    sw: str
    cells: dict[str, int | None]
    total: dict[str, int]


@dataclass(frozen=True)
class Misplaced:
    """A count that landed in a greyed cell; listed, never dropped and never added."""

    row: str  # empty when no row takes it
    column: str
    visit: uuid.UUID  # of a death that belongs to no visit: the death itself
    why: str  # greyed_cell, no_row


@dataclass(frozen=True)
class ChangedCell:
    """A figure that is no longer what was signed."""

    row: str
    column: str
    closed: int | None
    now: int | None


@dataclass(frozen=True)
class FormSignature:
    """Who signed the version, when, and over which visits."""

    signer_name: str
    signer_cadre: str | None
    closed_at: datetime
    visits_hash: str  # SHA-256, hex
    signed_on: date | None = None  # as written beside the signature
    code: str | None = None  # K7QF-2M9X-C: the head of the audit chain when it was signed
    not_over: bool = False  # signed before the period was over
    open_visits: int = 0  # not finished when it was signed

    @property
    def day(self) -> date:
        """The date beside the signature."""
        return self.signed_on or local(self.closed_at).date()


@dataclass(frozen=True)
class FormStanding:
    """Where a signed version stands among the others; only when one is looked at by its number."""

    versions: int  # how many there are
    replaced_at: datetime | None = None  # when the next one was signed
    reopened_at: datetime | None = None
    reopen_reason: str | None = None

    @property
    def in_force(self) -> bool:
        return self.reopened_at is None


@dataclass(frozen=True)
class FormPaper:
    """What the printed form says around its figures."""

    book: str = ""
    title_en: str = ""
    title_sw: str = ""
    edition_en: str = ""
    edition_sw: str = ""
    sent_on: bool = False  # the foot asks when it was sent to the national system too
    ministry: str = ""
    sections: tuple[FormHeading, ...] = ()  # those that are printed
    region: str | None = None
    council: str | None = None
    phone: str | None = None
    training: bool = False


@dataclass(frozen=True)
class FormReport:
    """One form for one period."""

    info: FormInfo
    period: str  # 202610, 2026W47
    first_day: date
    last_day: date
    facility_code: str
    facility_name: str
    generated: datetime
    status: str  # open, closed, changed
    version: int  # the last one that was signed; 0 when none was
    count: str  # new, all
    rows: tuple[FormRow, ...]
    misplaced: tuple[Misplaced, ...]
    derived: tuple[DerivedRow, ...] = ()
    changed: tuple[ChangedCell, ...] = ()  # only when status is changed
    # of ``version``; None when it was reopened, or when this is counted otherwise than what was signed
    signature: FormSignature | None = None
    paper: FormPaper = field(default_factory=FormPaper)
    standing: FormStanding | None = None  # of a signed version; None for the form as it stands now
    nothing_recorded: bool = False  # the record has no visit of the period at all: no figure is final

    @property
    def is_valid(self) -> bool:
        """Whether this edition of the form was in use when the period began."""
        return self.info.is_valid_on(self.first_day)

    @property
    def is_zero(self) -> bool:
        """Whether the form reports that there was nothing: every figure is zero, and nothing is misplaced."""
        return self.info.zero_report and not self.misplaced and not any(row.total["all"] for row in self.rows)


@dataclass(frozen=True)
class CaseLine:
    """One visit behind a number; a death that happened elsewhere has none."""

    visit: uuid.UUID | None
    date: date
    patient_number: str
    patient_name: str
    sex: str
    age: str  # 3y 2m, 14d
    diagnoses: tuple[str, ...]  # of a death its cause
    amount: int = 1  # what the line adds to the number: more than one where units are counted


@dataclass(frozen=True)
class Cases:
    form: str
    edition: str
    period: str
    row: str
    column: str | None
    count: int  # always what the lines add up to; one each, except where units are counted
    visits: tuple[CaseLine, ...]


@dataclass(frozen=True)
class Finding:
    """One thing that the check found; ``code`` has a sentence with ``params``, ``form.fix.<fix>`` another."""

    code: str  # form.check.…
    params: dict[str, object]
    visits: tuple[uuid.UUID, ...] = ()
    grade: str = "look"  # must, look, know
    fix: str = "correct_visit"  # the one way to put it right


@dataclass(frozen=True)
class CheckReport:
    """What is wrong with a form for one period; no findings means that everything fits."""

    form: str
    edition: str
    period: str
    visits: int  # how many were looked at
    findings: tuple[Finding, ...]
