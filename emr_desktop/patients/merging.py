"""Merges two records of one person into one, and takes a merge back.

Which rows move: ``moving.py``. What happens to counts and closed months, and what an undo does not give back:
docs/decisions/0004-merging-two-records.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from db.models import Patient, PatientMerge, Staff, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.outbox.events import record_event
from emr_desktop.patients.following import follow_patient
from emr_desktop.patients.merge_rows import (
    MergeComparison,
    MergeField,
    MergeRow,
    RecordSize,
    UndoneMerge,
)
from emr_desktop.patients.merge_rules import warnings_of
from emr_desktop.patients.moving import (
    RowChange,
    as_json,
    links_between,
    move_back,
    move_rows,
    rows_of,
    undo_change,
    whole_row,
)
from emr_desktop.patients.records import index_again, read_row, rows_by_id

# Columns of a patient that say which record it is, not who the person is.
_OF_THE_RECORD = frozenset(
    {
        "id",
        "number",
        "source",
        "source_id",
        "source_digest",
        "merged_into",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "version",
        "voided_at",
        "voided_by",
        "void_reason",
    }
)
# Goes with the choice of another field.
_TOGETHER = {"birth_precision": "birth_date", "household_head": "household_id"}
_SIDES = ("kept", "merged")

# Brings the counting columns of the survivor's visits to what the one record says: the patient, and the
# visits that came from the other record.
Recount = Callable[[Session, Patient, Collection[uuid.UUID]], Sequence[RowChange]]


class MergeService:
    """Comparing, merging, undoing, listing."""

    def __init__(self, *, work: WorkSession, recount: Recount) -> None:
        self._work = work
        self._recount = recount

    def compare(self, keep: uuid.UUID, other: uuid.UUID) -> MergeComparison:
        """Put two records side by side (audited as a view of both).

        Raises:
            EmrError: as ``merge``.
        """
        self._work.require("patient.merge")
        with self._work.database.write.begin() as session:
            one, two = self._pair(session, keep, other)
            for each in (one, two):
                self._work.audit(
                    session, "patient.viewed", entity="patient", entity_id=each.id, patient_id=each.id
                )
            rows = rows_by_id(session, [keep, other])
            return MergeComparison(
                kept=rows[keep],
                merged=rows[other],
                fields=_fields(one, two),
                names=_names_behind(session, (one, two)),
                kept_size=_size(session, keep),
                merged_size=_size(session, other),
                warnings=warnings_of(rows[keep], rows[other], same_days=_same_days(session, keep, other)),
            )

    def merge(
        self, keep: uuid.UUID, other: uuid.UUID, choices: Mapping[str, str] | None = None
    ) -> Written[MergeRow]:
        """Make one record of two: everything of ``other`` moves to ``keep``; a second call changes nothing.

        Args:
            keep: whose number stays.
            other: who is found under ``keep`` from now on, by the old number and names too.
            choices: ``kept`` or ``merged`` for a field; where nothing is chosen, what ``keep`` says stays,
                and a field empty there is filled from ``other``.

        Raises:
            EmrError: ``merge.same``, ``merge.relatives`` (one is the other's mother), ``patient.missing``,
                ``patient.merged``.
            ValidationError: ``merge.choice_unknown``; ``patient.born_after_visit`` when the chosen birth date
                lies after a visit.
        """
        self._work.require("patient.merge")
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            done = self._done_before(session, keep, other)
            if done is not None:
                return Written(_row(session, done), Changes.of())
            kept, merged = self._pair(session, keep, other)
            if links_between(session, keep, other):
                raise EmrError("merge.relatives")
            record = PatientMerge(
                id=new_id(), kept_id=keep, merged_id=other, merged_at=now, merged_by=staff,
                choices=dict(choices or {}),
                kept_before=whole_row(session, _TABLE, keep),
                merged_before=whole_row(session, _TABLE, other),
            )  # fmt: skip
            changes = [self._choose(kept, merged, choices or {})]
            session.flush()
            moved, left = move_rows(session, source=other, target=keep)
            visits = {uuid.UUID(key[0]) for key in moved.get("visit.patient_id", ())}
            changes += self._recount(session, kept, visits)
            merged.merged_into = keep
            for each in (kept, merged):
                each.version += 1
                each.updated_at, each.updated_by = now, staff
            record.moved, record.left_behind = moved, left
            record.changed = [_kept(change) for change in changes if change.before]
            session.add(record)
            session.flush()
            index_again(session, keep)
            self._tell(session, "patient.merged", record)
            row = _row(session, record)
        return Written(row, Changes(frozenset({"patient", "visit", "draft"}), frozenset({keep, other})))

    def undo_merge(self, merge_id: uuid.UUID) -> Written[UndoneMerge]:
        """Give everything that moved back to the other record; a second call changes nothing.

        What came later stays: visits made after the merge belong to the survivor, and so does a field that
        somebody corrected since.

        Raises:
            EmrError: ``merge.missing``; ``merge.undo_later_first`` when the survivor was merged again since.
        """
        self._work.require("patient.merge")
        now, staff = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            record = session.get(PatientMerge, merge_id)
            if record is None:
                raise EmrError("merge.missing")
            if record.undone_at is not None:
                undone = UndoneMerge(
                    merge=_row(session, record), given_back=0, changed_since=(), made_since=0, not_found=0
                )
                return Written(undone, Changes.of())
            self._refuse_when_merged_again(session, record)
            stays: list[str] = []
            for change in reversed([_change(content) for content in record.changed]):
                stays += _undo(session, change, patient=record.kept_id)
            not_found = move_back(session, record.moved, source=record.merged_id, target=record.kept_id)
            kept, merged = (
                session.get_one(Patient, record.kept_id),
                session.get_one(Patient, record.merged_id),
            )
            merged.merged_into = None
            corrected_since = kept.updated_at > record.merged_at
            for each in (kept, merged):
                each.version += 1
                each.updated_at, each.updated_by = now, staff
            record.undone_at, record.undone_by = now, staff
            session.flush()
            made_since = session.scalar(
                select(func.count())
                .select_from(Visit)
                .where(Visit.patient_id == kept.id, Visit.created_at > record.merged_at)
            )
            for each in (kept, merged):
                if corrected_since or made_since:  # else the values that were put back are those of before
                    follow_patient(session, each)
                index_again(session, each.id)
            self._tell(session, "patient.unmerged", record)
            undone = UndoneMerge(
                merge=_row(session, record),
                given_back=sum(len(keys) for keys in record.moved.values()) - not_found,
                changed_since=tuple(dict.fromkeys(stays)),
                made_since=made_since or 0,
                not_found=not_found,
            )
        ids = frozenset({record.kept_id, record.merged_id})
        return Written(undone, Changes(frozenset({"patient", "visit", "draft"}), ids))

    def list_merges(self, *, limit: int = 50) -> tuple[MergeRow, ...]:
        """The newest merges, those that were undone among them."""
        self._work.require("patient.merge")
        with self._work.database.write.begin() as session:
            records = session.scalars(
                select(PatientMerge)
                .order_by(PatientMerge.merged_at.desc(), PatientMerge.id.desc())
                .limit(limit)
            ).all()
            if records:
                self._work.audit(session, "merge.listed", detail={"merges": len(records)})
            return tuple(_row(session, record) for record in records)

    def _pair(self, session: Session, keep: uuid.UUID, other: uuid.UUID) -> tuple[Patient, Patient]:
        if keep == other:
            raise EmrError("merge.same")
        kept, merged = session.get(Patient, keep), session.get(Patient, other)
        if kept is None or merged is None or kept.voided_at or merged.voided_at:
            raise EmrError("patient.missing")
        for each in (kept, merged):
            if each.merged_into is not None:
                raise EmrError("patient.merged", number=each.number)
        return kept, merged

    def _done_before(self, session: Session, keep: uuid.UUID, other: uuid.UUID) -> PatientMerge | None:
        return session.scalars(
            select(PatientMerge)
            .join(Patient, Patient.id == PatientMerge.merged_id)
            .where(
                PatientMerge.kept_id == keep,
                PatientMerge.merged_id == other,
                PatientMerge.undone_at.is_(None),
                Patient.merged_into == keep,
            )
        ).one_or_none()

    def _choose(self, kept: Patient, merged: Patient, choices: Mapping[str, str]) -> RowChange:
        """Take over the values that were chosen from the other record."""
        proposed = {field.name: field.proposed for field in _fields(kept, merged)}
        for name, side in choices.items():
            if name not in proposed or side not in _SIDES:
                raise ValidationError(name, "merge.choice_unknown")
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name in _chosen_columns():
            side = {**proposed, **choices}[_TOGETHER.get(name, name)]
            value = getattr(merged if side == "merged" else kept, name)
            if value != getattr(kept, name):
                before[name], after[name] = as_json(getattr(kept, name)), as_json(value)
                setattr(kept, name, value)
        return RowChange("patient", (kept.id.hex,), before, after)

    def _refuse_when_merged_again(self, session: Session, record: PatientMerge) -> None:
        kept = session.get_one(Patient, record.kept_id)
        merged = session.get_one(Patient, record.merged_id)
        later = session.scalar(
            select(func.count())
            .select_from(PatientMerge)
            .where(
                PatientMerge.kept_id == record.kept_id,
                PatientMerge.undone_at.is_(None),
                PatientMerge.id != record.id,
                PatientMerge.merged_at >= record.merged_at,
                PatientMerge.id > record.id,
            )
        )
        if kept.merged_into is not None or merged.merged_into != kept.id or later:
            raise EmrError("merge.undo_later_first")

    def _tell(self, session: Session, action: str, record: PatientMerge) -> None:
        """Audit under both patients, and leave an event, in the caller's transaction."""
        detail = {"merge": record.id.hex, "kept": record.kept_id.hex, "merged": record.merged_id.hex}
        rows = {name: len(keys) for name, keys in record.moved.items()}
        for patient_id in (record.kept_id, record.merged_id):
            self._work.audit(
                session,
                action,
                entity="patient_merge",
                entity_id=record.id,
                patient_id=patient_id,
                detail={**detail, "rows": rows},
            )
        record_event(session, action, at=self._work.clock.now(), entity_id=record.kept_id, detail=detail)


_TABLE = cast(Table, Patient.__table__)


def _chosen_columns() -> tuple[str, ...]:
    return tuple(column.name for column in _TABLE.columns if column.name not in _OF_THE_RECORD)


def _fields(kept: Patient, merged: Patient) -> tuple[MergeField, ...]:
    return tuple(
        MergeField(name=name, kept=getattr(kept, name), merged=getattr(merged, name))
        for name in _chosen_columns()
        if name not in _TOGETHER
    )


def _names_behind(session: Session, patients: Sequence[Patient]) -> dict[uuid.UUID, str]:
    """Who the links of two records stand for: the mother, and the head of the household."""
    found: dict[uuid.UUID, str] = {}
    for patient in patients:
        if patient.mother_id is not None:
            found |= {who: row.full_name for who, row in rows_by_id(session, [patient.mother_id]).items()}
        if patient.household_id is not None:
            heads = session.scalars(
                select(Patient.id).where(Patient.household_id == patient.household_id, Patient.household_head)
            ).all()
            for row in rows_by_id(session, heads).values():
                found[patient.household_id] = row.full_name
    return found


def _size(session: Session, patient_id: uuid.UUID) -> RecordSize:
    visits, first, last = session.execute(
        select(func.count(), func.min(Visit.visit_date), func.max(Visit.visit_date)).where(
            Visit.patient_id == patient_id, Visit.voided_at.is_(None)
        )
    ).one()
    others = sum(
        number for name, number in rows_of(session, patient_id).items() if name != "visit.patient_id"
    )
    return RecordSize(visits=visits, first_visit=first, last_visit=last, others=others)


def _same_days(session: Session, one: uuid.UUID, other: uuid.UUID) -> int:
    days = select(Visit.visit_date).where(Visit.voided_at.is_(None))
    mine, theirs = (set(session.scalars(days.where(Visit.patient_id == who))) for who in (one, other))
    return len(mine & theirs)


def _row(session: Session, record: PatientMerge) -> MergeRow:
    kept, merged = read_row(session, record.kept_id), read_row(session, record.merged_id)
    assert kept is not None  # noqa: S101 - the foreign keys say so
    assert merged is not None  # noqa: S101
    numbers = {name: len(keys) for name, keys in record.moved.items()}
    return MergeRow(
        id=record.id,
        kept=kept,
        merged=merged,
        merged_at=record.merged_at,
        merged_by=session.scalar(select(Staff.full_name).where(Staff.id == record.merged_by)),
        visits=numbers.get("visit.patient_id", 0),
        others=sum(numbers.values()) - numbers.get("visit.patient_id", 0),
        left_behind=sum(len(keys) for keys in record.left_behind.values()),
        undone_at=record.undone_at,
    )


def _kept(change: RowChange) -> dict[str, Any]:
    return {
        "table": change.table,
        "key": list(change.key),
        "before": dict(change.before),
        "after": dict(change.after),
    }


def _change(content: Mapping[str, Any]) -> RowChange:
    return RowChange(content["table"], tuple(content["key"]), content["before"], content["after"])


def _undo(session: Session, change: RowChange, *, patient: uuid.UUID) -> list[str]:
    """Put values back one by one; gives the fields of the patient that somebody changed since."""
    if change.table != "patient":
        undo_change(session, change)
        return []
    names = [name for name in change.before if name not in _TOGETHER]
    stays = []
    for name in names:
        together = [name, *(each for each, leader in _TOGETHER.items() if leader == name)]
        part = RowChange(
            change.table,
            change.key,
            {each: change.before[each] for each in together if each in change.before},
            {each: change.after[each] for each in together if each in change.after},
        )
        if not undo_change(session, part):
            stays.append(name)
    return stays
