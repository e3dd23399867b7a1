"""What stood in a visit before it was corrected, read back from the JSON that was kept of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, TypeVar

from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

_Row = TypeVar("_Row", VitalsEntry, LabEntry, DiagnosisEntry, PrescriptionEntry)
_WORDS = (
    "complaint",
    "history",
    "examination",
    "advice",
    "outcome",
    "referred_to",
    "payer",
    "pregnancy",
)


def form_before(content: Mapping[str, Any]) -> VisitForm | None:
    """The form as far as a paper tells it; None where an older program kept it in another shape."""
    try:
        return VisitForm(
            id=uuid.UUID(str(content["id"])),
            patient_id=uuid.UUID(str(content["patient_id"])),
            visit_date=date.fromisoformat(content["visit_date"]),
            vitals=_made(VitalsEntry, content.get("vitals") or {}),
            tests=tuple(_made(LabEntry, each) for each in content.get("tests") or ()),
            diagnoses=tuple(_made(DiagnosisEntry, each) for each in content.get("diagnoses") or ()),
            prescriptions=tuple(
                _made(PrescriptionEntry, each) for each in content.get("prescriptions") or ()
            ),
            **{name: content[name] for name in _WORDS if content.get(name) is not None},
        )
    except (KeyError, TypeError, ValueError):
        return None


def _made(kind: type[_Row], told: Mapping[str, Any]) -> _Row:
    """A row with the fields it has today; what it had once and has no more is left out."""
    known = {each.name for each in fields(kind)}
    return kind(**{name: value for name, value in told.items() if name in known})
