"""The few shapes that a painter has to know. Places in the painter's unit, x to the right and y down."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle. ``fill``: ``solid soft hatched none`` or ``shade`` with ``strength`` from 0 to 1."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    strength: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A line through points. ``look``: ``grid axis line faint_line limit``."""

    points: tuple[Point, ...]
    look: str


@dataclass(frozen=True)
class Dot:
    """A mark at a point. ``look``: ``value`` a filled circle, ``alert`` a triangle that points down at it."""

    x: float
    y: float
    look: str


@dataclass(frozen=True)
class Words:
    """Text written at ``y``. ``anchor``: ``start middle end``; ``tone``: ``text quiet``, or ``shade``.

    On a ``shade`` of this ``strength`` the painter chooses the darker or the lighter ink.
    """

    x: float
    y: float
    text: str
    anchor: str = "start"
    tone: str = "quiet"
    strength: float = 0.0


@dataclass(frozen=True)
class Area:
    """Where a value may be pointed at; ``at`` is what ``said`` of the chart is asked with."""

    at: int
    x: float
    y: float
    width: float
    height: float


Shape = Box | Stroke | Dot | Words


@dataclass(frozen=True)
class Drawing:
    """What to paint, in this order, and where it can be pointed at."""

    shapes: tuple[Shape, ...]
    areas: tuple[Area, ...] = ()
