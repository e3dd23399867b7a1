"""From the units of a figure to the pixels of a chart, and back to the words at its axes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from emr_desktop.charting.axis import Axis
from emr_desktop.growth.figure import DAYS_A_MONTH


@dataclass(frozen=True)
class Scale:
    """Where the values of two axes stand in ``room``; y grows upwards."""

    room: QRectF
    x: Axis
    y: Axis

    def point(self, x: float, y: float) -> QPointF:
        """The place of a value, outside ``room`` when the value is beyond the axes."""
        return QPointF(
            self.room.left() + self.x.part(x) * self.room.width(),
            self.room.bottom() - self.y.part(y) * self.room.height(),
        )


def tick_text(axis: Axis, value: float) -> str:
    """The number at a tick: ages in months, everything else as it is."""
    return f"{round(value / DAYS_A_MONTH)}" if axis.unit == "months" else f"{value:g}"
