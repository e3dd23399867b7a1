"""What a sick sheet may say. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from emr_desktop.errors import ValidationError
from emr_desktop.papers.rows import SickSheetForm

KINDS = ("rest", "light_duty")
MOST_DAYS = 14  # what one visit gives at this level; no national limit was found: unconfirmed
LATEST_START = 3  # days after the visit
LONGEST_REMARKS = 200


def problems(form: SickSheetForm, *, visit_date: date) -> Iterator[ValidationError]:
    """Everything that keeps a sick sheet from being made out, in the order of the form."""
    if not 1 <= form.days <= MOST_DAYS:
        yield ValidationError("days", "papers.days_impossible", most=MOST_DAYS)
    if not visit_date <= form.first_day <= visit_date + timedelta(days=LATEST_START):
        yield ValidationError("first_day", "papers.first_day_wrong", days=LATEST_START)
    if form.kind not in KINDS:
        yield ValidationError("kind", "papers.kind_unknown", kind=form.kind)
    if len(form.remarks or "") > LONGEST_REMARKS:
        yield ValidationError("remarks", "papers.too_long", longest=LONGEST_REMARKS)
