"""Reads how a patient grew: the measurements of all visits that hold."""

from __future__ import annotations

import uuid

from sqlalchemy import or_, select

from db.models import Patient, Visit, Vitals
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import EmrError
from emr_desktop.growth.assessing import assess
from emr_desktop.growth.rows import GrowthHistory, GrowthVisit, Measured

_JUDGED = ("weight_kg", "height_cm", "muac_cm", "head_cm")
_MEASURED = (*_JUDGED, "height_lying", "oedema")


class GrowthService:
    """What a growth chart shows."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def history(self, patient_id: uuid.UUID) -> GrowthHistory:
        """Read every measurement of weight, height, MUAC or head, oldest first (audited as a view).

        Sex and birth date are the patient's as they are known now: a corrected birth date moves all points.

        Raises:
            EmrError: ``growth.patient_missing``.
        """
        self._work.require("visit.view")
        with self._work.database.write.begin() as session:
            patient = session.get(Patient, patient_id)
            if patient is None or patient.voided_at is not None:
                raise EmrError("growth.patient_missing")
            found = session.execute(
                select(Visit.id, Visit.visit_date, *(getattr(Vitals, name) for name in _MEASURED))
                .join(Vitals, Vitals.visit_id == Visit.id)
                .where(
                    Visit.patient_id == patient_id,
                    Visit.voided_at.is_(None),
                    Visit.visit_date >= patient.birth_date,
                    or_(*(getattr(Vitals, name).is_not(None) for name in _JUDGED)),
                )
                .order_by(Visit.visit_date, Visit.created_at)
            ).all()
            history = GrowthHistory(
                patient_id=patient_id,
                sex=patient.sex,
                birth_date=patient.birth_date,
                birth_precision=patient.birth_precision,
                visits=tuple(
                    GrowthVisit(
                        visit_id=visit_id,
                        assessment=assess(
                            Measured(
                                sex=patient.sex,
                                birth_date=patient.birth_date,
                                on=on,
                                weight_kg=weight_kg,
                                height_cm=height_cm,
                                muac_cm=muac_cm,
                                head_cm=head_cm,
                                lying=lying,
                                oedema=bool(oedema),
                            )
                        ),
                    )
                    for visit_id, on, weight_kg, height_cm, muac_cm, head_cm, lying, oedema in found
                ),
            )
            self._work.audit(
                session,
                "growth.viewed",
                entity="patient",
                entity_id=patient_id,
                patient_id=patient_id,
                detail={"visits": len(found)},
            )
        return history
