"""A list of steps that stands beside the work: what is done, what comes now and how, what is to come."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.theme.tokens import GRID
from ui.widgets.layout import column, empty, row, words

DONE_MARK = "✓"


@dataclass(frozen=True)
class ShownStep:
    """A step in words; ``how`` is shown only while it is the one to do."""

    name: str
    title: str
    how: str


class StepList(QWidget):
    """``show_steps`` says everything anew; a step that is done has a tick, the others their number.

    State is never told by colour alone: the tick, the weight of the title and the words under it say it too.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._outer = column(self, spacing=GRID)
        self._said: list[str] = []

    @property
    def lines(self) -> list[str]:
        """What it says, step by step: mark and title, and how for the one to do."""
        return list(self._said)

    def show_steps(
        self, steps: Sequence[ShownStep], *, done: Collection[str], now: str | None = None
    ) -> None:
        """Show the steps; the first that is not done is the one to do, unless ``now`` names another."""
        empty(self._outer)
        self._said = []
        current = now or next((step.name for step in steps if step.name not in done), None)
        for number, step in enumerate(steps, start=1):
            is_done = step.name in done
            mark = DONE_MARK if is_done else str(number)
            self._outer.addWidget(self._line(mark, step, is_done=is_done, is_now=step.name == current))
            self._said.append(
                f"{mark} {step.title}" + (f": {step.how}" if step.name == current and step.how else "")
            )

    def _line(self, mark: str, step: ShownStep, *, is_done: bool, is_now: bool) -> QWidget:
        holder = QWidget(self)
        line = row(holder)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(words(mark, role="good" if is_done else "key", parent=holder), 0, top)
        told = column(spacing=GRID // 2)
        role = "heading" if is_now else "quiet" if is_done else None
        told.addWidget(words(step.title, role=role, wrap=True, parent=holder))
        if is_now and step.how:
            told.addWidget(words(step.how, wrap=True, parent=holder))
        line.addLayout(told, 1)
        return holder
