"""A part of the audit trail on paper and as a file; no cell of it is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from emr_desktop.access.work_session import FacilityRow

FORMATS = ("pdf", "csv", "xlsx")
CSV_COLUMNS = ("row", "at", "who", "what", "patient", "pc", "clock_behind")
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, kw_only=True)
class AuditLine:
    """One row in words; ``at`` on the facility's wall clock."""

    seq: int
    at: datetime
    who: str
    what: str
    patient: str
    device: str
    clock_behind: bool


@dataclass(frozen=True, kw_only=True)
class AuditPaper:
    """What stands around the rows.

    Attributes:
        facility: whose trail it is.
        asked: what was asked for, in words.
        head_code: code of the head of the trail when it was read: ``5210-K7QF-2M9X-C``.
        printed_by: full name.
        printed_at: on the facility's wall clock.
        clock_behind: the clock of the PC stood behind the record.
        more: there were more rows than are here.
    """

    facility: FacilityRow
    asked: str
    head_code: str
    printed_by: str
    printed_at: datetime
    clock_behind: bool
    more: bool


def audit_bytes(kind: str, lines: Sequence[AuditLine], paper: AuditPaper, *, language: str) -> bytes:
    """The rows as ``pdf``, ``csv`` or ``xlsx``."""
    if kind == "csv":
        return _csv(lines)
    if kind == "xlsx":
        return _xlsx(lines, paper)
    # reportlab takes a third of a second to load: only those who print wait for it.
    from emr_desktop.printing.audit_list_page import lay_out

    return lay_out(lines, paper, language=language)


def _csv(lines: Sequence[AuditLine]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    writer.writerows(_cells(line) for line in lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _xlsx(lines: Sequence[AuditLine], paper: AuditPaper) -> bytes:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("audit")
    sheet.freeze_panes = "A4"
    for letter, width in zip("ABCDEFG", (9, 22, 24, 48, 22, 18, 8), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(f"{paper.facility.name} ({paper.facility.code})")])
    sheet.append([_cell(f"{paper.asked} · {paper.head_code}")])
    sheet.append(list(CSV_COLUMNS))
    for line in lines:
        sheet.append(_cells(line))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cells(line: AuditLine) -> list[str]:
    return [
        str(line.seq),
        line.at.isoformat(timespec="seconds"),
        *(_cell(words) for words in (line.who, line.what, line.patient, line.device)),
        "yes" if line.clock_behind else "",
    ]


def _cell(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words
