"""The rows that were read from a damaged record as lines of the files that can be imported again."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from db.salvage import Row, Salvage
from emr_desktop.exchange.known import SOURCE
from emr_desktop.exchange.short_forms import escaped

PATIENT_COLUMNS = (
    "patient_id", "patient_number", "first_name", "middle_name", "last_name", "sex", "birth_date",
    "birth_date_estimated", "phone", "nida", "village", "ward", "guardian", "council", "region",
    "insurance_number", "allergies",
)  # fmt: skip
_VITALS = (
    "weight_kg", "height_cm", "temperature_c", "systolic", "diastolic", "pulse", "respiration", "spo2",
    "muac_cm",
)  # fmt: skip
_WORDS = ("complaint", "history", "examination", "advice", "referred_to", "exemption")
VISIT_COLUMNS = (
    "visit_id", "patient_id", "patient_number", "first_name", "middle_name", "last_name", "sex", "birth_date",
    "visit_date", "visit_type", "new_this_year", "new_problem", "payer", "outcome", *_VITALS, *_WORDS,
    "tests", "diagnoses", "prescriptions",
)  # fmt: skip
Line = dict[str, str]


def patient_lines(salvage: Salvage) -> Iterator[tuple[Any, Line]]:
    """Each readable patient's id in the record and line; those taken back or merged are left out."""
    allergies = _by(salvage.rows("allergy"), "patient_id")
    for row in salvage.rows("patient"):
        if row.get("voided_at") or row.get("merged_into"):
            continue
        line = {name: _text(row.get(name)) for name in PATIENT_COLUMNS}
        line["patient_id"] = _identifier(row)
        line["patient_number"] = _text(row.get("number"))
        line["birth_date_estimated"] = "no" if row.get("birth_precision") == "day" else "yes"
        known = (one for one in allergies.get(row.get("id"), ()) if not one.get("voided_at"))
        line["allergies"] = ";".join(escaped(_text(one.get("substance"))) for one in known)
        yield row.get("id"), line


def visit_lines(salvage: Salvage, patients: dict[Any, Line]) -> Iterator[tuple[Row, Line]]:
    """Each readable visit; one whose patient could not be read keeps its own words without the name."""
    vitals = _by(salvage.rows("vitals"), "visit_id")
    tests = _by(salvage.rows("lab_result"), "visit_id")
    diagnoses = _by(salvage.rows("diagnosis"), "visit_id")
    prescriptions = _by(salvage.rows("prescription"), "visit_id")
    for row in salvage.rows("visit"):
        if row.get("voided_at"):
            continue
        visit, patient = row.get("id"), patients.get(row.get("patient_id"), {})
        line = {name: _text(row.get(name)) for name in VISIT_COLUMNS}
        line |= {name: patient[name] for name in ("patient_id", "patient_number") if name in patient}
        for name in ("first_name", "middle_name", "last_name", "birth_date"):
            line[name] = patient.get(name, "")
        line["visit_id"] = _identifier(row)
        line["new_this_year"], line["new_problem"] = (
            "yes" if row.get(name) else "no" for name in ("new_this_year", "new_problem")
        )
        for measured in vitals.get(visit, ()):
            line |= {name: _text(measured.get(name)) for name in _VITALS if measured.get(name) is not None}
        line["tests"] = ";".join(
            f"{_text(one.get('test'))}={escaped(_text(one.get('result')))}" for one in tests.get(visit, ())
        )
        line["diagnoses"] = ";".join(_diagnosis(one) for one in _placed(diagnoses.get(visit, ())))
        line["prescriptions"] = ";".join(_prescription(one) for one in _placed(prescriptions.get(visit, ())))
        yield row, line


def _by(rows: Iterable[Row], name: str) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(name)].append(row)
    return found


def _placed(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: row.get("position") or 0)


def _diagnosis(row: Row) -> str:
    parts = [_text(row.get("icd10")), _text(row.get("certainty")), _text(row.get("severity"))]
    return ":".join(parts).rstrip(":")


def _prescription(row: Row) -> str:
    numbers = (row.get(name) for name in ("dose", "per_day", "days", "quantity"))
    parts = [_text(row.get("medicine")), *(f"{each:g}" if each is not None else "" for each in numbers)]
    if row.get("instructions"):
        parts.append(escaped(_text(row["instructions"])))
    return "|".join(parts)


def _identifier(row: Row) -> str:
    return _text(row.get("source_id") if row.get("source") == SOURCE else row.get("id"))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes) and len(value) == 16:
        return str(uuid.UUID(bytes=value))
    if isinstance(value, float):
        return f"{value:g}"
    return value.hex() if isinstance(value, bytes) else str(value)
