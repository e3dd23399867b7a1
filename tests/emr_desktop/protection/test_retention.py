"""What is past its time is listed by a schedule that is data; nothing goes by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from db.models import Patient
from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError, PermissionRefused
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm, PatientRow
from emr_desktop.protection.rows import KeptFor
from emr_desktop.protection.schedule import parse_schedule, past_on, read_schedule

SHORT = """
[[kept]]
what = "adult_record"
from = "last_seen"
years = 1
evidence = "M"
source = "the council said so"
en = "Adults"
sw = "Watu wazima"
"""


def _register(clinic: Clinic, first: str, birth_date: date) -> PatientRow:
    form = PatientForm(id=new_id(), first_name=first, last_name="Mushi", sex="F", birth_date=birth_date)
    return clinic.patients.register(form).value


def _line(clinic: Clinic, what: str) -> KeptFor:
    (found,) = (line for line in clinic.protection.retention().schedule if line.what == what)
    return found


def test_what_no_source_names_is_marked_and_unconfirmed(clinic: Clinic) -> None:
    for what in ("adult_record", "child_record", "record_of_the_dead"):
        line = _line(clinic, what)
        assert (line.evidence, line.confirmed) == ("M", False)
        assert line.years >= 10


def test_a_record_is_listed_on_the_first_day_after_its_time_and_stays(clinic: Clinic, clock: Any) -> None:
    patient = _register(clinic, "Neema", date(1990, 5, 1))
    assert clinic.protection.retention().past == ()
    clock.set(clock.now().replace(year=2036, month=11, day=18))
    assert clinic.protection.retention().past == ()
    clock.advance(days=1)
    (past,) = clinic.protection.retention().past
    assert (past.what, past.number, past.since) == ("adult_record", patient.number, date(2036, 11, 19))
    with clinic.work.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Patient)) == 1


def test_a_child_is_kept_until_long_after_the_eighteenth_birthday(clinic: Clinic, clock: Any) -> None:
    _register(clinic, "Zawadi", date(2024, 2, 29))
    clock.set(clock.now().replace(year=2040))
    assert clinic.protection.retention().past == ()
    clock.set(clock.now().replace(year=2052, month=3, day=2))
    (past,) = clinic.protection.retention().past
    assert (past.what, past.since) == ("child_record", date(2052, 3, 1))


def test_the_facilitys_own_file_counts(clinic: Clinic, data_folder: Path, clock: Any) -> None:
    (data_folder / "retention.toml").write_text(SHORT, encoding="utf-8")
    _register(clinic, "Neema", date(1990, 5, 1))
    clock.advance(days=400)
    found = clinic.protection.retention()
    assert found.own_file
    assert [past.what for past in found.past] == ["adult_record"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kept = 1", "[[kept]]"),
        (SHORT.replace('"adult_record"', '"everything"'), "what"),
        (SHORT.replace("years = 1", "years = true"), "years"),
        (SHORT.replace("years = 1", "years = 0"), "years"),
        (SHORT + "delete = true\n", "delete"),
        (SHORT + SHORT, "twice"),
        ("\x00", ""),
        ("#" * 70_000, "size"),
    ],
)
def test_a_file_that_says_something_else_is_refused(
    clinic: Clinic, data_folder: Path, text: str, what: str
) -> None:
    (data_folder / "retention.toml").write_text(text, encoding="utf-8")
    with pytest.raises(EmrError) as refused:
        clinic.protection.retention()
    assert refused.value.code == "retention.file_malformed"
    assert what in str(refused.value.params["what"])


def test_only_the_in_charge(clinic_as: Callable[..., Clinic]) -> None:
    for role in ("clinician", "it_admin"):
        with pytest.raises(PermissionRefused):
            clinic_as(role).protection.retention()


@given(
    begins=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
    born=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    years=st.integers(1, 60),
)
def test_nothing_is_past_its_time_early(begins: date, born: date, years: int) -> None:
    (line,) = parse_schedule(SHORT.replace("years = 1", f"years = {years}\nuntil_age = 18"))
    past = past_on(line, begins, born)
    assert (past - begins).days > 365 * years
    assert (past - born).days > 365 * (18 + years)


def test_without_a_file_the_programs_own_counts(tmp_path: Path) -> None:
    schedule, own = read_schedule(tmp_path)
    assert not own
    assert {line.what for line in schedule} == {
        "adult_record",
        "child_record",
        "record_of_the_dead",
        "draft",
    }
