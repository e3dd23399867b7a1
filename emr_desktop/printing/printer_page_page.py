"""What stands where on the page for trying a printer."""

from __future__ import annotations

from datetime import datetime

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from emr_desktop.clock import local
from emr_desktop.printing.paper import Sheet, Type, line, make_pdf
from emr_desktop.printing.patient_card_page import QrCode
from emr_desktop.printing.texts import Texts

_LETTERS = "Ng'ombe, Chang'ombe · ABCDEFGHIJKLMNOPQRSTUVWXYZ · 0123456789 · ½ ¼ ± °C µ é ŋ ≥ ≤"


def lay_out(printer: str, now: datetime, *, language: str, paper: str, sheet: Sheet) -> bytes:
    """Build the page."""
    texts, style = Texts("printer_page", language), Type(sheet)
    gap = Spacer(1, 3 * mm * sheet.scale)
    flow: list[Flowable] = [
        line(texts("title"), style.facility),
        line(texts("which", printer=printer or texts("default")), style.text),
        line(texts("when", when=f"{local(now):%d/%m/%Y %H:%M}", paper=paper), style.text),
        gap,
        line(texts("letters"), style.strong),
        line(_LETTERS, style.text),
        line(_LETTERS, style.small),
        gap,
        line(texts("greys"), style.strong),
        _Greys(sheet.width - 2 * sheet.margin, 8 * mm * sheet.scale),
        gap,
        line(texts("length"), style.strong),
        _Ruler(50 * mm),
        gap,
        line(texts("code"), style.strong),
        QrCode("EMR-DESKTOP", 22 * mm * sheet.scale),
        gap,
        line(texts("good"), style.text),
    ]
    title = texts("title")
    return make_pdf(flow, sheet=sheet, language=language, title=title, running_head=title, training=False)


class _Greys(Flowable):
    """Fields from white to black with the percent under each."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height

    def draw(self) -> None:
        """Draw them side by side."""
        each = self.width / 11
        for step in range(11):
            light = 1 - step / 10
            self.canv.setFillColor(Color(light, light, light))
            self.canv.setStrokeColor(black)
            self.canv.rect(step * each, 0, each, self.height, fill=1, stroke=1)


class _Ruler(Flowable):
    """A line of a known length: longer or shorter on paper, and the printer scales the pages."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self.width, self.height = length, 5 * mm

    def draw(self) -> None:
        """Draw the line with its two ends and a stroke at every centimetre."""
        self.canv.setStrokeColor(black)
        self.canv.line(0, 2 * mm, self.width, 2 * mm)
        for stroke in range(round(self.width / (10 * mm)) + 1):
            self.canv.line(stroke * 10 * mm, 1 * mm, stroke * 10 * mm, 4 * mm)
