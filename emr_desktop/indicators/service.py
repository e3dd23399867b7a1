"""The verbs on the facility's own figures: a month's page, a year of a row, the visits behind a figure."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.orm import Session

from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.forms.cases import visit_lines
from emr_desktop.forms.counting import counted_things
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.finding import find_form
from emr_desktop.forms.periods import Period
from emr_desktop.forms.reporting import FormReporter
from emr_desktop.forms.rows import Cases
from emr_desktop.indicators import gathering
from emr_desktop.indicators.counting import choice_visits, columns_of, count_periods
from emr_desktop.indicators.definition import FormCells, Source, VisitChoice, alert_rules, indicators
from emr_desktop.indicators.listings import diseases, villages
from emr_desktop.indicators.rows import Listing, OutOfStock, RowYear, UseOfData
from emr_desktop.prescribing.stock import stock_rows
from emr_desktop.reference.catalogue import medicines

PARTS = ("numerator", "denominator", "missing")
_DISEASES, _VILLAGES = 10, 8
_FORM = "indicators"


class IndicatorService:
    """Every figure is counted when it is asked for; only what a threshold is made of is kept for an hour."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work
        self._reporter = FormReporter(work=work)
        self._history = gathering.History()

    def use_of_data(self, period: str) -> UseOfData:
        """Everything on the page of a month.

        Raises:
            EmrError: ``form.period_malformed``, ``form.period_in_future``.
        """
        self._work.require("report.view")
        today, facility = self._work.clock.today(), self._work.facility
        with self._work.database.read() as session:
            opd, days = find_form(session, "opd", period, today=today)
            book = gathering.Book(session, today, self._work.clock.now())
            first = gathering.begun(session)
            figures = {
                group: gathering.compare(
                    book,
                    (one for one in indicators().values() if one.group == group),
                    days,
                    first,
                    with_year=group == "month",
                )
                for group in ("month", "complete")
            }
            attendance = indicators()["attendance"]
            assert isinstance(attendance.numerator, FormCells)  # noqa: S101 - attendance is rows of a form
            year = gathering.row_year(
                session,
                opd,
                days,
                rows=attendance.numerator.rows,
                column="all",
                count="new",
                first_visit=first,
                names=(attendance.en, attendance.sw),
            )
            return UseOfData(
                period=days.code,
                first_day=days.first_day,
                last_day=days.last_day,
                generated=self._work.clock.now(),
                today=today,
                begun=first,
                facility_code=facility.code,
                facility_name=facility.name,
                facility_place=", ".join(
                    part for part in (facility.ward, facility.council, facility.region) if part
                ),
                training=facility.training,
                compared=figures["month"],
                complete=figures["complete"],
                attendance=year,
                by_day=gathering.attendance_by_day(session, opd, days),
                hours=gathering.attendance_by_hour(session, opd, days),
                diseases=self._listing(session, "top_diagnoses", days, today),
                villages=self._listing(session, "attendance_by_village", days, today),
                alerts=gathering.alerts(book, days, first, alert_rules(), self._history),
                out_of_stock=_out_of_stock(session),
            )

    def row_year(
        self,
        form: str,
        period: str,
        *,
        row: str,
        column: str = "all",
        edition: str | None = None,
        count: str = "new",
    ) -> RowYear:
        """One row of a form over the twelve months or 52 weeks that end with a period, and a year before.

        Args:
            form: as ``report list`` names it.
            period: the last month or week.
            row: a row, or a printed sum of rows (``2+3``).
            column: a column, a band, a part or ``all``.
            edition: None is the default one.
            count: a key of the definition's choices.

        Raises:
            EmrError: as ``FormService.show``, and ``form.row_unknown``, ``form.column_unknown``.
        """
        self._work.require("report.view")
        with self._work.database.read() as session:
            definition, days = find_form(
                session, form, period, today=self._work.clock.today(), edition=edition, count=count
            )
            definition = self._reporter.with_rows(session, definition, days, count)
            sums = {line.row: line for line in definition.derived}
            rows = sums[row].parts if row in sums else (row,)
            if unknown := [each for each in rows if each not in definition.rules]:
                raise EmrError("form.row_unknown", row=unknown[0], form=form, edition=definition.edition)
            if not columns_of(definition, column):
                codes = " ".join(definition.columns.codes)
                raise EmrError("form.column_unknown", column=column, columns=codes)
            named = sums[row] if row in sums else definition.rules[row]
            return gathering.row_year(
                session,
                definition,
                days,
                rows=rows,
                column=column,
                count=count,
                first_visit=gathering.begun(session),
                names=(named.en, named.sw),
            )

    def cases(
        self, indicator: str, period: str, *, part: str = "numerator", day: date | None = None
    ) -> Cases:
        """The visits behind an indicator, one line for each thing counted. The look is audited.

        Args:
            indicator: a code of indicators.toml.
            period: a month.
            part: ``numerator``, ``denominator``, or ``missing``: in the denominator alone.
            day: only the visits of this day.

        Raises:
            EmrError: as ``use_of_data``, and ``indicator.unknown``.
        """
        self._work.require("report.cases")
        if indicator not in indicators() or part not in PARTS:
            raise EmrError("indicator.unknown", indicator=indicator, known=" ".join(indicators()))
        one = indicators()[indicator]
        source = one.numerator if part == "numerator" or one.denominator is None else one.denominator
        with self._work.database.read() as session:
            _, days = find_form(session, "opd", period, today=self._work.clock.today())
            found = self._behind(session, source, days)
            if part == "missing":
                found = self._missing(session, one.numerator, one.denominator, days)
            ids = [visit for on, visit in sorted(found) if day in (None, on)]
            lines = visit_lines(session, list(dict.fromkeys(ids)))
        with self._work.database.write.begin() as session:
            detail = {"form": _FORM, "period": days.code, "row": indicator, "column": part}
            self._work.audit(session, "form.cases", entity="form", detail=detail | {"count": str(len(ids))})
        visits = tuple(lines[visit] for visit in ids)
        return Cases(_FORM, "", days.code, indicator, part, len(visits), visits)

    def _missing(
        self, session: Session, counted: Source, all_of: Source | None, days: Period
    ) -> list[tuple[date, uuid.UUID]]:
        if isinstance(counted, VisitChoice) and isinstance(all_of, VisitChoice):
            chosen = choice_visits(all_of, days, without=counted)
            return [(day, visit) for day, visit in session.connection().execute(chosen)]
        inside = {visit for _, visit in self._behind(session, counted, days)}
        everything = [] if all_of is None else self._behind(session, all_of, days)
        return [one for one in everything if one[1] not in inside]

    def _behind(self, session: Session, source: Source, days: Period) -> list[tuple[date, uuid.UUID]]:
        if isinstance(source, VisitChoice):
            chosen = choice_visits(source, days)
            return [(day, visit) for day, visit in session.connection().execute(chosen)]
        today = self._work.clock.today()
        definition, _ = find_form(session, source.form, days.code, today=today, edition=source.edition)
        columns = {code for each in (source.bands or ("all",)) for code in columns_of(definition, each)}
        counts = dict.fromkeys(definition.rules[row].counts for row in source.rows)
        return [
            (thing.visit_date, thing.visit_id)
            for counted in counts
            for thing in counted_things(session, definition, days, "new", source=counted)
            if thing.place.is_open and thing.place.row in source.rows and thing.place.column in columns
        ]

    def _listing(self, session: Session, form: str, days: Period, today: date) -> Listing:
        definition, _ = find_form(session, form, days.code, today=today)
        definition = self._reporter.with_rows(session, definition, days, "new")
        cells = count_periods(session, definition, (days,), "new", _rows_of(definition))[days.code]
        if form == "top_diagnoses":
            return diseases(definition, cells, most=_DISEASES)
        return villages(definition, cells, most=_VILLAGES)


def _rows_of(definition: FormDefinition) -> tuple[str, ...]:
    return tuple(rule.row for rule in definition.rows)


def _out_of_stock(session: Session) -> tuple[OutOfStock, ...]:
    """Medicines whose newest mark says that they ran out, the longest gone first."""
    known = medicines()
    marks = [(row.marked_at, row) for row in stock_rows(session) if row.is_out and row.marked_at is not None]
    return tuple(
        OutOfStock(
            f"{known[row.medicine].name} {known[row.medicine].strength}".strip()
            if row.medicine in known
            else row.medicine,
            local(since).date(),
        )
        for since, row in sorted(marks, key=lambda mark: mark[0])
    )
