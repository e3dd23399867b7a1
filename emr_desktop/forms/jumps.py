"""Figures that jump: a row far above or below what it usually is.

Usual is told by the median of the periods before and by how far they lie from it (median absolute deviation),
never less than what chance alone moves a count by (the square root, as Poisson has it). Small figures are
left alone, and so is a facility whose record is too young to have a habit. Ours: something to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from sqlalchemy.orm import Session

from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.earlier import BY_VISIT_DATE, earlier_figures
from emr_desktop.forms.fact_words import row_params
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import Finding, FormReport

LOOK_BACK = {"month": 12, "week": 26}
FEWEST = 6  # periods with visits, before anything is called usual
SMALL = 10  # a figure, and a distance, below which nobody is asked to look
_WIDTH = 3.5  # how many deviations away is a jump
_MAD_TO_DEVIATION = 1.4826  # for a normal distribution


@dataclass(frozen=True)
class Usual:
    """What a figure usually is: said as ``low`` to ``high``, and outside of ``least`` to ``most`` a jump."""

    low: int
    high: int
    least: float
    most: float

    def is_jump(self, figure: int) -> bool:
        middle = (self.low + self.high) / 2
        is_small = max(figure, middle) < SMALL or abs(figure - middle) < SMALL
        return not is_small and not self.least <= figure <= self.most and not self.low <= figure <= self.high


def usual(figures: Sequence[int]) -> Usual | None:
    """What the figures of the periods before call usual; None when they are too few.

    The single lowest and highest are not part of what is said, where there are enough of them: one epidemic
    does not make a habit.
    """
    if len(figures) < FEWEST:
        return None
    ordered = sorted(figures)
    middle = median(ordered)
    deviation = _MAD_TO_DEVIATION * median(abs(figure - middle) for figure in ordered)
    width = _WIDTH * max(deviation, sqrt(max(middle, 1)))
    said = ordered[1:-1] if len(ordered) > FEWEST else ordered
    return Usual(said[0], said[-1], middle - width, middle + width)


def jumps(
    session: Session, definition: FormDefinition, period: Period, report: FormReport, *, is_over: bool
) -> Iterator[Finding]:
    """The rows of a form that are far from what they usually are, the farthest first.

    Args:
        session: the reading session in which ``report`` was counted.
        definition: the form.
        period: its days.
        report: the summary, as counted.
        is_over: False while the period runs: too few is then no finding.
    """
    if definition.listed is not None or period.period_type not in LOOK_BACK:
        return
    before = earlier_figures(session, definition, period, report.count, number=LOOK_BACK[period.period_type])
    with_visits = [one for one in before if one.visits]
    found: list[tuple[float, str, Finding]] = []
    for row in report.rows:
        counts, now = definition.rules[row.row].counts, row.total["all"]
        if counts not in BY_VISIT_DATE:
            continue
        habit = usual([one.rows.get(row.row, 0) for one in with_visits])
        if habit is None or not habit.is_jump(now) or (now < habit.low and not is_over):
            continue
        params = row_params(definition, row.row) | {"now": now, "low": habit.low, "high": habit.high}
        params["periods"] = len(with_visits)
        way = "jump_up" if now > habit.high else "jump_down"
        edge = habit.most if way == "jump_up" else habit.least
        far = abs(now - edge) / sqrt(max(edge, 1))
        found.append((far, counts, Finding(f"form.check.{way}", params)))
    # When few people came at all, every disease has few: the attendance alone is told.
    ways = {finding.code for _, counts, finding in found if counts == "visits"}
    found = [one for one in found if one[1] == "visits" or one[2].code not in ways]
    yield from (finding for _, _, finding in sorted(found, key=lambda one: -one[0]))
