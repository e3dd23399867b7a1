"""How far a new facility is with what is done once, read from what is really there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.models import Patient, Staff, Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.facility.rekeying import DRILLED, instant, recovery_made_at

# The steps of the set-up that come when there is a record, in their order: what ``setup.step`` may say.
LATER_STEPS = ("key", "people", "backup", "files", "practice")


@dataclass(frozen=True, kw_only=True)
class SetUpState:
    """What the steps of the set-up look at; counts and dates, of nobody.

    Attributes:
        people: who work here and may log in.
        patients: registered, or brought in from files.
        targets: national systems that are set up.
        recovery_made_at: since when the paper key of now opens.
        recovery_tried_at: when it was last typed and opened; None: never since the set-up.
    """

    people: int
    patients: int
    targets: int
    recovery_made_at: datetime
    recovery_tried_at: datetime | None


class SetUpService:
    """Reads; each step is done by the verb it belongs to."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def state(self) -> SetUpState:
        """How far the set-up is."""
        self._work.require("facility.change")
        with self._work.database.read() as session:
            people = select(func.count()).select_from(Staff).where(Staff.disabled_at.is_(None))
            return SetUpState(
                people=session.scalars(people).one(),
                patients=session.scalars(select(func.count()).select_from(Patient)).one(),
                targets=session.scalars(select(func.count()).select_from(Target)).one(),
                recovery_made_at=recovery_made_at(session),
                recovery_tried_at=instant(session, DRILLED),
            )
