"""Deliveries and targets in words a person in the facility reads."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from emr_desktop.clock import local
from sync.rows import DeliveryRow, TargetRow
from ui.messages import sentence
from ui.reports.period_words import period_name


def when(instant: datetime | None) -> str:
    """``22/11/2026 09:30`` on the facility's wall clock; empty for never."""
    return "" if instant is None else f"{local(instant):%d/%m/%Y %H:%M}"


def subject_name(subject: str, language: str) -> str:
    """``OPD 2014, Novemba 2026`` for ``form:opd:2014:202611``; what is not a form stands for itself."""
    parts = subject.split(":")
    if parts[0] == "patient":
        return QCoreApplication.translate("SyncWords", "A patient's record")
    if len(parts) != 4 or parts[0] != "form":
        return subject
    _, form, edition, period = parts
    kind = "week" if "W" in period else "month"
    return f"{form.upper()} {edition}, {period_name(period, kind, language)}"


def delivery_name(row: DeliveryRow, language: str) -> str:
    """What a delivery carries. A record is not named by its patient: this list is no place for names."""
    if row.kind == "record.visit":
        return QCoreApplication.translate("SyncWords", "A visit")
    return subject_name(row.subject, language)


def state_name(state: str) -> str:
    """One word or two for the state of a delivery."""
    names = {
        "waiting": QCoreApplication.translate("SyncWords", "Waits"),
        "sending": QCoreApplication.translate("SyncWords", "Being sent"),
        "unknown": QCoreApplication.translate("SyncWords", "Being verified"),
        "retry": QCoreApplication.translate("SyncWords", "Tried again later"),
        "acknowledged": QCoreApplication.translate("SyncWords", "Arrived"),
        "refused": QCoreApplication.translate("SyncWords", "Refused"),
        "superseded": QCoreApplication.translate("SyncWords", "Replaced by a newer one"),
    }
    return names.get(state, state)


def delivery_state(row: DeliveryRow) -> str:
    """The state of a delivery; taken by a server that only queues is not yet arrived."""
    if row.state == "acknowledged" and row.queued:
        return QCoreApplication.translate("SyncWords", "Queued there")
    return state_name(row.state)


def delivery_story(row: DeliveryRow, language: str) -> str:
    """What became of a delivery: why it waits or was refused, or what the target made of it."""
    if row.problem is not None:
        return sentence(row.problem, row.problem_params, language)
    if row.state == "acknowledged" and row.kind.startswith("record."):
        return _record_story(row)
    if row.state == "acknowledged":
        text = QCoreApplication.translate("SyncWords", "Read back, all the same there; {0} new or changed")
        return text.format(row.counts.get("accepted", 0))
    return ""


def target_story(row: TargetRow, language: str) -> str:
    """Whether a target is well, and if not, why."""
    if row.held is not None:
        return sentence(row.held, {"target": row.name}, language)
    if row.breaker_state == "open" and row.breaker_reason is not None:
        return sentence(row.breaker_reason, {"target": row.name}, language)
    if not row.enabled:
        return QCoreApplication.translate("SyncWords", "Switched off")
    if row.kind in ("hdu", "fhir"):
        if not (row.details.get("server_version") or row.last_success_at):
            return QCoreApplication.translate("SyncWords", "Not tested yet")
        if row.details.get("sensitive"):
            return QCoreApplication.translate("SyncWords", "Ready; HIV, violence and mental health go too")
        return QCoreApplication.translate("SyncWords", "Ready; HIV, violence and mental health kept back")
    unit = row.details.get("org_unit")
    if not unit:
        return QCoreApplication.translate("SyncWords", "Not tested yet")
    name = unit.get("name") or unit.get("code") or unit.get("id")
    return QCoreApplication.translate("SyncWords", "Ready; known there as {0}").format(name)


def _record_story(row: DeliveryRow) -> str:
    """What became of a record that arrived."""
    if row.queued:
        text = QCoreApplication.translate(
            "SyncWords", "Taken and queued there; whether it was stored is not told"
        )
    else:
        text = QCoreApplication.translate("SyncWords", "Stored there")
    if not row.kept_back:
        return text
    return text + "; " + QCoreApplication.translate("SyncWords", "marked things were kept back")
