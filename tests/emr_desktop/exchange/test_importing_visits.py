"""A visits file comes in whole or not at all; each refused line says why; coming twice changes nothing."""

from __future__ import annotations

import csv
import itertools
import json
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, Diagnosis, LabResult, OutboxEvent, Patient, Prescription, Visit, Vitals
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.exchange.rows import ImportResult
from emr_desktop.exchange.service import import_patients, import_visits
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.queue.rows import StartForm
from emr_desktop.visits.rows import DiagnosisEntry, VisitForm
from ui.messages import LANGUAGES, catalogue, sentence

Line = dict[str, str]
Bring = Callable[..., ImportResult]
Make = Callable[..., Line]
EVERYTHING = (Visit, Patient, Vitals, LabResult, Diagnosis, Prescription, OutboxEvent)


def _count(clinic: Clinic, model: Any) -> int:
    with clinic.work.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def _visits(clinic: Clinic) -> list[Visit]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(Visit).order_by(Visit.visit_date, Visit.id)))


def test_one_full_line_becomes_a_whole_visit(clinic: Clinic, bring_visits: Bring, a_visit: Make) -> None:
    result = bring_visits(
        a_visit(
            middle_name="Ramadhani", phone="0754 123 456", village="Mtakuja",
            visit_type="opd", payer="exempt",
            weight_kg="11.4", height_cm="88,5", temperature_c="38.6", systolic="90",
            diastolic="60.0", pulse="120",
            respiration="34", spo2="97", muac_cm="14.1", complaint='Homa, "baridi"\nna kutapika',
            tests="mrdt=positive;bs=negative;hb=7.9", diagnoses="b54;A090:confirmed:some;J06.9:provisional",
            prescriptions="alu20120|1|2|3|6;par120sy|5|3|3|45", outcome="referred",
        )
    )  # fmt: skip
    assert (result.kept, result.added, result.patients_added, result.problems) == (True, 1, 1, ())
    (kept,) = _visits(clinic)
    row = clinic.visits.get(kept.id)
    assert row.patient.full_name == "Asha Ramadhani Juma"
    assert (row.patient.phone, row.patient.village) == ("+255754123456", "Mtakuja")
    assert (row.age_months, row.malaria_test, row.form.outcome) == (41, "mrdt_positive", "referred")
    assert (row.form.new_this_year, row.form.new_problem) == (True, True)
    assert row.form.complaint == 'Homa, "baridi"\nna kutapika'
    assert [(one.icd10, one.certainty, one.severity) for one in row.form.diagnoses] == [
        ("B54", "confirmed", None),
        ("A09.0", "confirmed", "some"),
        ("J06.9", "provisional", None),
    ]
    assert {one.test: one.result for one in row.form.tests} == {
        "mrdt": "positive",
        "bs": "negative",
        "hb": "7.9",
    }
    assert row.form.vitals.height_cm == 88.5
    assert [one.quantity for one in row.form.prescriptions] == [6, 45]
    assert clinic.patients.search("asha juma mtakuja")[0].patient.id == row.patient.id


def test_what_a_line_leaves_out_gets_the_documented_defaults(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    bring_visits(a_visit())
    (visit,) = _visits(clinic)
    assert (visit.payer, visit.outcome, visit.visit_type) == ("cash", "home", "opd")
    assert (visit.new_this_year, visit.new_problem) == (True, True)
    assert (_count(clinic, Vitals), _count(clinic, Diagnosis)) == (0, 0)


def test_flags_come_from_earlier_visits_in_the_file_and_in_the_record(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    patient_id = new_id()
    clinic.patients.register(
        PatientForm(id=patient_id, first_name="Asha", last_name="Juma", sex="F", birth_date=date(2023, 5, 2))
    )
    clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient_id,
            visit_date=date(2026, 9, 20),
            diagnoses=(DiagnosisEntry(icd10="A09"),),
        )
    )
    own = {"patient_id": str(patient_id)}
    result = bring_visits(
        a_visit(
            visit_id="c", visit_date="2026-10-30", diagnoses="A09", **own
        ),  # more than 30 days after both
        a_visit(visit_id="a", visit_date="2026-09-25", diagnoses="A09.0", **own),  # a return of the one above
        a_visit(visit_id="b", visit_date="2026-09-26", diagnoses="B54", **own),  # something else
        a_visit(
            visit_id="d", visit_date="2026-10-31", diagnoses="B54", new_problem="no", **own
        ),  # as it says
        a_visit(visit_id="e", visit_date="2025-12-31", diagnoses="B54", **own),  # another year
    )
    assert (result.kept, result.patients_added) == (True, 0)
    flags = {
        visit.source_id: (visit.new_this_year, visit.new_problem) for visit in _visits(clinic) if visit.source
    }
    assert flags == {
        "a": (False, False),
        "b": (False, True),
        "c": (False, True),
        "d": (False, False),
        "e": (True, True),
    }


def test_the_same_file_twice_changes_nothing(clinic: Clinic, bring_visits: Bring, a_visit: Make) -> None:
    lines = [a_visit(diagnoses="B54", tests="mrdt=positive", prescriptions="par500|1|3|3|9", weight_kg="12")]
    lines.append(a_visit(visit_id="v2", patient_id="p2", visit_date="2026-10-06"))
    bring_visits(*lines)
    before = [_count(clinic, model) for model in EVERYTHING]
    again = bring_visits(*reversed(lines))
    assert (again.kept, again.added, again.unchanged, again.patients_added) == (True, 0, 2, 0)
    assert before == [_count(clinic, model) for model in EVERYTHING]


def test_a_visit_corrected_here_is_not_undone_by_the_file_it_came_from(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    from dataclasses import replace

    bring_visits(a_visit(diagnoses="B54"))
    (visit,) = _visits(clinic)
    row = clinic.visits.get(visit.id)
    clinic.visits.save(
        replace(row.form, diagnoses=(DiagnosisEntry(icd10="J06.9"),), expected_version=row.version)
    )
    again = bring_visits(a_visit(diagnoses="B54"))
    assert (again.kept, again.unchanged) == (True, 1)
    assert [one.icd10 for one in clinic.visits.get(visit.id).form.diagnoses] == ["J06.9"]


def test_the_same_identifier_with_other_content_is_refused(bring_visits: Bring, a_visit: Make) -> None:
    bring_visits(a_visit(diagnoses="B54"))
    other = bring_visits(a_visit(diagnoses="A09"))
    assert (other.kept, [problem.code for problem in other.problems]) == (False, ["import.visit_differs"])
    in_other_words = bring_visits(a_visit(diagnoses=" b54 ", outcome="home", new_problem="yes"))
    assert (in_other_words.kept, in_other_words.unchanged) == (True, 1)


BAD_LINES = [
    ({"visit_id": ""}, "visit_id", "import.cell_empty"),
    ({"patient_id": " "}, "patient_id", "import.cell_empty"),
    ({"first_name": ""}, "first_name", "import.cell_empty"),
    ({"birth_date": ""}, "birth_date", "import.cell_empty"),
    ({"visit_date": ""}, "visit_date", "import.cell_empty"),
    ({"visit_date": "2026-02-30"}, "visit_date", "import.date_malformed"),
    ({"visit_date": "2026-W41-1"}, "visit_date", "import.date_malformed"),
    ({"visit_date": "20261005"}, "visit_date", "import.date_malformed"),
    ({"visit_date": "5/10/2026"}, "visit_date", "import.date_malformed"),
    ({"visit_date": "2026-11-19"}, "visit_date", "visit.in_future"),
    ({"visit_date": "2023-05-01"}, "visit_date", "visit.before_birth"),
    ({"birth_date": "1886-05-01"}, "birth_date", "patient.born_too_long_ago"),
    ({"birth_date": "2027-05-01"}, "birth_date", "patient.born_in_future"),
    ({"birth_date": "2025-02-29"}, "birth_date", "import.date_malformed"),
    ({"sex": "female"}, "sex", "patient.sex_missing"),
    ({"first_name": "Asha1"}, "first_name", "patient.name_malformed"),
    ({"phone": "12"}, "phone", "patient.phone_malformed"),
    ({"diagnoses": "Q99.99"}, "diagnoses", "visit.icd10_unknown"),
    ({"diagnoses": "B54:confirmed:some:more"}, "diagnoses", "import.diagnosis_malformed"),
    ({"diagnoses": "B54:maybe"}, "diagnoses", "visit.certainty_unknown"),
    ({"diagnoses": "B54;b54"}, "diagnoses", "visit.diagnosis_twice"),
    ({"tests": "mrdt"}, "tests", "import.test_malformed"),
    ({"tests": "xray=broken"}, "tests", "visit.test_unknown"),
    ({"tests": "hb=80"}, "tests", "visit.result_impossible"),
    ({"prescriptions": "par500|1|3|3"}, "prescriptions", "import.prescription_malformed"),
    ({"prescriptions": "gold|1|3|3|9"}, "prescriptions", "visit.medicine_unknown"),
    ({"prescriptions": "par500|0|3|3|9"}, "prescriptions", "visit.dose_not_positive"),
    ({"weight_kg": "12kg"}, "weight_kg", "import.number_malformed"),
    ({"weight_kg": "900"}, "weight_kg", "visit.vital_impossible"),
    ({"systolic": "90.5"}, "systolic", "import.whole_malformed"),
    ({"payer": "goats"}, "payer", "visit.payer_unknown"),
    ({"outcome": "cured"}, "outcome", "visit.outcome_unknown"),
    ({"visit_type": "party"}, "visit_type", "visit.type_unknown"),
    ({"new_problem": "maybe"}, "new_problem", "import.yes_no_malformed"),
]


def test_each_bad_line_is_refused_with_line_column_and_reason(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    columns = a_visit(**{column: "" for cells, _, _ in BAD_LINES for column in cells}) | a_visit()
    for start in range(0, len(BAD_LINES), 15):  # the first twenty reasons are told
        part = BAD_LINES[start : start + 15]
        lines = [columns | {"visit_id": f"v{place}", **cells} for place, (cells, _, _) in enumerate(part)]
        result = bring_visits(columns | {"visit_id": "good", "patient_id": "good"}, *lines)
        assert (result.kept, result.refused, result.added) == (False, len(part), 0)
        assert [(one.line, one.column, one.code) for one in result.problems] == [
            (3 + place, column, code) for place, (_, column, code) in enumerate(part)
        ]
        for problem, language in itertools.product(result.problems, LANGUAGES):
            assert problem.code in catalogue()
            assert "{" not in sentence(problem.code, problem.params, language)
    assert (_count(clinic, Visit), _count(clinic, Patient), _count(clinic, OutboxEvent)) == (0, 0, 0)


def test_rejects_keep_the_good_lines_and_can_be_corrected_and_imported(
    clinic: Clinic, bring_visits: Bring, a_visit: Make, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    result = bring_visits(
        a_visit(), a_visit(visit_id="v2", visit_date="=1+1", complaint="+maumivu"), rejects=rejects
    )
    assert (result.kept, result.added, result.refused, result.rejects) == (True, 1, 1, rejects)
    with rejects.open(encoding="utf-8-sig", newline="") as handle:
        (bad,) = csv.DictReader(handle)
    assert (bad["visit_id"], bad["line"], bad["visit_date"], bad["complaint"]) == (
        "v2",
        "3",
        "'=1+1",
        "'+maumivu",
    )
    assert "2026-11-22" in bad["reason"]
    assert not rejects.with_name("rejects.csv.part").exists()
    rejects.write_text(rejects.read_text(encoding="utf-8").replace("'=1+1", "2026-10-09"), encoding="utf-8")
    corrected = import_visits(clinic.work, rejects)
    assert (corrected.kept, corrected.added, corrected.ignored_columns) == (True, 1, ())
    assert {visit.complaint for visit in _visits(clinic)} == {None, "+maumivu"}


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    result = bring_visits(a_visit(), a_visit(visit_id="v2", visit_date="2026-10-06"), dry_run=True)
    assert (result.dry_run, result.kept, result.added, result.patients_added) == (True, True, 2, 1)
    assert (_count(clinic, Visit), _count(clinic, Patient)) == (0, 0)
    assert result.changes.kinds == frozenset()


def test_an_identifier_twice_in_a_file_is_refused_naming_the_first_line(
    bring_visits: Bring, a_visit: Make
) -> None:
    later, earlier = a_visit(visit_date="2026-10-08"), a_visit(visit_date="2026-10-01")
    result = bring_visits(later, a_visit(visit_id="v2"), earlier)
    (problem,) = result.problems
    assert (problem.line, problem.code, problem.params["first"]) == (4, "import.id_repeated", 2)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"sex": "M"}, "import.other_sex"),
        ({"birth_date": "2023-05-03"}, "import.other_birth_date"),
        ({"first_name": "Baraka", "last_name": "Mushi"}, "import.other_name"),
    ],
)
def test_a_line_about_somebody_else_under_the_same_identifier_is_refused(
    bring_visits: Bring, a_visit: Make, cells: Line, code: str
) -> None:
    in_one_file = bring_visits(a_visit(), a_visit(visit_id="v2", visit_date="2026-10-06", **cells))
    assert [problem.code for problem in in_one_file.problems] == [code]
    bring_visits(a_visit())
    later = bring_visits(a_visit(visit_id="v2", **cells))
    assert [problem.code for problem in later.problems] == [code]
    married = bring_visits(
        a_visit(visit_id="v3", last_name="Mwakyusa"), a_visit(visit_id="v4", first_name="Aisha")
    )
    assert (married.kept, married.patients_added) == (True, 0)


def test_somebody_whose_only_line_is_refused_is_not_registered(
    clinic: Clinic, bring_visits: Bring, a_visit: Make, tmp_path: Path
) -> None:
    result = bring_visits(
        a_visit(), a_visit(visit_id="v2", patient_id="p2", payer="goats"), rejects=tmp_path / "bad.csv"
    )
    assert (result.added, result.patients_added, _count(clinic, Patient)) == (1, 1, 1)


def test_every_batch_leaves_an_audit_row_and_every_visit_an_event(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    result = bring_visits(*(a_visit(visit_id=f"v{n}", patient_id=f"p{n % 7}") for n in range(30)))
    assert result.added == 30
    with clinic.work.database.read() as session:
        actions = {row.action: row.detail for row in session.scalars(select(AuditEntry))}
        events = sorted(session.scalars(select(OutboxEvent.kind)))
        assert (
            session.scalar(
                select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "visit.imported")
            )
            == 1
        )
    assert actions["visit.imported"]["count"] == 30
    assert actions["data.imported"]["added"] == 30
    assert events == ["patient.saved"] * 7 + ["visit.saved"] * 30
    assert "Asha" not in json.dumps(actions)


def test_patients_get_numbers_without_a_gap_and_can_be_found(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    bring_visits(*(a_visit(visit_id=f"v{n}", patient_id=f"p{n}") for n in range(5)))
    with clinic.work.database.read() as session:
        assert sorted(session.scalars(select(Patient.number))) == [
            f"101168-3/2026/{n:06}" for n in range(1, 6)
        ]
    assert len(clinic.patients.search("juma")) == 5


def test_an_older_visit_than_the_record_holds_leaves_later_flags_alone(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    bring_visits(a_visit(visit_date="2026-10-05"))
    bring_visits(a_visit(visit_id="v0", visit_date="2026-02-01"))
    assert [(visit.source_id, visit.new_this_year) for visit in _visits(clinic)] == [
        ("v0", True),
        ("v1", True),
    ]


def test_a_visit_that_was_only_begun_is_no_earlier_attendance(
    clinic: Clinic, bring_visits: Bring, a_visit: Make
) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(2023, 5, 2))
    ).value
    clinic.queue.start_visit(StartForm(id=new_id(), patient_id=patient.id))
    bring_visits(a_visit(patient_id=str(patient.id), visit_date="2026-11-18"))
    (seen,) = clinic.visits.timeline(patient.id)
    assert clinic.visits.get(seen.id).form.new_this_year


def test_only_those_who_may_import(
    clinic_as: Callable[..., Clinic], write_csv: Callable[..., Path], a_visit: Make
) -> None:
    with pytest.raises(PermissionRefused):
        import_visits(clinic_as("nurse").work, write_csv([a_visit()]))


def test_the_rejects_file_cannot_be_the_file_itself(
    clinic: Clinic, write_csv: Callable[..., Path], a_visit: Make
) -> None:
    path = write_csv([a_visit(sex="X")])
    before = path.read_bytes()
    with pytest.raises(EmrError) as refused:
        import_visits(clinic.work, path, rejects=path)
    assert (refused.value.code, path.read_bytes()) == ("import.rejects_is_file", before)


def test_a_rejects_file_that_cannot_be_written_keeps_nothing(
    clinic: Clinic, bring_visits: Bring, a_visit: Make, tmp_path: Path
) -> None:
    with pytest.raises(EmrError) as refused:
        bring_visits(a_visit(), a_visit(visit_id="v2", sex="X"), rejects=tmp_path / "missing" / "bad.csv")
    assert (refused.value.code, _count(clinic, Visit)) == ("file.not_written", 0)


def test_memory_does_not_grow_with_the_file(clinic: Clinic, tmp_path: Path) -> None:
    def peak(lines: int) -> int:
        path = tmp_path / f"{lines}.csv"
        with path.open("w", encoding="utf-8") as handle:
            handle.write("patient_id,first_name,last_name,sex,birth_date,note\n")
            for number in range(lines):
                handle.write(f"p{number},Asha,Juma,F,1990-02-30,{'x' * 2000}\n")
        tracemalloc.start()
        try:
            result = import_patients(clinic.work, path)
            assert result.refused == lines
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = peak(3_000), peak(6_000)
    assert large < small + 3_000_000  # the file grew by 6 MB


def test_patients_before_visits_and_visits_before_patients_meet_in_one_person(
    clinic: Clinic, bring_visits: Bring, bring_patients: Bring, a_visit: Make, a_patient: Make
) -> None:
    bring_patients(a_patient(patient_id="p1", birth_date="2023-05-02", village="Mtakuja"))
    first = bring_visits(a_visit())
    assert (first.kept, first.patients_added) == (True, 0)
    bring_visits(a_visit(visit_id="v2", patient_id="p2"))
    again = bring_patients(a_patient(patient_id="p2", birth_date="2023-05-02"))
    assert (again.kept, again.unchanged) == (True, 1)
    differs = bring_patients(a_patient(patient_id="p2", birth_date="2023-05-02", village="Mtakuja"))
    assert [problem.code for problem in differs.problems] == ["import.patient_differs"]
