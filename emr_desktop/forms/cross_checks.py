"""Checks between two forms of one facility; what is compared stands in cross_checks.toml."""

from __future__ import annotations

import tomllib
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from emr_desktop import reference
from emr_desktop.forms.counting import count_form, counted_things
from emr_desktop.forms.definition import ColumnSet, FormDefinition
from emr_desktop.forms.figures import Cells, cells_of, totals
from emr_desktop.forms.periods import Period, period_of
from emr_desktop.forms.rows import Finding, FormReport
from emr_desktop.forms.versions import last_version

Forms = Mapping[tuple[str, str], FormDefinition]


@dataclass(frozen=True)
class Side:
    """Rows of one form whose figures are added."""

    form: str
    edition: str
    rows: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        return (self.form, self.edition)


@dataclass(frozen=True)
class CrossCheck:
    """One rule; ``columns`` is ``all`` (grand totals) or ``parts`` (each sex)."""

    code: str
    left: Side
    relation: str  # <= or =
    right: Side
    columns: str
    slack_percent: int
    slack_count: int
    evidence: str

    def is_broken(self, left: int, right: int) -> bool:
        """Whether the two figures are farther apart than the rule allows."""
        slack = max(self.slack_count, right * self.slack_percent // 100)
        return left > right + slack or (self.relation == "=" and right > left + slack)


@cache
def cross_checks() -> tuple[CrossCheck, ...]:
    """Every rule, in the order of the file."""
    path = Path(reference.__file__).parent / "forms" / "cross_checks.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        CrossCheck(
            code=entry["code"],
            left=_side(entry["left"]),
            relation=entry["relation"],
            right=_side(entry["right"]),
            columns=entry["columns"],
            slack_percent=entry.get("slack_percent", 0),
            slack_count=entry.get("slack_count", 0),
            evidence=entry["evidence"],
        )
        for entry in content["checks"]
    )


def _side(entry: Mapping[str, str]) -> Side:
    return Side(entry["form"], entry["edition"], tuple(entry["rows"].split("+")))


class CrossChecker:
    """Compares the form on hand with the others of its period; each other form is counted once.

    Args:
        session: the reading session in which ``report`` was counted.
        forms: the definitions that this facility has.
        definition: the form on hand.
        period: its days.
        report: its figures.
    """

    def __init__(
        self,
        session: Session,
        forms: Forms,
        definition: FormDefinition,
        period: Period,
        report: FormReport,
    ) -> None:
        self._session, self._forms = session, forms
        self._on_hand, self._period, self._count = (definition.form, definition.edition), period, report.count
        self._cells: dict[tuple[str, str], list[Cells]] = {
            self._on_hand: [{row.row: row.cells for row in report.rows}]
        }

    def findings(self) -> Iterator[Finding]:
        """What does not fit between the form on hand and the others."""
        for check in cross_checks():
            if self._concerns(check):
                yield from self._compared(check)

    def _concerns(self, check: CrossCheck) -> bool:
        """Whether the rule speaks of this form, of forms that are there, and not of an edition beside it."""
        sides = (check.left, check.right)
        if self._on_hand not in {side.key for side in sides}:
            return False
        for side in sides:
            other = self._forms.get(side.key)
            if other is None or not set(side.rows) <= set(other.rules):
                return False
            if side.key != self._on_hand:
                if not other.is_default:
                    return False
                if self._period.period_type == "week" and other.period_type != "week":
                    return False
        return True

    def _compared(self, check: CrossCheck) -> Iterator[Finding]:
        left, right = self._figures(check.left), self._figures(check.right)
        broken = [
            part
            for part in (("all",) if check.columns == "all" else ("M", "F"))
            if check.is_broken(left[part], right[part])
        ]
        if not broken:
            return
        other = check.right if check.left.key == self._on_hand else check.left
        for part in broken:
            params: dict[str, object] = {
                "left_figure": left[part],
                "right_figure": right[part],
                **self._part_words(check, part),
                "other_form": other.form,
                "other_edition": other.edition,
                "other_row": other.rows[0],
                "other_period": self._other_period(other).code,
            }
            for name, side in (("left", check.left), ("right", check.right)):
                definition = self._forms[side.key]
                params[f"{name}_rows"] = "+".join(side.rows)
                params[f"{name}_form_en"] = definition.name_en
                params[f"{name}_form_sw"] = definition.name_sw
            yield Finding(f"form.check.{check.code}", params, self._only_left(check, part))

    def _part_words(self, check: CrossCheck, part: str) -> dict[str, object]:
        known = {one.code: one for one in self._forms[check.left.key].columns.parts}
        if part not in known:
            return {"part": part}
        return {"part": part, "part_en": known[part].en, "part_sw": known[part].sw}

    def _other_period(self, side: Side) -> Period:
        """The period of the other form that is opened: of weeks the first whole one of the month."""
        return self._periods(self._forms[side.key])[0]

    def _periods(self, definition: FormDefinition) -> tuple[Period, ...]:
        if definition.period_type == self._period.period_type:
            return (self._period,)
        return whole_weeks(self._period)

    def _figures(self, side: Side) -> Counter[str]:
        definition = self._forms[side.key]
        if side.key not in self._cells:
            self._cells[side.key] = [self._cells_of(definition, one) for one in self._periods(definition)]
        found: Counter[str] = Counter()
        for cells in self._cells[side.key]:
            for row in side.rows:
                found.update(_by_part(definition.columns, cells.get(row, {})))
        return found

    def _cells_of(self, definition: FormDefinition, period: Period) -> Cells:
        """Signed figures where the form was signed: they are what the district has."""
        kept = last_version(self._session, definition, period)
        if kept is not None and kept.reopened_at is None:
            rows: Any = kept.figures["rows"]
            return dict(rows)
        count = self._count if self._count in definition.count_choices else "new"
        return cells_of(definition, count_form(self._session, definition, period, count).cells)

    def _only_left(self, check: CrossCheck, part: str) -> tuple[uuid.UUID, ...]:
        """The visits that stand on the left more often than on the right: where to look first."""
        if self._forms[check.left.key].period_type != self._forms[check.right.key].period_type:
            return ()
        over = self._visits(check.left, part) - self._visits(check.right, part)
        return tuple(sorted(over))

    def _visits(self, side: Side, part: str) -> Counter[uuid.UUID]:
        definition = self._forms[side.key]
        count = self._count if self._count in definition.count_choices else "new"
        found: Counter[uuid.UUID] = Counter()
        for source in {definition.rules[row].counts for row in side.rows}:
            for thing in counted_things(self._session, definition, self._period, count, source=source):
                place = thing.place
                if place.is_open and place.row in side.rows and part in ("all", place.column.split(".")[-1]):
                    found[thing.visit_id] = 1
        return found


def whole_weeks(month: Period) -> tuple[Period, ...]:
    """The ISO weeks that lie wholly inside a month; there are always three or four."""
    week = period_of(month.first_day, "week")
    if week.first_day < month.first_day:
        week = period_of(week.last_day + timedelta(days=1), "week")
    found = []
    while week.last_day <= month.last_day:
        found.append(week)
        week = period_of(week.last_day + timedelta(days=1), "week")
    return tuple(found)


def _by_part(columns: ColumnSet, cells: Mapping[str, int | None]) -> dict[str, int]:
    known = {column: cells.get(column) for column in columns.codes}
    return totals(columns, known)
