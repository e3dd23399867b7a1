"""The whole month: every form that a facility hands in for it (report book 10)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.finding import find_form, known_forms
from emr_desktop.forms.periods import Period, parse_period, period_of
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import FormReport

Progress = Callable[[int, int], None]
_COUNT = "new"  # as signed and sent


@dataclass(frozen=True)
class MonthForm:
    """A form for one of the periods that a month is made of."""

    form: str
    edition: str
    period: str  # the month itself, or a week that ends in it
    name_en: str
    name_sw: str


def weeks_ending_in(month: Period) -> tuple[Period, ...]:
    """The ISO weeks whose Sunday lies in the month, so that each week belongs to one month alone."""
    weeks = []
    week = period_of(month.first_day, "week")
    while week.last_day <= month.last_day:
        weeks.append(week)
        week = period_of(week.last_day + timedelta(days=1), "week")
    return tuple(weeks)


class MonthService:
    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._reporter = FormReporter(work=work)

    def forms_of(self, month: str, *, forms: Sequence[str] | None = None) -> tuple[MonthForm, ...]:
        """The forms of a month in their order, each in the edition meant when none is named.

        A weekly form comes once for every week that ends in the month and has begun.

        Args:
            month: ``202611``.
            forms: only these; None is all.

        Raises:
            EmrError: ``form.period_malformed``, ``form.period_in_future``, ``form.unknown``.
        """
        self._work.require("report.view")
        days = parse_period(month, "month")
        today = self._work.clock.today()
        if days.first_day > today:
            raise EmrError("form.period_in_future", period=days.code)
        with self._work.database.read() as session:
            known = sorted(known_forms(session).values(), key=lambda one: (one.order, one.form))
        by_name = {one.form: one for one in known if one.is_default}
        wanted = list(by_name) if forms is None else list(dict.fromkeys(forms))
        for name in wanted:
            if name not in by_name:
                raise EmrError("form.unknown", form=name, forms=" ".join(by_name))
        found: list[MonthForm] = []
        for name, definition in by_name.items():
            if name not in wanted:
                continue
            periods = (days,) if definition.period_type == "month" else weeks_ending_in(days)
            found += [_month_form(definition, one) for one in periods if one.first_day <= today]
        return tuple(found)

    def reports(
        self, month: str, *, forms: Sequence[str] | None = None, progress: Progress | None = None
    ) -> tuple[FormReport, ...]:
        """Count every form of the month as the record stands at one moment.

        Args:
            month: as in ``forms_of``.
            forms: as in ``forms_of``.
            progress: told after each form how many are done, and of how many.

        Raises:
            EmrError: as ``forms_of``.
        """
        planned = self.forms_of(month, forms=forms)
        reports = []
        with self._work.database.read() as session:
            for done, one in enumerate(planned, 1):
                definition, days = find_form(
                    session,
                    one.form,
                    one.period,
                    today=self._work.clock.today(),
                    edition=one.edition,
                    count=_COUNT,
                )
                definition = self._reporter.with_rows(session, definition, days, _COUNT)
                reports.append(self._reporter.report(session, definition, days, _COUNT))
                if progress is not None:
                    progress(done, len(planned))
        return tuple(reports)


def _month_form(definition: FormDefinition, days: Period) -> MonthForm:
    return MonthForm(definition.form, definition.edition, days.code, definition.name_en, definition.name_sw)
