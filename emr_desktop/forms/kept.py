"""What a signed version keeps beside its figures: the visits with their cells, the sheet, the definition."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import AuditEntry, Death, FormDefinitionCopy, FormVersion, FormVersionKept, Visit
from db.portions import portions
from emr_desktop.access.chain import fits
from emr_desktop.errors import EmrError
from emr_desktop.forms.counting import counted_things, visits_in_scope
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.periods import Period
from emr_desktop.forms.plain_values import from_plain, packed, text_of, unpacked
from emr_desktop.forms.rows import FormReport

Cell = tuple[str, str]  # row and column


@dataclass(frozen=True)
class ListedVisit:
    """One visit that was counted: which version of it, and in which cells, twice where it counted twice."""

    version: int
    cells: tuple[Cell, ...]


VisitList = Mapping[uuid.UUID, ListedVisit]


def visit_list(session: Session, definition: FormDefinition, period: Period, count: str) -> VisitList:
    """Every visit the form counts as the record stands now.

    Args:
        session: a session.
        definition: the form, with its rows.
        period: the days to count.
        count: a key of the definition's choices.
    """
    versions = {
        visit: int(version)
        for visit, version in session.execute(visits_in_scope(definition, period, Visit.id, Visit.version))
    }
    cells: dict[uuid.UUID, list[Cell]] = {visit: [] for visit in versions}
    for source in definition.sources:
        for thing in counted_things(session, definition, period, count, source=source):
            if thing.place.is_open and thing.place.row is not None:
                cells.setdefault(thing.visit_id, []).append((thing.place.row, thing.place.column))
    beyond = sorted(set(cells) - set(versions))  # counted by another scope than that of visits
    for some in portions(beyond):
        wanted = select(Visit.id, Visit.version).where(Visit.id.in_(some))
        versions |= {visit: int(version) for visit, version in session.execute(wanted)}
        # A death that belongs to no visit stands for itself.
        deaths = select(Death.id, Death.version).where(Death.id.in_(some))
        versions |= {death: int(version) for death, version in session.execute(deaths)}
    return {visit: ListedVisit(versions.get(visit, 0), tuple(sorted(cells[visit]))) for visit in cells}


def hash_of_visits(pairs: Iterable[tuple[uuid.UUID, int]]) -> str:
    """SHA-256 (hex) over the sorted ids and versions of visits: any correction changes it."""
    lines = sorted(f"{visit_id.hex}:{version}\n" for visit_id, version in pairs)
    return hash_of_text("".join(lines))


def hash_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of_list(visits: VisitList) -> str:
    return hash_of_visits((visit, one.version) for visit, one in visits.items())


def list_text(visits: VisitList) -> str:
    """The list as canonical JSON; cells are written once and named by their place."""
    cells = sorted({cell for one in visits.values() for cell in one.cells})
    place = {cell: at for at, cell in enumerate(cells)}
    lines = [
        [visit.hex, one.version, [place[cell] for cell in one.cells]] for visit, one in sorted(visits.items())
    ]
    return json.dumps({"cells": cells, "visits": lines}, ensure_ascii=False, separators=(",", ":"))


def _list_of(text: str) -> VisitList:
    document = json.loads(text)
    cells: list[Cell] = [(row, column) for row, column in document["cells"]]
    return {
        uuid.UUID(visit): ListedVisit(version, tuple(cells[at] for at in places))
        for visit, version, places in document["visits"]
    }


def keep_definition(session: Session, definition: FormDefinition) -> str:
    """Keep the definition once, whatever the number of versions; gives the hash that it is known by."""
    text = _rules(definition)
    name = hash_of_text(text)
    if session.get(FormDefinitionCopy, name) is None:
        session.add(FormDefinitionCopy(hash=name, content=packed(text)))
        session.flush()
    return name


def definition_hash(definition: FormDefinition) -> str:
    """What ``keep_definition`` would give, without keeping anything."""
    return hash_of_text(_rules(definition))


def _rules(definition: FormDefinition) -> str:
    """The definition without what has no say in the figures, nor rows that are made for each period."""
    plain = replace(definition, is_default=True, order=0)
    return text_of(replace(plain, rows=(), listed_values=()) if definition.listed else plain)


def hashes_of(version: FormVersion, *, sheet: str, visits: str) -> dict[str, str]:
    """What the audit row of a closing says, so that nothing of a version can be changed without a trace."""
    return {
        "hash": version.visits_hash,
        "figures": _hash_of_figures(version),
        "sheet": hash_of_text(sheet),
        "list": hash_of_text(visits),
    }


def _hash_of_figures(version: FormVersion) -> str:
    return hash_of_text(
        json.dumps(version.figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def kept_of(session: Session, version: FormVersion) -> FormVersionKept | None:
    """None for a version that was signed before lists were kept."""
    return session.get(FormVersionKept, version.id)


def read_sheet(session: Session, version: FormVersion, kept: FormVersionKept, key: bytes) -> FormReport:
    """The report exactly as it was signed.

    Raises:
        EmrError: ``form.version_damaged`` when it is not what the audit chain says was signed.
    """
    try:
        text = unpacked(kept.sheet)
        found = {"sheet": hash_of_text(text), "figures": _hash_of_figures(version)}
        _compare(session, version, kept, key, found)
        return from_plain(FormReport, json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(version) from error


def read_list(session: Session, version: FormVersion, kept: FormVersionKept, key: bytes) -> VisitList:
    """The visits that were counted.

    Raises:
        EmrError: ``form.version_damaged`` when list and hash do not agree.
    """
    try:
        text = unpacked(kept.visit_list)
        visits = _list_of(text)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise _damaged(version) from error
    if hash_of_list(visits) != version.visits_hash or len(visits) != kept.visit_count:
        raise _damaged(version)
    _compare(session, version, kept, key, {"list": hash_of_text(text), "hash": version.visits_hash})
    return visits


def record_fits(session: Session, version: FormVersion, kept: FormVersionKept, key: bytes) -> bool:
    """Whether figures, sheet, list and the row of the audit chain all tell of the same closing."""
    try:
        sheet, visits = unpacked(kept.sheet), unpacked(kept.visit_list)
        _compare(session, version, kept, key, hashes_of(version, sheet=sheet, visits=visits))
        read_list(session, version, kept, key)
    except (EmrError, ValueError):
        return False
    return True


def _compare(
    session: Session, version: FormVersion, kept: FormVersionKept, key: bytes, found: dict[str, Any]
) -> None:
    entry = session.get(AuditEntry, kept.audit_seq)
    if entry is None or not fits(session, entry.seq, kept.audit_mac, key) or entry.entity_id != version.id:
        raise _damaged(version)
    if any(entry.detail.get(name) != value for name, value in found.items()):
        raise _damaged(version)


def _damaged(version: FormVersion) -> EmrError:
    return EmrError("form.version_damaged", form=version.form, period=version.period, version=version.version)
