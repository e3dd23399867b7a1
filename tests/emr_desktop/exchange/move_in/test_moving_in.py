"""Made-up exports of Open Hospital and OpenMRS come in by their own columns; a trial changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import (
    Allergy,
    AuditEntry,
    Diagnosis,
    LabResult,
    OutboxEvent,
    Patient,
    Visit,
    Vitals,
)
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.exchange.move_in.report import report_csv
from emr_desktop.exchange.move_in.result import Moved
from ui.messages import LANGUAGES, sentence

Bring = Callable[..., Moved]
Export = Callable[[str], Path]
Change = Callable[..., None]
EVERYTHING = (Patient, Visit, Diagnosis, LabResult, Vitals, Allergy, OutboxEvent)


def _counts(clinic: Clinic) -> dict[str, int]:
    with clinic.work.database.read() as session:
        return {
            model.__name__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in EVERYTHING
        }


def _visit(clinic: Clinic, source_id: str) -> Visit:
    with clinic.work.database.read() as session:
        return session.scalars(select(Visit).where(Visit.source_id == source_id)).one()


def _of_visit(clinic: Clinic, model: Any, source_id: str) -> list[Any]:
    with clinic.work.database.read() as session:
        chosen = select(model).join(Visit, model.visit_id == Visit.id).where(Visit.source_id == source_id)
        return list(session.scalars(chosen))


def _patient(clinic: Clinic, source_id: str) -> Patient:
    with clinic.work.database.read() as session:
        return session.scalars(select(Patient).where(Patient.source_id == source_id)).one()


@pytest.mark.parametrize("system", ["open-hospital", "openmrs"])
def test_a_trial_says_what_would_happen_and_changes_nothing(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path, system: str
) -> None:
    before = _counts(clinic)
    tried = bring(an_export(system), system, dry_run=True, rejects=tmp_path / "aside")
    assert _counts(clinic) == before
    assert not (tmp_path / "aside").exists()
    done = bring(tmp_path / system, system, rejects=tmp_path / "aside")
    assert [(each.added, each.refused) for each in tried.parts] == [
        (each.added, each.refused) for each in done.parts
    ]
    assert tried.months == done.months
    assert sum(month.visits for month in tried.months) == done.parts[1].added > 0


def test_patients_of_open_hospital_are_what_its_table_says(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    moved = bring(an_export("open-hospital"), rejects=tmp_path / "aside")
    assert [(part.kind, part.read, part.added, part.refused) for part in moved.parts] == [
        ("patients", 8, 7, 1),
        ("visits", 10, 7, 3),
    ]
    asha = _patient(clinic, "open-hospital:1")
    assert (asha.first_name, asha.last_name, asha.sex) == ("Asha", "Juma", "F")
    assert (asha.birth_date, asha.birth_precision) == (date(1990, 5, 2), "day")
    assert (asha.phone, asha.village) == ("+255754123456", "Buigiri")
    with clinic.work.database.read() as session:
        told = session.scalars(select(Allergy.substance).where(Allergy.patient_id == asha.id)).all()
    assert set(told) == {"Penicillin", "Sulfa"}
    # Forty years old in July 2024, and nothing else known: the middle of the year of birth, as an estimate.
    baraka = _patient(clinic, "open-hospital:2")
    assert baraka.birth_precision != "day"
    assert abs((baraka.birth_date - date(1984, 1, 1)).days) <= 2
    assert baraka.guardian == "Neema Mushi"
    # "-" is Open Hospital's word for nothing; the address stands in for the town.
    assert _patient(clinic, "open-hospital:4").village == "Mtaa wa Chini"
    assert _patient(clinic, "open-hospital:3").phone is None
    assert any(note.column == "phone" and note.cell == "12" for note in moved.notes)


def test_visits_of_open_hospital_bring_what_belongs_to_them(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    moved = bring(an_export("open-hospital"), rejects=tmp_path / "aside")
    first = _visit(clinic, "open-hospital:1")
    assert (first.visit_date, first.visit_type, first.new_problem) == (date(2025, 3, 4), "opd", True)
    assert [one.icd10 for one in _of_visit(clinic, Diagnosis, "open-hospital:1")] == ["B54"]
    assert {one.test: one.result for one in _of_visit(clinic, LabResult, "open-hospital:1")} == {
        "bs": "positive"
    }
    assert first.malaria_test is not None
    assert "6 - 12" in (first.history or "")  # a result that is no number is kept in words
    assert _visit(clinic, "open-hospital:2").new_problem is False  # R: re-attendance
    assert [one.icd10 for one in _of_visit(clinic, Diagnosis, "open-hospital:2")] == ["J06.9"]
    (vitals,) = _of_visit(clinic, Vitals, "open-hospital:3")
    assert (vitals.weight_kg, vitals.height_cm, vitals.systolic, vitals.diastolic) == (71.5, 168, 150, 95)
    # What has no place of its own stands in the words of the visit, with where it comes from.
    third = _visit(clinic, "open-hospital:3")
    assert "48 Others(non specified)" in (third.history or "")
    assert "ALU 4x2x3" in (third.advice or "")
    assert _visit(clinic, "open-hospital:5").outcome == "referred"
    assert "999" in (_visit(clinic, "open-hospital:6").history or "")
    assert {(code.code, count) for code, count in moved.unknown} == {("48", 1), ("999", 1)}
    # 900 kg is impossible: the visit is kept, the temperature too, the weight in words.
    (child,) = _of_visit(clinic, Vitals, "open-hospital:4")
    assert (child.weight_kg, child.temperature_c) == (None, 38.2)
    assert "900" in (_visit(clinic, "open-hospital:4").history or "")
    assert moved.left_over == (("OH_LABORATORY.csv", 1),)


def test_refused_rows_name_file_line_and_reason_and_come_in_once_mended(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    folder = an_export("open-hospital")
    moved = bring(folder, rejects=tmp_path / "aside")
    lines = (folder / "OH_OPD.csv").read_text(encoding="utf-8").splitlines()
    told = {(each.file, lines[each.line - 1].split(",")[0]): each.code for each in moved.problems[1:]}
    assert told == {
        ("OH_OPD.csv", "8"): "move_in.no_patient",
        ("OH_OPD.csv", "9"): "visit.in_future",
        ("OH_OPD.csv", "11"): "move_in.patient_unknown",
    }
    for name, column, value in (("OH_PATIENT.csv", "PAT_SEX", "F"), ("OH_OPD.csv", "OPD_DATE", "2026-10-08")):
        with (tmp_path / "aside" / name).open(encoding="utf-8-sig", newline="") as handle:
            rows = list(csv.DictReader(handle))
        assert all(row["reason"] and row["line"] for row in rows)
        for row in rows:
            row[column] = value
            row["OPD_PAT_ID" if name == "OH_OPD.csv" else "PAT_TELE"] = "8" if name == "OH_OPD.csv" else ""
        with (tmp_path / "aside" / name).open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    again = bring(tmp_path / "aside", rejects=tmp_path / "aside2")
    assert [(each.read, each.added, each.refused) for each in again.parts] == [(1, 1, 0), (3, 3, 0)]


@pytest.mark.parametrize("system", ["open-hospital", "openmrs"])
def test_the_same_export_twice_changes_nothing(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path, system: str
) -> None:
    folder = an_export(system)
    first = bring(folder, system, rejects=tmp_path / "aside")
    after = _counts(clinic)
    second = bring(folder, system, rejects=tmp_path / "aside")
    assert _counts(clinic) == after
    assert [each.added for each in second.parts] == [0, 0]
    assert [each.unchanged for each in second.parts] == [each.added for each in first.parts]


def test_without_a_place_for_refused_rows_it_is_all_or_nothing(
    clinic: Clinic, an_export: Export, bring: Bring
) -> None:
    before = _counts(clinic)
    moved = bring(an_export("open-hospital"))
    assert moved.kept is False
    assert moved.refused == 4
    assert _counts(clinic) == before


def test_an_import_that_ends_half_way_keeps_whole_batches_and_goes_on_when_repeated(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    def die(done: int, of: int) -> None:
        if done >= 8:  # the patients are kept, the visits not yet
            raise KeyboardInterrupt

    folder = an_export("open-hospital")
    with pytest.raises(KeyboardInterrupt):
        bring(folder, rejects=tmp_path / "aside", progress=die)
    assert (_counts(clinic)["Patient"], _counts(clinic)["Visit"]) == (7, 0)
    bring(folder, rejects=tmp_path / "aside")
    assert (_counts(clinic)["Patient"], _counts(clinic)["Visit"]) == (7, 7)


def test_a_person_stops_it_and_is_told_what_is_kept(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    def stop(done: int, of: int) -> None:
        if done >= 8:
            raise EmrError("import.stopped")

    folder = an_export("open-hospital")
    with pytest.raises(EmrError) as stopped:
        bring(folder, rejects=tmp_path / "aside", progress=stop)
    assert (stopped.value.code, stopped.value.params) == ("move_in.stopped", {"patients": 7, "visits": 0})
    with pytest.raises(EmrError) as whole:
        bring(folder, "open-hospital", progress=stop)
    assert whole.value.code == "import.stopped"


def test_openmrs_is_read_by_its_own_dictionary(clinic: Clinic, an_export: Export, bring: Bring) -> None:
    moved = bring(an_export("openmrs"), "openmrs")
    assert [(each.kind, each.added, each.refused) for each in moved.parts] == [
        ("patients", 3, 0),
        ("visits", 3, 0),
    ]
    halima = _patient(clinic, "openmrs:11")
    assert (halima.first_name, halima.middle_name, halima.last_name) == ("Halima", "Omari", "Bakari")
    assert (halima.phone, halima.village) == ("+255712345678", "Mvumi")
    assert _patient(clinic, "openmrs:12").birth_precision != "day"
    # Two encounters of one visit are one visit here: the weight of one, the diagnosis of the other.
    (vitals,) = _of_visit(clinic, Vitals, "openmrs:101")
    assert vitals.weight_kg == 61
    assert [one.icd10 for one in _of_visit(clinic, Diagnosis, "openmrs:101")] == ["B54"]
    assert {one.test: one.result for one in _of_visit(clinic, LabResult, "openmrs:101")} == {
        "mrdt": "positive"
    }
    assert "Homa siku tatu" in (_visit(clinic, "openmrs:101").history or "")
    # Concept 301 is not CIEL's 301: the export's own map says that it is I10.
    (own,) = _of_visit(clinic, Diagnosis, "openmrs:103")
    assert (own.icd10, own.certainty) == ("I10", "provisional")
    history = _visit(clinic, "openmrs:103").history or ""
    assert "Kizunguzungu" in history
    assert "Distance walked (km): 4.0" in history
    assert not _of_visit(clinic, Vitals, "openmrs:103")  # a voided observation counts for nothing
    assert _visit(clinic, "openmrs:104").visit_type == "anc"
    assert moved.taken_as_they_are is False


def test_without_a_dictionary_numbers_are_taken_for_ciels_and_that_is_said(
    clinic: Clinic, an_export: Export, bring: Bring, change_table: Change
) -> None:
    folder = an_export("openmrs")
    for name in ("concept", "concept_name", "concept_reference_map"):
        (folder / f"{name}.csv").unlink()
    change_table(folder / "encounter_diagnosis.csv", "diagnosis_id", "1", diagnosis_coded="116128")
    moved = bring(folder, "openmrs")
    assert moved.taken_as_they_are is True
    assert [one.icd10 for one in _of_visit(clinic, Diagnosis, "openmrs:101")] == ["B54"]
    assert "301" in (_visit(clinic, "openmrs:103").history or "")


def test_old_visits_leave_no_event_and_new_ones_do_when_a_day_is_said(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    folder = an_export("open-hospital")
    moved = bring(folder, rejects=tmp_path / "aside", send_from=date(2026, 10, 1))
    assert (moved.not_sent, moved.sent) == (5, 2)
    with clinic.work.database.read() as session:
        events = session.scalars(select(OutboxEvent.entity_id).where(OutboxEvent.kind == "visit.saved")).all()
    assert set(events) == {_visit(clinic, f"open-hospital:{n}").id for n in (6, 7)}


def test_by_default_nothing_that_is_moved_in_leaves_an_event(
    clinic: Clinic, an_export: Export, bring: Bring
) -> None:
    moved = bring(an_export("openmrs"), "openmrs")
    assert (moved.not_sent, moved.sent) == (3, 0)
    with clinic.work.database.read() as session:
        assert session.scalars(select(OutboxEvent).where(OutboxEvent.kind == "visit.saved")).all() == []


def test_likely_duplicates_are_told_and_taken_all_the_same(
    clinic: Clinic, an_export: Export, bring: Bring, change_table: Change, tmp_path: Path
) -> None:
    tried = bring(an_export("open-hospital"), dry_run=True, rejects=tmp_path / "aside")
    assert tried.likely_count == 1  # Mohamed and Muhammad Said, born on one day
    assert {tried.likely[0].theirs, tried.likely[0].other} == {"open-hospital:5", "open-hospital:6"}
    bring(tmp_path / "open-hospital", rejects=tmp_path / "aside")
    # The same people from another system are told against the numbers they have here.
    folder = an_export("openmrs")
    asha = _patient(clinic, "open-hospital:1")
    change_table(folder / "person.csv", "person_id", "11", birthdate="1990-05-02")
    names = {"given_name": "Asha", "middle_name": "", "family_name": "Juma"}
    change_table(folder / "person_name.csv", "person_name_id", "2", **names)
    second = bring(folder, "openmrs", dry_run=True)
    assert [(one.theirs, one.other) for one in second.likely] == [("openmrs:11", asha.number)]


def test_visits_alone_find_patients_that_came_before_even_when_they_were_corrected(
    clinic: Clinic, an_export: Export, bring: Bring, tmp_path: Path
) -> None:
    folder = an_export("open-hospital")
    visits = (folder / "OH_OPD.csv").read_bytes()
    (folder / "OH_OPD.csv").unlink()
    bring(folder, rejects=tmp_path / "aside")
    with clinic.work.database.write.begin() as session:
        asha = session.scalars(select(Patient).where(Patient.source_id == "open-hospital:1")).one()
        asha.birth_date = date(1989, 5, 2)
    alone = tmp_path / "alone" / "visits of the old system.csv"
    alone.parent.mkdir()
    alone.write_bytes(visits)
    moved = bring(alone, kinds=("visits",), only="visits", rejects=tmp_path / "aside")
    assert [(each.kind, each.added) for each in moved.parts] == [("visits", 7)]


def test_the_import_is_told_in_the_audit_trail(clinic: Clinic, an_export: Export, bring: Bring) -> None:
    bring(an_export("openmrs"), "openmrs")
    with clinic.work.database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "data.imported")).all()
    assert (entry.detail["kind"], entry.detail["system"], entry.detail["added"]) == ("move_in", "OpenMRS", 6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_tells_everything_in_words(
    an_export: Export, bring: Bring, tmp_path: Path, language: str
) -> None:
    moved = bring(an_export("open-hospital"), dry_run=True, rejects=tmp_path / "aside")
    text = report_csv(moved, lambda code, params: sentence(code, params, language)).decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    kinds = {row["what"] for row in rows}
    assert kinds >= {
        "patients",
        "visits",
        "file",
        "month",
        "unknown_code",
        "unconfirmed_map",
        "refused",
        "note",
    }
    refused = [row for row in rows if row["what"] == "refused"]
    assert len(refused) == 4
    assert all(row["line"].isdigit() and " " in row["words"] for row in refused)
