"""The books as tables on screen, and the days that are offered for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from emr_desktop.printing.book_columns import BookColumn, books
from emr_desktop.printing.book_words import BookWords
from emr_desktop.registers.rows import BookLine
from ui.messages import sentence
from ui.qt.language import Language
from ui.widgets.table import Column, DataTable

PERIODS = ("today", "week", "month", "last_month")
# Columns that stand on every screen; the others go where there is no room, the last first.
_ALWAYS = frozenset({"number", "date", "name", "age", "sex", "immediate", "sent_to"})
_WIDE = frozenset({"name", "diagnosis", "treatment", "test", "result", "condition", "reason", "words"})


@dataclass(frozen=True)
class ShownLine:
    """A line with its words in the language on screen."""

    line: BookLine
    words: BookWords


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day; a week and a month end today."""
    if period == "today":
        return today, today
    if period == "week":
        return today - timedelta(days=6), today
    if period == "month":
        return today.replace(day=1), today
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def table_of(book: str, *, language: Language, parent: QWidget) -> DataTable[ShownLine]:
    """The table of one book, with the columns of the paper one."""
    table: DataTable[ShownLine] = DataTable(
        f"{book}Register",
        tuple(_column(place, one, language) for place, one in enumerate(books()[book].columns)),
        parent=parent,
    )
    name_table(table, book, language.code)
    return table


def name_table(table: DataTable[ShownLine], book: str, language: str) -> None:
    """Say in this language whose table it is, and what an empty one means."""
    table.set_empty_text(sentence("register.empty", {}, language))
    table.view.setAccessibleName(books()[book].name(language))


def _column(place: int, one: BookColumn, language: Language) -> Column[ShownLine]:
    return Column(
        lambda: one.name(language.code),
        lambda shown: shown.words.cells[place].replace("\n", "; "),
        stretch=one.code in _WIDE,
        spare=0 if one.code in _ALWAYS or one.code in _WIDE else place,
    )
