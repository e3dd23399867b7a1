"""Signed versions of a form: figures frozen with a hash over the visits that were counted."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormVersion, Visit
from emr_desktop.forms.counting import visits_in_scope
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import Cells
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import FormSignature, Misplaced


def last_version(
    session: Session, definition: FormDefinition, period: Period, *, version: int | None = None
) -> FormVersion | None:
    """The newest version of a form (or the one with that number), reopened or not."""
    wanted = (
        select(FormVersion)
        .where(
            FormVersion.form == definition.form,
            FormVersion.edition == definition.edition,
            FormVersion.period == period.code,
        )
        .order_by(FormVersion.version.desc())
        .limit(1)
    )
    if version is not None:
        wanted = wanted.where(FormVersion.version == version)
    return session.scalars(wanted).one_or_none()


def visits_hash(session: Session, definition: FormDefinition, period: Period) -> str:
    """SHA-256 (hex) over the sorted ids and versions of the counted visits: any correction changes it."""
    pairs = session.execute(visits_in_scope(definition, period, Visit.id, Visit.version))
    lines = sorted(f"{visit_id.hex}:{version}\n" for visit_id, version in pairs)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def frozen_figures(
    cells: Cells, misplaced: tuple[Misplaced, ...], count: str, *, listed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What is kept of a report: how it was counted, every cell, what was misplaced, what made the rows."""
    return {
        "count": count,
        "listed": list(listed),
        "rows": cells,
        "misplaced": [[item.row, item.column, str(item.visit), item.why] for item in misplaced],
    }


def signature_of(version: FormVersion) -> FormSignature:
    return FormSignature(
        signer_name=version.signer_name,
        signer_cadre=version.signer_cadre,
        closed_at=version.closed_at,
        visits_hash=version.visits_hash,
    )
