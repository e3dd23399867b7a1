"""The books on paper and as files; what lays pages out is loaded when one is asked for."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from db.into_place import into_place
from emr_desktop.access.work_session import FacilityRow
from emr_desktop.printing.book_columns import books
from emr_desktop.printing.texts import Texts
from emr_desktop.registers.rows import BookHead, BookLine

if TYPE_CHECKING:
    from emr_desktop.printing.book_words import BookWords

FORMATS = ("pdf", "csv", "xlsx")
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_register(
    out: BinaryIO,
    kind: str,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    *,
    language: str,
    made_at: datetime | None,
) -> Counter[str]:
    """Write a book; the lines are taken one by one, so that memory does not grow with them.

    Args:
        out: what is written to.
        kind: ``pdf``, ``csv`` or ``xlsx``.
        head: the book and its days, as ``RegisterService.open_book`` gave them.
        lines: its lines.
        facility: whose book it is.
        language: ``sw`` or ``en``; on paper it stands first.
        made_at: when, for the foot of the page; None leaves it out.

    Returns:
        What was written: ``lines`` and the other sums of the book.
    """
    return {"pdf": _pdf, "csv": _csv, "xlsx": _xlsx}[kind](out, head, lines, facility, language, made_at)


def register_bytes(
    kind: str,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    *,
    language: str,
    made_at: datetime | None = None,
) -> bytes:
    """The same as bytes."""
    content = io.BytesIO()
    write_register(content, kind, head, lines, facility, language=language, made_at=made_at)
    return content.getvalue()


def register_name(head: BookHead) -> str:
    """``opd-register-20261101-20261130``: what a file of it is called."""
    return f"{head.book}-register-{head.first:%Y%m%d}-{head.last:%Y%m%d}"


def end_notes(head: BookHead, total: Counter[str], hidden: int, language: str) -> tuple[str, ...]:
    """What stands under the last line: how many there are, and whether they add up to the monthly form."""
    texts = Texts("register", language)
    notes = [" · ".join(texts(f"tally_{name}", count=total[name]) for name in books()[head.book].tallies)]
    if head.counted is not None:
        same = head.counted == total["lines"]
        notes.append(texts("adds_up" if same else "differs", lines=total["lines"], form=head.counted))
    if head.unfinished:
        notes.append(texts("unfinished", count=head.unfinished))
    if hidden:
        notes.append(texts("hidden_lines", count=hidden))
    return tuple(notes)


def _words(
    head: BookHead, lines: Iterable[BookLine], facility: FacilityRow, language: str, hidden: list[int]
) -> Iterator[BookWords]:
    from emr_desktop.printing.book_words import line_words

    for line in lines:
        hidden[0] += line.hidden
        yield line_words(head.book, line, language=language, facility_code=facility.code)


def _pdf(
    out: BinaryIO,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    language: str,
    made_at: datetime | None,
) -> Counter[str]:
    # reportlab takes a third of a second to load: only those who print wait for it.
    from emr_desktop.printing.book_page import BookRange, draw_book

    hidden = [0]
    days = BookRange(
        first=head.first,
        last=head.last,
        made_at=made_at,
        trail=head.trail,
        notes=lambda total: end_notes(head, total, hidden[0], language),
    )
    words = _words(head, lines, facility, language, hidden)
    return draw_book(out, books()[head.book], words, facility, days, language=language)


def _csv(
    out: BinaryIO,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    language: str,
    _made_at: datetime | None,
) -> Counter[str]:
    """UTF-8 with a byte order mark; the columns have names that do not change with the language."""
    total: Counter[str] = Counter()
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.code for column in books()[head.book].columns])
    for row in _words(head, lines, facility, language, [0]):
        writer.writerow([_cell(words) for words in row.cells])
        total.update(row.tally)
    text.detach()
    return total


def _xlsx(
    out: BinaryIO,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    language: str,
    _made_at: datetime | None,
) -> Counter[str]:
    from openpyxl import Workbook

    total: Counter[str] = Counter()
    book = books()[head.book]
    workbook = Workbook(write_only=True)  # lines go to the disk as they come
    sheet = workbook.create_sheet(f"{head.book} {head.first:%Y%m%d}-{head.last:%Y%m%d}"[:31])
    sheet.freeze_panes = "A4"
    for place, column in enumerate(book.columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = max(column.share / 4.5, 5)
    sheet.append([f"{book.name(language)} - {facility.name} ({facility.code})"])
    sheet.append([f"{head.first:%d/%m/%Y} - {head.last:%d/%m/%Y}"])
    sheet.append([column.name(language) for column in book.columns])
    hidden = [0]
    for row in _words(head, lines, facility, language, hidden):
        sheet.append([_cell(words) for words in row.cells])
        total.update(row.tally)
    sheet.append([])
    for note in end_notes(head, total, hidden[0], language):
        sheet.append([note])
    workbook.save(out)
    return total


def write_register_file(
    path: Path,
    kind: str,
    head: BookHead,
    lines: Iterable[BookLine],
    facility: FacilityRow,
    *,
    language: str,
    made_at: datetime | None,
) -> Counter[str]:
    """Write a book at ``path``, whole or not at all.

    Raises:
        OSError: it could not be written; nothing is left of it.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            total = write_register(out, kind, head, lines, facility, language=language, made_at=made_at)
        into_place(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return total


def _cell(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words
