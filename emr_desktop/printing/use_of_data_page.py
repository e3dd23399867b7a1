"""What stands where on the A4 of the month's figures; drawn by hand, because all must fit on one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.charting.chart import Chart, HeatChart
from emr_desktop.charting.drawing import elided
from emr_desktop.clock import local
from emr_desktop.indicators.charts import (
    alert_chart,
    alert_method,
    alert_words,
    charts_of,
    notes_of,
    year_chart,
)
from emr_desktop.indicators.rows import RowYear, UseOfData
from emr_desktop.indicators.words import UseWords
from emr_desktop.printing.charts import paint
from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.printing.paper import GREY
from emr_desktop.printing.texts import Texts

_A4 = (210 * mm, 297 * mm)
_MARGIN = 11 * mm
_GAP = 5 * mm
_SIZE, _HEADING = 7.4, 9.2
_STOCK = 7  # medicines at most


def lay_out(page: UseOfData, *, language: str) -> bytes:
    """Draw the page of a month."""
    words = UseWords(language)
    content = BytesIO()
    canvas = _canvas(content, _A4, language, words("title", month=words.month(page.period)))
    _Sheet(canvas, page, words).draw()
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def lay_out_year(year: RowYear, *, facility: str, column: str, language: str) -> bytes:
    """Draw the page of a row."""
    words = UseWords(language)
    width, height = _A4[1], _A4[0]
    title = words("year_title", row=year.row, name=year.name(language), column=column)
    content = BytesIO()
    canvas = _canvas(content, (width, height), language, title)
    canvas.setFont(BOLD, 13)
    room = width - 2 * _MARGIN
    fits = elided(title, room, lambda text: stringWidth(text, BOLD, 13))
    canvas.drawString(_MARGIN, height - _MARGIN - 11, fits)
    canvas.setFont(REGULAR, 9)
    canvas.drawString(_MARGIN, height - _MARGIN - 26, facility)
    chart = year_chart(year, words, title=title)
    paint(
        canvas,
        chart,
        x=_MARGIN,
        top=height - _MARGIN - 40,
        width=room,
        height=height - 2 * _MARGIN - 70,
        size=9,
    )
    canvas.showPage()
    canvas.save()
    return content.getvalue()


def _canvas(content: BytesIO, size: tuple[float, float], language: str, title: str) -> Canvas:
    register_fonts()
    canvas = Canvas(
        content,
        pagesize=size,
        invariant=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say a number
        lang=language,
    )
    canvas.setTitle(title)
    canvas.setAuthor("EMR Desktop")
    return canvas


class _Sheet:
    """Draws from the top; ``_y`` is how far it came."""

    def __init__(self, canvas: Canvas, page: UseOfData, words: UseWords) -> None:
        self._canvas, self._page, self._words = canvas, page, words
        self._charts = charts_of(page, words)
        self._left, self._right = _MARGIN, _A4[0] - _MARGIN
        self._width = self._right - self._left
        self._y = _A4[1] - _MARGIN

    def draw(self) -> None:
        words = self._words
        self._head()
        half = (self._width - _GAP) / 2
        wide = self._width * 0.56
        narrow = self._width - _GAP - wide
        top = self._y
        self._figures(self._left, top, wide)
        self._chart("attendance_year", self._left + wide + _GAP, top, narrow, 43 * mm)
        top -= 54 * mm
        left_out = self._page.diseases.left_out
        note = words("left_out", count=left_out) if left_out else ""
        self._chart("diseases", self._left, top, wide, 50 * mm, note=note)
        self._chart("villages", self._left + wide + _GAP, top, narrow, 50 * mm)
        top -= 62 * mm
        self._chart("by_day", self._left, top, half, 33 * mm)
        unknown = self._page.hours.unknown
        note = words("hours_unknown", count=unknown) if unknown else ""
        self._chart("hours", self._left + half + _GAP, top, half, 33 * mm, note=note)
        top -= 44 * mm
        top = self._alerts(top)
        # What the notes at the head took is missing here; the foot stays free.
        room = top - _HEADING - 2 * mm - (_MARGIN * 0.55 + _SIZE + 1 * mm)
        self._chart("complete", self._left, top, half, min(26 * mm, room))
        self._stock(self._left + half + _GAP, top, half)
        self._foot()

    def _head(self) -> None:
        canvas, page, words = self._canvas, self._page, self._words
        canvas.setFillColor(black)
        canvas.setFont(BOLD, 15)
        canvas.drawString(self._left, self._y - 12, words("title", month=words.month(page.period)))
        canvas.setFont(BOLD, 9.5)
        canvas.drawRightString(self._right, self._y - 8, f"{page.facility_name} ({page.facility_code})")
        canvas.setFont(REGULAR, 8)
        canvas.drawRightString(self._right, self._y - 19, page.facility_place)
        canvas.setLineWidth(1.1)
        canvas.line(self._left, self._y - 25, self._right, self._y - 25)
        self._y -= 25
        notes = list(notes_of(page, words))
        if page.training:
            notes.insert(0, Texts("page", words.language)("training_line"))
        for note in notes:
            canvas.setFont(BOLD, _SIZE + 0.6)
            canvas.drawString(self._left, self._y - 10, note)
            self._y -= 10
        self._y -= 4

    def _heading(self, text: str, x: float, top: float, width: float) -> None:
        self._canvas.setFillColor(black)
        self._canvas.setFont(BOLD, _HEADING)
        fits = elided(text, width, lambda each: stringWidth(each, BOLD, _HEADING))
        self._canvas.drawString(x, top - _HEADING, fits)

    def _chart(self, name: str, x: float, top: float, width: float, height: float, note: str = "") -> None:
        chart: Chart | HeatChart = self._charts[name]
        self._heading(chart.title, x, top, width)
        body = height - (_SIZE * 1.3 if note else 0)
        paint(self._canvas, chart, x=x, top=top - _HEADING - 2 * mm, width=width, height=body, size=_SIZE)
        if note:
            self._small(note, x, top - _HEADING - 2 * mm - height, width)

    def _small(self, text: str, x: float, y: float, width: float) -> None:
        self._canvas.setFont(REGULAR, _SIZE - 0.6)
        self._canvas.setFillColor(GREY)
        fits = elided(text, width, lambda each: stringWidth(each, REGULAR, _SIZE - 0.6))
        self._canvas.drawString(x, y, fits)
        self._canvas.setFillColor(black)

    def _figures(self, x: float, top: float, width: float) -> None:
        """The table of the month: names, three months, and how this one differs."""
        canvas, words, page = self._canvas, self._words, self._page
        self._heading(words("key_figures"), x, top, width)
        ends = [x + width * part for part in (0.58, 0.8, 1.0)]
        y = top - _HEADING - 4.2 * mm
        canvas.setFont(REGULAR, _SIZE)
        for name, end in zip(("this_month", "last_month", "year_ago"), ends, strict=True):
            canvas.drawRightString(end, y, words(name))
        canvas.setLineWidth(0.5)
        canvas.line(x, y - 2, x + width, y - 2)
        for one in page.compared:
            y -= 5.2 * mm
            canvas.setFont(REGULAR, 8.6)
            amount = words.amount(one.now)
            room = ends[0] - x - stringWidth(amount, BOLD, 10) - 2 * mm
            name = elided(
                one.indicator.name(words.language), room, lambda text: stringWidth(text, REGULAR, 8.6)
            )
            canvas.drawString(x, y, name)
            canvas.setFont(BOLD, 10)
            canvas.drawRightString(ends[0], y, amount)
            for then, end in ((one.before, ends[1]), (one.year_ago, ends[2])):
                canvas.setFont(REGULAR, 8.6)
                change = words.change(one.now, then) if page.is_over else ""
                told = f"{words.amount(then)}" + (f" ({change})" if change else "")
                canvas.drawRightString(end, y, told)
            canvas.setLineWidth(0.2)
            canvas.line(x, y - 2.6, x + width, y - 2.6)

    def _alerts(self, top: float) -> float:
        words, page = self._words, self._page
        self._heading(words("alerts"), self._left, top, self._width)
        top -= _HEADING + 1.4 * mm
        if not page.alerts:
            self._small(words("no_weeks"), self._left, top - _SIZE, self._width)
            return top - 8 * mm
        columns = 3
        width = (self._width - (columns - 1) * _GAP) / columns
        height = 22 * mm
        for place, alert in enumerate(page.alerts):
            x = self._left + (place % columns) * (width + _GAP)
            upper = top - (place // columns) * (height + 8.2 * mm)
            chart = alert_chart(alert, words)
            is_above = bool(alert.weeks and alert.weeks[-1].above)
            if is_above:
                self._flag(x, upper, width)
            self._canvas.setFillColor(white if is_above else black)
            self._canvas.setFont(BOLD, _SIZE + 0.4)
            fits = elided(chart.title, width - 2, lambda text: stringWidth(text, BOLD, _SIZE + 0.4))
            self._canvas.drawString(x + 1, upper - _SIZE - 0.6, fits)
            self._small(alert_words(alert, words), x, upper - 2.25 * _SIZE, width)
            paint_on = upper - 2.4 * _SIZE
            bare = _without_legend(chart)
            paint(self._canvas, bare, x=x, top=paint_on, width=width, height=height - 2, size=_SIZE - 1.2)
        lines = -(-len(page.alerts) // columns)
        top -= lines * (height + 8.2 * mm)
        top = self._paragraph(alert_method(words), self._left, top + 1.5 * mm, self._width, 2)
        return top - 3 * mm

    def _flag(self, x: float, top: float, width: float) -> None:
        self._canvas.setFillColor(black)
        self._canvas.rect(x - 1, top - _SIZE - 2.8, width + 2, _SIZE + 3.4, stroke=0, fill=1)

    def _stock(self, x: float, top: float, width: float) -> None:
        words, marks = self._words, self._page.out_of_stock
        self._heading(words("stock"), x, top, width)
        y = top - _HEADING - 2 * mm
        if not marks:
            self._paragraph(words("stock_none"), x, y, width, 4)
            return
        y = self._paragraph(words("stock_note"), x, y, width, 2) - 1
        shown: Sequence[str] = [
            words("stock_line", medicine=one.medicine, date=words.day(one.since)) for one in marks[:_STOCK]
        ]
        if len(marks) > _STOCK:
            shown = [*shown[:-1], words("stock_more", count=len(marks) - _STOCK + 1)]
        for text in shown:
            self._canvas.setFont(REGULAR, _SIZE)
            y -= _SIZE * 1.25
            fits = elided(text, width, lambda each: stringWidth(each, REGULAR, _SIZE))
            self._canvas.drawString(x, y, fits)

    def _paragraph(self, text: str, x: float, top: float, width: float, most: int) -> float:
        """Small text over a few lines; gives where it ended."""
        size = _SIZE - 0.6
        lines: list[str] = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if stringWidth(longer, REGULAR, size) > width and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        for line in lines[:most]:
            top -= size * 1.25
            self._small(line, x, top, width)
        return top

    def _foot(self) -> None:
        words = self._words
        made = local(self._page.generated)
        self._small(words("footer", date=f"{made:%d/%m/%Y %H:%M}"), self._left, _MARGIN * 0.55, self._width)


def _without_legend(chart: Chart) -> Chart:
    """Small charts that stand beside each other share one explanation."""
    return replace(chart, legend=False)
