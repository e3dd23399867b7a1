"""The report for who helps from outside: what stands in it, and whose names do not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.facility.doctor import run_checks
from emr_desktop.facility.support import support_text, write_support
from emr_desktop.identity import new_id
from emr_desktop.logs import keep_crash
from emr_desktop.patients.rows import PatientForm


def _say(code: str, params: dict[str, object]) -> str:
    return f"{code} {params}"


def test_it_says_what_helps_and_names_nobody(clinic: Clinic, data_folder: Path) -> None:
    clinic.patients.register(
        PatientForm(
            id=new_id(), first_name="Zaituni", last_name="Canarywood", sex="F", birth_date=date(1990, 1, 1)
        )
    )
    keep_crash(data_folder / "logs", ValueError("Zaituni Canarywood"), version="1")
    text = support_text(data_folder, work=clinic.work, checks=run_checks(work=clinic.work), say=_say)
    for part in (
        "== Doctor",
        "doctor.sound",
        "== Crash reports",
        "ValueError",
        "clinic.db",
        "== End of the log",
    ):
        assert part in text
    for secret in ("Zaituni", "Canarywood", "Neema", "Mollel", "mkuu"):
        assert secret not in text


def test_a_record_that_does_not_open_still_gives_a_report(data_folder: Path) -> None:
    text = support_text(data_folder, work=None, checks=(), say=_say, why_closed="damaged")
    assert "record not opened: damaged" in text
    assert "clinic.db" in text


def test_only_who_may_run_the_doctor_gets_it(clinic_as: Callable[..., Clinic], data_folder: Path) -> None:
    with pytest.raises(PermissionRefused):
        support_text(data_folder, work=clinic_as("nurse").work, checks=(), say=_say)


def test_it_is_written_whole_or_told(tmp_path: Path) -> None:
    write_support(tmp_path / "a.txt", "ä\n")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "ä\n"
    with pytest.raises(EmrError, match=r"file\.not_written"):
        write_support(tmp_path / "missing" / "a.txt", "x")
