"""No way around: every verb that reads is asked about one private visit by those who may not read it.

The visit carries words that stand nowhere else; whatever a verb gives back is searched for them.
"""

from __future__ import annotations

import dataclasses
import inspect
import uuid
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.models import Appointment, Referral
from emr_desktop.access.permissions import ROLES, verbs_of
from emr_desktop.appointments.rows import AppointmentForm
from emr_desktop.clinic import Clinic
from emr_desktop.identity import new_id
from emr_desktop.laboratory.rows import NewOrder
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.ending_rows import FollowUpEntry, ReferralEntry
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm
from sync.service import SyncService

DAY = date(2026, 11, 18)
# part of the visit -> the word in it
CANARIES = {
    name: f"KANARI-{name}"
    for name in (
        "complaint",
        "history",
        "examination",
        "advice",
        "referred_to",
        "letter",
        "summary",
        "treatment",
        "instructions",
        "follow_up",
        "order",
    )
} | {"diagnosis": "'B24'", "test": "'hiv'"}
# role -> verb (or a service) -> what of it the role's own work needs
NEEDED = {
    "lab": {"LaboratoryService": {"order", "test"}, "UsageService": {"diagnosis"}},
    "pharmacist": {"PharmacyService": {"instructions"}, "UsageService": {"diagnosis"}},
}
# These change what the others look at, or end the session.
CHANGES = {
    "void", "discard", "merge", "leave", "remove", "cover", "take", "call", "move", "start", "rekey",
    "renew_recovery_key", "remove_council", "make", "make_if_due", "undo", "restore", "send_back", "release",
    "take_sample", "take_back", "rekey_if_due", "choose_folder", "count_print", "run_pass", "drill",
}  # fmt: skip


@pytest.fixture
def given(clinic: Clinic) -> dict[str, Any]:
    """What a verb may be asked with: the patient, the visit and all that hangs on it."""
    form = PatientForm(id=new_id(), first_name="Siri", last_name="Kuu", sex="F", birth_date=date(1990, 1, 1))
    patient = clinic.patients.register(form).value
    visit = clinic.visits.save(
        VisitForm(
            id=new_id(),
            patient_id=patient.id,
            visit_date=DAY,
            complaint=CANARIES["complaint"],
            history=CANARIES["history"],
            examination=CANARIES["examination"],
            advice=CANARIES["advice"],
            diagnoses=(DiagnosisEntry(icd10="B24"),),
            tests=(LabEntry(test="hiv", result="reactive"),),
            prescriptions=(
                PrescriptionEntry(
                    medicine="par500",
                    dose=1,
                    per_day=3,
                    days=3,
                    quantity=9,
                    instructions=CANARIES["instructions"],
                ),
            ),
            outcome="referred",
            referred_to=CANARIES["referred_to"],
            referral=ReferralEntry(
                reason=CANARIES["letter"], summary=CANARIES["summary"], treatment=CANARIES["treatment"]
            ),
            follow_up=FollowUpEntry(due_on=DAY + timedelta(days=7), note=CANARIES["follow_up"]),
        )
    ).value
    new = NewOrder(
        id=new_id(), patient_id=patient.id, test="hiv", visit_id=visit.form.id, note=CANARIES["order"]
    )
    order = clinic.laboratory.order([new]).value[0]
    with clinic.work.database.read() as session:
        appointment = session.scalars(select(Appointment.id)).one()
        referral = session.scalars(select(Referral.id)).one()
    days = {"first": DAY - timedelta(days=2), "last": DAY + timedelta(days=10), "start": DAY, "end": DAY}
    ids = {"patient_id": patient.id, "visit_id": visit.form.id, "order_id": order.id}
    more = {"appointment_id": appointment, "referral_id": referral, "order_ids": [order.id]}
    codes = {"form": "opd", "period": "202611", "row": "23.2", "book": "opd", "test": "hiv", "kind": "visit"}
    words = {"text": "Siri", "query": "Siri", "number": 1, "day": DAY, "on": DAY, "station": "pharmacy"}
    people = {"kept": patient.id, "merged": patient.id, "patient": patient}
    return {**days, **ids, **more, **codes, **words, **people}


def _verbs(clinic: Clinic) -> Iterator[tuple[str, Callable[..., Any]]]:
    sync = SyncService(work=clinic.work)
    services = [getattr(clinic, field.name) for field in dataclasses.fields(Clinic) if field.name != "work"]
    for service in [*services, sync, sync.records, sync.district, sync.registry]:
        for name, _ in inspect.getmembers(type(service), inspect.isfunction):
            if not name.startswith("_") and name not in CHANGES:
                yield f"{type(service).__name__}.{name}", getattr(service, name)


def _told(clinic: Clinic, given: dict[str, Any]) -> tuple[dict[str, set[str]], int]:
    """Verb -> which of the words it gave away; and how many verbs answered."""
    leaks, answered = {}, 0
    for name, verb in _verbs(clinic):
        needed = [
            each.name
            for each in inspect.signature(verb).parameters.values()
            if each.default is each.empty and each.kind not in (each.VAR_KEYWORD, each.VAR_POSITIONAL)
        ]
        if any(each not in given for each in needed):
            continue
        try:
            found = verb(**{each: given[each] for each in needed})
            text = repr(list(found) if inspect.isgenerator(found) else found)
        except Exception:
            continue
        answered += 1
        seen = {part for part, word in CANARIES.items() if word in text}
        if seen:
            leaks[name] = seen
    return leaks, answered


@pytest.mark.parametrize("role", [each for each in ROLES if "visit.sensitive" not in verbs_of(each)])
def test_nothing_of_a_private_visit_gets_out(
    clinic_as: Callable[..., Clinic], given: dict[str, Any], role: str
) -> None:
    leaks, answered = _told(clinic_as(role), given)
    assert answered >= 20
    allowed = NEEDED.get(role, {})
    wrong = {
        name: sorted(seen - allowed.get(name.partition(".")[0], set()))
        for name, seen in leaks.items()
        if seen - allowed.get(name.partition(".")[0], set())
    }
    assert wrong == {}


def test_the_walk_would_find_it(clinic_as: Callable[..., Clinic], given: dict[str, Any]) -> None:
    """The control: who may read it meets every one of the words."""
    leaks, _ = _told(clinic_as("clinician"), given)
    assert set(CANARIES) - set().union(*leaks.values()) == set()
    assert len(leaks) >= 5


def test_who_moves_the_appointment_of_a_private_visit_does_not_lose_what_was_noted(
    clinic: Clinic, clinic_as: Callable[..., Clinic], given: dict[str, Any]
) -> None:
    desk = clinic_as("receptionist")
    (seen,) = desk.appointments.of_patient(given["patient_id"])
    assert seen.note is None
    form = AppointmentForm(
        id=new_id(), patient_id=given["patient_id"], due_on=DAY + timedelta(days=9), reason=seen.reason
    )
    moved = desk.appointments.move(seen.id, form, expected_version=seen.version).value
    assert moved.note is None
    kept = {row.id: row.note for row in clinic.appointments.of_patient(given["patient_id"])}
    assert kept[moved.id] == CANARIES["follow_up"]


@pytest.mark.parametrize(
    "verb",
    ["report.cases", "referral.view", "death.view", "surveillance.view", "data.export", "patient.everything"],
)
def test_what_names_diagnoses_is_for_those_who_read_private_visits(verb: str) -> None:
    """These verbs show visits without asking for each of them whether it is private."""
    for role in ROLES:
        if verb in verbs_of(role):
            assert "visit.sensitive" in verbs_of(role)


def test_an_id_is_needed_to_open_one_in_an_emergency(clinic_as: Callable[..., Clinic]) -> None:
    assert not clinic_as("pharmacist").work.may_read_visit(uuid.uuid4(), sensitive=True)
