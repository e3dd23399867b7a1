"""Patients come in from CSV with a birth date or an age."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.models import Patient
from emr_desktop.clinic import Clinic
from emr_desktop.exchange.rows import ImportResult
from emr_desktop.exchange.service import export_patients, import_patients

Line = dict[str, str]
Bring = Callable[..., ImportResult]
Make = Callable[..., Line]


def _patients(clinic: Clinic) -> dict[str | None, Patient]:
    with clinic.work.database.read() as session:
        return {patient.source_id: patient for patient in session.scalars(select(Patient))}


def test_everything_a_line_says_is_kept(clinic: Clinic, bring_patients: Bring, a_patient: Make) -> None:
    result = bring_patients(
        a_patient(
            middle_name="Ramadhani", birth_date_estimated="yes", phone="0754123456", village="Mtakuja",
            ward="Mafunzo", guardian="Halima Juma", allergies="Penisilini; Sulfa",
            nida="19900502-14111-00001-21",
        )
    )  # fmt: skip
    assert (result.kept, result.added, result.patients_added) == (True, 1, 1)
    patient = clinic.patients.get(_patients(clinic)["p1"].id)
    assert patient.allergies == ("Penisilini", "Sulfa")
    assert (patient.birth_date, patient.birth_precision) == (date(1990, 5, 2), "year")
    assert (patient.phone, patient.guardian, patient.ward) == ("+255754123456", "Halima Juma", "Mafunzo")


def test_an_age_becomes_a_birth_date_that_gives_that_age(
    clinic: Clinic, bring_patients: Bring, a_patient: Make
) -> None:
    bring_patients(
        a_patient(birth_date=None, age_years="34"), a_patient(patient_id="p2", birth_date=None, age_years="0")
    )
    found = _patients(clinic)
    today = clinic.work.clock.today()
    assert (today - found["p1"].birth_date).days // 365.25 == 34
    assert found["p1"].birth_precision == "age"
    assert found["p2"].birth_date <= today


def test_the_same_file_next_year_changes_nothing_though_ages_moved_on(
    clinic: Clinic, bring_patients: Bring, a_patient: Make, clock: Any
) -> None:
    line = a_patient(birth_date=None, age_years="34")
    bring_patients(line)
    before = _patients(clinic)["p1"].birth_date
    clock.advance(days=400)
    again = bring_patients(line)
    assert (again.kept, again.unchanged) == (True, 1)
    assert _patients(clinic)["p1"].birth_date == before


BAD_LINES = [
    ({"birth_date": ""}, "birth_date", "patient.birth_missing"),
    ({"age_years": "34"}, "birth_date", "patient.birth_and_age"),
    ({"birth_date": "", "age_years": "140"}, "age_years", "patient.too_old"),
    ({"birth_date": "", "age_years": "-1"}, "age_years", "patient.age_malformed"),
    ({"birth_date": "", "age_years": "old"}, "age_years", "import.whole_malformed"),
    ({"birth_date": "1990-02-30"}, "birth_date", "import.date_malformed"),
    ({"birth_date": "1880-01-01"}, "birth_date", "patient.born_too_long_ago"),
    ({"birth_date_estimated": "perhaps"}, "birth_date_estimated", "import.yes_no_malformed"),
    ({"nida": "123"}, "nida", "patient.nida_malformed"),
    ({"patient_id": ""}, "patient_id", "import.cell_empty"),
]


def test_each_bad_line_is_refused_by_column(clinic: Clinic, bring_patients: Bring, a_patient: Make) -> None:
    columns = a_patient(age_years="", birth_date_estimated="", nida="")
    lines = [columns | {"patient_id": f"p{place}", **cells} for place, (cells, _, _) in enumerate(BAD_LINES)]
    result = bring_patients(columns | {"patient_id": "good"}, *lines)
    assert [(one.line, one.column, one.code) for one in result.problems] == [
        (3 + place, column, code) for place, (_, column, code) in enumerate(BAD_LINES)
    ]
    assert _patients(clinic) == {}


def test_an_identifier_twice_is_refused(bring_patients: Bring, a_patient: Make) -> None:
    result = bring_patients(a_patient(), a_patient(patient_id="p2"), a_patient())
    assert [(one.line, one.code, one.params["first"]) for one in result.problems] == [
        (4, "import.id_repeated", 2)
    ]


def test_an_export_comes_back_unchanged_where_it_came_from_and_guards_formulas(
    clinic: Clinic, bring_patients: Bring, a_patient: Make, tmp_path: Path
) -> None:
    bring_patients(
        a_patient(phone="0754123456", guardian="-Mama", allergies="50%;=cmd"),
        a_patient(patient_id="p2", birth_date=None, age_years="34"),
    )
    today = clinic.work.clock.today()
    out = tmp_path / "out.csv"
    assert export_patients(clinic.work, today, today, out).records == 2
    text = out.read_text(encoding="utf-8")
    assert "'+255754123456" in text
    assert "'-Mama" in text
    for line in text.splitlines():
        assert not any(cell[:1] in "=+-@" for cell in line.split(",") if cell)
    back = import_patients(clinic.work, out)
    assert (back.kept, back.unchanged, back.ignored_columns) == (True, 2, ())
    assert len(_patients(clinic)) == 2
