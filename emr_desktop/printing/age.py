"""A patient's age in words, as fine as it matters at that age."""

from __future__ import annotations

from datetime import date

from emr_desktop.printing.texts import Texts


def age_words(birth_date: date, on: date, *, language: str, estimated: bool = False) -> str:
    """Days to four weeks, weeks to three months, months to two years, years and months to five, then years.

    Args:
        birth_date: the date of birth, estimated or not.
        on: the day of which the age is told; before birth counts as birth.
        language: ``sw`` or ``en``.
        estimated: only the year or the age was known; "about" is put in front.
    """
    texts = Texts("age", language)
    days = max((on - birth_date).days, 0)
    months = max(
        (on.year - birth_date.year) * 12 + on.month - birth_date.month - (on.day < birth_date.day), 0
    )
    if days < 28:
        age = _counted(texts, "day", days)
    elif months < 3:
        age = _counted(texts, "week", days // 7)
    elif months < 24:
        age = _counted(texts, "month", months)
    elif months < 60 and months % 12:
        age = f"{_counted(texts, 'year', months // 12)} {_counted(texts, 'month', months % 12)}"
    else:
        age = _counted(texts, "year", months // 12)
    return texts("about", age=age) if estimated else age


def _counted(texts: Texts, word: str, count: int) -> str:
    return texts(word) if count == 1 else texts(f"{word}s", count=count)
