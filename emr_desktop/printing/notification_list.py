"""The line list of notifications: A4 landscape to print, and CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.printing.book_register import register_bytes
from emr_desktop.registers.lines import notification_lines
from emr_desktop.registers.rows import BookHead
from emr_desktop.surveillance.rows import NotificationRow

CSV_COLUMNS = (
    "number",
    "kind",
    "reason",
    "condition",
    "icd10",
    "patient_number",
    "name",
    "sex",
    "age_months",
    "village",
    "ward",
    "onset_on",
    "seen_on",
    "vaccinated",
    "doses",
    "specimen",
    "specimen_on",
    "specimen_to",
    "outcome",
    "reporter",
    "made_at",
    "phoned_to",
    "phoned_at",
    "printed_count",
    "sent_at",
)
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def notification_list_pdf(
    lines: Sequence[NotificationRow],
    facility: FacilityRow,
    *,
    first: date,
    last: date,
    language: str,
    trail: str | None = None,
) -> bytes:
    """The notifications of some days, as a PDF with embedded fonts; an empty list says "none".

    ``trail`` is the code of the audit trail's head, for the foot of each page.
    """
    head = BookHead(book="notifications", first=first, last=last, trail=trail)
    return register_bytes("pdf", head, notification_lines(lines), facility, language=language)


def notification_list_csv(lines: Sequence[NotificationRow]) -> bytes:
    """The same list as UTF-8 CSV with a byte order mark; codes and ISO dates, oldest first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for row in reversed(lines):
        form = row.form
        values: dict[str, object] = {
            "number": row.number,
            "kind": row.kind,
            "reason": row.reason,
            "patient_number": row.patient.number,
            "name": row.patient.full_name,
            "sex": row.sex,
            "age_months": row.age_months,
            "made_at": local(row.made_at).isoformat(timespec="minutes"),
            "phoned_to": row.phoned_to,
            "phoned_at": local(row.phoned_at).isoformat(timespec="minutes") if row.phoned_at else None,
            "printed_count": row.printed_count,
            "sent_at": local(row.sent_at).isoformat(timespec="minutes") if row.sent_at else None,
        }
        own = {name: getattr(form, name) for name in CSV_COLUMNS if name not in values}
        writer.writerow([_cell((values | own)[name]) for name in CSV_COLUMNS])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
