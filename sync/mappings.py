"""Finds the mapping of a form at a target."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models import FormMapping, Target
from emr_desktop.errors import EmrError


def find_mapping(
    session: Session, target_id: uuid.UUID, form: str, edition: str | None
) -> FormMapping | None:
    """The mapping of a form at a target, if there is one."""
    return session.scalars(
        select(FormMapping).where(
            FormMapping.target_id == target_id, FormMapping.form == form, FormMapping.edition == edition
        )
    ).one_or_none()


def mapping_of(session: Session, target: Target, form: str, edition: str | None) -> FormMapping:
    """The mapping of a form at a target.

    Raises:
        EmrError: ``mapping.missing``.
    """
    found = find_mapping(session, target.id, form, edition)
    if found is None:
        raise no_mapping(session, form, edition, [target])
    return found


def no_mapping(session: Session, form: str, edition: str | None, targets: Collection[Target]) -> EmrError:
    """Why a form has no way to these targets: ``mapping.other_edition`` where another edition has one.

    A month is counted by the edition in force then; its rows are not those of another edition.
    """
    names = ", ".join(each.name for each in targets)
    query = select(FormMapping.edition).where(
        FormMapping.form == form, FormMapping.target_id.in_([each.id for each in targets])
    )
    others = sorted(set(session.scalars(query)))
    if others:
        return EmrError(
            "mapping.other_edition", form=form, edition=edition, target=names, others=", ".join(others)
        )
    return EmrError("mapping.missing", form=form, edition=edition, target=names)
