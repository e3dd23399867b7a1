"""Going on in an open session: PIN, password, and who an action is credited to."""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete, select

from db.models import AuditEntry, Draft, StaffPin
from emr_desktop.access import pin_verifier
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import EmrError, PermissionRefused, ValidationError
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm

# The long form walks a thousand; the seed of one that failed is in the message.
SEQUENCES = int(os.environ.get("EMR_SWITCH_SEQUENCES", "30"))


@pytest.fixture(autouse=True)
def _quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_verifier, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def nurse(clinic_as: Callable[..., Clinic]) -> Clinic:
    return clinic_as("nurse")


def _actions(clinic: Clinic) -> list[tuple[str, str | None]]:
    with clinic.work.database.read() as session:
        rows = session.execute(select(AuditEntry.action, AuditEntry.staff_id).order_by(AuditEntry.seq)).all()
    names = {person.id: person.username for person in clinic.staff.list_all()}
    return [(row.action, names.get(row.staff_id)) for row in rows if not row.action.startswith("login")]


def test_a_colleague_goes_on_by_pin_with_the_own_roles(clinic: Clinic, nurse: Clinic, password: str) -> None:
    nurse.pins.set("4829", password=password)
    work = clinic.switching.enter("nurse", "4829")
    assert (work.actor.username, work.actor.roles) == ("nurse", ("nurse",))
    assert work.database is clinic.work.database
    with pytest.raises(PermissionRefused):
        open_clinic(work).staff.list_all()
    assert ("session.switched", "nurse") in _actions(clinic)


def test_the_pin_is_nowhere_in_clear_and_opens_no_closed_record(
    clinic: Clinic, nurse: Clinic, password: str, data_folder: Path
) -> None:
    nurse.pins.set("482907", password=password)
    with clinic.work.database.read() as session:
        kept = session.scalars(select(StaffPin)).one()
    assert "482907" not in kept.verifier
    with pytest.raises(EmrError) as refused:
        unlock(data_folder, username="nurse", password="482907")
    assert refused.value.code == "login.refused"


def test_without_a_pin_the_password_is_asked_and_taken(clinic: Clinic, nurse: Clinic, password: str) -> None:
    with pytest.raises(EmrError) as refused:
        clinic.switching.enter("nurse", "4829")
    assert refused.value.code == "pin.password_needed"
    with pytest.raises(EmrError) as wrong:
        clinic.switching.enter("nurse", "not the password")
    assert wrong.value.code == "login.refused"
    assert clinic.switching.enter("nurse", password).actor.username == "nurse"
    assert [action for action, _ in _actions(clinic) if action.startswith("session.")] == [
        "session.refused",
        "session.switched",
    ]


def test_after_five_wrong_pins_only_the_password_helps_and_gives_the_pin_back(
    clinic: Clinic, nurse: Clinic, password: str
) -> None:
    nurse.pins.set("4829", password=password)
    told = []
    for wrong in ("9999", "0000", "4820", "4828", "7777"):
        with pytest.raises(EmrError) as refused:
            clinic.switching.enter("nurse", wrong)
        told.append((refused.value.code, refused.value.params.get("left")))
    assert told == [
        *(("pin.refused", left) for left in (4, 3, 2, 1)),
        ("pin.password_needed", None),
    ]
    with pytest.raises(EmrError) as blocked:
        clinic.switching.enter("nurse", "4829")
    assert blocked.value.code == "pin.password_needed"
    assert [p.takes_pin for p in clinic.switching.people() if p.username == "nurse"] == [False]
    clinic.switching.enter("nurse", password)
    assert clinic.switching.enter("nurse", "4829").actor.username == "nurse"
    assert [action for action, _ in _actions(clinic)].count("session.refused") == 5


def test_a_log_in_with_the_password_gives_the_pin_back_too(
    clinic: Clinic, nurse: Clinic, password: str, data_folder: Path
) -> None:
    nurse.pins.set("4829", password=password)
    for _ in range(5):
        with pytest.raises(EmrError):
            clinic.switching.enter("nurse", "9917")
    unlock(data_folder, username="nurse", password=password, clock=clinic.work.clock).database.close()
    assert clinic.switching.enter("nurse", "4829").actor.username == "nurse"


def test_who_is_in_goes_on_in_the_same_session(clinic: Clinic, password: str) -> None:
    clinic.pins.set("4829", password=password)
    clinic.switching.cover(by="idle")
    assert clinic.switching.enter("mkuu", "4829") is clinic.work
    assert [action for action, _ in _actions(clinic)][-2:] == ["session.covered", "session.uncovered"]


def test_setting_a_pin_asks_the_password(clinic: Clinic, password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clinic.pins.set("4829", password="somebody else's")
    assert (refused.value.field, refused.value.code) == ("password", "pin.password_wrong")
    assert not clinic.pins.has_pin()
    assert clinic.pins.set("4829", password=password).value is False
    assert clinic.pins.set("7391", password=password).value is True
    assert clinic.pins.remove().value is True
    assert clinic.pins.remove().value is False
    assert [action for action, _ in _actions(clinic)][-3:] == ["pin.set", "pin.changed", "pin.removed"]


def test_a_disabled_or_reset_person_has_no_pin_any_more(clinic: Clinic, nurse: Clinic, password: str) -> None:
    nurse.pins.set("4829", password=password)
    clinic.staff.reset("nurse")
    with pytest.raises(EmrError) as refused:
        clinic.switching.enter("nurse", "4829")
    assert refused.value.code == "pin.password_needed"
    clinic.staff.disable("nurse")
    assert "nurse" not in {person.username for person in clinic.switching.people()}
    with pytest.raises(EmrError) as gone:
        clinic.switching.enter("nurse", password)
    assert gone.value.code == "login.refused"


@pytest.mark.timeout(3600)
def test_nothing_is_credited_to_the_wrong_person(clinic: Clinic, nurse: Clinic, password: str) -> None:
    """Two people at one PC: tasks wait while the person changes; each ends as who asked for it."""
    clinic.pins.set("4829", password=password)
    nurse.pins.set("7391", password=password)
    pins = {"mkuu": "4829", "nurse": "7391"}
    wrong = []
    for seed in range(SEQUENCES):
        chance = random.Random(seed)
        here, asked, registered, queued = clinic, {}, {}, []
        with ThreadPoolExecutor(1) as worker:
            for _ in range(chance.randint(4, 14)):
                if chance.random() < 0.4:
                    who = chance.choice(list(pins))
                    pin = "9917" if chance.random() < 0.1 else pins[who]
                    try:
                        entered = worker.submit(here.switching.enter, who, pin).result()
                    except EmrError:
                        continue
                    here = here if entered is here.work else open_clinic(entered)
                elif chance.random() < 0.3:
                    form = PatientForm(
                        id=new_id(),
                        first_name="Mtu",
                        last_name="Fulani",
                        sex="F",
                        birth_date=date(1990, 5, 5),
                    )
                    registered[form.id] = here.work.actor.staff_id
                    queued.append(worker.submit(here.patients.register, form))
                else:
                    draft_id, content = new_id(), {"complaint": "homa"}
                    asked[draft_id] = here.work.actor.staff_id
                    worker.submit(here.drafts.keep, draft_id, kind="visit", patient_id=None, content=content)
            last = here.work.actor.staff_id
            for each in queued:
                each.result()
            mine = worker.submit(here.drafts.mine).result()
        with clinic.work.database.read() as session:
            found = {row.id: row.staff_id for row in session.scalars(select(Draft)) if row.id in asked}
            wanted = select(AuditEntry.entity_id, AuditEntry.staff_id).where(
                AuditEntry.action == "patient.registered", AuditEntry.entity_id.in_(registered)
            )
            told = {row.entity_id: row.staff_id for row in session.execute(wanted)}
        if found != asked or told != registered or any(asked.get(draft.id, last) != last for draft in mine):
            wrong.append(seed)
        with clinic.work.database.write.begin() as session:  # a thousand sequences would drown in drafts
            session.execute(delete(Draft))
        assert here.switching.enter(here.work.actor.username, pins[here.work.actor.username])
    assert wrong == []
    trail = _actions(clinic)
    assert any(action == "session.switched" for action, _ in trail)
