"""What callers see of the facility's own figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from emr_desktop.indicators.definition import Indicator
from emr_desktop.languages import either


@dataclass(frozen=True)
class Amount:
    """A count, or a share with what it is a share of."""

    count: int
    of: int | None = None

    @property
    def value(self) -> float | None:
        """The count, or per cent; None where there was nothing to take a share of."""
        if self.of is None:
            return float(self.count)
        return 100.0 * self.count / self.of if self.of else None


@dataclass(frozen=True)
class Compared:
    """An indicator this month, last month, the same month last year; None: before the record began."""

    indicator: Indicator
    now: Amount
    before: Amount | None
    year_ago: Amount | None


@dataclass(frozen=True)
class Bar:
    """A row of a form with its figure split into ``parts``; ``row`` empty: not a row, several together."""

    row: str
    en: str
    sw: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.parts)

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class Listing:
    """Rows of one form in its edition, as bars; ``left_out`` rows are sensitive and not shown."""

    form: str
    edition: str
    bars: tuple[Bar, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Week:
    """Cases of one week beside the line; ``threshold`` None: too little is known before it."""

    code: str  # 2026W47
    first_day: date
    count: int
    threshold: float | None
    basis: str  # years, weeks, none: what the line is made of
    known: int  # how many years or weeks
    above: bool


@dataclass(frozen=True)
class Alert:
    """A condition over the last weeks, oldest first."""

    form: str
    edition: str
    row: str
    en: str
    sw: str
    weeks: tuple[Week, ...]

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class Hours:
    """Visits by weekday (Monday first) and hour of the day; ``unknown`` were written down later."""

    first_hour: int
    counts: tuple[tuple[int, ...], ...]
    unknown: int


@dataclass(frozen=True)
class OutOfStock:
    """A medicine that somebody here marked as run out, and since when."""

    medicine: str  # as the formulary names it
    since: date


@dataclass(frozen=True)
class RowYear:
    """One row of a form over twelve months or 52 weeks, and the same a year before; None: no record yet."""

    form: str
    edition: str
    row: str
    column: str  # a column, band, part, or all
    count: str
    en: str
    sw: str
    period_type: str
    periods: tuple[str, ...]  # oldest first
    now: tuple[int | None, ...]
    before: tuple[int | None, ...]

    def name(self, language: str) -> str:
        return either(language, self.sw, self.en)


@dataclass(frozen=True)
class UseOfData:
    """Everything on the page of one month."""

    period: str
    first_day: date
    last_day: date
    generated: datetime
    today: date
    begun: date | None  # the day of the first visit in the record; None: there is none
    facility_code: str
    facility_name: str
    facility_place: str
    training: bool
    compared: tuple[Compared, ...]  # group month
    complete: tuple[Compared, ...]  # group complete
    attendance: RowYear
    by_day: tuple[int, ...]
    hours: Hours
    diseases: Listing
    villages: Listing
    alerts: tuple[Alert, ...]
    out_of_stock: tuple[OutOfStock, ...]

    @property
    def is_over(self) -> bool:
        """Whether the month is past: a month that runs is not compared with whole ones."""
        return self.today > self.last_day

    @property
    def visits(self) -> int:
        return sum(self.by_day)

    def find(self, code: str) -> Compared:
        """An indicator of either group."""
        return next(one for one in (*self.compared, *self.complete) if one.indicator.code == code)
