"""Draws on the pages of a monthly form, with y counted from the top as people read."""

from __future__ import annotations

from typing import BinaryIO

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.printing.monthly_layout import HEIGHT, WIDTH
from emr_desktop.stopping import go_on


class Pen:
    def __init__(self, content: BinaryIO, *, title: str, author: str) -> None:
        register_fonts()
        # invariant: the same report gives the same bytes, so that a printed form can be made again.
        self._canvas = Canvas(
            content,
            pagesize=(WIDTH, HEIGHT),
            invariant=1,
            pageCompression=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say a number
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor(author)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        size: float,
        *,
        bold: bool = False,
        align: str = "left",
        grey: float = 0.0,
    ) -> None:
        """Write one line; ``x`` is its left end, middle (``centre``) or right end, ``y`` the baseline."""
        self._canvas.setFont(BOLD if bold else REGULAR, size)
        self._canvas.setFillGray(grey)
        draw = {
            "left": self._canvas.drawString,
            "centre": self._canvas.drawCentredString,
            "right": self._canvas.drawRightString,
        }[align]
        draw(x, HEIGHT - y, words)

    def fitted(
        self, x: float, y: float, words: str, size: float, width: float, *, bold: bool = False
    ) -> None:
        """Write one line, smaller where it would not fit into ``width``."""
        needed = stringWidth(words, BOLD if bold else REGULAR, size)
        self.text(x, y, words, size * min(1.0, width / needed) if needed else size, bold=bold)

    def centred(self, x: float, top: float, width: float, paragraphs: list[tuple[str, float, bool]]) -> None:
        """Write paragraphs (words, size, bold) under each other around ``x``, broken at ``width``."""
        y = top
        for words, size, bold in paragraphs:
            for line in simpleSplit(words, BOLD if bold else REGULAR, size, width):
                y += size * 1.15
                self.text(x, y, line, size, bold=bold, align="centre")

    def width_of(self, words: str, size: float, *, bold: bool = False) -> float:
        return float(stringWidth(words, BOLD if bold else REGULAR, size))

    def rule(self, x1: float, y1: float, x2: float, y2: float, *, heavy: bool = False) -> None:
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(0.8 if heavy else 0.25)
        self._canvas.line(x1, HEIGHT - y1, x2, HEIGHT - y2)

    def dots(self, x1: float, x2: float, y: float) -> None:
        """A dotted line to write on."""
        self._canvas.saveState()
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(0.6, 1.6)
        self._canvas.line(x1, HEIGHT - y, x2, HEIGHT - y)
        self._canvas.restoreState()

    def fill(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)

    def box(self, x: float, y: float, width: float, height: float) -> None:
        self._canvas.setStrokeGray(0)
        self._canvas.setLineWidth(1)
        self._canvas.rect(x, HEIGHT - y - height, width, height, stroke=1, fill=0)

    def across(self, words: str, size: float, *, above: float = 0.0) -> None:
        """Write faintly across the whole page, under everything else."""
        self._canvas.saveState()
        self._canvas.translate(WIDTH / 2, HEIGHT / 2 + above)
        self._canvas.rotate(28)
        self._canvas.setFont(BOLD, size)
        self._canvas.setFillGray(0.92)
        self._canvas.drawCentredString(0, 0, words)
        self._canvas.restoreState()

    def bookmark(self, name: str, words: str, *, level: int = 0) -> None:
        """Put the page that is being drawn into the outline that viewers show beside the pages."""
        self._canvas.bookmarkPage(name)
        self._canvas.addOutlineEntry(words, name, level=level)
        self._canvas.showOutline()

    def link(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Let a click in this rectangle, ``y`` its top, go to a bookmarked page."""
        area = (x, HEIGHT - y - height, x + width, HEIGHT - y)
        self._canvas.linkAbsolute("", name, area, thickness=0)

    def later(self, name: str, x: float, y: float) -> None:
        """Leave a place for what is known at the end only; ``fill_in`` writes it, on every page at once."""
        self._canvas.saveState()
        self._canvas.translate(x, HEIGHT - y)
        self._canvas.doForm(name)
        self._canvas.restoreState()

    def fill_in(self, name: str, words: str, size: float) -> None:
        """Write what ``later`` left open."""
        self._canvas.beginForm(name)
        self._canvas.setFont(REGULAR, size)
        self._canvas.setFillGray(0)
        self._canvas.drawString(0, 0, words)
        self._canvas.endForm()

    def next_page(self) -> None:
        go_on()
        self._canvas.showPage()

    def finish(self) -> None:
        self._canvas.save()
