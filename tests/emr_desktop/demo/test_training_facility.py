"""The training facility is believable, the same for the same seed, and plainly for practice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.models import AuditEntry, OutboxEvent, Patient, Visit
from emr_desktop.access.permissions import ROLES
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import EAST_AFRICA, Clock
from emr_desktop.demo.facility import TRAINING_CODE, TRAINING_PASSWORD, DemoResult, make_demo
from emr_desktop.demo.history import Day, History
from emr_desktop.errors import EmrError
from emr_desktop.facility.rules import clean_facility_code
from emr_desktop.facility.service import login_names, unlock
from emr_desktop.patients.rules import cleaned as cleaned_patient
from emr_desktop.patients.rules import problems as patient_problems
from emr_desktop.reference import catalogue
from emr_desktop.visits.rules import doubts, problems, quantity_for

LAST = date(2026, 10, 31)
NOW = Clock(now=lambda: datetime(2026, 11, 1, 8, tzinfo=EAST_AFRICA))


@pytest.fixture(scope="module")
def a_year() -> list[Day]:
    return list(History(seed=4, first_day=date(2025, 11, 1), last_day=LAST, per_day=25).days())


@pytest.fixture(scope="module")
def demo_device(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo-device")


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory, demo_device: Path) -> tuple[Path, DemoResult]:
    folder = tmp_path_factory.mktemp("demo") / "facility"
    patch = pytest.MonkeyPatch()
    patch.setenv("EMR_DEVICE_DIR", str(demo_device))
    try:
        return folder, make_demo(folder, seed=4, months=1, per_day=12, until=LAST, clock=NOW)
    finally:
        patch.undo()


@pytest.fixture
def demo(
    demo_folder: tuple[Path, DemoResult], demo_device: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Clinic, DemoResult]]:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(demo_device))
    folder, result = demo_folder
    clinic = open_clinic(unlock(folder, username=None, password=TRAINING_PASSWORD, clock=NOW))
    yield clinic, result
    clinic.close()


def test_it_is_marked_as_training_and_nothing_waits_to_be_sent(demo: tuple[Clinic, DemoResult]) -> None:
    clinic, result = demo
    assert clinic.work.facility.training
    assert clean_facility_code(TRAINING_CODE) == result.facility_code == "999999-6"
    with clinic.work.database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxEvent)) == 0
        assert session.scalar(select(func.count()).select_from(Visit)) == result.visits > 250
        assert session.scalar(select(func.count()).select_from(Patient)) == result.patients
        assert session.scalar(select(func.max(Visit.visit_date))) <= LAST
        actions = set(session.scalars(select(AuditEntry.action)))
    assert {"patient.made_up", "visit.made_up"} <= actions


def test_there_is_somebody_for_every_role_who_can_log_in(
    demo: tuple[Clinic, DemoResult], demo_folder: tuple[Path, DemoResult]
) -> None:
    clinic, result = demo
    staff = {row.username: row.roles for row in clinic.staff.list_all()}
    assert set(result.users) == set(staff) == {name.username for name in login_names(demo_folder[0])}
    assert {role for roles in staff.values() for role in roles} == set(ROLES)
    for username in ("tabibu", "mfamasia"):
        work = unlock(demo_folder[0], username=username, password=TRAINING_PASSWORD, clock=NOW)
        assert work.actor.username == username
        work.database.close()


def test_its_month_can_be_counted_and_its_people_found(demo: tuple[Clinic, DemoResult]) -> None:
    clinic, result = demo
    rows = {row.row: row.total["all"] for row in clinic.forms.show("opd", "202610").rows}
    assert rows["2"] + rows["3"] == result.visits
    with clinic.work.database.read() as session:
        patient = session.scalars(select(Patient).limit(1)).one()
    found = clinic.patients.search(f"{patient.first_name} {patient.last_name}")
    assert patient.id in {hit.patient.id for hit in found}


def test_people_are_expected_some_are_missed_and_the_dead_are_on_record(
    demo: tuple[Clinic, DemoResult],
) -> None:
    clinic, _ = demo
    ahead = clinic.appointments.expected(NOW.today(), NOW.today() + timedelta(days=40))
    assert {row.reason for row in ahead} <= {"chronic", "dressing", "review"}
    assert len(ahead) > 5
    assert clinic.appointments.missed()
    with clinic.work.database.read() as session:
        died = session.scalar(select(func.count()).where(Visit.outcome == "died"))
    assert len(clinic.deaths.lately()) == died


def test_a_folder_in_use_is_refused(demo_folder: tuple[Path, DemoResult]) -> None:
    with pytest.raises(EmrError) as refused:
        make_demo(demo_folder[0], months=1, per_day=1, until=LAST, clock=NOW)
    assert refused.value.code == "facility.already_there"


def test_the_in_charge_may_have_another_name(tmp_path: Path) -> None:
    result = make_demo(
        tmp_path / "f",
        months=1,
        per_day=1,
        until=LAST,
        clock=NOW,
        in_charge="Tabibu",
        password="nyota ya asubuhi",
    )
    assert (result.users[0], result.users.count("tabibu")) == ("tabibu", 1)
    work = unlock(tmp_path / "f", username="tabibu", password="nyota ya asubuhi", clock=NOW)
    assert "in_charge" in work.actor.roles
    work.database.close()


def test_the_same_seed_makes_the_same_history_and_another_seed_another() -> None:
    def made(seed: int) -> list[Day]:
        return list(History(seed=seed, first_day=date(2026, 10, 1), last_day=LAST, per_day=8).days())

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_nothing_that_is_made_up_would_be_refused_at_the_desk(a_year: list[Day]) -> None:
    asked = visits = 0
    for day in a_year:
        for form, _ in day.patients:
            assert patient_problems(cleaned_patient(form, today=day.date), today=day.date) == ()
        for made in day.visits:
            assert problems(made.form, birth_date=made.birth_date, today=day.date) == ()
            visits += 1
            asked += bool(doubts(made.form, birth_date=made.birth_date))
    assert asked < visits * 0.02


def test_prescriptions_are_of_the_formulary_and_their_quantities_add_up(a_year: list[Day]) -> None:
    given = 0
    for day in a_year:
        for made in day.visits:
            for line in made.form.prescriptions:
                given += 1
                medicine = catalogue.medicines()[line.medicine]
                assert line.quantity == quantity_for(line.dose, line.per_day, line.days, medicine)
    assert given > len(a_year) * 10


def test_every_diagnosis_is_a_known_concept_with_its_own_code(a_year: list[Day]) -> None:
    for day in a_year:
        for made in day.visits:
            for entry in made.form.diagnoses:
                assert entry.concept is not None
                assert catalogue.concepts()[entry.concept].icd10 == entry.icd10


def test_it_looks_like_a_dispensary(a_year: list[Day]) -> None:
    visits = [made for day in a_year for made in day.visits]
    ages = Counter(min((made.form.visit_date - made.birth_date).days // 365, 60) for made in visits)
    under_five = sum(ages[years] for years in range(5)) / len(visits)
    assert 0.25 < under_five < 0.42
    outcomes = Counter(made.form.outcome for made in visits)
    assert outcomes["home"] > 0.95 * len(visits)
    assert 0.005 < outcomes["referred"] / len(visits) < 0.05
    assert outcomes["died"] < 0.002 * len(visits)
    payers = Counter(made.form.payer for made in visits)
    assert set(payers) == {"cash", "nhif", "chf", "other_insurance", "exempt"}
    assert all(
        made.form.payer == "exempt" for made in visits if (made.form.visit_date - made.birth_date).days < 1800
    )
    assert 0.08 < sum(not made.form.new_problem for made in visits) / len(visits) < 0.4
    chronic = Counter(
        made.form.patient_id for made in visits if made.form.diagnoses[0].concept == "hypertension"
    )
    assert max(chronic.values()) >= 6  # somebody comes every month


def test_malaria_has_its_season_and_the_week_its_market_day(a_year: list[Day]) -> None:
    tested: Counter[tuple[int, str]] = Counter()
    weekdays: Counter[int] = Counter()
    for day in a_year:
        weekdays[day.date.weekday()] += len(day.visits)
        for made in day.visits:
            for entry in made.form.tests:
                if entry.test == "mrdt" and entry.result:
                    tested[day.date.month, entry.result] += 1

    def positive(*months: int) -> float:
        yes = sum(tested[month, "positive"] for month in months)
        return yes / (yes + sum(tested[month, "negative"] for month in months))

    assert positive(5, 6) > 1.4 * positive(9, 10)  # after the long rains
    assert positive(12, 1) > positive(9, 10)  # after the short rains
    assert max(weekdays, key=lambda weekday: weekdays[weekday]) == 3  # Thursday
    assert weekdays[6] < 0.3 * weekdays[1]  # Sunday


def test_names_come_from_the_whole_country_and_families_share_them(a_year: list[Day]) -> None:
    forms = [form for day in a_year for form, _ in day.patients]
    last_names = Counter(form.last_name for form in forms)
    assert len(last_names) > 250
    for name in ("Mushi", "Masanja", "Mwakyusa", "Rugemalira", "Mollel", "Komba"):
        assert last_names[name] > 0
    assert last_names.most_common(1)[0][1] < len(forms) * 0.05
    assert all(form.phone is None or form.phone.startswith("+255700") for form in forms)
    assert len({form.village for form in forms}) > 5
    assert all(form.guardian for form in forms if form.birth_date and form.birth_date > date(2015, 1, 1))
    families = Counter((form.last_name, form.village, form.phone) for form in forms if form.phone)
    assert max(families.values()) >= 3


def test_people_are_as_old_as_in_the_country() -> None:
    from random import Random

    from emr_desktop.demo.people import make_people

    people = make_people(Random(1), 20_000, LAST)
    young = sum((LAST - person.birth_date).days < 15 * 365.25 for person in people) / len(people)
    assert 0.40 < young < 0.46


def test_children_have_mothers_and_people_live_together(demo: tuple[Clinic, DemoResult]) -> None:
    clinic, _ = demo
    with clinic.work.database.read() as session:
        patients = session.scalars(select(Patient)).all()
        homes = {patient.id: patient.household_id for patient in patients}
        heads = [patient.household_id for patient in patients if patient.household_head]
        children = [patient for patient in patients if patient.mother_id is not None]
        born = {patient.id: patient.birth_date for patient in patients}
    assert all(homes.values())
    assert len(heads) == len(set(heads)) > 5
    assert len(children) > 2
    for child in children:
        assert child.mother_id is not None
        assert homes[child.mother_id] == child.household_id
        assert (child.birth_date - born[child.mother_id]).days > 15 * 365
    members = clinic.households.of(children[0].id).members
    assert {"mother", "self"} <= {role for member in members for role in member.roles}
