"""The check of a form: does the summary say what the register says, and is the register sound?"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Visit
from emr_desktop.access.clock_behind import newer_entry
from emr_desktop.clock import local
from emr_desktop.errors import EmrError
from emr_desktop.forms.conditions import all_hold
from emr_desktop.forms.counting import counted_things
from emr_desktop.forms.cross_checks import CrossChecker
from emr_desktop.forms.definition import FormDefinition, SumCheck
from emr_desktop.forms.fact_words import column_params, period_params, row_params
from emr_desktop.forms.grading import graded
from emr_desktop.forms.jumps import jumps
from emr_desktop.forms.periods import Period
from emr_desktop.forms.register import RegisterLine, register_count, register_lines
from emr_desktop.forms.register_records import RegisterRecord, register_records
from emr_desktop.forms.rows import CheckReport, Finding, FormReport

PAPER = "paper"  # the source of a visit that was entered from paper later


def check_form(
    session: Session,
    definition: FormDefinition,
    period: Period,
    report: FormReport,
    *,
    now: datetime,
    forms: Mapping[tuple[str, str], FormDefinition],
) -> CheckReport:
    """Everything worth a look before the form is signed, gravest first.

    Args:
        session: the reading session in which ``report`` was counted.
        definition: the form.
        period: its days.
        report: the summary, as counted.
        now: the instant by the computer's clock.
        forms: every definition of the facility, for the checks between two forms.
    """
    today = local(now).date()
    lines = register_lines(session, definition, period)
    records = register_records(session, definition, period)
    findings = (
        *_clock(session, now),
        *_nothing(period, report),
        *_edition(report),
        *_register_differs(session, definition, period, report, lines, records),
        *_sums(definition, report, lines),
        *_misplaced(definition, report),
        *_ages(lines),
        *_doubts(lines, definition, report.count),
        *_diagnoses_missing(definition, lines),
        *_unfinished(session, definition, period, today),
        *_changed(definition, report),
        *CrossChecker(session, forms, definition, period, report).findings(),
        *jumps(session, definition, period, report, is_over=period.last_day < today),
    )
    return CheckReport(definition.form, definition.edition, period.code, len(lines), graded(findings))


def _clock(session: Session, now: datetime) -> Iterator[Finding]:
    newest = newer_entry(session, now)
    if newest is not None:
        yield Finding("form.check.clock_behind", _clock_params(now, newest))


def refuse_clock_behind(session: Session, now: datetime) -> None:
    """Refuse to sign while the clock is behind what is recorded.

    Raises:
        EmrError: ``form.clock_behind``.
    """
    newest = newer_entry(session, now)
    if newest is not None:
        raise EmrError("form.clock_behind", **_clock_params(now, newest))


def _clock_params(now: datetime, newest: datetime) -> dict[str, object]:
    """What the sentences about a clock that is behind say."""
    return {"now": f"{local(now):%d/%m/%Y %H:%M}", "last": f"{local(newest):%d/%m/%Y %H:%M}"}


def _nothing(period: Period, report: FormReport) -> Iterator[Finding]:
    if report.nothing_recorded:
        yield Finding("form.check.no_visits", period_params(period.code, period.period_type))


def _edition(report: FormReport) -> Iterator[Finding]:
    """Another edition of the form was in use then; the figures may be looked at all the same."""
    if not report.is_valid:
        info = report.info
        params: dict[str, object] = {"edition": info.edition, "period": report.period}
        params |= {"from": _day(info.valid_from), "to": _day(info.valid_to)}
        yield Finding("form.check.edition_not_in_use", params)


def _day(day: date | None) -> str:
    return "…" if day is None else f"{day:%d/%m/%Y}"


def _register_differs(
    session: Session,
    definition: FormDefinition,
    period: Period,
    report: FormReport,
    lines: list[RegisterLine],
    records: list[RegisterRecord],
) -> Iterator[Finding]:
    register = register_count(lines, definition, report.count, records)
    summary = {(row.row, column): figure or 0 for row in report.rows for column, figure in row.cells.items()}
    behind = {
        (row, column): visits
        for (row, column), visits in register.items()
        if len(visits) != summary[row, column]
    }
    wrong = [key for key, figure in summary.items() if figure != len(register.get(key, ()))]
    for source in {definition.rules[row].counts for row, _ in wrong}:
        counted: dict[tuple[str, str], Counter[uuid.UUID]] = {}
        for thing in counted_things(session, definition, period, report.count, source=source):
            if thing.place.row is not None:
                counted.setdefault((thing.place.row, thing.place.column), Counter())[thing.visit_id] += (
                    thing.amount
                )
        for row, column in wrong:
            if definition.rules[row].counts != source:
                continue
            here, there = Counter(behind.get((row, column), ())), counted.get((row, column), Counter())
            params = row_params(definition, row) | column_params(definition.columns, column)
            params["summary"] = summary[row, column]
            params["register"] = here.total()
            yield Finding("form.check.register_differs", params, tuple((here - there) + (there - here)))


def _sums(definition: FormDefinition, report: FormReport, lines: list[RegisterLine]) -> Iterator[Finding]:
    cells = {row.row: row.cells for row in report.rows}
    visits: Counter[str] = Counter()
    if any("visits" in side for check in definition.checks for side in (check.left, check.right)):
        visits.update(column for line in lines for column in definition.columns.columns_of(line.facts))

    def value(side: str, column: str) -> int:
        return sum(
            visits[column] if part == "visits" else cells[part][column] or 0 for part in side.split("+")
        )

    for check in definition.checks:
        for column in definition.columns.codes:
            left, right = value(check.left, column), value(check.right, column)
            if left > right or (check.relation == "=" and left != right):
                params = column_params(definition.columns, column) | {"row": _first_row(check)}
                params |= {"left": check.left, "relation": check.relation, "right": check.right}
                yield Finding("form.check.sum_differs", params | {"left_figure": left, "right_figure": right})


def _first_row(check: SumCheck) -> str:
    """The row to open for a sum that does not fit."""
    return next(part for part in (*check.left.split("+"), *check.right.split("+")) if part != "visits")


def _misplaced(definition: FormDefinition, report: FormReport) -> Iterator[Finding]:
    places: dict[tuple[str, str, str], list[uuid.UUID]] = {}
    for item in report.misplaced:
        places.setdefault((item.why, item.row, item.column), []).append(item.visit)
    for (why, row, column), visits in places.items():
        params = column_params(definition.columns, column) | {"count": len(visits)}
        if why == "greyed_cell":
            params |= row_params(definition, row)
            yield Finding("form.check.greyed_cell", params, _once(visits))
        else:
            yield Finding("form.check.no_row", params, _once(visits))


def _ages(lines: list[RegisterLine]) -> Iterator[Finding]:
    wrong = [
        line.visit_id
        for line in lines
        if line.birth_date > line.visit_date or line.facts["age_months"] != line.stored_age_months
    ]
    if wrong:
        yield Finding("form.check.age_differs", {"count": len(wrong)}, tuple(wrong))


def _doubts(lines: list[RegisterLine], definition: FormDefinition, count: str) -> Iterator[Finding]:
    for doubt in definition.doubts:
        source = definition.rules[doubt.row].counts
        scope = definition.conditions(source, count)
        visits = [
            line.visit_id
            for line in lines
            for facts in line.things(source)
            if all_hold((*scope, *doubt.when), facts)
            and any(place.row == doubt.row and place.is_open for place in definition.places(source, facts))
        ]
        if visits:
            params = row_params(definition, doubt.row) | {"count": len(visits)}
            yield Finding(f"form.check.{doubt.code}", params, _once(visits))


def _diagnoses_missing(definition: FormDefinition, lines: list[RegisterLine]) -> Iterator[Finding]:
    """Visits that no disease row can show: without a diagnosis, or with provisional ones alone."""
    if "diagnoses" not in definition.sources:
        return
    without = tuple(line.visit_id for line in lines if not line.diagnoses)
    if without:
        yield Finding("form.check.diagnosis_missing", {"count": len(without)}, without)
    provisional = tuple(
        line.visit_id
        for line in lines
        if line.diagnoses and all(entry["certainty"] == "provisional" for entry in line.diagnoses)
    )
    if provisional:
        yield Finding("form.check.only_provisional", {"count": len(provisional)}, provisional)


def _unfinished(
    session: Session, definition: FormDefinition, period: Period, today: date
) -> Iterator[Finding]:
    wanted = select(Visit.id).where(
        Visit.visit_date.between(period.first_day, period.last_day),
        Visit.status == "open",
        Visit.voided_at.is_(None),
    )
    wanted_late = select(Visit.id).where(
        Visit.visit_date.between(period.first_day, period.last_day),
        Visit.source == PAPER,
        Visit.voided_at.is_(None),
    )
    still_open = tuple(session.scalars(wanted))
    if still_open:
        yield Finding("form.check.visits_open", {"count": len(still_open)}, still_open)
    late = tuple(session.scalars(wanted_late))
    if late:
        yield Finding("form.check.entered_late", {"count": len(late)}, late)
    if period.last_day > today:
        yield Finding("form.check.period_not_over", {"last_day": period.last_day.isoformat()})


def _changed(definition: FormDefinition, report: FormReport) -> Iterator[Finding]:
    for cell in report.changed:
        params: dict[str, object] = {"row": cell.row, "row_name_en": "", "row_name_sw": ""}
        if cell.row in definition.rules:
            params = row_params(definition, cell.row)
        params |= column_params(definition.columns, cell.column) | {"version": report.version}
        closed = "-" if cell.closed is None else cell.closed
        now = "-" if cell.now is None else cell.now
        yield Finding("form.check.changed_since_closing", params | {"closed": closed, "now": now})


def _once(visits: list[uuid.UUID]) -> tuple[uuid.UUID, ...]:
    return tuple(dict.fromkeys(visits))
