"""The password asked again: what counts, for how long, and what a wrong one costs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from db.models import AuditEntry
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import EmrError, PasswordNeeded, PermissionRefused, ValidationError
from emr_desktop.exchange.service import export_patients
from emr_desktop.facility.service import unlock
from emr_desktop.facility.switching import SwitchService


def _actions(clinic: Clinic) -> list[str]:
    with clinic.work.database.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)))


def _add(clinic: Clinic, username: str = "asha") -> None:
    clinic.staff.add(username=username, full_name="Asha Juma", roles=("nurse",))


def test_a_log_in_counts_for_five_minutes(clinic: Clinic, clock: Any, password: str) -> None:
    clock.advance(minutes=5)
    _add(clinic)
    clock.advance(seconds=1)
    with pytest.raises(PasswordNeeded) as refused:
        _add(clinic, "juma")
    assert refused.value.params == {"verb": "staff.manage"}
    assert _actions(clinic)[-1] == "session.unconfirmed"
    clinic.password.give(password)
    _add(clinic, "juma")
    assert _actions(clinic)[-2:] == ["session.confirmed", "staff.added"]


@pytest.mark.parametrize(
    "what",
    [
        lambda clinic, folder: clinic.keys.renew_recovery_key(),
        lambda clinic, folder: clinic.keys.rekey(),
        lambda clinic, folder: clinic.keys.remove_council(),
        lambda clinic, folder: clinic.staff.disable("mkuu"),
        lambda clinic, folder: clinic.staff.change_roles("mkuu", ("nurse",)),
        lambda clinic, folder: clinic.staff.reset("mkuu"),
        lambda clinic, folder: clinic.backups.make(reason="before_restore"),
        lambda clinic, folder: export_patients(
            clinic.work, clinic.work.clock.today(), clinic.work.clock.today(), folder / "out.csv"
        ),
    ],
)
def test_what_outlives_the_moment_asks_again(
    clinic: Clinic, clock: Any, tmp_path: Path, what: Callable[[Clinic, Path], object]
) -> None:
    clock.advance(minutes=6)
    with pytest.raises(PasswordNeeded):
        what(clinic, tmp_path)
    assert not (tmp_path / "out.csv").exists()


def test_an_ordinary_backup_asks_for_nothing(clinic: Clinic, clock: Any) -> None:
    clock.advance(minutes=6)
    assert clinic.backups.make().value.row.file.exists()


def test_a_wrong_one_counts_as_at_a_log_in(clinic: Clinic, data_folder: Path, clock: Any) -> None:
    clock.advance(minutes=6)
    for _ in range(4):
        with pytest.raises(ValidationError, match=r"pin\.password_wrong"):
            clinic.password.give("wrong wrong wrong")
    assert _actions(clinic)[-1] == "session.refused"
    with pytest.raises(EmrError, match=r"login\.wait"):
        clinic.password.give("wrong wrong wrong")
    with pytest.raises(EmrError, match=r"login\.wait"):  # the same wait, kept on this PC
        unlock(data_folder, username="mkuu", password="wrong wrong wrong", clock=clock)
    assert not clinic.password.counts


def test_who_may_not_is_not_asked(clinic_as: Callable[..., Clinic], clock: Any, password: str) -> None:
    nurse = clinic_as("nurse")
    clock.advance(minutes=6)
    with pytest.raises(PermissionRefused):
        _add(nurse)


def test_a_covered_session_and_a_pin_do_not_count(clinic: Clinic, clock: Any, password: str) -> None:
    clinic.pins.set("739164", password=password)
    clinic.switching.cover(by="person")
    assert not clinic.password.counts
    assert clinic.switching.enter("mkuu", "739164") is clinic.work
    assert not clinic.password.counts
    clinic.switching.cover(by="person")
    clinic.switching.enter("mkuu", password)
    assert clinic.password.counts


def test_a_colleague_who_came_by_pin_has_to_give_the_password(
    clinic: Clinic, clinic_as: Callable[..., Clinic], clock: Any, password: str
) -> None:
    clinic_as("in_charge").pins.set("739164", password=password)
    by_pin = open_clinic(SwitchService(work=clinic.work).enter("in-charge", "739164"))
    with pytest.raises(PasswordNeeded):
        _add(by_pin)
    by_password = open_clinic(SwitchService(work=clinic.work).enter("in-charge", password))
    _add(by_password)


def test_neither_clock_alone_makes_it_last(
    clinic: Clinic, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock.advance(minutes=-1)  # somebody set the calendar back
    assert not clinic.password.counts
    clock.advance(minutes=1)
    assert clinic.password.counts
    later = time.monotonic() + timedelta(minutes=6).total_seconds()
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not clinic.password.counts
