"""Finds the mapping of a form at a target."""

from __future__ import annotations

import uuid

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
        raise EmrError("mapping.missing", form=form, edition=edition, target=target.name)
    return found
