"""What callers hand in and see of notifications and clusters."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from emr_desktop.patients.rows import PatientRow


@dataclass(frozen=True, kw_only=True)
class NotificationForm:
    """A case form as it stands on the screen; ``id`` is made when it opens, so that Save is idempotent."""

    id: uuid.UUID
    patient_id: uuid.UUID
    visit_id: uuid.UUID  # of the visit, saved or still being written
    condition: str
    seen_on: date
    reporter: str
    icd10: str | None = None
    onset_on: date | None = None
    region: str | None = None
    council: str | None = None
    ward: str | None = None
    village: str | None = None
    phone: str | None = None
    exposure: str | None = None
    symptoms: str | None = None
    specimen: str | None = None  # None: none was taken
    specimen_on: date | None = None
    specimen_to: str | None = None
    vaccinated: str = "unknown"  # yes no unknown
    doses: int | None = None
    last_dose_on: date | None = None
    outcome: str = "alive"  # alive admitted referred died unknown
    action: str | None = None
    reporter_cadre: str | None = None
    reporter_phone: str | None = None
    expected_version: int | None = None  # None for a new form; a number corrects that version


@dataclass(frozen=True, kw_only=True)
class NotificationRow:
    """A saved case form, or the decision that it is not a case."""

    form: NotificationForm
    patient: PatientRow
    kind: str  # case, not_a_case
    reason: str | None
    number: str | None
    sex: str
    age_months: int
    version: int
    made_at: datetime
    deadline: datetime
    phoned_to: str | None
    phoned_at: datetime | None
    printed_at: datetime | None
    printed_count: int
    sent_at: datetime | None
    voided_at: datetime | None = None
    void_reason: str | None = None

    @property
    def steps(self) -> tuple[str, ...]:
        """What is done and missing: ``to_phone`` or ``phoned``; ``to_print`` or ``printed``; ``queued``.

        A form that was sent says ``sent`` in place of ``queued``.
        """
        if self.voided_at is not None:
            return ("void",)
        if self.kind == "not_a_case":
            return ("not_a_case",)
        return (
            "phoned" if self.phoned_at else "to_phone",
            "printed" if self.printed_at else "to_print",
            "sent" if self.sent_at else "queued",
        )


@dataclass(frozen=True)
class Notice:
    """A diagnosis on the immediate-notification list, and what was made of it in this visit."""

    icd10: str
    condition: str
    known: NotificationRow | None = None


@dataclass(frozen=True)
class Cluster:
    """Several alike in one village."""

    rule: str
    village: str
    patients: int  # different ones
    days: int
    first: date
    last: date
    visits: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class Watch:
    """What surveillance says of the diagnoses of a visit."""

    notices: tuple[Notice, ...] = ()
    clusters: tuple[Cluster, ...] = ()


@dataclass(frozen=True)
class ClusterSetting:
    """A cluster rule as this facility uses it."""

    rule: str
    on: bool
    count: int
    days: int
    changed: bool = False  # differs from what was shipped


@dataclass(frozen=True)
class NotificationList:
    """A line list that is taken out, with the code of the audit trail's head for its pages."""

    lines: tuple[NotificationRow, ...]
    trail: str
