"""The parts of papers that look like official forms: bands, boxed cells, answers to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color, black
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.printing.paper import GREY, plain

_BAND = Color(0.9, 0.9, 0.9)
_PAD = 2.2
_HAND = 26.0  # points: what a pen needs
_FIRM = "\u00a0"  # a blank at which no line breaks


@dataclass(frozen=True)
class Cell:
    """One box of a form: a small label, what is written in it, and its share of the width."""

    label: str
    value: str = ""
    share: float = 1.0
    big: bool = False
    by_hand: bool = False  # room for a pen where no value stands


class FormStyles:
    """The type of forms: labels small and grey, values black."""

    def __init__(self, scale: float = 1.0) -> None:
        register_fonts()
        self.scale = scale
        self.label = _style("label", 6.6 * scale, colour=GREY)
        self.value = _style("value", 9 * scale)
        self.big = _style("big", 10.5 * scale, bold=True)
        self.band = _style("band", 8.2 * scale, bold=True)
        self.note = _style("note", 7.4 * scale)
        self.centre = _style("centre", 8.6 * scale, centred=True)
        self.centre_bold = _style("centreBold", 9.4 * scale, bold=True, centred=True)
        self.title = _style("title", 12 * scale, bold=True, centred=True)


def _style(
    name: str, size: float, *, bold: bool = False, centred: bool = False, colour: Color = black
) -> ParagraphStyle:
    return ParagraphStyle(
        name=name,
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.22,
        textColor=colour,
        alignment=TA_CENTER if centred else 0,
        splitLongWords=True,
    )


def both(first: str, second: str) -> str:
    """Two languages of one label: ``Kijiji / Village``; one word that is the same in both stands once."""
    return first if first == second else f"{first} / {second}"


def band(text: str, width: float, styles: FormStyles) -> Flowable:
    """The heading of a part."""
    return Table(
        [[Paragraph(plain(text), styles.band)]],
        colWidths=[width],
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR),
                ("BACKGROUND", (0, 0), (-1, -1), _BAND),
                ("BOX", (0, 0), (-1, -1), 0.7, black),
                ("TOPPADDING", (0, 0), (-1, -1), 0.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LEFTPADDING", (0, 0), (-1, -1), _PAD + 1),
            ]
        ),
    )


def cells(row: Sequence[Cell], width: float, styles: FormStyles) -> Flowable:
    """A row of boxes over the whole width; one with a cell for the hand is higher."""
    height = _HAND * styles.scale if any(cell.by_hand and not cell.value for cell in row) else None
    shares = sum(cell.share for cell in row)
    written = [
        [
            Paragraph(plain(cell.label), styles.label),
            Paragraph(plain(cell.value) or "&nbsp;", styles.big if cell.big else styles.value),
        ]
        for cell in row
    ]
    return Table(
        [written],
        colWidths=[width * cell.share / shares for cell in row],
        rowHeights=[height],
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR),
                ("GRID", (0, 0), (-1, -1), 0.5, GREY),
                ("BOX", (0, 0), (-1, -1), 0.7, black),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 0.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), _PAD),
                ("LEFTPADDING", (0, 0), (-1, -1), _PAD + 1),
                ("RIGHTPADDING", (0, 0), (-1, -1), _PAD),
            ]
        ),
    )


def ticked(answers: Sequence[tuple[str, str]], chosen: str | None) -> str:
    """Answers with a box before each, the chosen one crossed: ``[x] Ndiyo / Yes   [  ] ...``."""
    # Kept together: a box that parts from its word at a line's end says nothing.
    boxed = (f"{'[X]' if code == chosen else '[  ]'} {words}" for code, words in answers)
    return "   ".join(text.replace(" ", _FIRM) for text in boxed)
