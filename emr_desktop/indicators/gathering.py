"""Gathers the figures of one month in a reading session, every number by the one definition it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, case, func, select, type_coerce
from sqlalchemy.orm import Session

from db.models import Visit
from emr_desktop.clock import EAST_AFRICA
from emr_desktop.forms.counting import visits_in_scope
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.finding import find_form
from emr_desktop.forms.periods import Period, period_of
from emr_desktop.indicators.counting import (
    Cells,
    choices_in,
    count_choices,
    count_periods,
    count_totals,
    total,
)
from emr_desktop.indicators.definition import AlertRules, FormCells, Indicator, Source
from emr_desktop.indicators.rows import Alert, Amount, Compared, Hours, RowYear, Week
from emr_desktop.indicators.thresholds import same_week, threshold

_HOUR = 3_600_000_000  # microseconds
_HOURS_OPEN = (7, 17)  # shown at least
_OFFSET = int(EAST_AFRICA.utcoffset(None).total_seconds()) * 1_000_000
MONTHS, WEEKS = 12, 52
_FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Book:
    """The definitions and counts that the figures of a page share."""

    session: Session
    today: date
    now: datetime

    def definition(self, form: str, edition: str | None, period: Period) -> FormDefinition:
        return find_form(self.session, form, period.code, today=self.today, edition=edition)[0]


def begun(session: Session) -> date | None:
    """The day of the first visit in the record."""
    return session.scalars(
        select(Visit.visit_date)
        .where(Visit.status == "done", Visit.voided_at.is_(None))
        .order_by(Visit.visit_date)
        .limit(1)
    ).first()


def earlier(period: Period, back: int) -> Period:
    """The period so many before this one."""
    for _ in range(back):
        period = period_of(period.first_day - timedelta(days=1), period.period_type)
    return period


def a_year_before(period: Period) -> Period:
    """The same month, or the same ISO week, of the year before."""
    if period.period_type == "month":
        return earlier(period, 12)
    return period_of(same_week(period.first_day, 1), "week")


def compare(
    book: Book,
    indicators: Iterable[Indicator],
    period: Period,
    first_visit: date | None,
    *,
    with_year: bool,
) -> tuple[Compared, ...]:
    """Work indicators out for a month and the month before, ``with_year`` also for the one a year before."""
    chosen = tuple(indicators)
    periods = (period, earlier(period, 1), *((earlier(period, 12),) if with_year else ()))
    known = [one for one in periods if one is period or (first_visit and one.last_day >= first_visit)]
    sources = [source for one in chosen for source in (one.numerator, one.denominator) if source is not None]
    of_forms = _form_counts(book, sources, known)
    numbers = choices_in(sources)
    of_choices = count_choices(book.session, tuple(numbers), known) if numbers else {}

    def figure(source: Source, code: str) -> int:
        if isinstance(source, FormCells):
            definition, counted = of_forms[source.form, source.edition]
            columns = source.bands or ("all",)
            return sum(total(definition, counted[code], source.rows, column=each) for each in columns)
        return of_choices[code][numbers[source]]

    def amount(indicator: Indicator, at: Period) -> Amount | None:
        if at not in known:
            return None
        below = indicator.denominator
        return Amount(figure(indicator.numerator, at.code), None if below is None else figure(below, at.code))

    return tuple(
        Compared(
            one,
            amount(one, period) or Amount(0),
            amount(one, periods[1]),
            amount(one, periods[2]) if with_year else None,
        )
        for one in chosen
    )


def _form_counts(
    book: Book, sources: Iterable[Source], periods: Sequence[Period]
) -> dict[tuple[str, str | None], tuple[FormDefinition, dict[str, Cells]]]:
    """Count all rows asked of each form together."""
    rows: dict[tuple[str, str | None], dict[str, None]] = {}
    for source in sources:
        if isinstance(source, FormCells):
            rows.setdefault((source.form, source.edition), {}).update(dict.fromkeys(source.rows))
    found = {}
    for (form, edition), wanted in rows.items():
        definition = book.definition(form, edition, periods[0])
        counted = count_periods(book.session, definition, periods, "new", tuple(wanted))
        found[form, edition] = (definition, counted)
    return found


def row_year(
    session: Session,
    definition: FormDefinition,
    period: Period,
    *,
    rows: Sequence[str],
    column: str,
    count: str,
    first_visit: date | None,
    names: tuple[str, str],
) -> RowYear:
    """Count rows together over twelve months or 52 weeks that end with ``period``, and a year before."""
    length = MONTHS if period.period_type == "month" else WEEKS
    periods = tuple(earlier(period, back) for back in range(length - 1, -1, -1))
    before = tuple(a_year_before(each) for each in periods)
    asked = {each.code: each for each in (*before, *periods)}
    every = tuple(asked.values())
    if column == "all":
        totals = count_totals(session, definition, every, count, rows)
        sums = {code: sum(figures.values()) for code, figures in totals.items()}
    else:
        cells = count_periods(session, definition, every, count, rows)
        sums = {code: total(definition, figures, rows, column=column) for code, figures in cells.items()}

    def figures(of: Sequence[Period]) -> tuple[int | None, ...]:
        return tuple(
            sums[each.code] if first_visit is not None and each.last_day >= first_visit else None
            for each in of
        )

    return RowYear(
        form=definition.form,
        edition=definition.edition,
        row="+".join(rows),
        column=column,
        count=count,
        en=names[0],
        sw=names[1],
        period_type=period.period_type,
        periods=tuple(each.code for each in periods),
        now=figures(periods),
        before=figures(before),
    )


def attendance_by_day(session: Session, opd: FormDefinition, period: Period) -> tuple[int, ...]:
    """The visits of the OPD form, day by day of the month."""
    counted = visits_in_scope(opd, period, Visit.visit_date, func.count()).group_by(Visit.visit_date)
    by_day: dict[date, int] = {row[0]: row[1] for row in session.connection().execute(counted)}
    days = (period.last_day - period.first_day).days + 1
    return tuple(by_day.get(period.first_day + timedelta(days=day), 0) for day in range(days))


def attendance_by_hour(session: Session, opd: FormDefinition, period: Period) -> Hours:
    """The visits of the OPD form by weekday and hour; noon to the microsecond is how only a day is known."""
    local = type_coerce(Visit.started_at, BigInteger) + _OFFSET
    in_day = local % (24 * _HOUR)
    hour = case((in_day == 12 * _HOUR, -1), else_=in_day // _HOUR)
    grouped = visits_in_scope(opd, period, Visit.visit_date, hour, func.count()).group_by(
        Visit.visit_date, hour
    )
    counts: dict[tuple[int, int], int] = {}
    unknown = 0
    for day, at, number in session.connection().execute(grouped):
        if at < 0:
            unknown += number
        else:
            counts[day.weekday(), int(at)] = counts.get((day.weekday(), int(at)), 0) + number
    hours = [at for _, at in counts]
    first, last = min((*hours, _HOURS_OPEN[0])), max((*hours, _HOURS_OPEN[1]))
    table = tuple(
        tuple(counts.get((weekday, at), 0) for at in range(first, last + 1)) for weekday in range(7)
    )
    return Hours(first, table, unknown)


class History:
    """Weekly totals of years ago, kept for an hour: they are read to draw a line, and hardly ever change."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, object, dict[str, Counter[str]]] | None = None

    def totals(
        self, now: datetime, key: object, count: Callable[[], dict[str, Counter[str]]]
    ) -> dict[str, Counter[str]]:
        """What was counted within the hour for the same question, else ``count()``."""
        if self._kept is not None:
            at, asked, totals = self._kept
            if asked == key and timedelta(0) <= now - at < _FRESH:
                return totals
        self._kept = (now, key, count())
        return self._kept[2]


def alerts(
    book: Book, period: Period, first_visit: date | None, rules: AlertRules, history: History
) -> tuple[Alert, ...]:
    """The watched conditions over the last whole weeks of a month, each week beside its line."""
    latest = period_of(min(period.last_day, book.today) + timedelta(days=1), "week")
    latest = earlier(latest, 1)  # the last week that is over by then
    shown = [earlier(latest, back) for back in range(rules.shown - 1, -1, -1)]
    definition = book.definition(rules.form, None, latest)
    if first_visit is None:
        return ()
    furthest = same_week(shown[0].first_day, rules.years) - timedelta(weeks=rules.around)
    older, oldest = [shown[0]], max(furthest, first_visit - timedelta(days=first_visit.weekday()))
    while older[-1].first_day > oldest:
        older.append(earlier(older[-1], 1))
    rows = tuple(row for row in rules.rows if row in definition.rules)

    def count(weeks: Sequence[Period]) -> dict[str, Counter[str]]:
        return count_totals(book.session, definition, weeks, "new", rows) if weeks else {}

    counted = history.totals(
        book.now, (definition.form, definition.edition, rows, oldest, shown[0]), lambda: count(older[1:])
    ) | count(shown)
    mondays = {week.first_day: week.code for week in (*older[1:], *shown)}
    found = []
    for row in rows:
        counts = {monday: counted[code][row] for monday, code in mondays.items()}
        rule = definition.rules[row]
        weeks = tuple(
            _week(week, counts, first_visit, rules) for week in shown if week.last_day >= first_visit
        )
        found.append(Alert(definition.form, definition.edition, row, rule.en, rule.sw, weeks))
    return tuple(found)


def _week(week: Period, counts: Mapping[date, int], first_visit: date, rules: AlertRules) -> Week:
    line, count = threshold(week.first_day, counts, first_visit, rules), counts.get(week.first_day, 0)
    above = line.is_above(count, rules)
    return Week(week.code, week.first_day, count, line.value, line.basis, line.known, above)
