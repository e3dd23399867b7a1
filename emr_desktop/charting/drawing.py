"""Lays a chart out in a room: the same shapes for the screen and for paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from emr_desktop.charting.chart import Chart, HeatChart, Series, number_text
from emr_desktop.charting.shapes import Area, Box, Dot, Drawing, Shape, Stroke, Words

Measure = Callable[[str], float]  # how wide a text is

_WIDEST_NAME = 0.48  # of the width, for names at the left of lying bars
_BAR = 0.72  # of a category's room


def draw(chart: Chart | HeatChart, *, width: float, height: float, size: float, measure: Measure) -> Drawing:
    """Lay a chart out.

    Args:
        chart: what it says.
        width: of the room.
        height: of the room.
        size: height of the letters.
        measure: gives the width of a text at that size.
    """
    if chart.empty:
        return Drawing(tuple(_wrapped(chart.empty, width, size, measure)))
    if isinstance(chart, HeatChart):
        return _heat(chart, width, height, size, measure)
    return (_lying if chart.lying else _standing)(chart, width, height, size, measure)


def legend(chart: Chart, *, size: float, measure: Measure, width: float) -> tuple[Shape, ...]:
    """A sample and a name of each series in one line, and of the triangle; nothing for a single series."""
    names = [(series.look, series.name) for series in chart.series]
    if chart.marked and chart.mark_name:
        names.append(("alert", chart.mark_name))
    if len(names) < 2 or not chart.legend:
        return ()
    shapes: list[Shape] = []
    x, y = 0.0, size
    for look, name in names:
        if x + size * 1.9 + measure(name) > width:
            break
        middle = y - size * 0.35
        if look in ("solid", "soft", "hatched"):
            shapes.append(Box(x, middle - size * 0.4, size * 1.2, size * 0.8, look))
        elif look == "alert":
            shapes.append(Dot(x + size * 0.6, middle + size * 0.4, "alert"))
        else:
            shapes.append(Stroke(((x, middle), (x + size * 1.4, middle)), look))
            if look == "line":
                shapes.append(Dot(x + size * 0.7, middle, "value"))
        shapes.append(Words(x + size * 1.7, y, name))
        x += size * 2.8 + measure(name)
    return tuple(shapes)


def _standing(chart: Chart, width: float, height: float, size: float, measure: Measure) -> Drawing:
    axis = chart.scale
    key = legend(chart, size=size, measure=measure, width=width)
    left = max(measure(number_text(tick) + axis.unit) for tick in axis.ticks) + size * 0.5
    top = size * (2.1 if key else 0.5) + (size * 0.9 if chart.marked else 0)
    bottom, right = height - size * 1.5, width - size * 0.3
    shapes: list[Shape] = list(key)

    def y_of(value: float) -> float:
        return bottom - min(axis.part(value), 1.0) * (bottom - top)

    for tick in axis.ticks:
        y = y_of(tick)
        shapes.append(Stroke(((left, y), (right, y)), "axis" if tick == axis.low else "grid"))
        shapes.append(Words(left - size * 0.4, y + size * 0.36, number_text(tick) + axis.unit, "end"))
    slot = (right - left) / max(len(chart.categories), 1)
    areas = []
    bars = [series for series in chart.series if series.is_bars]
    taken = -1.0
    for at, category in enumerate(chart.categories):
        x = left + slot * at
        areas.append(Area(at, x, top, slot, bottom - top))
        level = axis.low
        for series in bars:
            value = series.values[at] or 0.0
            if value > 0:
                y, foot = y_of(level + value), y_of(level)
                shapes.append(Box(x + slot * (1 - _BAR) / 2, y, slot * _BAR, foot - y, series.look))
            level += value
        middle, wide = x + slot / 2, measure(category.label)
        if category.label and middle - wide / 2 > taken and middle + wide / 2 <= width:
            shapes.append(Words(middle, height - size * 0.3, category.label, "middle"))
            taken = middle + wide / 2 + size * 0.3
    for series in chart.series:
        if not series.is_bars:
            shapes += _line(series, left, slot, y_of)
    highest = [
        max((chart.stacks[at], *(one.values[at] or 0 for one in chart.series if one.look == "line")))
        for at in range(len(chart.categories))
    ]
    shapes += [
        Dot(left + slot * (at + 0.5), y_of(highest[at]) - size * 0.2, "alert") for at in sorted(chart.marked)
    ]
    return Drawing(tuple(shapes), tuple(areas))


def _line(series: Series, left: float, slot: float, y_of: Callable[[float], float]) -> Iterator[Shape]:
    places = [
        (left + slot * (at + 0.5), y_of(value)) if value is not None else None
        for at, value in enumerate(series.values)
    ]
    for known, stretch in groupby(places, key=lambda place: place is not None):
        points = tuple(place for place in stretch if place is not None)
        if not known:
            continue
        if len(points) == 1:  # a single value is a short dash
            x, y = points[0]
            points = ((x - slot * 0.3, y), (x + slot * 0.3, y))
        yield Stroke(points, series.look)
    if series.look == "line" and slot > 0:
        yield from (Dot(place[0], place[1], "value") for place in places if place is not None)


def _lying(chart: Chart, width: float, height: float, size: float, measure: Measure) -> Drawing:
    """Bars that lie: the name at the left, the sum at the end of each."""
    key = legend(chart, size=size, measure=measure, width=width)
    top = size * 2.0 if key else 0.0
    count = max(len(chart.categories), 1)
    slot = min((height - top) / count, size * 2.4)
    names = min(max((measure(one.label) for one in chart.categories), default=0.0), width * _WIDEST_NAME)
    left = names + size * 0.6
    ends = [number_text(stack) + chart.unit for stack in chart.stacks]
    right = width - max((measure(end) for end in ends), default=0.0) - size * 0.6
    largest = chart.axis.high if chart.axis is not None else max((*chart.stacks, 1.0))
    shapes: list[Shape] = list(key)
    shapes.append(Stroke(((left, top), (left, top + slot * count)), "axis"))
    areas = []
    for at, category in enumerate(chart.categories):
        y = top + slot * at
        areas.append(Area(at, 0, y, width, slot))
        line = y + slot / 2 + size * 0.36
        name = elided(category.label, names, measure)
        shapes.append(Words(left - size * 0.5, line, name, "end", "text"))
        x = left
        for series in chart.series:
            value = series.values[at] or 0.0
            length = (right - left) * min(value / largest, 1.0)
            if length > 0:
                shapes.append(Box(x, y + slot * (1 - _BAR) / 2, length, slot * _BAR, series.look))
            x += length
        shapes.append(Words(x + size * 0.4, line, ends[at], "start", "text"))
    return Drawing(tuple(shapes), tuple(areas))


def _heat(chart: HeatChart, width: float, height: float, size: float, measure: Measure) -> Drawing:
    left = max(measure(one.label) for one in chart.rows) + size * 0.6
    top = size * 1.4
    across, down = (width - left) / len(chart.columns), (height - top) / len(chart.rows)
    shapes: list[Shape] = []
    areas = []
    for place, one in enumerate(chart.columns):
        shapes.append(Words(left + across * (place + 0.5), size, one.label, "middle"))
    for line, row in enumerate(chart.rows):
        y = top + down * line
        base = y + down / 2 + size * 0.36
        shapes.append(Words(left - size * 0.5, base, row.label, "end"))
        for place, value in enumerate(chart.values[line]):
            x = left + across * place
            areas.append(Area(line * len(chart.columns) + place, x, y, across, down))
            strength = value / chart.largest if chart.largest else 0.0
            shapes.append(Box(x + 0.5, y + 0.5, across - 1, down - 1, "shade", strength))
            text = str(value)
            if value and down >= size * 1.05 and measure(text) < across - 1:
                shapes.append(Words(x + across / 2, base, text, "middle", "shade", strength))
    return Drawing(tuple(shapes), tuple(areas))


def _wrapped(text: str, width: float, size: float, measure: Measure) -> Iterator[Shape]:
    line, y = "", size * 1.5
    for word in text.split():
        if line and measure(f"{line} {word}") > width:
            yield Words(0, y, line)
            line, y = "", y + size * 1.4
        line = f"{line} {word}".strip()
    yield Words(0, y, line)


def elided(text: str, room: float, measure: Measure) -> str:
    """As much of a text as there is room for."""
    if measure(text) <= room:
        return text
    while text and measure(text + "…") > room:
        text = text[:-1].rstrip()
    return text + "…"
