"""The verbs on forms: list, show, cases, close, reopen."""

from __future__ import annotations

from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Written
from emr_desktop.forms.rows import Cases, FormInfo, FormReport


class FormService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def list_forms(self) -> tuple[FormInfo, ...]:
        raise NotImplementedError

    def show(self, form: str, period: str, *, edition: str | None = None, count: str = "new") -> FormReport:
        """Count one form for one period.

        Raises:
            EmrError: ``form.unknown``, ``form.period_malformed``, ``form.period_in_future``.
        """
        raise NotImplementedError

    def cases(
        self,
        form: str,
        period: str,
        *,
        row: str,
        column: str | None = None,
        edition: str | None = None,
        count: str = "new",
    ) -> Cases:
        """The visits behind one cell, or one row when ``column`` is None; one line for each thing counted."""
        raise NotImplementedError

    def close(self, form: str, period: str, *, edition: str | None = None) -> Written[FormReport]:
        """Sign and freeze a version."""
        raise NotImplementedError

    def reopen(
        self, form: str, period: str, *, reason: str, edition: str | None = None
    ) -> Written[FormReport]:
        raise NotImplementedError
