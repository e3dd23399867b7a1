"""Everything kept about one person, A4: what the page is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.audit_list import AuditLine


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that is kept: a visit, an appointment; ``facts`` are labels with what they say."""

    heading: str
    facts: tuple[tuple[str, str], ...]
    void: bool = False  # crossed out by somebody, and kept


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """Things of one kind."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class WholeRecord:
    """What stands on the paper.

    Attributes:
        facility: whose record it is.
        patient: who it is about.
        chapters: what is kept, in words.
        only_in_file: kinds of rows that mean something to the program alone, with their numbers.
        looked: who did what with the record, the newest first.
        head_code: of the audit trail.
        made_at: on the facility's wall clock.
        made_by: full name.
    """

    facility: FacilityRow
    patient: PatientRow
    chapters: tuple[Chapter, ...]
    only_in_file: str
    looked: tuple[AuditLine, ...]
    head_code: str
    made_at: datetime
    made_by: str


def whole_record_pdf(record: WholeRecord, *, language: str) -> bytes:
    """The record on as many pages as it needs, as a PDF with embedded fonts."""
    from emr_desktop.printing.whole_record_page import lay_out

    return lay_out(record, language=language)
