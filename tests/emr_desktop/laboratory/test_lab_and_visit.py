"""What the laboratory releases stands in the visit, and the month counts it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from db.models import OutboxEvent, Visit, VisitRevision
from emr_desktop.clinic import Clinic
from emr_desktop.errors import StaleVersion, ValidationError
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, VisitForm, VisitRow

Order = Callable[..., OrderRow]
Enter = Callable[..., OrderRow]
SaveVisit = Callable[..., VisitRow]


def found_in(clinic: Clinic, visit: VisitRow) -> dict[str, str | None]:
    return {entry.test: entry.result for entry in clinic.visits.get(visit.form.id).form.tests}


def test_what_a_visit_waits_for_is_ordered_when_it_is_saved(clinic: Clinic, lab_visit: SaveVisit) -> None:
    visit = lab_visit(hb=None, mrdt="positive", urinalysis=None)
    orders = clinic.laboratory.of_visit(visit.form.id)
    assert [(row.test, row.status) for row in orders] == [("hb", "ordered"), ("urinalysis", "ordered")]
    # Saved again, nothing is ordered twice.
    clinic.visits.save(replace(visit.form, advice="Maji mengi", expected_version=visit.version))
    assert len(clinic.laboratory.of_visit(visit.form.id)) == 2


def test_an_old_or_imported_visit_orders_nothing(clinic: Clinic, lab_patient: PatientRow) -> None:
    form = VisitForm(
        id=new_id(),
        patient_id=lab_patient.id,
        visit_date=date(2026, 11, 3),
        tests=(LabEntry(test="hb"),),
    )
    clinic.visits.save(form)
    assert clinic.laboratory.worklist().orders == ()


def test_a_released_result_stands_in_the_visit_with_its_parts(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(bs=None, urinalysis=None)
    blood, urine = clinic.laboratory.of_visit(visit.form.id)
    enter(blood, bs="positive", bs_species="falciparum", bs_count="4800")
    enter(
        urine,
        urine_leucocytes="plus2",
        urine_nitrite="positive",
        urine_protein="negative",
        urine_blood="negative",
        urine_glucose="negative",
    )
    assert found_in(clinic, visit) == {
        "bs": "positive",
        "bs_species": "falciparum",
        "bs_count": "4800",
        "urine_leucocytes": "plus2",
        "urine_nitrite": "positive",
        "urine_protein": "negative",
        "urine_blood": "negative",
        "urine_glucose": "negative",
    }
    saved = clinic.visits.get(visit.form.id)
    assert (saved.malaria_test, saved.version) == ("bs_positive", 3)
    with clinic.work.database.read() as session:
        kept = session.scalars(select(VisitRevision).order_by(VisitRevision.version)).all()
        assert kept[0].content["tests"] == [
            {"test": "bs", "result": None},
            {"test": "urinalysis", "result": None},
        ]
        events = session.scalars(select(OutboxEvent.kind).where(OutboxEvent.entity_id == visit.form.id)).all()
        assert events == ["visit.saved"] * 3


def test_a_corrected_rapid_test_is_counted_anew_in_the_month(
    clinic: Clinic, lab_patient: PatientRow, enter: Enter
) -> None:
    form = VisitForm(
        id=new_id(),
        patient_id=lab_patient.id,
        visit_date=date(2026, 11, 18),
        tests=(LabEntry(test="mrdt"),),
        diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
    )
    clinic.visits.save(form)

    def rows() -> dict[str, int]:
        report = clinic.forms.show("opd", "202611", edition="2014")
        return {row.row: row.total["all"] for row in report.rows if row.row in ("23.1", "23.2", "23.3")}

    (row,) = clinic.laboratory.of_visit(form.id)
    done = enter(row, mrdt="positive")
    positive = rows()
    assert positive["23.2"] == 1
    corrected = enter(done, mrdt="negative", reason="Kaseti ilisomwa vibaya")
    assert rows()["23.2"] == 0
    assert clinic.visits.get(form.id).malaria_test == "negative"
    assert [report.values[0].result for report in corrected.reports] == ["negative", "positive"]
    assert rows()["23.3"] == 1
    checked = clinic.forms.check("opd", "202611", edition="2014")
    # Register and summary agree; that a malaria stands beside a negative test is said.
    assert {finding.code for finding in checked.findings} == {
        "form.check.malaria_tests_negative",
        "form.check.period_not_over",
    }


def test_results_of_a_visit_not_saved_yet_are_taken_when_it_is(
    clinic: Clinic, lab_visit: SaveVisit, order: Order, enter: Enter
) -> None:
    visit_id = new_id()
    enter(order("hb", visit_id=visit_id), hb="8.4")
    visit = lab_visit(visit_id, mrdt="negative", hb=None)
    assert found_in(clinic, visit) == {"mrdt": "negative", "hb": "8.4"}
    assert len(clinic.laboratory.of_visit(visit_id)) == 1


def test_a_result_that_came_while_the_page_was_open_is_no_conflict(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(hb=None)
    enter(clinic.laboratory.of_visit(visit.form.id)[0], hb="8.4")
    on_page = replace(visit.form, advice="Rudi kesho", expected_version=visit.version)
    saved = clinic.visits.save(on_page).value
    assert saved.form.advice == "Rudi kesho"
    assert found_in(clinic, visit) == {"hb": "8.4"}


def test_another_persons_change_beside_the_laboratorys_is_a_conflict(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(hb=None)
    enter(clinic.laboratory.of_visit(visit.form.id)[0], hb="8.4")
    clinic.visits.save(replace(visit.form, advice="Theirs", expected_version=visit.version))
    with pytest.raises(StaleVersion):
        clinic.visits.save(replace(visit.form, advice="Mine", expected_version=visit.version))


def test_a_form_that_says_another_result_than_the_laboratory_is_refused_at_the_test(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(mrdt=None)
    done = enter(clinic.laboratory.of_visit(visit.form.id)[0], mrdt="positive")
    read = clinic.visits.get(visit.form.id)
    enter(done, mrdt="negative", reason="Kosa")
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(replace(read.form, advice="x", expected_version=read.version))
    assert (refused.value.field, refused.value.code) == ("tests.0", "laboratory.differs")
    assert refused.value.params["result"] == "negative"


def test_the_laboratorys_result_takes_the_place_of_what_was_typed_and_the_visit_remembers(
    clinic: Clinic, lab_visit: SaveVisit, order: Order, enter: Enter
) -> None:
    visit = lab_visit(mrdt="negative")
    enter(order("mrdt", visit_id=visit.form.id), mrdt="positive")
    assert found_in(clinic, visit) == {"mrdt": "positive"}
    with clinic.work.database.read() as session:
        kept = session.scalars(select(VisitRevision)).one()
        assert kept.content["tests"] == [{"test": "mrdt", "result": "negative"}]


def test_a_part_that_a_correction_takes_away_leaves_the_visit(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(bs=None)
    done = enter(clinic.laboratory.of_visit(visit.form.id)[0], bs="positive", bs_species="vivax")
    enter(done, bs="negative", reason="Slaidi nyingine")
    assert found_in(clinic, visit) == {"bs": "negative"}


def test_voiding_takes_the_result_out_of_the_visit_and_of_the_count(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    visit = lab_visit(mrdt=None, hb=None)
    done = enter(clinic.laboratory.of_visit(visit.form.id)[0], mrdt="positive")
    clinic.laboratory.void(done.id, reason="Sampuli ya mtu mwingine")
    saved = clinic.visits.get(visit.form.id)
    assert (found_in(clinic, visit), saved.malaria_test) == ({"hb": None}, None)


def test_a_test_whose_order_was_voided_is_asked_about_before_the_visit_is_saved(
    clinic: Clinic, lab_visit: SaveVisit
) -> None:
    visit = lab_visit(hb=None)
    clinic.laboratory.void(clinic.laboratory.of_visit(visit.form.id)[0].id, reason="Hakuna kemikali")
    with pytest.raises(ValidationError) as refused:
        clinic.visits.save(replace(visit.form, advice="x", expected_version=visit.version))
    assert refused.value.params == {"test": "hb", "reason": "Hakuna kemikali"}


def test_an_hiv_test_marks_the_visit_and_the_mark_goes_with_it(
    clinic: Clinic, lab_visit: SaveVisit, order: Order, enter: Enter
) -> None:
    visit = lab_visit(mrdt="negative")

    def marked() -> bool:
        with clinic.work.database.read() as session:
            return session.get_one(Visit, visit.form.id).sensitive

    done = enter(order("hiv", visit_id=visit.form.id), hiv="non_reactive")
    assert marked()
    clinic.laboratory.void(done.id, reason="Kosa")
    assert not marked()


def test_what_the_laboratory_found_goes_out_and_comes_back_in_with_the_visit(
    clinic: Clinic, lab_visit: SaveVisit, enter: Enter
) -> None:
    from emr_desktop.exchange.fhir_resources import visit_resources
    from emr_desktop.exchange.record_reading import read_visits
    from emr_desktop.exchange.short_forms import read_tests, write_tests

    visit = lab_visit(bs=None, stool=None)
    blood, stool = clinic.laboratory.of_visit(visit.form.id)
    enter(blood, bs="positive", bs_species="falciparum", bs_count="4800")
    enter(stool, stool_macro="watery", stool_ova="hookworm", stool="Usaha mwingi; damu=hapana")
    saved = clinic.visits.get(visit.form.id)
    assert set(read_tests(write_tests(saved.form.tests))) == set(saved.form.tests)
    with clinic.work.database.read() as session:
        record = read_visits(session, [saved.form.id])[saved.form.id]
    resources = list(visit_resources(record, facility_code="101168-3"))
    observations = [each for each in resources if each["resourceType"] == "Observation"]
    assert len(observations) == len(saved.form.tests) == 6
    assert all(each["status"] == "final" for each in observations)
    reports = [each for each in resources if each["resourceType"] == "DiagnosticReport"]
    told = {result["reference"] for report in reports for result in report["result"]}
    assert told == {f"urn:uuid:{each['id']}" for each in observations}
    assert {each["resourceType"] for each in resources} >= {"Encounter", "ServiceRequest"}


def test_the_trend_follows_the_visit_and_orders_without_one(
    clinic: Clinic, lab_visit: SaveVisit, order: Order, enter: Enter, clock: object
) -> None:
    lab_visit(hb="8.1")
    clock.advance(days=7)  # type: ignore[attr-defined]
    direct = enter(order("hb"), hb="9.0")
    enter(direct, hb="9.4", reason="Kosa")
    points = clinic.laboratory.trend(direct.patient.id, "hb")
    assert [(point.value, point.flag, point.where) for point in points] == [
        (8.1, "low", "visit"),
        (9.4, "low", "laboratory"),
    ]


def test_the_register_has_every_test_once(
    clinic: Clinic, clinic_as: Callable[..., Clinic], lab_visit: SaveVisit, order: Order, enter: Enter
) -> None:
    visit = lab_visit(mrdt="positive", bs=None)
    enter(clinic.laboratory.of_visit(visit.form.id)[0], bs="positive", bs_count="800")
    enter(order("hiv"), hiv="non_reactive")
    voided = order("stool")
    clinic.laboratory.void(voided.id, reason="Kosa")
    order("hb")
    day = date(2026, 11, 18)
    register = clinic.laboratory.register(day, day)
    assert sorted((line.test, line.status) for line in register.lines) == [
        ("bs", "done"),
        ("hb", "ordered"),
        ("hiv", "done"),
        ("mrdt", "done"),
    ]
    assert register.hidden == 0
    for_dispenser = clinic_as("pharmacist").laboratory.register(day, day)
    assert for_dispenser.hidden == 1
    (hidden,) = (line for line in for_dispenser.lines if line.hidden)
    assert (hidden.test, hidden.results) == ("", ())
    with pytest.raises(ValidationError):
        clinic.laboratory.register(day, date(2026, 11, 17))
