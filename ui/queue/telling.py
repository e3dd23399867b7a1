"""Puts what the queue says into words of a language."""

from __future__ import annotations

import uuid
from datetime import datetime

from emr_desktop.clock import local
from emr_desktop.languages import either
from emr_desktop.queue.rows import QueueRow
from emr_desktop.queue.rules import reason_text
from emr_desktop.reference.urgency import leaving_reasons
from ui.messages import sentence

_MINUTES_ALONE = 90


def station_name(station: str, language: str) -> str:
    """What a station is called."""
    return sentence(f"queue.station.{station}", {}, language)


def urgency_name(priority: str, language: str) -> str:
    """The word for a priority with its mark, which does without colour."""
    return sentence(f"queue.urgent.{priority}", {}, language)


def waited(row: QueueRow, now: datetime, language: str) -> str:
    """How long the patient has been at the station; the day for one left over from an earlier shift."""
    if row.is_left_over:
        return sentence("queue.since_day", {"day": f"{local(row.arrived_at):%d/%m %H:%M}"}, language)
    minutes = row.minutes_waited(now)
    if minutes < _MINUTES_ALONE:
        return sentence("queue.minutes", {"minutes": minutes}, language)
    return sentence("queue.hours", {"hours": minutes // 60, "minutes": minutes % 60}, language)


def holder(row: QueueRow, me: uuid.UUID, language: str) -> str:
    """Who has the patient, or for whom the patient waits; empty for whoever comes first."""
    if row.holder_id is not None:
        return sentence("queue.with_you", {}, language) if row.holder_id == me else row.holder or ""
    if row.for_id is not None:
        if row.for_id == me:
            return sentence("queue.for_you", {}, language)
        return sentence("queue.for", {"name": row.for_name or ""}, language)
    return ""


def reasons(row: QueueRow, language: str) -> str:
    """Why the patient goes first, or what the patient came for."""
    said = [reason_text(reason, language=language) for reason in row.reasons]
    if row.came_from is not None and row.came_from not in ("reception", "triage"):
        station = station_name(row.came_from, language)
        said.insert(0, sentence("queue.back_from", {"station": station}, language))
    if row.complaint:
        said.append(row.complaint)
    return "  ·  ".join(said)


def leaving_offers(language: str) -> tuple[tuple[str, str], ...]:
    """Codes and names of why a patient went away, to choose from."""
    found = leaving_reasons().values()
    return tuple((each.code, either(language, each.name_sw, each.name_en)) for each in found)
