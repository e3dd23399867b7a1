"""What stands where on the paper that lays the district's figures beside ours."""

from __future__ import annotations

from collections.abc import Sequence
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

_LIGHT = Color(0.92, 0.92, 0.92)
_WIDTHS = (30 * mm, 14 * mm, None, 58 * mm, 20 * mm, 20 * mm, 24 * mm)


@dataclass(frozen=True)
class DistrictLine:
    """One cell; ``there`` None: the system has nothing."""

    target: str
    row: str
    name: str
    column: str
    here: str
    there: str | None
    same: bool


@dataclass(frozen=True, kw_only=True)
class DistrictPaper:
    """All in the language of the paper."""

    form: str
    period: str
    asked: str  # day and time
    only_differing: bool
    lines: Sequence[DistrictLine]


def lay_out(paper: DistrictPaper, facility: FacilityRow, *, language: str) -> bytes:
    """A4 landscape; a PDF."""
    texts = Texts("district_page", language)
    kind, styles = Type(A4_LANDSCAPE), FormStyles(0.8)
    about = f"{paper.form}, {paper.period}"
    flow: list[Flowable] = [
        line(texts("title"), kind.big),
        line(f"{facility.name} ({facility.code})", kind.text),
        line(about, kind.strong),
        line(texts("asked", when=paper.asked), kind.text),
        line(texts("only_differing" if paper.only_differing else "all_cells"), kind.text),
        Spacer(1, 2 * mm),
    ]
    flow.append(_table(paper, texts, styles) if paper.lines else line(texts("nothing"), kind.strong))
    return make_pdf(
        flow,
        sheet=A4_LANDSCAPE,
        language=language,
        title=f"{texts('title')} {about}",
        running_head=f"{texts('title')}, {facility.name}, {about}",
        training=facility.training,
    )


def _table(paper: DistrictPaper, texts: Texts, styles: FormStyles) -> Flowable:
    names = ("target", "row", "name", "column", "here", "there", "compared")
    body: list[list[object]] = [[Paragraph(plain(texts(each)), styles.band) for each in names]]
    marks: list[tuple[Any, ...]] = []
    for at, one in enumerate(paper.lines, 1):
        there = "-" if one.there is None else one.there
        body.append(
            [
                Paragraph(plain(one.target), styles.value),
                one.row,
                Paragraph(plain(one.name), styles.value),
                Paragraph(plain(one.column), styles.value),
                one.here,
                there,
                texts("same" if one.same else "differs"),
            ]
        )
        if not one.same:
            marks.append(("FONT", (4, at), (-1, at), BOLD, 8))
    whole = A4_LANDSCAPE.width - 2 * A4_LANDSCAPE.margin
    rest = whole - sum(each for each in _WIDTHS if each is not None)
    style = TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR, 8),
            ("BACKGROUND", (0, 0), (-1, 0), _LIGHT),
            ("GRID", (0, 0), (-1, -1), 0.4, GREY),
            ("BOX", (0, 0), (-1, -1), 0.8, black),
            ("ALIGN", (4, 1), (5, -1), "RIGHT"),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    for mark in marks:
        style.add(*mark)
    widths = [rest if each is None else each for each in _WIDTHS]
    return Table(body, colWidths=widths, repeatRows=1, hAlign="LEFT", style=style)
