"""What the fields of two records are called and how their values are written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication

from emr_desktop.patients.merge_rows import MergeComparison, MergeField, RecordSize
from emr_desktop.patients.rows import PatientRow
from ui.reception.chosen_card import phone_text

_NOTHING = "–"


def field_label(name: str) -> str:
    """The name of a field in the language in use; one that has no words yet is written plainly."""
    translate = QCoreApplication.translate
    labels = {
        "first_name": translate("MergePage", "First name"),
        "middle_name": translate("MergePage", "Middle name"),
        "last_name": translate("MergePage", "Last name"),
        "sex": translate("MergePage", "Sex"),
        "birth_date": translate("MergePage", "Date of birth or age"),
        "phone": translate("MergePage", "Phone"),
        "nida": translate("MergePage", "NIDA number"),
        "insurance_number": translate("MergePage", "Insurance number"),
        "region": translate("MergePage", "Region"),
        "council": translate("MergePage", "Council"),
        "ward": translate("MergePage", "Ward"),
        "village": translate("MergePage", "Village or street"),
        "guardian": translate("MergePage", "Guardian"),
        "mother_id": translate("MergePage", "Mother"),
        "household_id": translate("MergePage", "Household of"),
        "insurance_scheme": translate("MergePage", "Insurance"),
    }
    return labels.get(name) or name.replace("_", " ").capitalize()


def value_text(
    field: MergeField, value: object, patient: PatientRow, *, names: Mapping[uuid.UUID, str]
) -> str:
    """One value as a person reads it; ``names`` are those of linked people."""
    translate = QCoreApplication.translate
    if value is None or value == "":
        return _NOTHING
    if field.name == "sex":
        return translate("MergePage", "Female") if value == "F" else translate("MergePage", "Male")
    if field.name == "birth_date" and patient.birth_precision != "day":
        return translate("MergePage", "about {0}").format(f"{patient.birth_date:%m/%Y}")
    if isinstance(value, uuid.UUID):
        return names.get(value, translate("MergePage", "there"))
    if field.name == "insurance_scheme" and value == "other_insurance":
        return translate("MergePage", "Other")
    if field.name == "insurance_scheme":
        return str(value).upper()
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return phone_text(str(value)) if field.name == "phone" else str(value)


def size_text(size: RecordSize) -> str:
    """How much hangs on a record."""
    translate = QCoreApplication.translate
    if not size.visits:
        visits = translate("MergePage", "no visits")
    elif size.first_visit == size.last_visit:
        visits = translate("MergePage", "1 visit, {0}").format(f"{size.last_visit:%d/%m/%Y}")
    else:
        visits = translate("MergePage", "{0} visits, {1} to {2}").format(
            size.visits, f"{size.first_visit:%d/%m/%Y}", f"{size.last_visit:%d/%m/%Y}"
        )
    if not size.others:
        return visits
    others = translate("MergePage", "other entries: {0}").format(size.others)
    return f"{visits}  ·  {others}"


def same_fields(comparison: MergeComparison) -> str:
    """The fields in which both say the same, by name."""
    same: Sequence[MergeField] = [
        field for field in comparison.fields if not field.differs and field.kept is not None
    ]
    return ", ".join(field_label(field.name) for field in same)
