"""What others have to say when a visit is saved: they are handed to the service, which knows none of them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session

from db.models import Patient, Visit
from emr_desktop.visits.rows import FindingEntry, VisitForm

# The whole of what the checks say of a visit about to be saved, answers of the form kept in.
Examine = Callable[[Session, VisitForm, Patient], tuple[FindingEntry, ...]]
# What follows when a patient was marked as dead, or is no longer: told in the same transaction.
AfterDeath = Callable[[Session, uuid.UUID], None]
# What else is written with a visit, in its transaction; told the form as it is saved.
Follow = Callable[[Session, VisitForm], None]


class Laboratory(Protocol):
    """What the laboratory has to say when a visit is saved."""

    def settle(self, session: Session, form: VisitForm) -> VisitForm:
        """The form with what was released; refuses one that says otherwise."""

    def place(self, session: Session, form: VisitForm) -> None:
        """Order what the saved visit waits for."""

    def changed_alone(self, session: Session, visit: Visit, since: int | None) -> bool:
        """Whether only the laboratory changed the visit after that version."""
