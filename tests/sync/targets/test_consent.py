"""Records of patients wait until the in-charge has said where they may go, and what of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PasswordNeeded, PermissionRefused
from sync.service import SyncService
from ui.messages import sentence


@pytest.fixture
def it(clinic_as: Callable[..., Clinic]) -> SyncService:
    """Sync as the one who looks after the PC."""
    return SyncService(work=clinic_as("it_admin").work)


def _add(sync: SyncService, server: Any, **more: Any) -> Any:
    return sync.add_target(kind="fhir", name="shr", url=server.url, token=server.token, **more)


def _rows(clinic: Clinic, *actions: str) -> list[AuditEntry]:
    with clinic.work.database.read() as session:
        found = select(AuditEntry).where(AuditEntry.action.in_(actions)).order_by(AuditEntry.seq)
        return list(session.scalars(found))


def test_what_it_staff_set_up_gets_nothing_until_the_in_charge_confirms(
    desk: Any, it: SyncService, fhir_server: Any
) -> None:
    row = _add(it, fhir_server)
    assert row.held == "sync.consent_needed"
    assert it.test_target("shr")["target"] == "shr"  # asks what it is, tells of nobody
    desk.visit(desk.patient())
    for sync in (it, desk.sync):
        result = sync.run_pass(timeout_s=5)
        assert [code for _, code in result.problems] == ["sync.consent_needed"]
    for ask in (lambda: desk.sync.export("shr"), lambda: desk.sync.records.check("shr")):
        with pytest.raises(EmrError) as refused:
            ask()
        assert refused.value.code in ("sync.consent_needed", "target.cannot_check")
    assert not any(fhir_server.resources.values())
    status = it.status()
    assert (status.held, status.need_person) == ("sync.consent_needed", 1)
    with pytest.raises(PermissionRefused):
        it.records.give_consent("shr")
    assert desk.sync.records.give_consent("shr").held is None
    desk.run()
    assert desk.state() == {"acknowledged": 1}
    saved, word = _rows(desk.clinic, "sync.target_saved", "sync.consented")
    assert saved.staff_id != word.staff_id == desk.clinic.work.actor.staff_id
    assert word.detail == {"target": "shr", "url": row.url, "sensitive": "no"}


def test_a_check_of_the_hdu_waits_too(desk: Any, it: SyncService, hdu_server: Any) -> None:
    user, password = next(iter(hdu_server.users.items()))
    it.add_target(kind="hdu", name="him", url=hdu_server.url, username=user, password=password)
    desk.visit(desk.patient())
    with pytest.raises(EmrError, match=r"sync\.consent_needed"):
        desk.sync.records.check("him")


def test_another_address_and_a_wider_filter_need_another_word(
    desk: Any, it: SyncService, fhir_server: Any
) -> None:
    _add(it, fhir_server)
    desk.sync.records.give_consent("shr")
    _add(it, fhir_server)  # the same once more, perhaps with another token
    assert it.targets()[0].held is None
    assert it.records.set_filter("shr", sensitive=True).held == "sync.consent_needed"
    assert it.records.set_filter("shr", sensitive=False).held is None
    desk.sync.records.give_consent("shr")
    it.renew_credentials("shr", url=fhir_server.url.replace("127.0.0.1", "localhost"), token="x")
    assert it.targets()[0].held == "sync.consent_needed"


def test_a_filter_that_was_narrowed_does_not_open_again_by_itself(
    desk: Any, it: SyncService, fhir_server: Any
) -> None:
    _add(it, fhir_server)
    it.records.set_filter("shr", sensitive=True)
    desk.sync.records.give_consent("shr")
    it.records.set_filter("shr", sensitive=False)
    assert it.records.set_filter("shr", sensitive=True).held == "sync.consent_needed"


def test_what_an_in_charge_sets_up_just_after_the_password_is_confirmed_by_it(
    desk: Any, fhir_server: Any, clock: Any
) -> None:
    assert _add(desk.sync, fhir_server).held is None
    clock.advance(minutes=6)
    assert desk.sync.records.set_filter("shr", sensitive=True).held == "sync.consent_needed"
    with pytest.raises(PasswordNeeded):
        desk.sync.records.give_consent("shr")


def test_a_registry_is_not_asked_before(desk: Any, it: SyncService, fhir_server: Any) -> None:
    it.add_target(kind="registry-pdqm", name="cr", url=fhir_server.url, token=fhir_server.token)
    standing = desk.sync.registry.standing()
    assert (standing.is_ready, standing.reason) == (False, "sync.consent_needed")
    patient = desk.patient()
    with pytest.raises(EmrError, match=r"sync\.consent_needed"):
        desk.sync.registry.look_up(desk.sync.registry.terms_of_patient(patient))
    desk.sync.records.give_consent("cr")
    assert desk.sync.registry.standing().is_ready


def test_figures_of_forms_need_no_word(it: SyncService, desk: Any) -> None:
    row = it.add_target(kind="dhis2", name="moh", url="https://dhis.example.org", token="d2pat_x")
    assert row.held is None
    with pytest.raises(EmrError, match=r"target\.takes_no_records"):
        desk.sync.records.give_consent("moh")


def test_the_sentence_needs_nothing() -> None:
    assert "{" not in sentence("sync.consent_needed", {}, "sw")
    assert json.dumps(sentence("sync.consent_needed", {}, "en"))
