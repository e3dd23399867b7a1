"""Words and dates around the facility's own figures, in one language."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from emr_desktop import reference
from emr_desktop.forms.paper import paper_words
from emr_desktop.forms.periods import parse_period
from emr_desktop.indicators.rows import Amount
from emr_desktop.languages import by_language

_SHORT = 3  # letters of a month at an axis


@cache
def all_words() -> dict[str, dict[str, str]]:
    """Name -> language -> text with placeholders."""
    path = Path(reference.__file__).parent / "indicators" / "words.toml"
    return dict(by_language(tomllib.loads(path.read_text(encoding="utf-8"))))


@dataclass(frozen=True)
class UseWords:
    """``UseWords("sw")("villages")`` is "Mahudhurio kwa kijiji"."""

    language: str

    def __call__(self, name: str, /, **values: object) -> str:
        """The text called ``name`` with its placeholders filled; a name that is not there is a bug."""
        return all_words()[name][self.language].format(**values)

    def month(self, code: str) -> str:
        """``Oktoba 2026``."""
        day = parse_period(code, "month").first_day
        return f"{self._month_names[day.month - 1]} {day.year}"

    def short_month(self, code: str) -> str:
        """``Okt``."""
        return self._month_names[parse_period(code, "month").first_day.month - 1][:_SHORT]

    def week(self, code: str) -> str:
        """``W47 (16/11)``: the week and its Monday."""
        return f"{code[4:]} ({parse_period(code, 'week').first_day:%d/%m/%Y})"

    def amount(self, amount: Amount | None) -> str:
        """``7,054``, ``23.8%``, a dash before the record began."""
        if amount is None:
            return self("unknown")
        value = amount.value
        if value is None:
            return self("nothing")
        return f"{value:,.0f}" if amount.of is None else f"{value:.1f}%"

    def amount_long(self, amount: Amount | None) -> str:
        """The same with what it is a share of."""
        if amount is None or amount.of is None or amount.value is None:
            return self.amount(amount)
        return self("of", percent=f"{amount.value:.1f}", count=f"{amount.count:,}", of=f"{amount.of:,}")

    def change(self, now: Amount, then: Amount | None) -> str:
        """``+12%``, for shares ``-1.4`` percentage points; empty where nothing can be said."""
        if then is None or now.value is None or then.value is None:
            return ""
        if now.of is None:
            return f"{100 * (now.value - then.value) / then.value:+.0f}%" if then.value else ""
        return f"{now.value - then.value:+.1f}"

    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Short and full name, Monday first."""
        return tuple(zip(self("weekdays").split(), self("weekdays_long").split(), strict=True))

    @staticmethod
    def day(day: date) -> str:
        return f"{day:%d/%m/%Y}"

    @property
    def _month_names(self) -> tuple[str, ...]:
        return paper_words().months[self.language]
