"""Which days lie in a period that was closed and signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import FormVersion
from emr_desktop.forms.periods import period_of


def closed_days(session: Session) -> Callable[[date], bool]:
    """Read what is closed now; the answer says of a day whether a form of its month or week is closed."""
    newest = (
        select(
            FormVersion.form,
            FormVersion.edition,
            FormVersion.period,
            func.max(FormVersion.version).label("v"),
        )
        .group_by(FormVersion.form, FormVersion.edition, FormVersion.period)
        .subquery()
    )
    periods = set(
        session.scalars(
            select(FormVersion.period)
            .join(
                newest,
                (FormVersion.form == newest.c.form)
                & (FormVersion.edition == newest.c.edition)
                & (FormVersion.period == newest.c.period)
                & (FormVersion.version == newest.c.v),
            )
            .where(FormVersion.reopened_at.is_(None))
        )
    )

    def is_closed(day: date) -> bool:
        return any(period_of(day, kind).code in periods for kind in ("month", "week"))

    return is_closed
