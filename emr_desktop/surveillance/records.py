"""Reads and writes notifications inside a caller's transaction."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from db.models import Diagnosis, Notification, Patient, Setting, Visit
from db.portions import portions
from emr_desktop.patients.records import read_row
from emr_desktop.reference.notifiable import ClusterRule, cluster_rules, conditions
from emr_desktop.surveillance.rows import ClusterSetting, NotificationForm, NotificationRow
from emr_desktop.surveillance.rules import Sighting

FORM_COLUMNS = tuple(
    field.name for field in fields(NotificationForm) if field.name not in ("id", "expected_version")
)
_SETTING = "surveillance.cluster."


def form_of(notification: Notification) -> NotificationForm:
    """Read a case form back; ``expected_version`` stays None."""
    values: dict[str, Any] = {name: getattr(notification, name) for name in FORM_COLUMNS}
    return NotificationForm(id=notification.id, **values)


def row_of(session: Session, notification: Notification) -> NotificationRow:
    """Build what callers see of one notification, with its patient."""
    patient = read_row(session, notification.patient_id)
    assert patient is not None  # noqa: S101 - the foreign key says so
    condition = conditions().get(notification.condition)
    hours = condition.deadline_hours if condition is not None else 24
    return NotificationRow(
        form=form_of(notification),
        patient=patient,
        kind=notification.kind,
        reason=notification.reason,
        number=notification.number,
        sex=notification.sex,
        age_months=notification.age_months,
        version=notification.version,
        made_at=notification.created_at,
        deadline=notification.created_at + timedelta(hours=hours),
        phoned_to=notification.phoned_to,
        phoned_at=notification.phoned_at,
        printed_at=notification.printed_at,
        printed_count=notification.printed_count,
        sent_at=notification.sent_at,
        voided_at=notification.voided_at,
        void_reason=notification.void_reason,
    )


def of_visit(session: Session, visit_id: uuid.UUID) -> dict[str, Notification]:
    """What was made of each condition in a visit; voided ones are left out."""
    found = session.scalars(
        select(Notification)
        .where(Notification.visit_id == visit_id, Notification.voided_at.is_(None))
        .order_by(Notification.created_at)
    )
    return {one.condition: one for one in found}


def settings_of(session: Session) -> dict[str, ClusterSetting]:
    """Every cluster rule as this facility uses it, in the order of the file."""
    chosen = {
        name.removeprefix(_SETTING): value
        for name, value in session.execute(
            select(Setting.name, Setting.value).where(Setting.name.startswith(_SETTING))
        )
    }
    found = {}
    for code, rule in cluster_rules().items():
        mine = chosen.get(code, {})
        setting = ClusterSetting(
            code, mine.get("on", rule.on), mine.get("count", rule.count), mine.get("days", rule.days)
        )
        changed = (setting.on, setting.count, setting.days) != (rule.on, rule.count, rule.days)
        found[code] = ClusterSetting(code, setting.on, setting.count, setting.days, changed)
    return found


def setting_name(rule: str) -> str:
    """Under which name the facility's own figures of a rule lie."""
    return f"{_SETTING}{rule}"


def sightings(
    session: Session, rules: Iterable[ClusterRule], *, since: date, until: date
) -> Sequence[Sighting]:
    """Read who was seen with an illness of these rules in some days.

    The visits of those days are found in the index of counting; of each, its diagnoses in theirs.
    """
    prefixes = sorted({prefix for rule in rules for prefix in rule.icd10})
    if not prefixes:
        return ()
    asked = or_(*(and_(Diagnosis.icd10 >= prefix, Diagnosis.icd10 < _after(prefix)) for prefix in prefixes))
    # Villages are read for the few patients found, not for everybody who came.
    found = session.execute(
        select(Visit.patient_id, Visit.id, Visit.visit_date, Diagnosis.icd10, Diagnosis.severity)
        .join(Diagnosis, Diagnosis.visit_id == Visit.id)
        .where(Visit.visit_date.between(since, until), Visit.voided_at.is_(None), asked)
    ).all()
    patients = sorted({one.patient_id for one in found})
    villages: dict[uuid.UUID, str | None] = {}
    for some in portions(patients):
        named = session.execute(select(Patient.id, Patient.village).where(Patient.id.in_(some)))
        for patient_id, village in named:
            villages[patient_id] = village
    return tuple(
        Sighting(patient_id, visit_id, day, villages.get(patient_id), icd10, severity)
        for patient_id, visit_id, day, icd10, severity in found
    )


def _after(prefix: str) -> str:
    """The first text that does not begin with ``prefix``."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)
