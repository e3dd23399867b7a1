"""What stands where on a printed growth chart; black strokes that a tired laser printer keeps apart."""

from __future__ import annotations

from datetime import date

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.charting.axis import Axis
from emr_desktop.growth.figure import DAYS_A_MONTH, Figure
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.fonts import BOLD, REGULAR
from emr_desktop.printing.growth_chart import GrowthWords
from emr_desktop.printing.paper import BETWEEN, GREY, Sheet, Type, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name

_A4 = Sheet(210 * mm, 297 * mm, 15 * mm, 1.0)
_CHART_HEIGHT = 135 * mm
_SMALL = 7.5
# width of the stroke, and its dashes
_STROKES: dict[int, tuple[float, tuple[float, ...]]] = {
    -3: (0.9, ()),
    -2: (0.9, (4, 2)),
    0: (1.6, ()),
    2: (0.9, (4, 2)),
    3: (0.9, ()),
}


def lay_out(
    figure: Figure, words: GrowthWords, patient: PatientRow, facility: FacilityRow, *, on: date, language: str
) -> bytes:
    """Build the sheet."""
    texts, style = Texts("prescription", language), Type(_A4)
    width = _A4.width - 2 * _A4.margin
    estimated = patient.birth_precision in ("age", "year")
    facts = (
        (texts("number"), patient.number),
        (texts("sex"), answer_name("sex", patient.sex, language=language)),
        (texts("age"), age_words(patient.birth_date, on, language=language, estimated=estimated)),
        (texts("date"), f"{on:%d/%m/%Y}"),
    )
    told = BETWEEN.join(f"<b>{plain(label)}:</b>&nbsp;{plain(value)}" for label, value in facts)
    place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
    flow: list[Flowable] = [
        line(facility.name, style.facility),
        line(place, style.small),
        Spacer(1, 3 * mm),
        line(patient.full_name, style.big),
        Paragraph(told, style.text),
        Spacer(1, 4 * mm),
        line(words.title, style.big),
        line(words.standard, style.small),
        Spacer(1, 2 * mm),
        _Drawing(figure, words.x_title, width),
        Spacer(1, 4 * mm),
        *(line(note, style.small) for note in words.notes),
    ]
    if words.lines:
        flow.append(_measurements(words, style))
    return make_pdf(
        flow,
        sheet=_A4,
        language=language,
        title=f"{words.title} {patient.number}",
        running_head=f"{patient.full_name}, {patient.number}",
        training=facility.training,
    )


def _measurements(words: GrowthWords, style: Type) -> Flowable:
    rows = [
        [line(text, style.strong) for text in words.headings],
        *([line(text, style.text) for text in cells] for cells in words.lines),
    ]
    return Table(
        rows,
        colWidths=[30 * mm, 32 * mm, 30 * mm, None],
        repeatRows=1,
        hAlign="LEFT",
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR),  # else a table names Helvetica, which no file embeds
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, GREY),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
            ]
        ),
    )


class _Drawing(Flowable):
    """The figure, as wide as the page."""

    def __init__(self, figure: Figure, x_title: str, width: float) -> None:
        super().__init__()
        self._figure, self._x_title = figure, x_title
        self.width, self.height = width, _CHART_HEIGHT
        self._left, self._bottom, self._right, self._top = 9 * mm, 9 * mm, 8 * mm, 5 * mm

    def wrap(self, _width: float, _height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        pen = self.canv
        pen.saveState()
        self._grid()
        for curve in self._figure.curves:
            width, dashes = _STROKES[curve.z]
            pen.setStrokeColor(black)
            pen.setLineWidth(width)
            pen.setDash(*((list(dashes),) if dashes else ()))
            for stroke in curve.strokes:
                self._path(stroke)
            pen.setDash()
            x, y = self._at(*curve.strokes[-1][-1])
            pen.setFont(BOLD, _SMALL)
            pen.setFillColor(black)
            text = f"{curve.z:+d}".replace("-", "–") if curve.z else "0"
            pen.drawString(x + 1.5 * mm, y - _SMALL / 3, text)
        self._marks()
        pen.restoreState()

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._left + self._figure.x.part(x) * (self.width - self._left - self._right),
            self._bottom + self._figure.y.part(y) * (self.height - self._bottom - self._top),
        )

    def _path(self, points: tuple[tuple[float, float], ...]) -> None:
        path = self.canv.beginPath()
        path.moveTo(*self._at(*points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(*point))
        self.canv.drawPath(path)

    def _grid(self) -> None:
        pen, x_axis, y_axis = self.canv, self._figure.x, self._figure.y
        pen.setFont(REGULAR, _SMALL)
        pen.setFillColor(black)
        pen.setStrokeColor(GREY)
        pen.setLineWidth(0.15)
        for tick in x_axis.ticks:
            x, bottom = self._at(tick, y_axis.low)
            pen.line(x, bottom, x, self._at(tick, y_axis.high)[1])
            pen.drawCentredString(x, bottom - 3.5 * mm, _tick(x_axis, tick))
        for tick in y_axis.ticks:
            left, y = self._at(x_axis.low, tick)
            pen.line(left, y, self._at(x_axis.high, tick)[0], y)
            pen.drawRightString(left - 1.5 * mm, y - _SMALL / 3, _tick(y_axis, tick))
        pen.drawString(0, self.height - _SMALL, y_axis.unit)
        pen.drawRightString(self.width - self._right, 0.5 * mm, self._x_title)

    def _marks(self) -> None:
        pen = self.canv
        marks = sorted(self._figure.marks, key=lambda mark: mark.on)
        if not marks:
            return
        pen.setLineWidth(0.7)
        self._path(tuple((mark.x, mark.y) for mark in marks))
        for mark in marks:
            x, y = self._at(mark.x, mark.y)
            pen.setFillColor(white if mark.today else black)
            pen.setLineWidth(1.4 if mark.today else 0.5)
            pen.circle(x, y, 2.6 if mark.today else 1.7, stroke=1, fill=1)
            if mark.today:
                text = f"{mark.on:%d/%m/%Y}"
                room = stringWidth(text, BOLD, _SMALL) + 2 * mm
                right = x + room < self.width - self._right
                pen.setFillColor(black)
                pen.setFont(BOLD, _SMALL)
                pen.drawString(x + 2 * mm if right else x - room, y - 4 * mm, text)


def _tick(axis: Axis, value: float) -> str:
    return f"{round(value / DAYS_A_MONTH)}" if axis.unit == "months" else f"{value:g}"
