"""What callers see of signing, signed versions and what changed since."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from emr_desktop.forms.rows import ChangedCell


@dataclass(frozen=True)
class Signing:
    """What the signer writes.

    ``confirmation`` says why a form is signed although its period is not over or visits are open: empty is
    refused then, None says that nobody was asked (a script).
    """

    name: str
    cadre: str
    signed_on: date
    confirmation: str | None = None


@dataclass(frozen=True)
class SigningSheet:
    """What to know before signing, with what is filled in already."""

    form: str
    edition: str
    period: str
    last_day: date
    name: str
    cadre: str | None
    today: date
    to_fix: int  # findings of the check that make figures wrong
    to_look_at: int  # findings that may be right as they are
    open_visits: int
    not_over: bool
    next_version: int

    @property
    def needs_confirmation(self) -> bool:
        return self.not_over or self.open_visits > 0


@dataclass(frozen=True)
class VersionLine:
    """One signed version."""

    form: str
    edition: str
    period: str
    version: int
    versions: int  # how many there are
    signer_name: str
    signer_cadre: str | None
    signed_on: date
    closed_at: datetime
    code: str | None  # as printed; None where the version keeps no list
    visits: int | None  # how many were counted; None where the version keeps no list
    not_over: bool
    open_visits: int
    confirmation: str | None
    reopened_at: datetime | None
    reopened_by: str | None
    reopen_reason: str | None
    replaced_at: datetime | None

    @property
    def in_force(self) -> bool:
        return self.reopened_at is None

    @property
    def list_kept(self) -> bool:
        return self.visits is not None


@dataclass(frozen=True)
class SignedForm:
    """The last version of one form for one period, in a list of everything that was signed."""

    line: VersionLine
    name_en: str
    name_sw: str
    state: str  # in_use, withdrawn (by the facility), unknown (the program has no such edition any more)

    @property
    def period_type(self) -> str:
        return "week" if "W" in self.line.period else "month"


@dataclass(frozen=True)
class CellStep:
    """How much one visit adds to (or takes from) a cell."""

    row: str
    column: str
    step: int


@dataclass(frozen=True)
class ChangedVisit:
    """A visit that is not what it was when the form was signed.

    ``how``: entered, entered_late, finished, moved_in, joined (came in otherwise); voided, moved_out,
    unfinished, left (went out otherwise); corrected, merged, unmerged, patient (the patient's record was
    changed), definition (the form places it elsewhere now).
    """

    visit: uuid.UUID
    date: date
    patient_number: str
    how: str
    by: str | None
    at: datetime | None
    reason: str | None
    cells: tuple[CellStep, ...]  # empty: no figure moved


@dataclass(frozen=True)
class FormChanges:
    """A signed version against the record as it is now, or against another version."""

    form: str
    edition: str
    period: str
    version: int
    against: int | None  # None: now
    list_kept: bool  # False: that version kept no list, so no visits can be named
    definition_changed: bool
    cells: tuple[ChangedCell, ...]
    visits: tuple[ChangedVisit, ...]


@dataclass(frozen=True)
class Verified:
    """What the record says about a printed code."""

    line: VersionLine
    record_fits: bool  # figures, list and sheet are those of the closing that the audit chain tells of
    figures_changed: int | None  # cells; None when it cannot be counted any more
    visits_changed: int | None
