"""Where the figures come from: what sync asks of the forms."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from emr_desktop.forms.rows import FormInfo, FormReport


class FormSource(Protocol):
    """The part of ``FormService`` that sync needs."""

    def list_forms(self) -> tuple[FormInfo, ...]: ...

    def show(
        self, form: str, period: str, *, edition: str | None = None, count: str = "new"
    ) -> FormReport: ...

    def closed_version(
        self, form: str, period: str, *, edition: str | None = None, version: int | None = None
    ) -> FormReport: ...


def form_now(forms: FormSource, form: str, edition: str | None, *, today: date) -> FormReport:
    """Any report of a form, for its rows and columns: the one of the running period.

    Raises:
        EmrError: ``form.unknown``, ``form.edition_unknown``.
    """
    weekly = any(info.form == form and info.period_type == "week" for info in forms.list_forms())
    year, week, _ = today.isocalendar()
    period = f"{year}W{week:02d}" if weekly else f"{today:%Y%m}"
    return forms.show(form, period, edition=edition)
