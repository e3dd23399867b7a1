"""What stands where on the cards for the desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    LongTable,
    PageBreak,
    Paragraph,
    Spacer,
    TableStyle,
)

from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.guide_cards import KeyboardCard, RoleCard
from emr_desktop.printing.paper import A4, GREY, SHEETS, Type, line, make_pdf, plain

_KEYS = re.compile(r"`([^`]+)`")
_KEY_COLUMN = 25 * mm
_PROGRAM = "EMR Desktop"
_SCALES = (1.6, 1.45, 1.3, 1.15, 1.0)  # of the type
_FOOT = 4 * mm


def lay_out_roles(cards: Sequence[RoleCard], *, language: str) -> bytes:
    """Build a sheet for each card, in the largest type that keeps it on one."""
    sheet = SHEETS["A5"]
    width, room = sheet.width - 2 * sheet.margin, sheet.height - 2 * sheet.margin - _FOOT
    flow: list[Flowable] = []
    for card in cards:
        if flow:
            flow.append(PageBreak())
        for scale in _SCALES:
            parts = _role(card, Type(replace(sheet, scale=scale)), width)
            if sum(each.wrap(width, room)[1] for each in parts) <= room:
                break
        flow += parts
    title = cards[0].title if len(cards) == 1 else _PROGRAM
    return make_pdf(flow, sheet=sheet, language=language, title=title, running_head=title, training=False)


def _role(card: RoleCard, style: Type, width: float) -> list[Flowable]:
    flow: list[Flowable] = [line(card.title, style.facility), line(_PROGRAM, style.small), Spacer(1, 2 * mm)]
    for heading, lines in card.sections:
        flow += [Spacer(1, 2 * mm), line(heading, style.strong), Spacer(1, 0.8 * mm)]
        rows = [[Paragraph(_with_keys(text), style.text)] for text in lines]
        flow.append(LongTable(rows, colWidths=[width], style=_ruled()))
    return [*flow, Spacer(1, 3 * mm), line(card.foot, style.small)]


def lay_out_keyboard(card: KeyboardCard, *, language: str) -> bytes:
    """Build the sheets: two columns of keys for each screen."""
    style = Type(A4)
    small = ParagraphStyle("key-does", parent=style.text, fontSize=8.2, leading=10.4)
    small_bold = ParagraphStyle("key", parent=style.strong, fontSize=8.2, leading=10.4)
    half = (A4.width - 2 * A4.margin) / 2
    widths = [_KEY_COLUMN, half - _KEY_COLUMN] * 2
    flow: list[Flowable] = [line(card.title, style.facility), line(card.foot, style.small)]
    for heading, keys in card.sections:
        lower = (len(keys) + 1) // 2
        pairs = [(pressed, does) for pressed, does in keys]
        pairs += [("", "")] * (2 * lower - len(pairs))
        rows = [
            [
                cell
                for pressed, does in (pairs[at], pairs[at + lower])
                for cell in (line(pressed, small_bold), line(does, small))
            ]
            for at in range(lower)
        ]
        flow += [CondPageBreak(22 * mm), Spacer(1, 2.5 * mm), line(heading, style.strong)]
        flow.append(LongTable(rows, colWidths=widths, style=_ruled()))
    return make_pdf(
        flow, sheet=A4, language=language, title=card.title, running_head=card.title, training=False
    )


def _with_keys(text: str) -> str:
    """The line with its keys in bold."""
    return _KEYS.sub(r"<b>\1</b>", plain(text))


def _ruled() -> TableStyle:
    return TableStyle(
        [
            ("FONT", (0, 0), (-1, -1), REGULAR),  # else a table names Helvetica, which no file embeds
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.3, GREY),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.4),
        ]
    )
