"""Small sheets: sizes, type, page numbers, training and void marks; the ground of every small print."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.printing.texts import Texts
from emr_desktop.stopping import go_on

# Greys are few and dark: a tired laser printer turns a light grey into nothing.
GREY = Color(0.35, 0.35, 0.35)
# Between two facts on a line; a new line never begins with it.
BETWEEN = "&nbsp;&nbsp; "
_MARK_GREY = Color(0.86, 0.86, 0.86)
_NOT_FOR_PAPER = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Sheet:
    """A paper size with the margin and the type that suit it."""

    width: float  # points
    height: float
    margin: float
    scale: float  # of the type


SHEETS = {
    "A5": Sheet(148 * mm, 210 * mm, 10 * mm, 1.0),
    "A6": Sheet(105 * mm, 148 * mm, 7 * mm, 0.84),
}

A4 = Sheet(210 * mm, 297 * mm, 13 * mm, 1.0)
A4_LANDSCAPE = Sheet(297 * mm, 210 * mm, 11 * mm, 1.0)


class Type:
    """The paragraph styles of one sheet: five sizes, two weights."""

    def __init__(self, sheet: Sheet) -> None:
        register_fonts()
        self.facility = self._style(sheet, 12.5, bold=True)
        self.title = self._style(sheet, 12.5, bold=True, right=True)
        self.big = self._style(sheet, 11, bold=True)
        self.text = self._style(sheet, 9.5)
        self.strong = self._style(sheet, 9.5, bold=True)
        self.strong_right = self._style(sheet, 9.5, bold=True, right=True)
        self.text_right = self._style(sheet, 9.5, right=True)
        self.small = self._style(sheet, 8, color=GREY)
        self.small_right = self._style(sheet, 8, color=GREY, right=True)

    @staticmethod
    def _style(
        sheet: Sheet, size: float, *, bold: bool = False, right: bool = False, color: Color = black
    ) -> ParagraphStyle:
        return ParagraphStyle(
            name=f"{size}{bold}{right}",
            fontName=BOLD if bold else REGULAR,
            fontSize=size * sheet.scale,
            leading=size * sheet.scale * 1.3,
            textColor=color,
            alignment=TA_RIGHT if right else 0,
            splitLongWords=True,
        )


def plain(text: str) -> str:
    """Text that people typed, made safe for reportlab's markup: letters stay, control characters go."""
    return escape(_NOT_FOR_PAPER.sub(" ", text)).replace("\n", "<br/>")


def unbroken(text: str) -> str:
    """The same sentence with every number kept on the line of the word before it: "kwa siku 3", "ml 7.5"."""
    return re.sub(r" (?=[0-9½¼¾])", "\u00a0", text)


def line(text: str, style: ParagraphStyle) -> Paragraph:
    """A paragraph of literal text."""
    return Paragraph(plain(text), style)


class _CountingCanvas(Canvas):
    """Keeps the pages back until their number is known, then writes "page 1 of 2" and saves."""

    def __init__(self, *args: Any, finish: Callable[[Canvas, int, int], None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._finish = finish
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self._finish(self, number, len(self._kept))
            super().showPage()
        super().save()


def make_pdf(
    flow: Sequence[Flowable],
    *,
    sheet: Sheet,
    language: str,
    title: str,
    running_head: str,
    training: bool,
    void: bool = False,
    copy: int = 0,
) -> bytes:
    """Lay flowables out on as many pages as they need.

    Args:
        flow: what to print, in order.
        sheet: the paper.
        language: of the words this adds: page numbers, marks.
        title: the document's title; no patient's name, because file managers show it.
        running_head: says on the second and later pages whose paper this is; literal text.
        training: the facility is a training one; every page says so, in words and across the page.
        void: the record was taken back; every page says so.
        copy: which copy it is, said on every page; 0 for the original.

    Returns:
        A PDF with embedded fonts; the same input gives the same bytes.
    """
    register_fonts()
    texts = Texts("page", language)
    band = 5.5 * mm * (bool(training) + bool(copy))
    small = 7.5 * sheet.scale

    def finish(canvas: Canvas, number: int, pages: int) -> None:
        go_on()
        canvas.saveState()
        canvas.setFont(REGULAR, small)
        canvas.setFillColor(GREY)
        if pages > 1:
            words = texts("of", page=number, pages=pages)
            canvas.drawRightString(sheet.width - sheet.margin, sheet.margin * 0.55, words)
        if number > 1:
            head = _NOT_FOR_PAPER.sub(" ", running_head)
            room = sheet.width - 2 * sheet.margin
            while canvas.stringWidth(head, REGULAR, small) > room:
                head = head[:-2].rstrip("…") + "…"
            canvas.drawString(sheet.margin, sheet.height - sheet.margin - band - small, head)
        if training:
            _band(canvas, sheet, texts("training_line"))
        if copy:
            _band(canvas, sheet, texts("copy", number=copy), row=int(training))
        canvas.restoreState()

    def marks(canvas: Canvas, _: object) -> None:
        go_on()
        if training or void:
            _across(canvas, sheet, texts("void") if void else texts("training"))

    output = io.BytesIO()
    document = BaseDocTemplate(
        output,
        pagesize=(sheet.width, sheet.height),
        title=title,
        author="EMR Desktop",
        lang=language,
        invariant=1,
    )
    foot = sheet.margin + 2 * mm

    def frame(name: str, head: float) -> Frame:
        height = sheet.height - foot - sheet.margin - band - head
        return Frame(
            sheet.margin, foot, sheet.width - 2 * sheet.margin, height, 0, 0, 0, 0, id=name, showBoundary=0
        )

    document.addPageTemplates(
        [
            PageTemplate(id="first", frames=[frame("first", 0)], onPage=marks, autoNextPageTemplate="later"),
            PageTemplate(id="later", frames=[frame("later", small * 2.2)], onPage=marks),
        ]
    )

    def canvas_maker(*args: Any, **kwargs: Any) -> Canvas:
        # Without a first font reportlab names its own Helvetica, which no file embeds.
        return _CountingCanvas(*args, finish=finish, **{**kwargs, "initialFontName": REGULAR})

    document.build(list(flow), canvasmaker=canvas_maker)
    return output.getvalue()


def _band(canvas: Canvas, sheet: Sheet, words: str, *, row: int = 0) -> None:
    """Words in a box at the head of the page: outlined, because large black areas print in streaks."""
    height = 5.2 * mm
    bottom = sheet.height - sheet.margin * 0.7 - height - row * 5.5 * mm
    canvas.setStrokeColor(black)
    canvas.setLineWidth(1.2)
    canvas.rect(sheet.margin, bottom, sheet.width - 2 * sheet.margin, height)
    canvas.setFillColor(black)
    canvas.setFont(BOLD, 9 * sheet.scale)
    canvas.drawCentredString(sheet.width / 2, bottom + height / 2 - 3.1 * sheet.scale, words)


def _across(canvas: Canvas, sheet: Sheet, word: str) -> None:
    """One big word across the page, under the text."""
    canvas.saveState()
    canvas.setFillColor(_MARK_GREY)
    size = sheet.width * 0.9 / max(canvas.stringWidth(word, BOLD, 1), 1)
    size = min(size, 60 * sheet.scale)
    canvas.setFont(BOLD, size)
    canvas.translate(sheet.width / 2, sheet.height / 2)
    canvas.rotate(50)
    canvas.drawCentredString(0, -size / 3, word)
    canvas.restoreState()
