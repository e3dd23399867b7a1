"""Signed versions of a form: finding them, and what is said of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import FormVersion, Staff
from emr_desktop.access.head_code import written
from emr_desktop.clock import local
from emr_desktop.forms.definition import FormDefinition
from emr_desktop.forms.figures import Cells
from emr_desktop.forms.kept import kept_of
from emr_desktop.forms.periods import Period
from emr_desktop.forms.rows import FormSignature, FormStanding, Misplaced
from emr_desktop.forms.version_rows import VersionLine


def last_version(
    session: Session, definition: FormDefinition, period: Period, *, version: int | None = None
) -> FormVersion | None:
    """The newest version of a form (or the one with that number), reopened or not."""
    return newest_version(session, definition.form, definition.edition, period.code, version=version)


def newest_version(
    session: Session, form: str, edition: str, period: str, *, version: int | None = None
) -> FormVersion | None:
    """As ``last_version``, of a form that the program may not know any more."""
    wanted = (
        select(FormVersion)
        .where(FormVersion.form == form, FormVersion.edition == edition, FormVersion.period == period)
        .order_by(FormVersion.version.desc())
        .limit(1)
    )
    if version is not None:
        wanted = wanted.where(FormVersion.version == version)
    return session.scalars(wanted).one_or_none()


def frozen_figures(
    cells: Cells, misplaced: tuple[Misplaced, ...], count: str, *, listed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """What is kept of a report: how it was counted, every cell, what was misplaced, what made the rows."""
    return {
        "count": count,
        "listed": list(listed),
        "rows": {row: dict(figures) for row, figures in cells.items()},
        "misplaced": [[item.row, item.column, str(item.visit), item.why] for item in misplaced],
    }


def signature_of(session: Session, version: FormVersion) -> FormSignature:
    """Who signed a version, with its code where it has one."""
    kept = kept_of(session, version)
    return FormSignature(
        signer_name=version.signer_name,
        signer_cadre=version.signer_cadre,
        closed_at=version.closed_at,
        visits_hash=version.visits_hash,
        signed_on=None if kept is None else kept.signed_on,
        code=None if kept is None else written(kept.code),
        not_over=kept is not None and kept.not_over,
        open_visits=0 if kept is None else kept.open_visits,
    )


def standing_of(session: Session, version: FormVersion) -> FormStanding:
    """Where a version stands among the others of its form and period."""
    same = (
        FormVersion.form == version.form,
        FormVersion.edition == version.edition,
        FormVersion.period == version.period,
    )
    number = session.scalar(select(func.count()).select_from(FormVersion).where(*same)) or 0
    following = select(FormVersion.closed_at).where(*same, FormVersion.version > version.version)
    return FormStanding(
        versions=number,
        replaced_at=session.scalar(following.order_by(FormVersion.version).limit(1)),
        reopened_at=version.reopened_at,
        reopen_reason=version.reopen_reason,
    )


def line_of(session: Session, version: FormVersion) -> VersionLine:
    """A version for lists."""
    kept, standing = kept_of(session, version), standing_of(session, version)
    opener = session.get(Staff, version.reopened_by) if version.reopened_by else None
    return VersionLine(
        form=version.form,
        edition=version.edition,
        period=version.period,
        version=version.version,
        versions=standing.versions,
        signer_name=version.signer_name,
        signer_cadre=version.signer_cadre,
        signed_on=local(version.closed_at).date() if kept is None else kept.signed_on,
        closed_at=version.closed_at,
        code=None if kept is None else written(kept.code),
        visits=None if kept is None else kept.visit_count,
        not_over=kept is not None and kept.not_over,
        open_visits=0 if kept is None else kept.open_visits,
        confirmation=None if kept is None else kept.confirmation,
        reopened_at=version.reopened_at,
        reopened_by=None if opener is None else opener.full_name,
        reopen_reason=version.reopen_reason,
        replaced_at=standing.replaced_at,
    )
