"""Paints a chart on paper: black, white, one dark grey, patterns that a tired printer keeps apart."""

from __future__ import annotations

from reportlab.lib.colors import Color, black, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.charting.chart import Chart, HeatChart
from emr_desktop.charting.drawing import draw
from emr_desktop.charting.shapes import Box, Dot, Stroke, Words
from emr_desktop.printing.fonts import BOLD, REGULAR

_DARK = Color(0.28, 0.28, 0.28)
_QUIET = Color(0.2, 0.2, 0.2)
_GRID = Color(0.6, 0.6, 0.6)
_HALF = 0.46  # below this grey white letters read better than black ones
_HATCH = 2.2  # points between two strokes of a pattern
# width and dashes of each look
_STROKES: dict[str, tuple[float, tuple[float, ...], Color]] = {
    "grid": (0.2, (0.6, 1.6), _GRID),
    "axis": (0.6, (), black),
    "line": (1.4, (), black),
    "faint_line": (0.7, (2.2, 1.6), black),
    "limit": (1.0, (3.0, 1.2), black),
}


def paint(
    canvas: Canvas,
    chart: Chart | HeatChart,
    *,
    x: float,
    top: float,
    width: float,
    height: float,
    size: float,
) -> None:
    """Paint a chart without its title.

    Args:
        canvas: of the page.
        chart: what to paint.
        x: left edge, in points from the left of the page.
        top: upper edge, in points from the bottom of the page.
        width: of the room.
        height: of the room.
        size: of the letters.
    """
    drawing = draw(
        chart, width=width, height=height, size=size, measure=lambda text: stringWidth(text, REGULAR, size)
    )
    canvas.saveState()
    canvas.translate(x, top)
    for shape in drawing.shapes:
        if isinstance(shape, Box):
            _box(canvas, shape)
        elif isinstance(shape, Stroke):
            _stroke(canvas, shape)
        elif isinstance(shape, Dot):
            _dot(canvas, shape, size)
        else:
            _words(canvas, shape, size)
    canvas.restoreState()


def _box(canvas: Canvas, box: Box) -> None:
    place = (box.x, -box.y - box.height, box.width, box.height)
    canvas.setStrokeColor(black)
    canvas.setDash()
    canvas.setLineWidth(0.4)
    if box.fill == "solid":
        canvas.setFillColor(_DARK)
        canvas.rect(*place, stroke=0, fill=1)
    elif box.fill == "shade":
        canvas.setFillColor(_shade(box.strength))
        canvas.setStrokeColor(_GRID)
        canvas.setLineWidth(0.2)
        canvas.rect(*place, stroke=1, fill=1)
    else:
        canvas.setFillColor(white)
        canvas.rect(*place, stroke=1, fill=1)
        if box.fill == "hatched":
            _hatch(canvas, *place)


def _shade(strength: float) -> Color:
    """White, then from a grey that prints to one that letters in white can still be read on."""
    grey = 1.0 if strength <= 0 else 0.92 - 0.62 * strength
    return Color(grey, grey, grey)


def _hatch(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x, y, width, height)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setLineWidth(0.5)
    at = x - height
    while at < x + width:
        canvas.line(at, y, at + height, y + height)
        at += _HATCH
    canvas.restoreState()


def _stroke(canvas: Canvas, stroke: Stroke) -> None:
    width, dashes, colour = _STROKES[stroke.look]
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.setDash(*((list(dashes),) if dashes else ()))
    path = canvas.beginPath()
    path.moveTo(stroke.points[0][0], -stroke.points[0][1])
    for x, y in stroke.points[1:]:
        path.lineTo(x, -y)
    canvas.drawPath(path)
    canvas.setDash()


def _dot(canvas: Canvas, dot: Dot, size: float) -> None:
    canvas.setFillColor(black)
    if dot.look == "value":
        canvas.circle(dot.x, -dot.y, size * 0.2, stroke=0, fill=1)
        return
    half = size * 0.38
    path = canvas.beginPath()
    path.moveTo(dot.x, -dot.y)
    path.lineTo(dot.x - half, -dot.y + half * 1.7)
    path.lineTo(dot.x + half, -dot.y + half * 1.7)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _words(canvas: Canvas, words: Words, size: float) -> None:
    on_dark = words.tone == "shade" and _shade(words.strength).red < _HALF
    canvas.setFillColor(white if on_dark else _QUIET if words.tone == "quiet" else black)
    canvas.setFont(BOLD if on_dark else REGULAR, size)
    place = (words.x, -words.y, words.text)
    if words.anchor == "end":
        canvas.drawRightString(*place)
    elif words.anchor == "middle":
        canvas.drawCentredString(*place)
    else:
        canvas.drawString(*place)
