"""A visit saved at the desk stands in the month, moves with its correction, and leaves when it is voided."""

from dataclasses import replace

from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm


def _cells(clinic) -> dict[tuple[str, str], int]:
    day = clinic.work.clock.today()
    report = clinic.forms.show("opd", f"{day:%Y%m}")
    return {(row.row, column): n for row in report.rows for column, n in row.cells.items() if n}


def test_the_month_follows_what_is_saved_corrected_and_voided(clinic) -> None:
    today = clinic.work.clock.today()
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Neema",
            last_name="Juma",
            sex="F",
            birth_date=today.replace(year=today.year - 5),
        )
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=today,
        tests=(LabEntry(test="mrdt", result="positive"),),
        diagnoses=(DiagnosisEntry(icd10="B54"), DiagnosisEntry(icd10="J18.9", severity="severe")),
        new_problem=True,
        new_this_year=True,
    )
    saved = clinic.visits.save(form).value
    assert _cells(clinic) == {(row, "y5_59.F"): 1 for row in ("1", "2", "23.2", "48")}
    (line,) = clinic.forms.cases("opd", f"{today:%Y%m}", row="23.2", column="y5_59.F").visits
    assert (line.visit, line.patient_number, line.age) == (form.id, patient.number, "5y")
    clinic.visits.save(
        replace(
            saved.form,
            outcome="referred",
            diagnoses=(DiagnosisEntry(icd10="A00"),),
            expected_version=saved.version,
        )
    )
    assert _cells(clinic) == {(row, "y5_59.F"): 1 for row in ("1", "2", "5", "90")}
    clinic.visits.void(form.id, reason="wrong patient")
    assert _cells(clinic) == {}
