"""Deliveries and targets in words a person in the facility reads."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from emr_desktop.clock import local
from emr_desktop.forms.rows import FormInfo
from emr_desktop.languages import either
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


def moment(iso: str | None) -> str:
    """``22/11/2026 09:30:05`` for an instant as documents write it."""
    return "" if iso is None else f"{iso[8:10]}/{iso[5:7]}/{iso[:4]} {iso[11:19]}"


def cell_words(info: FormInfo | None, cell: str, language: str) -> str:
    """``23.2, Mwaka 1 hadi chini ya miaka 5 KE`` for the ``23.2|y1_4.F`` of a mapping file."""
    place, _, code = cell.rpartition("|")
    heads = {} if info is None else {each.code: each for each in (*info.bands, *info.parts)}
    names = [heads[part] for part in code.split(".") if part in heads]
    said = " ".join(either(language, each.sw, each.en) for each in names)
    return f"{place}, {said or code}"


def delivery_state(row: DeliveryRow) -> str:
    """One word or two for the state of a delivery; what a server only queues has not arrived yet."""
    state = row.state
    if state == "acknowledged" and row.queued:
        return QCoreApplication.translate("SyncWords", "Queued there")
    if row.carried is not None and state == "acknowledged":
        if "confirmed_at" in row.carried:
            return QCoreApplication.translate("SyncWords", "Carried, confirmed")
        return QCoreApplication.translate("SyncWords", "Carried by hand")
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


def cell_state_name(state: str) -> str:
    """What became of one value."""
    names = {
        "taken": QCoreApplication.translate("SyncWords", "Taken"),
        "new": QCoreApplication.translate("SyncWords", "New there"),
        "changed": QCoreApplication.translate("SyncWords", "Changed there"),
        "same": QCoreApplication.translate("SyncWords", "Was the same"),
        "refused": QCoreApplication.translate("SyncWords", "Refused"),
        "not_there": QCoreApplication.translate("SyncWords", "Not found there"),
        "waiting": QCoreApplication.translate("SyncWords", "Not known yet"),
        "differs": QCoreApplication.translate("SyncWords", "Other figure there"),
    }
    return names.get(state, state)


def step_name(step: str) -> str:
    """One exchange with a server, for IT."""
    names = {
        "verify": QCoreApplication.translate("SyncWords", "Looked first"),
        "dry_run": QCoreApplication.translate("SyncWords", "Trial run"),
        "push": QCoreApplication.translate("SyncWords", "Sent"),
        "read_back": QCoreApplication.translate("SyncWords", "Read back"),
        "complete": QCoreApplication.translate("SyncWords", "Marked complete"),
        "look": QCoreApplication.translate("SyncWords", "Looked first"),
        "look_up": QCoreApplication.translate("SyncWords", "Looked up"),
    }
    return names.get(step, step)


def delivery_story(row: DeliveryRow, language: str) -> str:
    """What became of a delivery: why it waits or was refused, or what the target made of it."""
    if row.problem is not None:
        return sentence(row.problem, row.problem_params, language)
    if row.carried is not None and row.state == "acknowledged":
        carried = row.carried
        text = QCoreApplication.translate("SyncWords", "{0} said on {1} that it was carried there")
        told = text.format(carried.get("by", ""), moment(carried.get("at"))[:16])
        if "confirmed_at" in carried:
            text = QCoreApplication.translate("SyncWords", "confirmed by their receipt on {0}")
            return f"{told}; " + text.format(moment(carried["confirmed_at"])[:16])
        return f"{told}; " + QCoreApplication.translate("SyncWords", "no receipt from there yet")
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
        return sentence(row.breaker_reason, {"target": row.name, **row.breaker_params}, language)
    if not row.enabled:
        return QCoreApplication.translate("SyncWords", "Switched off")
    if row.refused_problem is not None:
        return sentence(row.refused_problem, row.refused_params, language)
    if row.waiting_problem is not None:
        return sentence(row.waiting_problem, {"target": row.name, **row.waiting_params}, language)
    if row.kind in ("hdu", "fhir"):
        if not (row.details.get("server_version") or row.last_success_at):
            return QCoreApplication.translate("SyncWords", "Not tested yet")
        if row.details.get("sensitive"):
            return QCoreApplication.translate("SyncWords", "Ready; HIV, violence and mental health go too")
        return QCoreApplication.translate("SyncWords", "Ready; HIV, violence and mental health kept back")
    if row.kind.startswith("registry-"):
        if not (row.details.get("server_version") or row.last_success_at):
            return QCoreApplication.translate("SyncWords", "Not tested yet")
        return QCoreApplication.translate("SyncWords", "Ready; only asked who somebody is")
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


def queue_words(row: TargetRow) -> str:
    """What waits for a target and was refused, in short: ``3 since 22/11/2026 09:30; 1 refused``."""
    parts = []
    if row.waiting:
        text = QCoreApplication.translate("SyncWords", "{0} since {1}")
        parts.append(text.format(row.waiting, when(row.waiting_since)))
    if row.refused:
        parts.append(QCoreApplication.translate("SyncWords", "{0} refused").format(row.refused))
    return "; ".join(parts) or QCoreApplication.translate("SyncWords", "nothing")


def next_try_words(row: TargetRow) -> str:
    """When a target is tried next."""
    if not row.waiting or row.held or not row.enabled or row.needs_person:
        return "–"
    if row.next_try_at is None:
        return QCoreApplication.translate("SyncWords", "soon")
    return when(row.next_try_at)


def fix_words(action: str) -> str:
    """The words on the one button that helps."""
    names = {
        "token": QCoreApplication.translate("SyncWords", "Give a new &token"),
        "address": QCoreApplication.translate("SyncWords", "Correct the add&ress"),
        "certificate": QCoreApplication.translate("SyncWords", "Give its certi&ficate"),
        "test": QCoreApplication.translate("SyncWords", "Test the connection"),
        "mapping": QCoreApplication.translate("SyncWords", "Open the mapping"),
        "differences": QCoreApplication.translate("SyncWords", "See what di&ffers"),
        "reports": QCoreApplication.translate("SyncWords", "Correct and close the &form again"),
        "again": QCoreApplication.translate("SyncWords", "Try a&gain now"),
        "compare": QCoreApplication.translate("SyncWords", "Compare and con&firm"),
        "consent": QCoreApplication.translate("SyncWords", "Look at it and con&firm …"),
        "switch_on": QCoreApplication.translate("SyncWords", "Switch it on"),
        "send": QCoreApplication.translate("SyncWords", "Send now"),
    }
    return names[action]
