"""Every verb of every service, walked with every role: the table decides, and a refusal changes nothing."""

import dataclasses
import hashlib
import inspect
import typing
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any
from unittest.mock import MagicMock

import pytest
from sqlalchemy import select

from db.models import AuditEntry, Base
from emr_desktop.access.password_again import verbs_that_ask_again
from emr_desktop.access.permissions import ROLES, verbs_of
from emr_desktop.access.work_session import Actor, WorkSession
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import PasswordNeeded, PermissionRefused
from emr_desktop.exchange import service as exchange
from emr_desktop.papers.handing_out import HandedPaper
from emr_desktop.registers.rows import BookHead
from sync.service import SyncService

_INSIDE = "a part of another verb, inside its transaction and after its check"
_OWN = "only what is the person's own"
_PURE = "works on what it is given and reads nothing of a patient"
_SETTINGS = "how the facility is set up; every screen needs it"

# Verbs without a permission of their own, each with the reason.
WITHOUT = {
    "PatientService.check": _PURE,
    "VisitService.check": _PURE,
    "TriageService.urgency": "reads a birth date to judge by age and tells only the urgency",
    "DraftService.discard": _OWN,
    "DraftService.mine": _OWN,
    "PinService.has_pin": _OWN,
    "PinService.set": _OWN,
    "PinService.remove": _OWN,
    "PasswordService.give": "the own password decides",
    "SwitchService.people": "the names stand on the log-in page too",
    "SwitchService.cover": "anybody may cover a session",
    "SwitchService.enter": "the PIN or the password decides",
    "FacilityService.read": _SETTINGS,
    "FacilityService.settings": _SETTINGS,
    "FacilityService.fixed": _SETTINGS,
    "PaperService.letter_size": _SETTINGS,
    "PaperService.prescription_size": _SETTINGS,
    "QueueService.stations": _SETTINGS,
    "FormService.list_forms": "names of forms, no figures",
    "PrescribingService.in_force": "the rules that checks go by, no patient",
    "BackupService.chosen_folder": _SETTINGS,
    "BackupService.is_due": "whether a task waits",
    "KeyService.rekey_is_due": "whether a task waits",
    "KeyService.rekey_if_due": "done for the facility at closing time by whoever closes",
    "PrescribingService.examine": _INSIDE,
    "AppointmentService.follow_death": _INSIDE,
    "LaboratoryService.changed_alone": _INSIDE,
    "LaboratoryService.place": _INSIDE,
    "LaboratoryService.settle": _INSIDE,
    "ProblemService.follow": _INSIDE,
    "RegistryDesk.standing": _SETTINGS,
    "RegistryDesk.terms_of": _PURE,
    "RegistryDesk.terms_of_patient": _PURE,
    "SyncService.status": "how many deliveries wait, for the bottom line",
}
_BOOK = BookHead(book="opd", first=date(2026, 11, 1), last=date(2026, 11, 30), numbered_by="year")
_PAPER = HandedPaper(
    kind="referral", entity="referral", entity_id=uuid.uuid4(), patient_id=uuid.uuid4(), mark="mark"
)
# Which permission is asked hangs on what was given; the walk gives these.
GIVEN: dict[str, dict[str, Any]] = {
    "DraftService.keep": {"kind": "visit"},
    "PaperService.count_handed_out": {"paper": _PAPER},
    "PaperService.times_handed_out": {"paper": _PAPER},
    "PaperService.uncount_handed_out": {"paper": _PAPER},
    "QueueService.move": {"to": "laboratory"},
    "RegisterService.lines": {"head": _BOOK},
    "RegisterService.lines_of_day": {"head": _BOOK},
    "RegisterService.note": {"head": _BOOK},
    "RegisterService.open_book": {"book": "opd"},
}


class _Reached(BaseException):
    """The check was passed: what comes after it is not the walk's business."""


def _services(work: WorkSession) -> Iterator[tuple[str, Callable[..., Any]]]:
    clinic = open_clinic(work)
    services = [getattr(clinic, field.name) for field in dataclasses.fields(Clinic) if field.name != "work"]
    sync = SyncService(work=work)
    services += [sync, sync.by_hand, sync.writers, sync.records, sync.registry, sync.district]
    for name in exchange.__all__:
        yield f"exchange.{name}", partial(getattr(exchange, name), work)
    for service in services:
        for name, _ in inspect.getmembers(type(service), inspect.isfunction):
            if not name.startswith("_"):
                yield f"{type(service).__name__}.{name}", getattr(service, name)


def _call(name: str, verb: Callable[..., Any]) -> None:
    """Call with something for every parameter; a generator is begun."""
    given = GIVEN.get(name, {})
    arguments = {
        parameter.name: given.get(parameter.name, MagicMock())
        for parameter in inspect.signature(verb).parameters.values()
        if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
    }
    positional = [
        arguments.pop(parameter.name)
        for parameter in inspect.signature(verb).parameters.values()
        if parameter.kind is parameter.POSITIONAL_ONLY or parameter.kind is parameter.VAR_POSITIONAL
    ]
    found = verb(*positional, **arguments)
    if inspect.isgenerator(found):
        next(found)


def _first_check(name: str, verb: Callable[..., Any], patch: pytest.MonkeyPatch) -> str | None:
    """The permission that the verb asks before it does anything."""

    def note(_work: WorkSession, asked: str) -> None:
        raise _Reached(asked)

    with patch.context() as inner:
        inner.setattr(WorkSession, "require", note)
        try:
            _call(name, verb)
        except _Reached as reached:
            return str(reached)
        except Exception:
            return None
    return None


def _state(clinic: Clinic) -> tuple[str, int]:
    """A digest of every record but the trail, and the rows of the trail."""
    digest = hashlib.sha256()
    with clinic.work.database.read() as session:
        for table in Base.metadata.sorted_tables:
            if not table.name.startswith("audit_"):
                digest.update(table.name.encode())
                digest.update(repr(sorted(map(repr, session.execute(select(table)).all()))).encode())
        rows = len(session.scalars(select(AuditEntry.seq)).all())
    return digest.hexdigest(), rows


def _with_roles(work: WorkSession, *roles: str) -> WorkSession:
    of = work.of(Actor(work.actor.staff_id, "mtu", "Mtu Fulani", roles))
    of.password.note(of.clock.now())
    return of


def test_every_verb_asks_for_a_permission_or_stands_here_with_a_reason(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {name: _first_check(name, verb, monkeypatch) for name, verb in _services(clinic.work)}
    assert len(checks) > 150
    assert {name for name, verb in checks.items() if verb is None} == set(WITHOUT)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_call_what_the_table_says_and_a_refusal_changes_nothing(
    clinic: Clinic, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = _with_roles(clinic.work, role)
    before, rows = _state(clinic)
    wrong, refusals = [], 0
    original = WorkSession.require

    def stop_behind(asked_of: WorkSession, verb: str) -> None:
        original(asked_of, verb)
        raise _Reached(verb)

    for name, verb in _services(work):
        if name in WITHOUT:
            continue
        check = _first_check(name, verb, monkeypatch)
        allowed = None
        with monkeypatch.context() as inner:
            inner.setattr(WorkSession, "require", stop_behind)
            try:
                _call(name, verb)
            except _Reached:
                allowed = True
            except PermissionRefused:
                allowed = False
                refusals += 1
            except Exception:  # fell over what it was given, before or instead of the check
                allowed = None
        if allowed is not (check in verbs_of(role)):
            wrong.append((name, check, allowed))
    assert wrong == []
    after, rows_after = _state(clinic)
    assert after == before
    assert rows_after - rows == refusals
    assert refusals or role == "in_charge"


def test_a_verb_of_the_table_asks_the_password_again_and_does_nothing_without_it(
    clinic: Clinic, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six minutes after the log-in: each verb whose permission is in the table, and no other."""
    clock.advance(minutes=6)
    (before, rows), asked = _state(clinic), set()
    for name, verb in _services(clinic.work):
        check = _first_check(name, verb, monkeypatch)
        if check not in verbs_that_ask_again():
            continue
        with pytest.raises(PasswordNeeded):
            _call(name, verb)
        asked.add(check)
    after, rows_after = _state(clinic)
    assert after == before
    assert rows_after > rows
    # asked where a record is behind the check, or only for one of the values
    assert verbs_that_ask_again() - asked == {
        "backup.restore",
        "list.export",
        "audit.export",
    }
    with clinic.work.database.read() as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert last.action == "session.unconfirmed"


def test_the_walk_would_see_a_verb_without_a_check(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_door(patient_id: uuid.UUID) -> uuid.UUID:
        return patient_id

    assert _first_check("Door.open_door", open_door, monkeypatch) is None
    assert typing.get_type_hints(Clinic)["patients"] is type(clinic.patients)
