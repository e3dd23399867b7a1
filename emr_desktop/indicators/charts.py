"""The charts of the page and of a year of a row: figures and words in, what to draw out. Pure."""

from __future__ import annotations

from datetime import timedelta

from emr_desktop.charting.axis import percent_axis
from emr_desktop.charting.chart import Category, Chart, HeatChart, Series
from emr_desktop.forms.periods import parse_period
from emr_desktop.indicators.definition import age_groups, alert_rules
from emr_desktop.indicators.rows import Alert, RowYear, UseOfData
from emr_desktop.indicators.words import UseWords

CHARTS = ("attendance_year", "diseases", "villages", "by_day", "hours", "complete")


def charts_of(page: UseOfData, words: UseWords) -> dict[str, Chart | HeatChart]:
    """Every chart of the page but the alerts, by name."""
    return {
        "attendance_year": year_chart(page.attendance, words, title=words("attendance_year")),
        "diseases": _diseases(page, words),
        "villages": _villages(page, words),
        "by_day": _by_day(page, words),
        "hours": _hours(page, words),
        "complete": _complete(page, words),
    }


def year_chart(year: RowYear, words: UseWords, *, title: str) -> Chart:
    """Twelve months or 52 weeks as a line with dots, the year before as a lighter one."""
    monthly = year.period_type == "month"
    if monthly:
        categories = tuple(Category(words.short_month(code), words.month(code)) for code in year.periods)
    else:
        categories = _week_categories(year.periods, words)
    known = any(value is not None for value in year.now)
    before = any(value is not None for value in year.before)
    series = [
        Series("now", words("these_months" if monthly else "these_weeks"), _floats(year.now), "line"),
    ]
    if before:
        series.insert(0, Series("before", words("months_before"), _floats(year.before), "faint_line"))
    empty = "" if any((*_floats(year.now), *_floats(year.before))) else words("year_empty")
    return Chart(title, categories, tuple(series), empty=empty if known else words("empty_record"))


def alert_chart(alert: Alert, words: UseWords) -> Chart:
    """The last weeks as bars under the line, a triangle over each week above it."""
    latest = alert.weeks[-1] if alert.weeks else None
    title = alert.name(words.language)
    if latest is not None:
        title = words("alert_title", name=title, week=latest.code[4:], count=latest.count)
    return Chart(
        title,
        _week_categories(tuple(week.code for week in alert.weeks), words),
        (
            Series("cases", words("cases"), tuple(float(week.count) for week in alert.weeks), "solid"),
            Series(
                "limit",
                words("limit"),
                tuple(None if week.threshold is None else round(week.threshold, 1) for week in alert.weeks),
                "limit",
            ),
        ),
        marked=frozenset(at for at, week in enumerate(alert.weeks) if week.above),
        mark_name=words("above"),
        empty="" if alert.weeks else words("no_weeks"),
    )


def alert_words(alert: Alert, words: UseWords) -> str:
    """What the chart of a condition says, in one line."""
    if not alert.weeks:
        return words("no_weeks")
    latest, rules = alert.weeks[-1], alert_rules()
    above = sum(week.above for week in alert.weeks)
    known = rules.least_weeks if latest.basis == "none" else latest.known
    if latest.above:
        state = words("above_now")
    else:
        state = words("above_before", count=above, weeks=len(alert.weeks)) if above else words("above_never")
    basis = words(f"basis_{latest.basis}", count=known)
    return basis if latest.basis == "none" else f"{state}; {basis}"


def alert_method(words: UseWords) -> str:
    """How the lines are made, with the numbers in force."""
    rules = alert_rules()
    return words(
        "alert_method",
        deviations=f"{rules.deviations:g}",
        around=rules.around,
        years=rules.least_years,
        weeks=rules.weeks,
    )


def notes_of(page: UseOfData, words: UseWords) -> tuple[str, ...]:
    """What a reader must know of the month before the figures."""
    notes = []
    if page.begun is None:
        return (words("empty_record"),)
    if not page.visits:
        notes.append(words("no_visits"))
    if not page.is_over:
        notes.append(words("not_over", date=words.day(page.today)))
    a_year = page.first_day - timedelta(days=365)
    if page.begun > a_year:
        notes.append(words("first_month", date=words.day(page.begun)))
    return tuple(notes)


def _diseases(page: UseOfData, words: UseWords) -> Chart:
    swahili = words.language == "sw"
    bars = page.diseases.bars
    return Chart(
        words("diseases"),
        tuple(Category(_name_first(bar.name(words.language)), bar.name(words.language)) for bar in bars),
        tuple(
            Series(
                group.code,
                group.sw if swahili else group.en,
                tuple(float(bar.parts[place]) for bar in bars),
                group.look,
            )
            for place, group in enumerate(age_groups())
        ),
        lying=True,
        empty="" if bars else words("no_diseases"),
    )


def _name_first(name: str) -> str:
    """``B54  Malaria`` as ``Malaria (B54)``: the word is what is looked for."""
    code, _, title = name.partition("  ")
    return f"{title} ({code})" if title else name


def _villages(page: UseOfData, words: UseWords) -> Chart:
    bars = page.villages.bars
    return Chart(
        words("villages"),
        tuple(Category(bar.name(words.language), bar.name(words.language)) for bar in bars),
        (Series("visits", words("visits"), tuple(float(bar.total) for bar in bars), "solid"),),
        lying=True,
        empty="" if bars else words("no_visits"),
    )


def _by_day(page: UseOfData, words: UseWords) -> Chart:
    weekdays = words.weekdays()
    days = [page.first_day + timedelta(days=day) for day in range(len(page.by_day))]
    return Chart(
        words("by_day"),
        tuple(Category(_day_label(day.day), f"{weekdays[day.weekday()][1]} {day:%d/%m}") for day in days),
        (Series("visits", words("visits"), tuple(map(float, page.by_day)), "solid"),),
        empty="" if page.visits else words("no_visits"),
    )


def _day_label(day: int) -> str:
    return str(day) if day == 1 or day % 5 == 0 else ""


def _hours(page: UseOfData, words: UseWords) -> HeatChart:
    hours = page.hours
    width = len(hours.counts[0])
    known = any(any(line) for line in hours.counts)
    return HeatChart(
        words("hours"),
        tuple(Category(*names) for names in words.weekdays()),
        tuple(
            Category(f"{hour:02}", f"{hour:02}:00-{hour:02}:59")
            for hour in range(hours.first_hour, hours.first_hour + width)
        ),
        hours.counts,
        empty="" if known else words("no_visits"),
    )


def _complete(page: UseOfData, words: UseWords) -> Chart:
    shown = [one for one in page.complete if one.now.value is not None]
    return Chart(
        words("complete"),
        tuple(
            Category(one.indicator.name(words.language), one.indicator.meaning(words.language))
            for one in shown
        ),
        (Series("share", words("share"), tuple(_down(one.now.value) for one in shown), "solid"),),
        lying=True,
        unit="%",
        axis=percent_axis(),
        empty="" if shown else words("no_visits"),
    )


def _down(value: float | None) -> float:
    """Whole per cent, never rounded up to 100: one missing record in a thousand is still missing."""
    return float(int(value or 0))


def _week_categories(codes: tuple[str, ...], words: UseWords) -> tuple[Category, ...]:
    """A label at the first week of every other month."""
    found = []
    month = 0
    for code in codes:
        day = parse_period(code, "week").first_day
        label = words.short_month(f"{day:%Y%m}") if day.month != month and day.month % 2 else ""
        month = day.month
        found.append(Category(label, words.week(code)))
    return tuple(found)


def _floats(values: tuple[int | None, ...]) -> tuple[float | None, ...]:
    return tuple(None if value is None else float(value) for value in values)
