"""A book on A4 landscape: ruled columns, head on every page, days between the lines, sums at the foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import BinaryIO

from reportlab.pdfbase.pdfmetrics import stringWidth

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.forms.paper import paper_words
from emr_desktop.printing.book_columns import Book
from emr_desktop.printing.book_words import BookWords
from emr_desktop.printing.fonts import BOLD, REGULAR
from emr_desktop.printing.monthly_heading import draw_field
from emr_desktop.printing.monthly_layout import HEIGHT, MARGIN, WIDTH
from emr_desktop.printing.monthly_pen import Pen
from emr_desktop.printing.texts import Texts

_RIGHT = WIDTH - MARGIN
_TOP = MARGIN + 44.0  # under the head of the page
_BOTTOM = HEIGHT - MARGIN - 18.0  # above the sums and the line at the foot
_SIZE, _LEADING = 6.6, 7.9
_PAD = 2.0
_BAND = 10.5  # a line that names a day
_SIGNING = 52.0


@dataclass(frozen=True, kw_only=True)
class BookRange:
    """Which days, made when, with which remarks under the last line (asked when all lines were seen)."""

    first: date
    last: date
    made_at: datetime | None  # None: not told
    notes: Callable[[Counter[str]], Sequence[str]]
    trail: str | None = None  # code of the head of the audit trail


def draw_book(
    out: BinaryIO,
    book: Book,
    rows: Iterable[BookWords],
    facility: FacilityRow,
    days: BookRange,
    *,
    language: str,
) -> Counter[str]:
    """Write the book as a PDF; the lines are taken one by one and none is kept.

    Args:
        out: what is written to.
        book: names and columns.
        rows: the lines by day.
        facility: whose book it is; a training facility marks every page.
        days: see ``BookRange``.
        language: ``sw`` or ``en`` stands first, the other under it.

    Returns:
        What the book adds up: ``lines`` and the other tallies of the book.
    """
    page = _BookPage(out, book, facility, days, language)
    for row in rows:
        page.add(row)
    page.finish()
    return page.total


class _BookPage:
    def __init__(
        self, out: BinaryIO, book: Book, facility: FacilityRow, days: BookRange, language: str
    ) -> None:
        self._book, self._facility, self._days, self._language = book, facility, days, language
        self._texts = Texts("register", language)
        self._other = Texts("register", "en" if language == "sw" else "sw")
        self._pen = Pen(out, title=f"{book.name(language)} {days.first} {days.last}", author=facility.name)
        whole = sum(column.share for column in book.columns)
        self._widths = [(_RIGHT - MARGIN) * column.share / whole for column in book.columns]
        self._lefts = [MARGIN + sum(self._widths[:place]) for place in range(len(self._widths))]
        self._paired = [place for place, column in enumerate(book.columns) if column.paired]
        self._headings = [self._heading(place) for place in range(len(book.columns))]
        self._head_height = max(len(first) * 7.4 + len(second) * 6.0 for first, second in self._headings) + 5
        self.total: Counter[str] = Counter()
        self._here: Counter[str] = Counter()
        self._number, self._day = 0, date.min
        self._top = self._y = 0.0
        self._begin()

    # lines ---------------------------------------------------------------------------------------------

    def add(self, row: BookWords) -> None:
        """Draw one line, on the next page where this has no room; one longer than a page is shared out."""
        cells = self._wrapped(row.cells)
        height = max(len(lines) for lines in cells) * _LEADING + 2 * _PAD
        band = _BAND if row.on != self._day else 0.0
        if self._y + band + height > _BOTTOM and self._y > self._body:
            self._turn()
            band = _BAND
        if band:
            self._band(row.on)
        while self._y + height > _BOTTOM:
            fits = max(int((_BOTTOM - self._y - 2 * _PAD) / _LEADING), 1)
            self._line([lines[:fits] for lines in cells])
            cells = [lines[fits:] for lines in cells]
            height = max(len(lines) for lines in cells) * _LEADING + 2 * _PAD
            self._turn()
            self._band(row.on)
        self._line(cells)
        for name in row.tally:
            self._here[name] += 1
            self.total[name] += 1

    def finish(self) -> None:
        """Remarks and lines to sign on under the last line, and the number of pages on all of them."""
        notes = self._days.notes(self.total)
        if not self.total["lines"]:
            self._pen.text(MARGIN + 6, self._y + 14, self._texts("none"), 9, bold=True)
            self._pen.text(MARGIN + 6, self._y + 24, self._other("none"), 7)
            self._y += 32
        self._rule_columns()
        if self._y + len(notes) * 9 + _SIGNING > _BOTTOM:
            self._foot()
            self._pen.next_page()
            self._open_page()
            self._y = self._top = _TOP
        y = self._y + 12
        for note in notes:
            self._pen.fitted(MARGIN, y, note, 7.2, _RIGHT - MARGIN)
            y += 9
        self._signatures(y + 14)
        self._foot()
        self._pen.next_page()
        self._pen.fill_in("pages", str(self._number), 6.5)
        self._pen.finish()

    # the page ------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        self._open_page()
        self._top = self._y = _TOP
        self._columns()
        self._body = self._y

    def _turn(self) -> None:
        self._rule_columns()
        self._foot()
        self._pen.next_page()
        self._begin()

    def _open_page(self) -> None:
        self._number += 1
        self._here.clear()
        self._day = date.min
        pen, facility, book = self._pen, self._facility, self._book
        if facility.training:
            pen.across("MAFUNZO / TRAINING", 64)
        heading = paper_words().heading
        pen.text(MARGIN, MARGIN + 8, f"'{heading['confidential']}'", 9, bold=True)
        pen.text(WIDTH / 2, MARGIN + 2, heading["country"], 7, bold=True, align="centre")
        first, second = (book.sw, book.en) if self._language == "sw" else (book.en, book.sw)
        pen.text(WIDTH / 2, MARGIN + 14, first, 10, bold=True, align="centre")
        pen.text(WIDTH / 2, MARGIN + 23, second, 6.5, align="centre")
        place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
        pen.fitted(MARGIN, MARGIN + 36, f"{facility.name} ({facility.code})", 8.5, 330, bold=True)
        pen.text(WIDTH / 2, MARGIN + 36, place, 7.5, align="centre")
        days = self._days
        told = f"{days.first:%d/%m/%Y}"
        if days.last != days.first:
            told = f"{told} - {days.last:%d/%m/%Y}"
        pen.text(_RIGHT, MARGIN + 36, told, 8.5, bold=True, align="right")
        if facility.training:
            words = paper_words().words[self._language]["training"]
            pen.text(_RIGHT, MARGIN + 8, words, 7.5, bold=True, align="right")
        elif not book.official:
            pen.text(_RIGHT, MARGIN + 8, self._texts("own_layout"), 6.5, align="right")

    def _heading(self, place: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        column = self._book.columns[place]
        first, second = (column.sw, column.en) if self._language == "sw" else (column.en, column.sw)
        width = self._widths[place] - 2 * _PAD
        return wrap(first, BOLD, 6.4, width), wrap(second, REGULAR, 5.2, width) if second != first else ()

    def _columns(self) -> None:
        pen, top = self._pen, self._y
        pen.fill(MARGIN, top, _RIGHT - MARGIN, self._head_height, 0.9)
        for left, (first, second) in zip(self._lefts, self._headings, strict=True):
            y = top + 7
            for words in first:
                pen.text(left + _PAD, y, words, 6.4, bold=True)
                y += 7.4
            for words in second:
                pen.text(left + _PAD, y - 1, words, 5.2)
                y += 6.0
        pen.rule(MARGIN, top, _RIGHT, top, heavy=True)
        self._y = top + self._head_height
        pen.rule(MARGIN, self._y, _RIGHT, self._y, heavy=True)
        self._breaks = [(top, self._y)]  # where the columns are ruled: not through the bands of days

    def _band(self, day: date) -> None:
        pen = self._pen
        pen.fill(MARGIN, self._y, _RIGHT - MARGIN, _BAND, 0.95)
        weekday = self._texts(f"weekday_{day.weekday()}")
        pen.text(MARGIN + 4, self._y + 7.8, f"{weekday} {day:%d/%m/%Y}", 7, bold=True)
        self._y += _BAND
        pen.rule(MARGIN, self._y, _RIGHT, self._y)
        self._breaks.append((self._y, self._y))
        self._day = day

    def _line(self, cells: list[tuple[str, ...]]) -> None:
        pen = self._pen
        for left, lines in zip(self._lefts, cells, strict=True):
            y = self._y + _PAD + _SIZE - 0.6
            for words in lines:
                if words:
                    pen.text(left + _PAD, y, words, _SIZE)
                y += _LEADING
        self._y += max(len(lines) for lines in cells) * _LEADING + 2 * _PAD
        pen.rule(MARGIN, self._y, _RIGHT, self._y)
        self._breaks[-1] = (self._breaks[-1][0], self._y)

    def _rule_columns(self) -> None:
        pen = self._pen
        for top, bottom in self._breaks:
            for left in self._lefts[1:]:
                pen.rule(left, top, left, bottom)
        for x in (MARGIN, _RIGHT):
            pen.rule(x, self._top, x, self._y, heavy=True)
        pen.rule(MARGIN, self._y, _RIGHT, self._y, heavy=True)

    def _foot(self) -> None:
        pen, y = self._pen, HEIGHT - MARGIN + 4
        here = " · ".join(self._texts(f"tally_{name}", count=self._here[name]) for name in self._book.tallies)
        told = self._texts("tally_page", sums=here, so_far=self.total["lines"])
        pen.fitted(MARGIN, HEIGHT - MARGIN - 6, told, 6.8, _RIGHT - MARGIN, bold=True)
        codes = (self._facility.code, self._book.code, self._days.trail or "")
        pen.text(MARGIN, y, "  ".join(filter(None, codes)), 6.5)
        words = f"{self._texts('page')} / {self._other('page')} {self._number} / "
        left = WIDTH / 2 - pen.width_of(words, 6.5) / 2
        pen.text(left, y, words, 6.5)
        pen.later("pages", left + pen.width_of(words, 6.5), y)
        if self._days.made_at is not None:
            made = self._texts("made", at=f"{local(self._days.made_at):%d/%m/%Y %H:%M}")
            pen.text(_RIGHT, y, made, 6.5, align="right")

    def _signatures(self, y: float) -> None:
        words = paper_words().words
        order = ("sw", "en") if self._language == "sw" else ("en", "sw")
        for who in ("prepared_by", "reviewed_by"):
            x = MARGIN
            for key, width in ((who, 290.0), ("cadre", 190.0), ("signature", 170.0), ("date", 144.0)):
                label = " / ".join(words[one][key] for one in order)
                draw_field(self._pen, x, y, label, "", width - 8)
                x += width
            y += 19

    def _wrapped(self, cells: tuple[str, ...]) -> list[tuple[str, ...]]:
        told: list[list[tuple[str, ...]]] = [
            [wrap(part, REGULAR, _SIZE, width - 2 * _PAD) for part in words.split("\n")] if words else [()]
            for words, width in zip(cells, self._widths, strict=True)
        ]
        if self._paired:
            parts = max(len(told[place]) for place in self._paired)
            for number in range(parts):
                tallest = max(
                    len(told[place][number]) if number < len(told[place]) else 0 for place in self._paired
                )
                for place in self._paired:
                    if number < len(told[place]):
                        lines = told[place][number]
                        told[place][number] = (*lines, *("",) * (tallest - len(lines)))
        return [tuple(line for part in parts_ for line in part) for parts_ in told]


@lru_cache(maxsize=20_000)
def _width_of(word: str, font: str) -> float:
    return float(stringWidth(word, font, 1))


@lru_cache(maxsize=20_000)
def wrap(words: str, font: str, size: float, width: float) -> tuple[str, ...]:
    """Break words into lines of at most ``width`` points; a word too long for a line is broken as well."""
    room, blank = width / size, _width_of(" ", font)
    lines: list[str] = []
    line, taken = "", 0.0
    for word in words.split():
        needed = _width_of(word, font)
        if line and taken + blank + needed <= room:
            line, taken = f"{line} {word}", taken + blank + needed
            continue
        if line:
            lines.append(line)
        while needed > room:
            fits = max(
                (length for length in range(1, len(word)) if _width_of(word[:length], font) <= room),
                default=1,
            )
            lines.append(word[:fits])
            word = word[fits:]
            needed = _width_of(word, font)
            if len(word) <= 1:
                break
        line, taken = word, needed
    if line:
        lines.append(line)
    return tuple(lines)
