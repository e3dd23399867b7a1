from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from db.key_file import KeyStore
from db.keys import CHEAPEST
from emr_desktop.clinic import open_clinic
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError, ValidationError
from emr_desktop.facility.service import (
    FacilityDetails,
    FirstUser,
    create_facility,
    login_names,
    recover,
    unlock,
)

OLD = "paka wanne juu ya paa"
NEW = "mvua kubwa ya masika"


@pytest.fixture
def facility(tmp_path: Path, clock: Clock) -> tuple[Path, str]:
    """A data folder and its paper key; the user is ``mkuu``."""
    folder = tmp_path / "data"
    paper = create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password=OLD),
        clock=clock,
        parameters=CHEAPEST,
    )
    return folder, paper


def _recover(folder: Path, paper: str, clock: Clock, username: str = "mkuu", password: str = NEW) -> str:
    return recover(folder, recovery_key=paper, username=username, new_password=password, clock=clock)


def test_the_paper_key_gives_a_new_password_and_a_new_paper_key(
    facility: tuple[Path, str], clock: Clock
) -> None:
    folder, paper = facility
    new_paper = _recover(folder, paper.lower().replace("-", ""), clock)
    work = unlock(folder, username="mkuu", password=NEW, clock=clock)
    with work.database.read() as session:
        actions = list(session.scalars(text("SELECT action FROM audit_entry ORDER BY seq")))
    work.database.close()
    assert actions == ["facility.created", "recovery_key.used", "recovery_key.renewed", "login"]
    with pytest.raises(EmrError) as refused:
        unlock(folder, username="mkuu", password=OLD, clock=clock)
    assert refused.value.code == "login.refused"
    with pytest.raises(EmrError) as refused:
        _recover(folder, paper, clock)
    assert refused.value.code == "recovery.refused"
    assert _recover(folder, new_paper, clock) != new_paper


def test_a_mistyped_paper_key_names_the_group(facility: tuple[Path, str], clock: Clock) -> None:
    folder, paper = facility
    groups = paper.split("-")
    groups[3] = groups[3][:-1] + ("0" if groups[3][-1] != "0" else "1")
    with pytest.raises(ValidationError) as refused:
        _recover(folder, "-".join(groups), clock)
    assert (refused.value.field, refused.value.code) == ("recovery_key", "recovery.mistyped")
    assert refused.value.params == {"group": 4}


def test_an_unknown_user_or_a_weak_password_uses_nothing_up(facility: tuple[Path, str], clock: Clock) -> None:
    folder, paper = facility
    with pytest.raises(ValidationError) as refused:
        _recover(folder, paper, clock, username="nobody")
    assert (refused.value.field, refused.value.code) == ("username", "recovery.unknown_user")
    with pytest.raises(ValidationError) as refused:
        _recover(folder, paper, clock, password="short")
    assert refused.value.field == "password"
    _recover(folder, paper, clock)


def test_on_another_pc_the_paper_key_opens_and_the_record_becomes_another_incarnation(
    facility: tuple[Path, str], clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, paper = facility
    before = unlock(folder, username="mkuu", password=OLD, clock=clock)
    before.database.close()
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "new pc"))
    _recover(folder, paper, clock)
    after = unlock(folder, username="mkuu", password=NEW, clock=clock)
    after.database.close()
    assert after.device_id != before.device_id
    assert after.facility.incarnation != before.facility.incarnation
    again = unlock(folder, username="mkuu", password=NEW, clock=clock)
    again.database.close()
    assert again.facility.incarnation == after.facility.incarnation
    assert again.device_id == after.device_id


def test_after_tampering_only_people_the_record_knows_keep_a_slot(
    facility: tuple[Path, str], clock: Clock
) -> None:
    folder, paper = facility
    clinic = open_clinic(unlock(folder, username="mkuu", password=OLD, clock=clock))
    clinic.staff.add(username="asha", full_name="Asha Mushi", roles=("nurse",))
    clinic.close()
    store = KeyStore(folder)
    original = store.read_all()[0]
    stranger = replace(original.users()[0], username="stranger", public_key=b"\x01" * 32)
    for path in store.paths:
        path.write_bytes(replace(original, slots=(*original.slots, stranger)).to_bytes())
    with pytest.raises(EmrError) as refused:
        unlock(folder, username="mkuu", password=OLD, clock=clock)
    assert refused.value.code == "keys.damaged"
    _recover(folder, paper, clock)
    assert [name.username for name in login_names(folder)] == ["mkuu", "asha"]
    unlock(folder, username="mkuu", password=NEW, clock=clock).database.close()


def test_the_in_charge_can_make_a_new_paper_key(facility: tuple[Path, str], clock: Clock) -> None:
    folder, paper = facility
    clinic = open_clinic(unlock(folder, username="mkuu", password=OLD, clock=clock))
    new_paper = clinic.keys.renew_recovery_key().value
    clinic.close()
    with pytest.raises(EmrError):
        _recover(folder, paper, clock)
    _recover(folder, new_paper, clock)
