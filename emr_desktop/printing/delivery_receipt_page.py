"""What stands where on the receipt of a form that was sent to a national system."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.printing.fonts import BOLD, REGULAR
from emr_desktop.printing.form_cells import FormStyles
from emr_desktop.printing.paper import A4_LANDSCAPE, GREY, Type, line, make_pdf, plain
from emr_desktop.printing.texts import Texts

_DARK, _LIGHT = Color(0.78, 0.78, 0.78), Color(0.92, 0.92, 0.92)
_BAD = ("refused", "not_there")
_REASONS_PRINTED = 60


@dataclass(frozen=True)
class ReceiptCell:
    """One value: what was sent, what was there before, what became of it."""

    value: str
    before: str | None
    state: str  # new changed same refused not_there waiting
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ReceiptPaper:
    """All words and figures of a receipt, in the language of the paper.

    Attributes:
        title: the form, edition and period.
        facts: label and text of each line of the head.
        columns: code and heading.
        rows: number and name.
        cells: row number and column code -> the value; a cell that was not sent is missing.
        counts: state -> how many.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, str]]
    cells: Mapping[tuple[str, str], ReceiptCell]
    counts: Mapping[str, int]


def lay_out(paper: ReceiptPaper, facility: FacilityRow, *, language: str) -> bytes:
    """Build the receipt: the form's own grid, so that it can be laid beside the form."""
    texts = Texts("delivery_receipt", language)
    kind, styles = Type(A4_LANDSCAPE), FormStyles(0.8)
    counts = " · ".join(
        texts(f"count_{state}", count=count) for state, count in paper.counts.items() if count
    )
    flow: list[Flowable] = [
        line(texts("title"), kind.big),
        line(f"{facility.name} ({facility.code})", kind.text),
        line(paper.title, kind.strong),
        *(line(f"{label}: {text}", kind.text) for label, text in paper.facts),
        Spacer(1, 1.5 * mm),
        line(counts or texts("nothing"), kind.strong),
        line(texts("legend"), kind.text),
        Spacer(1, 2 * mm),
        _grid(paper, texts, styles),
        *_reasons(paper, texts, kind),
    ]
    return make_pdf(
        flow,
        sheet=A4_LANDSCAPE,
        language=language,
        title=f"{texts('title')} {paper.title}",
        running_head=f"{texts('title')}, {facility.name}, {paper.title}",
        training=facility.training,
    )


def _grid(paper: ReceiptPaper, texts: Texts, styles: FormStyles) -> Flowable:
    width = A4_LANDSCAPE.width - 2 * A4_LANDSCAPE.margin
    number, name = 12 * mm, 68 * mm
    each = min((width - number - name) / max(len(paper.columns), 1), 30 * mm)
    heading: list[object] = [Paragraph(plain(texts(each)), styles.band) for each in ("row", "name")]
    heading += [Paragraph(plain(text), styles.band) for _, text in paper.columns]
    lines: list[list[object]] = [heading]
    marks: list[tuple[Any, ...]] = []
    for at, (row, text) in enumerate(paper.rows, 1):
        cells: list[object] = [row, Paragraph(plain(text), styles.value)]
        for place, (column, _) in enumerate(paper.columns, 2):
            cell = paper.cells.get((row, column))
            if cell is None:
                cells.append("")
                marks.append(("BACKGROUND", (place, at), (place, at), _LIGHT))
                continue
            cells.append(_told(cell))
            if cell.state in _BAD:
                marks.append(("BACKGROUND", (place, at), (place, at), _DARK))
            if cell.state != "same":
                marks.append(("FONT", (place, at), (place, at), BOLD, 7))
        lines.append(cells)
    widths = [number, name, *[each] * len(paper.columns)]
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 7),
            ("BACKGROUND", (0, 0), (-1, 0), _LIGHT),
            ("GRID", (0, 0), (-1, -1), 0.4, GREY),
            ("BOX", (0, 0), (-1, -1), 0.8, black),
            ("ALIGN", (2, 1), (-1, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ]
    )
    for mark in marks:
        style.add(*mark)
    return Table(lines, colWidths=widths, repeatRows=1, hAlign="LEFT", style=style)


def _told(cell: ReceiptCell) -> str:
    """``5``; ``5 (4)`` where it was 4 before; ``5 !`` where it did not arrive."""
    if cell.state in _BAD:
        return f"{cell.value} !"
    if cell.state == "waiting":
        return f"{cell.value} …"
    return f"{cell.value} ({cell.before})" if cell.state == "changed" else cell.value


def _reasons(paper: ReceiptPaper, texts: Texts, kind: Type) -> list[Flowable]:
    """Why cells were refused, in the server's own words; cells with one reason together."""
    headings = dict(paper.columns)
    by_reason: dict[str, list[str]] = {}
    for (row, column), cell in paper.cells.items():
        if cell.state in _BAD:
            why = cell.why or texts(f"why_{cell.state}")
            by_reason.setdefault(why, []).append(f"{row} {headings.get(column, column)}")
    if not by_reason:
        return []
    flow: list[Flowable] = [Spacer(1, 4 * mm), line(texts("reasons"), kind.strong)]
    for why, cells in by_reason.items():
        told = ", ".join(cells[:_REASONS_PRINTED])
        more = texts("more", count=len(cells) - _REASONS_PRINTED) if len(cells) > _REASONS_PRINTED else ""
        flow.append(line(f"{why}: {told} {more}".rstrip(), kind.text))
    return flow
