"""What a child is measured by goes out with the facility's own data, and comes in again."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.exchange.service import export_visits, import_visits
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import VisitForm, VitalsEntry

DAY = date(2026, 11, 10)
VITALS = VitalsEntry(weight_kg=8, height_cm=72, head_cm=44.5, height_lying=False, oedema=True)


@pytest.fixture
def visit(clinic: Clinic) -> VisitForm:
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(), first_name="Baraka", last_name="Juma", sex="M", birth_date=date(2025, 11, 18)
        )
    ).value
    form = VisitForm(id=new_id(), patient_id=patient.id, visit_date=DAY, vitals=VITALS, complaint="Homa")
    clinic.visits.save(form)
    return form


def test_a_csv_file_holds_it_and_is_known_again(clinic: Clinic, visit: VisitForm, tmp_path: Path) -> None:
    out = tmp_path / "visits.csv"
    export_visits(clinic.work, DAY, DAY, out)
    with out.open(encoding="utf-8", newline="") as lines:
        (line,) = csv.DictReader(lines)
    assert (line["head_cm"], line["height_lying"], line["oedema"]) == ("44.5", "no", "yes")
    again = import_visits(clinic.work, out)
    assert (again.read, again.unchanged, again.refused) == (1, 1, 0)


def test_a_visit_that_comes_in_is_measured_alike(clinic: Clinic, visit: VisitForm, tmp_path: Path) -> None:
    out, other = tmp_path / "visits.csv", tmp_path / "other.csv"
    export_visits(clinic.work, DAY, DAY, out)
    other.write_text(
        out.read_text("utf-8").replace(str(visit.id), "elsewhere-1").replace(DAY.isoformat(), "2026-11-12"),
        "utf-8",
    )
    assert import_visits(clinic.work, other).added == 1
    newest = clinic.visits.timeline(visit.patient_id)[0]
    assert clinic.visits.get(newest.id).form.vitals == VITALS


def test_a_file_that_does_not_know_it_is_still_the_same_visit(
    clinic: Clinic, visit: VisitForm, tmp_path: Path
) -> None:
    out, older = tmp_path / "visits.csv", tmp_path / "older.csv"
    export_visits(clinic.work, DAY, DAY, out)
    with out.open(encoding="utf-8", newline="") as lines:
        (line,) = csv.DictReader(lines)
    kept = {name: cell for name, cell in line.items() if name not in ("head_cm", "height_lying", "oedema")}
    with older.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, kept)
        writer.writeheader()
        writer.writerow(kept)
    assert import_visits(clinic.work, older).unchanged == 1


def test_fhir_has_the_head(clinic: Clinic, visit: VisitForm, tmp_path: Path) -> None:
    out = tmp_path / "visits.json"
    export_visits(clinic.work, DAY, DAY, out, file_format="fhir")
    entries = json.loads(out.read_text("utf-8"))["entry"]
    codes = {
        entry["resource"]["code"]["coding"][0]["code"]: entry["resource"]["valueQuantity"]["value"]
        for entry in entries
        if entry["resource"]["resourceType"] == "Observation" and "valueQuantity" in entry["resource"]
    }
    assert codes["9843-4"] == 44.5
