"""Deaths in a visit and deaths that somebody reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.errors import EmrError, PermissionRefused, StaleVersion, ValidationError
from emr_desktop.exchange.fhir_patients import patient_resource
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.queue.rows import StartForm
from emr_desktop.visits.ending_rows import CauseEntry, DeathEntry
from emr_desktop.visits.rows import VisitForm

TODAY = date(2026, 11, 18)
MALARIA = CauseEntry(icd10="B54", concept="malaria")


@pytest.fixture
def patient(clinic: Clinic) -> PatientRow:
    form = PatientForm(
        id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10)
    )
    return clinic.patients.register(form).value


@pytest.fixture
def died(patient: PatientRow) -> VisitForm:
    return VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=TODAY,
        complaint="Hajitambui",
        outcome="died",
        death=DeathEntry(
            died_on=TODAY, died_at="9.05", place="here", immediate=MALARIA, cause_words="Degedege"
        ),
    )


def _report(patient: PatientRow, **more: object) -> DeathForm:
    entry = DeathEntry(died_on=TODAY - timedelta(days=2), place="elsewhere", told_by="Mtendaji wa kijiji")
    return DeathForm(id=new_id(), patient_id=patient.id, entry=replace(entry, **more))  # type: ignore[arg-type]


def test_a_death_in_a_visit_marks_the_patient_in_the_same_save(
    clinic: Clinic, patient: PatientRow, died: VisitForm
) -> None:
    saved = clinic.visits.save(died).value
    assert saved.form.death is not None
    assert saved.form.death.died_at == "09:05"
    assert clinic.patients.get(patient.id).died_on == TODAY
    assert [hit.patient.died_on for hit in clinic.patients.search("asha")] == [TODAY]
    assert clinic.visits.save(died).changes.kinds == frozenset()
    (row,) = clinic.deaths.lately()
    assert (row.visit_id, row.entry.immediate) == (died.id, MALARIA)


def test_died_alone_is_enough_to_mark_the_patient(
    clinic: Clinic, patient: PatientRow, died: VisitForm
) -> None:
    clinic.visits.save(replace(died, death=None))
    assert clinic.patients.get(patient.id).died_on == TODAY


def test_correcting_or_voiding_the_visit_brings_the_patient_back(
    clinic: Clinic, patient: PatientRow, died: VisitForm
) -> None:
    clinic.visits.save(died)
    with pytest.raises(EmrError, match=r"death\.of_a_visit"):
        clinic.deaths.undo(patient.id, reason="Kosa")
    clinic.visits.save(replace(died, outcome="home", death=None, expected_version=1))
    assert clinic.patients.get(patient.id).died_on is None
    clinic.visits.save(replace(died, expected_version=2))
    assert clinic.patients.get(patient.id).died_on == TODAY
    clinic.visits.void(died.id, reason="Mgonjwa mwingine")
    assert clinic.patients.get(patient.id).died_on is None


def test_a_visit_after_the_death_is_questioned_and_one_before_it_can_still_be_written(
    clinic: Clinic, patient: PatientRow
) -> None:
    clinic.deaths.record(_report(patient))
    late = VisitForm(id=new_id(), patient_id=patient.id, visit_date=TODAY, complaint="Homa")
    with pytest.raises(ValidationError) as questioned:
        clinic.visits.save(late)
    assert (questioned.value.field, questioned.value.code) == ("visit_date", "visit.after_death")
    clinic.visits.save(replace(late, id=new_id(), visit_date=TODAY - timedelta(days=3)))
    clinic.deaths.undo(patient.id, reason="Jina lilifanana")
    clinic.visits.save(late)


def test_nobody_lets_a_dead_patient_wait_at_a_station(clinic: Clinic, patient: PatientRow) -> None:
    clinic.deaths.record(_report(patient))
    start = StartForm(id=new_id(), patient_id=patient.id)
    with pytest.raises(ValidationError) as questioned:
        clinic.queue.start_visit(start)
    assert questioned.value.code == "visit.after_death"
    clinic.deaths.undo(patient.id, reason="Jina lilifanana")
    clinic.queue.start_visit(start)


def test_the_open_format_says_that_a_patient_died(clinic: Clinic, patient: PatientRow) -> None:
    alive = patient_resource(clinic.patients.get(patient.id), facility_code="101168-3")
    assert "deceasedDateTime" not in alive
    clinic.deaths.record(_report(patient))
    told = patient_resource(clinic.patients.get(patient.id), facility_code="101168-3")
    assert told["deceasedDateTime"] == "2026-11-16"


def test_a_death_elsewhere_is_reported_completed_and_taken_back(clinic: Clinic, patient: PatientRow) -> None:
    form = _report(patient)
    first = clinic.deaths.record(form).value
    assert clinic.deaths.record(form).changes.kinds == frozenset()
    more = replace(form, entry=replace(form.entry, underlying=MALARIA), expected_version=first.version)
    assert clinic.deaths.record(more).value.entry.underlying == MALARIA
    with pytest.raises(StaleVersion):
        clinic.deaths.record(replace(form, id=new_id(), entry=replace(form.entry, told_by="Jirani")))
    with pytest.raises(ValidationError):
        clinic.deaths.undo(patient.id, reason=" ")
    clinic.deaths.undo(patient.id, reason="Jina lilifanana")
    assert clinic.deaths.of_patient(patient.id) is None
    assert clinic.deaths.lately() == ()


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("died_on", {"died_on": TODAY + timedelta(days=1)}),
        ("died_on", {"died_on": date(1994, 10, 9)}),
        ("died_at", {"died_at": "25:00"}),
        ("place", {"place": "sokoni"}),
        ("immediate", {"immediate": CauseEntry(icd10="X99.Z")}),
        ("notified_on", {"notified_on": TODAY - timedelta(days=3)}),
        ("notified_on", {"notified_on": TODAY + timedelta(days=1)}),
        ("told_by", {"told_by": "x" * 201}),
    ],
)
def test_what_is_wrong_with_a_death_is_told_at_its_field(
    clinic: Clinic, patient: PatientRow, field: str, change: dict[str, object]
) -> None:
    with pytest.raises(ValidationError) as wrong:
        clinic.deaths.record(_report(patient, **change))
    assert wrong.value.field == field
    assert clinic.patients.get(patient.id).died_on is None


def test_a_sensitive_cause_is_marked(clinic: Clinic, patient: PatientRow) -> None:
    clinic.deaths.record(_report(patient, underlying=CauseEntry(icd10="B24", concept="hiv")))
    with clinic.work.database.read() as session:
        from db.models import Death

        assert [row.sensitive for row in session.query(Death)] == [True]


def test_the_reception_reports_a_death_and_does_not_read_the_causes(
    clinic: Clinic, clinic_as: Callable[..., Clinic], patient: PatientRow
) -> None:
    reception = clinic_as("receptionist")
    reception.deaths.record(_report(patient))
    with pytest.raises(PermissionRefused):
        reception.deaths.of_patient(patient.id)
    with pytest.raises(PermissionRefused):
        reception.deaths.undo(patient.id, reason="Kosa")


def test_nobody_dies_twice_when_two_records_that_died_are_merged(
    clinic: Clinic, patient: PatientRow, died: VisitForm
) -> None:
    clinic.visits.save(died)
    other = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Jumaa", sex="F", birth_date=date(1994, 10, 10))
    ).value
    clinic.deaths.record(_report(other))

    def counted() -> int:
        report = clinic.forms.show("deaths", "202611")
        codes = {finding.code for finding in clinic.forms.check("deaths", "202611").findings}
        assert "form.check.register_differs" not in codes
        by_place = [row.total["all"] for row in report.rows if row.section == report.rows[-1].section]
        return sum(by_place)

    assert (counted(), len(clinic.deaths.lately())) == (2, 2)
    merged = clinic.merging.merge(patient.id, other.id).value
    assert (counted(), len(clinic.deaths.lately())) == (1, 1)
    assert clinic.patients.get(patient.id).died_on == TODAY
    clinic.merging.undo_merge(merged.id)
    assert (counted(), len(clinic.deaths.lately())) == (2, 2)
