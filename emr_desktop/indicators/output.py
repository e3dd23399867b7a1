"""The facility's own figures as plain values, for files and other programs. No patient is in them."""

from __future__ import annotations

from typing import Any

from emr_desktop.clock import local
from emr_desktop.indicators.rows import Alert, Amount, Compared, Listing, RowYear, UseOfData


def use_document(page: UseOfData) -> dict[str, Any]:
    """Everything on the page of a month; shares with what they are shares of."""
    return {
        "period": page.period,
        "facility": {"code": page.facility_code, "name": page.facility_name},
        "generated": local(page.generated).replace(microsecond=0).isoformat(),
        "record_begins": None if page.begun is None else page.begun.isoformat(),
        "month_is_over": page.is_over,
        "indicators": [_compared(one) for one in (*page.compared, *page.complete)],
        "attendance": year_document(page.attendance),
        "attendance_by_day": list(page.by_day),
        "attendance_by_hour": {
            "first_hour": page.hours.first_hour,
            "monday_first": [list(line) for line in page.hours.counts],
            "unknown": page.hours.unknown,
        },
        "diseases": _listing(page.diseases),
        "villages": _listing(page.villages),
        "alerts": [_alert(one) for one in page.alerts],
        "marked_out_of_stock": [
            {"medicine": one.medicine, "since": one.since.isoformat()} for one in page.out_of_stock
        ],
    }


def year_document(year: RowYear) -> dict[str, Any]:
    """One row over a year; null where the record had not begun."""
    return {
        "form": year.form,
        "edition": year.edition,
        "row": year.row,
        "column": year.column,
        "count": year.count,
        "en": year.en,
        "sw": year.sw,
        "periods": list(year.periods),
        "figures": list(year.now),
        "a_year_before": list(year.before),
    }


def use_json(page: UseOfData) -> bytes:
    import json

    return json.dumps(use_document(page), ensure_ascii=False, indent=1).encode() + b"\n"


def _compared(one: Compared) -> dict[str, Any]:
    indicator = one.indicator
    return {
        "indicator": indicator.code,
        "en": indicator.en,
        "sw": indicator.sw,
        "meaning": indicator.meaning_en,
        "evidence": indicator.evidence,
        "this_month": _amount(one.now),
        "last_month": _amount(one.before),
        "a_year_ago": _amount(one.year_ago),
    }


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    if amount.of is None:
        return {"count": amount.count}
    percent = None if amount.value is None else round(amount.value, 2)
    return {"count": amount.count, "of": amount.of, "percent": percent}


def _listing(listing: Listing) -> dict[str, Any]:
    return {
        "form": listing.form,
        "edition": listing.edition,
        "left_out_as_sensitive": listing.left_out,
        "rows": [
            {"row": bar.row or None, "en": bar.en, "sw": bar.sw, "parts": list(bar.parts), "total": bar.total}
            for bar in listing.bars
        ],
    }


def _alert(alert: Alert) -> dict[str, Any]:
    return {
        "form": alert.form,
        "row": alert.row,
        "en": alert.en,
        "sw": alert.sw,
        "weeks": [
            {
                "week": week.code,
                "count": week.count,
                "threshold": None if week.threshold is None else round(week.threshold, 2),
                "basis": week.basis,
                "known": week.known,
                "above": week.above,
            }
            for week in alert.weeks
        ],
    }
