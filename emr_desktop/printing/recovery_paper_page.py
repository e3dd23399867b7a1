"""What stands where on the paper with the recovery key."""

from __future__ import annotations

from datetime import date

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from emr_desktop.printing.fonts import BOLD
from emr_desktop.printing.paper import GREY, SHEETS, Type, line, make_pdf
from emr_desktop.printing.patient_card_page import QrCode
from emr_desktop.printing.texts import Texts

_PER_ROW = 2
_SIDE = 42 * mm


def lay_out(key: str, *, facility: str, day: date, language: str, training: bool) -> bytes:
    """Build the sheet."""
    sheet = SHEETS["A5"]
    texts, style = Texts("recovery_paper", language), Type(sheet)
    width = sheet.width - 2 * sheet.margin
    groups = [f"{place}.  {group}" for place, group in enumerate(key.split("-"), start=1)]
    table = Table(
        [groups[at : at + _PER_ROW] for at in range(0, len(groups), _PER_ROW)],
        colWidths=[width / _PER_ROW] * _PER_ROW,
        rowHeights=10 * mm,
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), BOLD, 17),
                ("GRID", (0, 0), (-1, -1), 0.5, GREY),
                ("BOX", (0, 0), (-1, -1), 1.2, black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        ),
    )
    code = QrCode(key, _SIDE)
    code.hAlign = "CENTER"
    flow: list[Flowable] = [
        line(texts("title"), style.facility),
        Spacer(1, 2 * mm),
        line(facility or f"{texts('facility')} {'.' * 60}", style.strong),
        line(texts("made", day=f"{day:%d/%m/%Y}"), style.text),
        Spacer(1, 5 * mm),
        table,
        Spacer(1, 5 * mm),
        code,
        Spacer(1, 5 * mm),
    ]
    for name in ("opens", "keep", "never", "use"):
        flow += [line(texts(name), style.text), Spacer(1, 1.5 * mm)]
    return make_pdf(
        flow, sheet=sheet, language=language, title=texts("title"), running_head="", training=training
    )
