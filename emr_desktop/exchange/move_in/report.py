"""The result of moving in as a table for a spreadsheet: everything that a person has to look at."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from emr_desktop.exchange.cells import guard
from emr_desktop.exchange.move_in.lines import Note
from emr_desktop.exchange.move_in.result import Moved
from emr_desktop.exchange.rows import Say

COLUMNS = ("what", "file", "line", "column", "code", "words", "count", "becomes")


def report_rows(moved: Moved, say: Say) -> Iterator[tuple[object, ...]]:
    """Every line of the report, in the order of ``COLUMNS``."""
    for part in moved.parts:
        for name in ("read", "added", "unchanged", "refused"):
            yield (part.kind, part.file, "", "", name, "", getattr(part, name), "")
    for each in moved.files:
        yield ("file", each.file, "", "", each.table, f"{each.encoding} {each.delimiter!r}", each.rows, "")
    for month in moved.months:
        yield ("month", "", "", "", month.month, month.kind, month.visits, "")
    yield ("sent", "", "", "", "yes", "", moved.sent, "")
    yield ("sent", "", "", "", "no", "", moved.not_sent, "")
    for code, count in moved.unknown:
        yield ("unknown_code", code.where, "", "", code.code, code.words, count, code.becomes)
    for theirs, words, icd10, count in moved.mapped:
        yield ("unconfirmed_map", "", "", "", theirs, words, count, icd10)
    for one in moved.likely:
        yield ("likely_duplicate", "", "", "", one.theirs, " ".join(one.reasons), round(one.score), one.other)
    for file, count in moved.left_over:
        yield ("left_over", file, "", "", "", "", count, "")
    for problem in moved.problems:
        why = say(problem.code, problem.params)
        yield ("refused", problem.file, problem.line, problem.column or "", problem.code, why, 1, "")
    for note in moved.notes:
        becomes = note.cell or ""
        yield ("note", note.file, note.line, note.column or "", note.code, said_of(note, say), 1, becomes)


def said_of(note: Note, say: Say) -> str:
    """What was noticed, in words."""
    why = say(note.code, note.params)
    return why if note.cell is None else say("move_in.cell_left", {"cell": note.cell, "why": why})


def report_csv(moved: Moved, say: Say) -> bytes:
    """The report as CSV, with the mark by which a spreadsheet knows UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in report_rows(moved, say):
        writer.writerow([guard(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig")
