"""A case form as typed, and the form that gets saved. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from emr_desktop.errors import ValidationError
from emr_desktop.surveillance.rows import NotificationForm
from ui.widgets.typed_day import read_day

LINES = (
    "village",
    "ward",
    "council",
    "region",
    "phone",
    "symptoms",
    "exposure",
    "specimen",
    "specimen_to",
    "action",
    "reporter",
    "reporter_cadre",
    "reporter_phone",
)
DAYS = ("onset_on", "specimen_on", "last_dose_on")
CHOICES = ("vaccinated", "outcome")


def texts_of(form: NotificationForm) -> dict[str, str]:
    """What stands in the boxes for a form; its id too, so that saving twice saves once."""
    texts = {name: getattr(form, name) or "" for name in (*LINES, *CHOICES)}
    for name in DAYS:
        day = getattr(form, name)
        texts[name] = "" if day is None else f"{day:%d/%m/%Y}"
    texts["doses"] = "" if form.doses is None else str(form.doses)
    texts["id"] = str(form.id)
    return texts


def form_from(form: NotificationForm, texts: Mapping[str, str], *, today: date) -> NotificationForm:
    """The form with what was typed.

    Args:
        form: where patient, visit and condition come from.
        texts: by the names of ``texts_of``.
        today: from which "3 days ago" counts.

    Raises:
        ValidationError: a date or the number of doses cannot be read.
    """
    values: dict[str, object] = {name: texts.get(name, "") for name in (*LINES, *CHOICES)}
    for name in DAYS:
        try:
            values[name] = read_day(texts.get(name, ""), today=today)
        except ValueError:
            raise ValidationError(name, "surveillance.day_unreadable") from None
    doses = texts.get("doses", "").strip()
    if doses and not doses.isdigit():
        raise ValidationError("doses", "surveillance.doses_impossible", most=10)
    values["doses"] = int(doses) if doses else None
    if texts.get("vaccinated") != "yes":
        values["doses"] = values["last_dose_on"] = None
    return replace(form, id=uuid.UUID(texts["id"]) if texts.get("id") else form.id, **values)  # type: ignore[arg-type]
