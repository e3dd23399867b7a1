"""Makes the report of a form: counted now, beside what was signed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import Setting, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.forms.counting import Count, count_form, counted_things
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import Cells, cells_of, changed_cells, derived_rows, form_info, form_rows
from emr_desktop.forms.listing import rows_for
from emr_desktop.forms.paper import paper_words
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import FormHeading, FormPaper, FormReport, Misplaced
from emr_desktop.forms.versions import last_version, signature_of


class FormReporter:
    """Counts in the session it is given; what it needs of the facility comes from the work session."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def with_rows(
        self, session: Session, definition: FormDefinition, days: Period, count: str
    ) -> FormDefinition:
        """Rows that are made from what was seen; those of a signed version keep their places."""
        if definition.listed is None:
            return definition
        last = last_version(session, definition, days)
        signed = last.figures.get("listed", ()) if last is not None and last.reopened_at is None else ()
        return rows_for(session, definition, days, count, first=signed)

    def report(self, session: Session, definition: FormDefinition, days: Period, count: str) -> FormReport:
        counted = count_form(session, definition, days, count)
        cells = cells_of(definition, counted.cells)
        misplaced = _misplaced(session, definition, days, count, counted)
        report = self.assemble(session, definition, days, count, cells, misplaced)
        report = replace(report, nothing_recorded=not _any_visit(session, days))
        last = last_version(session, definition, days)
        if last is None or last.reopened_at is not None:
            return replace(report, version=last.version if last is not None else 0)
        figures = last.figures
        now = cells
        if figures["count"] != count:
            now = cells_of(definition, count_form(session, definition, days, figures["count"]).cells)
        changed = changed_cells(figures["rows"], now)
        return replace(
            report,
            status="changed" if changed else "closed",
            version=last.version,
            changed=changed,
            # Figures that were counted otherwise are not the signed ones and must not look so.
            signature=signature_of(session, last) if figures["count"] == count else None,
        )

    def assemble(
        self,
        session: Session,
        definition: FormDefinition,
        days: Period,
        count: str,
        cells: Cells,
        misplaced: tuple[Misplaced, ...],
    ) -> FormReport:
        facility = self._work.facility
        return FormReport(
            info=form_info(definition),
            period=days.code,
            first_day=days.first_day,
            last_day=days.last_day,
            facility_code=facility.code,
            facility_name=facility.name,
            generated=self._work.clock.now(),
            status="open",
            version=0,
            count=count,
            rows=form_rows(definition, cells),
            misplaced=misplaced,
            derived=derived_rows(definition, cells),
            paper=self._paper(session, definition),
        )

    def _paper(self, session: Session, definition: FormDefinition) -> FormPaper:
        facility = self._work.facility
        ministry = session.get(Setting, "print.ministry_sw")
        return FormPaper(
            **vars(definition.titles),
            ministry=str(ministry.value) if ministry is not None else paper_words().heading["ministry"],
            sections=tuple(
                FormHeading(section.code, section.en, section.sw)
                for section in definition.sections
                if section.printed
            ),
            region=facility.region,
            council=facility.council,
            phone=facility.phone,
            training=facility.training,
        )


def _any_visit(session: Session, days: Period) -> bool:
    """Whether anything was recorded for these days, finished or not."""
    inside = Visit.visit_date.between(days.first_day, days.last_day)
    return session.scalar(select(Visit.id).where(inside, Visit.voided_at.is_(None)).limit(1)) is not None


def _misplaced(
    session: Session, definition: FormDefinition, days: Period, count: str, counted: Count
) -> tuple[Misplaced, ...]:
    """Name the visit behind everything that landed in a greyed cell or in no row."""
    order = {rule.row: number for number, rule in enumerate(definition.rows)}
    found = [
        Misplaced(
            thing.place.row or "",
            thing.place.column,
            thing.visit_id,
            "greyed_cell" if thing.place.row is not None else "no_row",
        )
        for source, groups in counted.astray.items()
        for thing in counted_things(session, definition, days, count, source=source, groups=groups)
        if not thing.place.is_open
    ]
    return tuple(sorted(found, key=lambda item: (order.get(item.row, len(order)), item.column, item.visit)))
