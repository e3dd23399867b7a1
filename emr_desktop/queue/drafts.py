"""Drafts of a visit at its stations, beside the consultation's own; they follow whoever takes the visit."""

from __future__ import annotations

import uuid

from emr_desktop.identity import named_id


def dispensing_draft_id(visit_id: uuid.UUID) -> uuid.UUID:
    """The draft of the answers at the pharmacy's counter."""
    return named_id("dispensing", visit_id.hex)


def triage_draft_id(visit_id: uuid.UUID) -> uuid.UUID:
    """The draft of a triage."""
    return named_id("triage", visit_id.hex)


def station_draft_ids(visit_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Every draft that a visit may have at a station; the consultation's has the visit's own id."""
    return visit_id, triage_draft_id(visit_id), dispensing_draft_id(visit_id)
