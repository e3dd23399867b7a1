"""A visit with everything on it goes out as CSV and comes in: here as the same, elsewhere as its copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import Clock
from emr_desktop.deaths.rows import DeathForm
from emr_desktop.errors import ValidationError
from emr_desktop.exchange.endings import read_entry, write_entry
from emr_desktop.exchange.service import export_patients, export_visits, import_patients, import_visits
from emr_desktop.exchange.short_forms import read_orders, write_orders
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.ending_rows import (
    CauseEntry,
    DeathEntry,
    FollowUpEntry,
    ReferralEntry,
    ReferredInEntry,
)
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry
from ui.messages import sentence

DAY = date(2026, 11, 18)


@pytest.fixture
def whole(clinic: Clinic) -> VisitForm:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Asha", last_name="Juma", sex="F", birth_date=date(1994, 10, 10))
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=DAY,
        vitals=VitalsEntry(weight_kg=61.5, temperature_c=38.4),
        complaint="Homa; siku 3 = kali | 50%",
        tests=(LabEntry(test="mrdt", result="positive"),),
        diagnoses=(DiagnosisEntry(icd10="B54", concept="malaria"),),
        prescriptions=(
            PrescriptionEntry(
                medicine="par500", dose=2, per_day=3, days=3, quantity=18, route="po", as_needed=True,
                directions=("after_food",), instructions="Ukihisi maumivu",
            ),
            PrescriptionEntry(medicine="ors", dose=1, per_day=3, days=2, quantity=6, start_now=True),
        ),
        procedures=("dressing",),
        pregnancy="pregnant",
        pregnancy_weeks=20,
        outcome_detail="left_before_end",
    )  # fmt: skip
    return clinic.visits.save(form).value.form


@pytest.fixture
def elsewhere(template_facility: Path, tmp_path: Path, clock: Clock, password: str) -> Iterator[Clinic]:
    folder = tmp_path / "elsewhere"
    shutil.copytree(template_facility, folder)
    opened = open_clinic(unlock(folder, username="mkuu", password=password, clock=clock))
    yield opened
    opened.close()


def test_it_comes_in_again_here_as_the_same(clinic: Clinic, whole: VisitForm, tmp_path: Path) -> None:
    out = tmp_path / "visits.csv"
    export_visits(clinic.work, DAY, DAY, out)
    result = import_visits(clinic.work, out)
    assert (result.added, result.unchanged, result.refused) == (0, 1, 0)


def test_it_comes_in_elsewhere_as_its_copy(
    clinic: Clinic, elsewhere: Clinic, whole: VisitForm, tmp_path: Path
) -> None:
    out = tmp_path / "visits.csv"
    export_visits(clinic.work, DAY, DAY, out)
    result = import_visits(elsewhere.work, out)
    assert (result.added, result.refused) == (1, 0), result.problems
    copy = elsewhere.visits.get(whole.id).form
    told = {
        name: getattr(copy, name)
        for name in ("patient_id", "source", "source_id", "findings", "follow_up", "expected_version")
    }
    assert copy == replace(whole, **told)
    assert import_visits(elsewhere.work, out).unchanged == 1


def test_another_sender_s_line_that_says_less_is_no_contradiction(
    clinic: Clinic, whole: VisitForm, tmp_path: Path
) -> None:
    out = tmp_path / "visits.csv"
    export_visits(clinic.work, DAY, DAY, out)
    lines = [line.split(",") for line in out.read_text(encoding="utf-8").splitlines()]
    kept = [
        at
        for at, name in enumerate(lines[0])
        if name not in ("procedures", "orders", "pregnancy", "pregnancy_weeks")
    ]
    out.write_text("\n".join(",".join(line[at] for at in kept) for line in lines) + "\n", encoding="utf-8")
    assert import_visits(clinic.work, out).unchanged == 1


ORDERS = st.builds(
    PrescriptionEntry,
    medicine=st.just("par500"),
    dose=st.just(1.0),
    per_day=st.just(1),
    days=st.just(1),
    quantity=st.just(1),
    route=st.sampled_from([None, "po", "im"]),
    frequency=st.sampled_from([None, "q8h", "nocte"]),
    as_needed=st.booleans(),
    start_now=st.booleans(),
    directions=st.lists(st.sampled_from(["after_food", "shake"]), unique=True).map(tuple),
)


@given(st.lists(ORDERS, max_size=4))
def test_what_goes_beyond_the_numbers_is_read_as_it_was_written(entries: list[PrescriptionEntry]) -> None:
    numbers = {"medicine": "par500", "dose": 1.0, "per_day": 1, "days": 1, "quantity": 1}
    bare = [PrescriptionEntry(**numbers) for _ in entries]
    assert read_orders(write_orders(entries) or None, bare) == tuple(entries)


@pytest.mark.parametrize("cell", ["po", "po|q8h|x|", "po|q8h||;im|||", "|||||"])
def test_a_malformed_cell_is_refused(cell: str) -> None:
    entry = PrescriptionEntry(medicine="par500", dose=1, per_day=1, days=1, quantity=1)
    with pytest.raises(ValidationError):
        read_orders(cell, [entry])


# How a visit ended ------------------------------------------------------------------------------------


def _sent_on(clinic: Clinic) -> VisitForm:
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(), first_name="Juma", last_name="Abdallah", sex="M", birth_date=date(1990, 2, 3)
        )
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=DAY,
        outcome="referred",
        referred_to="Hospitali ya Rufaa | Dodoma",
        referral=ReferralEntry(urgency="emergency", reason="Kifafa; degedege = 3", summary="GCS 9|15"),
        referred_in=ReferredInEntry(kind="community", sender="Mhudumu wa jamii"),
        follow_up=FollowUpEntry(due_on=date(2026, 11, 23), whole_week=True, note="Aje na jibu"),
    )
    return clinic.visits.save(form).value.form


def _died(clinic: Clinic) -> VisitForm:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Rehema", last_name="Mushi", sex="F", birth_date=date(1950, 1, 1))
    ).value
    form = VisitForm(
        id=new_id(),
        patient_id=patient.id,
        visit_date=DAY,
        diagnoses=(DiagnosisEntry(icd10="I64"),),
        outcome="died",
        death=DeathEntry(
            died_on=DAY,
            died_at="07:15",
            immediate=CauseEntry(icd10="I64"),
            cause_words="Kiharusi",
            told_by="Mwana",
        ),
    )
    return clinic.visits.save(form).value.form


def test_the_ending_of_a_visit_comes_in_as_it_went_out(
    clinic: Clinic, elsewhere: Clinic, tmp_path: Path
) -> None:
    known = [_sent_on(clinic), _died(clinic)]
    out = tmp_path / "visits.csv"
    export_visits(clinic.work, DAY, DAY, out)
    assert import_visits(clinic.work, out).unchanged == 2
    result = import_visits(elsewhere.work, out)
    assert (result.added, result.refused) == (2, 0), result.problems
    for form in known:
        copy = elsewhere.visits.get(form.id).form
        for name in ("referral", "referred_in", "death", "follow_up", "referred_to"):
            assert getattr(copy, name) == getattr(form, name)
    assert import_visits(elsewhere.work, out).unchanged == 2
    assert [row.entry.cause_words for row in elsewhere.deaths.lately()] == ["Kiharusi"]


def test_a_death_outside_of_visits_goes_with_the_patient(
    clinic: Clinic, elsewhere: Clinic, tmp_path: Path
) -> None:
    patient = clinic.patients.register(
        PatientForm(id=new_id(), first_name="Ali", last_name="Hamisi", sex="M", birth_date=date(1960, 5, 5))
    ).value
    entry = DeathEntry(died_on=date(2026, 11, 10), place="elsewhere", underlying=CauseEntry(icd10="C61"))
    clinic.deaths.record(DeathForm(id=new_id(), patient_id=patient.id, entry=entry))
    _died(clinic)
    patients, visits = tmp_path / "patients.csv", tmp_path / "visits.csv"
    export_patients(clinic.work, date(2000, 1, 1), DAY, patients)
    export_visits(clinic.work, date(2000, 1, 1), DAY, visits)
    assert import_patients(clinic.work, patients).unchanged == 2
    assert import_patients(elsewhere.work, patients).added == 2
    assert import_visits(elsewhere.work, visits).added == 1
    told = {row.patient.first_name: row.entry for row in elsewhere.deaths.lately()}
    assert told["Ali"] == entry
    assert told["Rehema"].cause_words == "Kiharusi"
    assert import_patients(elsewhere.work, patients).unchanged == 2

    text = patients.read_text(encoding="utf-8").replace("died_on=2026-11-10", "died_on=2026-11-09")
    patients.write_text(text, encoding="utf-8")
    assert [one.code for one in import_patients(elsewhere.work, patients).problems] == [
        "import.patient_differs"
    ]


@pytest.mark.parametrize("cell", ["urgency", "speed=high", "place=here", "died_on=2026-02-30", "=|="])
def test_an_ending_that_cannot_be_read_is_named(cell: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read_entry(cell, DeathEntry, "death")
    assert refusal.value.code == "import.ending_malformed"
    for language in ("en", "sw"):
        assert "died_on=" in sentence(refusal.value.code, refusal.value.params, language)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(str.strip).filter(bool)


@given(
    st.builds(
        DeathEntry,
        died_on=st.dates(),
        immediate=st.none() | st.just(CauseEntry(icd10="I64", concept="stroke")),
        cause_words=st.none() | TEXTS,
        notified_on=st.none() | st.dates(),
    )
)
def test_a_death_is_read_as_it_was_written(entry: DeathEntry) -> None:
    assert read_entry(write_entry(entry), DeathEntry, "death") == entry
