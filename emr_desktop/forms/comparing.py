"""What changed since a form was signed: the cells, and the visits that are responsible for them."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping

from sqlalchemy.orm import Session

from db.models import FormVersion
from emr_desktop.errors import EmrError
from emr_desktop.forms.counting import count_form
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import cells_of, changed_cells
from emr_desktop.forms.kept import ListedVisit, VisitList, definition_hash, kept_of, read_list, visit_list
from emr_desktop.forms.listing import NOT_SAID, OTHERS, rows_for
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import ChangedCell
from emr_desktop.forms.version_rows import CellStep, FormChanges
from emr_desktop.forms.visit_stories import merged_between, stories

_NOBODY = ListedVisit(0, ())


def compare_with_now(
    session: Session, version: FormVersion, definition: FormDefinition, days: Period, *, key: bytes
) -> FormChanges:
    """A signed version against the record as it is now.

    Args:
        session: a reading session.
        version: the signed version.
        definition: the form as the program knows it, without rows of its own making.
        days: the period.
        key: of the audit chain, to know that the kept list is the one that was signed.

    Raises:
        EmrError: ``form.version_damaged``.
    """
    figures = version.figures
    now_definition = rows_for(
        session, definition, days, figures["count"], first=tuple(figures.get("listed", ()))
    )
    cells = cells_of(now_definition, count_form(session, now_definition, days, figures["count"]).cells)
    changed = changed_cells(figures["rows"], cells)
    kept = kept_of(session, version)
    if kept is None:
        return _without_list(version, None, changed)
    then = read_list(session, version, kept, key)
    now = visit_list(session, now_definition, days, figures["count"])
    other_definition = kept.definition_hash != definition_hash(definition)
    return _changes(session, version, days, then, now, changed, None, definition_changed=other_definition)


def compare_versions(
    session: Session, version: FormVersion, other: FormVersion, days: Period, *, key: bytes
) -> FormChanges:
    """Two signed versions of the same form and period; ``other`` is the later one.

    Raises:
        EmrError: ``form.version_damaged``.
    """
    names = _names_of_rows(version.figures, other.figures)
    figures = {names(row): columns for row, columns in other.figures["rows"].items()}
    changed = changed_cells(version.figures["rows"], figures)
    kept, other_kept = kept_of(session, version), kept_of(session, other)
    if kept is None or other_kept is None:
        return _without_list(version, other, changed)
    then = read_list(session, version, kept, key)
    later = {
        visit: ListedVisit(one.version, tuple(sorted((names(row), column) for row, column in one.cells)))
        for visit, one in read_list(session, other, other_kept, key).items()
    }
    differs = kept.definition_hash != other_kept.definition_hash
    return _changes(session, version, days, then, later, changed, other, definition_changed=differs)


def figures_of(visits: VisitList) -> Counter[tuple[str, str]]:
    """The cells that a list of visits adds up to, zeros left out."""
    return Counter(cell for one in visits.values() for cell in one.cells)


def _changes(
    session: Session,
    version: FormVersion,
    days: Period,
    then: VisitList,
    later: VisitList,
    changed: tuple[ChangedCell, ...],
    other: FormVersion | None,
    *,
    definition_changed: bool,
) -> FormChanges:
    until = None if other is None else other.closed_at
    merged = merged_between(session, version.closed_at, until)
    steps: dict[uuid.UUID, tuple[CellStep, ...]] = {}
    for visit in then.keys() | later.keys():
        before, after = then.get(visit), later.get(visit)
        moved = _steps((before or _NOBODY).cells, (after or _NOBODY).cells)
        same = before is not None and after is not None and before.version == after.version
        if moved or not same or visit in merged:
            steps[visit] = moved
    return FormChanges(
        form=version.form,
        edition=version.edition,
        period=version.period,
        version=version.version,
        against=None if other is None else other.version,
        list_kept=True,
        definition_changed=definition_changed,
        cells=changed,
        visits=stories(
            session,
            steps,
            then=then,
            later=later,
            days=days,
            since=version.closed_at,
            merged=merged,
            definition_changed=definition_changed,
        ),
    )


def _without_list(
    version: FormVersion, other: FormVersion | None, changed: tuple[ChangedCell, ...]
) -> FormChanges:
    return FormChanges(
        form=version.form,
        edition=version.edition,
        period=version.period,
        version=version.version,
        against=None if other is None else other.version,
        list_kept=False,
        definition_changed=False,
        cells=changed,
        visits=(),
    )


def _steps(before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]) -> tuple[CellStep, ...]:
    difference = Counter(after)
    difference.subtract(Counter(before))
    return tuple(CellStep(row, column, step) for (row, column), step in sorted(difference.items()) if step)


class _Names:
    """Numbers of rows that were made from what was seen: the same value has the same number in both."""

    def __init__(self, here: list[str], there: list[str]) -> None:
        places = {value: str(at) for at, value in enumerate(here, 1)}
        following = len(here)
        self._names: dict[str, str] = {}
        for at, value in enumerate(there, 1):
            if value not in places:
                following += 1
                places[value] = str(following)
            self._names[str(at)] = places[value]

    def __call__(self, row: str) -> str:
        return row if row in (OTHERS, NOT_SAID) else self._names.get(row, row)


def _names_of_rows(here: Mapping[str, object], there: Mapping[str, object]) -> _Names:
    listed, other = here.get("listed") or [], there.get("listed") or []
    if not isinstance(listed, list) or not isinstance(other, list):
        raise EmrError("form.version_damaged", form="", period="", version=0)
    return _Names(listed, other)
