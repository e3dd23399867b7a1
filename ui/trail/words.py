"""What a row of the audit trail says, in words."""

from __future__ import annotations

from emr_desktop.clock import local
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.trail.rows import TrailRow
from ui.messages import catalogue, sentence

# What of a row's details says something to a person: words, codes of forms and books, names of settings.
_TOLD = ("verb", "reason", "period", "name", "form", "book", "target", "url", "seconds", "roles", "records")


def did(row: TrailRow, language: str) -> str:
    """What was done: a sentence, with the figures that go with it; the code of an action that has none."""
    code = f"audit.did.{row.action}"
    text = sentence(code, {}, language) if code in catalogue() else row.action
    further = _further(row)
    return f"{text.rstrip('.')} ({further})" if further else text


def _further(row: TrailRow) -> str:
    told = row.detail
    found = (told.get(name) for name in _TOLD)
    return ", ".join(
        " ".join(map(str, each)) if isinstance(each, list) else str(each) for each in found if each
    )


def who(row: TrailRow) -> str:
    """The person; a dash where nobody was in."""
    return row.staff or "–"


def patient(row: TrailRow) -> str:
    """Number and name, where the person may see them."""
    return " ".join(part for part in (row.patient_number, row.patient_name) if part)


def when(row: TrailRow) -> str:
    """Day and time at the facility; a mark where the clock stood behind the row before."""
    return f"{local(row.at):%d/%m/%Y %H:%M}" + (" !" if row.clock == 1 else "")


def audit_line(row: TrailRow, language: str) -> AuditLine:
    """The row for paper and files."""
    return AuditLine(
        seq=row.seq,
        at=local(row.at),
        who=who(row),
        what=did(row, language),
        patient=patient(row),
        device=row.device or "",
        clock_behind=row.clock == 1,
    )
