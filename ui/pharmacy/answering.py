"""The answers at the counter that are not saved yet: kept while they are given, put back afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from emr_desktop.clinic import Clinic
from emr_desktop.errors import ValidationError
from emr_desktop.pharmacy.rows import DispenseEntry, Dispensing
from emr_desktop.pharmacy.rules import settled
from emr_desktop.queue.drafts import dispensing_draft_id
from emr_desktop.visits.rows import DraftRow
from ui.pharmacy.line import DispenseRow

DRAFT_KIND = "dispensing"


@dataclass(frozen=True)
class Answering:
    """A prescription and the rows that it is answered on."""

    dispensing: Dispensing
    rows: Sequence[DispenseRow]

    @property
    def draft_id(self) -> uuid.UUID:
        return dispensing_draft_id(self.dispensing.visit.form.id)

    @property
    def draft_kind(self) -> str:
        return DRAFT_KIND

    @property
    def patient_id(self) -> uuid.UUID:
        return self.dispensing.visit.patient.id

    def content(self) -> dict[str, Any]:
        """What was answered and is not saved, as plain JSON values, exactly as typed."""
        return {"lines": {each.key: each.content() for each in self.rows if each.is_unsaved}}

    def put_back(self, content: Mapping[str, Any]) -> bool:
        """Put kept answers back; a medicine that was changed or answered meanwhile is left as it stands.

        Raises:
            AttributeError, KeyError, TypeError, ValueError: another program wrote the draft.
        """
        lines = content["lines"]
        back = [each.put_back(lines[each.key]) for each in self.rows if each.key in lines]
        return any(back)

    def entries(self) -> tuple[DispenseEntry, ...]:
        """What was answered, right or wrong."""
        return tuple(each.entry for each in self.rows if each.entry is not None)

    def whole_entries(self) -> tuple[DispenseEntry, ...]:
        """The answers that could be saved as they stand."""
        found: list[DispenseEntry] = []
        for place, line in enumerate(self.dispensing.lines):
            entry = self.rows[place].entry
            if entry is None:
                continue
            try:
                found.append(settled(entry, ordered=line.order.quantity, place=place))
            except ValidationError:
                continue
        return tuple(found)

    @property
    def is_unfinished(self) -> bool:
        """Whether something was answered that cannot be saved yet."""
        return len(self.whole_entries()) < sum(each.is_begun for each in self.rows)


def read_with_draft(clinic: Clinic, visit_id: uuid.UUID) -> tuple[Dispensing, DraftRow | None]:
    """A prescription and the answers that were kept of it (audited as a view)."""
    wanted = dispensing_draft_id(visit_id)
    kept = next((draft for draft in clinic.drafts.mine() if draft.id == wanted), None)
    return clinic.pharmacy.read(visit_id), kept
