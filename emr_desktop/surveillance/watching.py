"""Watches the diagnoses of a visit: what is to be notified at once, and what makes a cluster."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from db.models import Setting
from emr_desktop.access.work_session import WorkSession
from emr_desktop.changes import Changes, Written
from emr_desktop.errors import EmrError
from emr_desktop.patients.age import completed_months
from emr_desktop.patients.rows import PatientRow
from emr_desktop.reference.folding import fold
from emr_desktop.reference.notifiable import cluster_rules, condition_of
from emr_desktop.surveillance import rules
from emr_desktop.surveillance.records import of_visit, row_of, setting_name, settings_of, sightings
from emr_desktop.surveillance.rows import Cluster, ClusterSetting, Notice, Watch
from emr_desktop.surveillance.rules import Sighting
from emr_desktop.visits.rows import DiagnosisEntry

UNUSUAL_EVENT = "unusual_event"  # what a cluster is notified as


class SurveillanceService:
    """Works without a network, and on visits that are not saved yet."""

    def __init__(self, *, work: WorkSession) -> None:
        self._work = work

    def watch(
        self,
        patient: PatientRow,
        diagnoses: tuple[DiagnosisEntry, ...],
        *,
        visit_id: uuid.UUID,
        visit_date: date,
        outcome: str = "home",
    ) -> Watch:
        """Say which diagnoses of a visit are to be notified, and which make a cluster in the village.

        Works on a visit that is not saved yet; its saved version is not counted beside it. Not audited: of
        other patients it tells a number.
        """
        self._work.require("visit.view")
        if visit_date < patient.birth_date:
            return Watch()
        age = completed_months(patient.birth_date, visit_date)
        listed: dict[str, str] = {}
        for entry in diagnoses:
            condition = condition_of(
                entry.icd10, entry.concept, age_months=age, severity=entry.severity, outcome=outcome
            )
            if condition is not None:
                listed.setdefault(condition.code, entry.icd10)
        with self._work.database.read() as session:
            clusters = self._clusters_here(
                session, patient, diagnoses, visit_id=visit_id, visit_date=visit_date
            )
            known = of_visit(session, visit_id) if listed or clusters else {}
            if UNUSUAL_EVENT in known:  # made of a cluster, by no diagnosis of its own
                listed.setdefault(UNUSUAL_EVENT, known[UNUSUAL_EVENT].icd10 or "")
            notices = tuple(
                Notice(icd10, code, row_of(session, known[code]) if code in known else None)
                for code, icd10 in listed.items()
            )
        return Watch(notices, clusters)

    def _clusters_here(
        self,
        session: Session,
        patient: PatientRow,
        diagnoses: tuple[DiagnosisEntry, ...],
        *,
        visit_id: uuid.UUID,
        visit_date: date,
    ) -> tuple[Cluster, ...]:
        if not diagnoses or not fold(patient.village or ""):
            return ()
        settings = settings_of(session)
        asked = [
            (rule, settings[rule.code])
            for rule in cluster_rules().values()
            if settings[rule.code].on and any(rule.takes(one.icd10, one.severity) for one in diagnoses)
        ]
        if not asked:
            return ()
        since = visit_date - timedelta(days=max(setting.days for _, setting in asked) - 1)
        before = sightings(session, [rule for rule, _ in asked], since=since, until=visit_date)
        now = [
            Sighting(patient.id, visit_id, visit_date, patient.village, one.icd10, one.severity)
            for one in diagnoses
        ]
        seen = [one for one in before if one.visit_id != visit_id]
        here = fold(patient.village or "")
        return tuple(
            cluster
            for cluster in rules.clusters_in([*seen, *now], asked, until=visit_date)
            if fold(cluster.village) == here
        )

    def clusters(self) -> tuple[Cluster, ...]:
        """Every cluster that the rules in use find today, the largest first. Numbers only: not audited."""
        self._work.require("surveillance.view")
        today = self._work.clock.today()
        with self._work.database.read() as session:
            settings = settings_of(session)
            asked = [
                (rule, settings[rule.code]) for rule in cluster_rules().values() if settings[rule.code].on
            ]
            if not asked:
                return ()
            since = today - timedelta(days=max(setting.days for _, setting in asked) - 1)
            seen = sightings(session, [rule for rule, _ in asked], since=since, until=today)
        return rules.clusters_in(seen, asked, until=today)

    def cluster_settings(self) -> tuple[ClusterSetting, ...]:
        """The cluster rules as this facility uses them."""
        self._work.require("surveillance.view")
        with self._work.database.read() as session:
            return tuple(settings_of(session).values())

    def set_cluster(self, setting: ClusterSetting) -> Written[ClusterSetting]:
        """Turn a cluster rule on or off, or change how many in how many days.

        Raises:
            ValidationError: ``surveillance.cluster_count``, ``surveillance.cluster_days``.
            EmrError: ``surveillance.rule_unknown``.
        """
        self._work.require("surveillance.configure")
        if setting.rule not in cluster_rules():
            raise EmrError("surveillance.rule_unknown", rule=setting.rule)
        rules.checked_setting(setting)
        wanted = {"on": setting.on, "count": setting.count, "days": setting.days}
        now, by = self._work.clock.now(), self._work.actor.staff_id
        with self._work.database.write.begin() as session:
            before = settings_of(session)[setting.rule]
            was = {"on": before.on, "count": before.count, "days": before.days}
            if was != wanted:
                name = setting_name(setting.rule)
                kept = session.get(Setting, name)
                if kept is None:
                    session.add(Setting(name=name, value=wanted, updated_at=now, updated_by=by))
                else:
                    kept.value, kept.updated_at, kept.updated_by = wanted, now, by
                self._work.audit(
                    session,
                    "surveillance.rule_changed",
                    entity="setting",
                    detail={"rule": setting.rule, "before": was, "after": wanted},
                )
                session.flush()
            after = settings_of(session)[setting.rule]
        return Written(after, Changes.of(*(["surveillance"] if was != wanted else [])))
