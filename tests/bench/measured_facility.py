"""Makes the facility that is measured, encrypted and as a plain twin with the same rows, and keeps it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sizes import FIRST_DAY, LAST_DAY, SEED, TODAY, Size
from sqlalchemy import insert, select

from db.device import ensure_device_secret
from db.engine import Database, open_database
from db.key_file import CHEAPEST
from db.migrate import upgrade
from db.models import Device, Facility, Setting, Staff
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clock import Clock
from emr_desktop.demo.history import History
from emr_desktop.facility.layout import database_path
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock
from emr_desktop.patients.bulk import NewPatient, register_patients
from emr_desktop.patients.rules import BirthDate
from emr_desktop.visits.bulk import NewVisit, save_visits

ROOT = Path(__file__).resolve().parents[2]
USERNAME = "mkuu"
PASSWORD = "paka wanne juu ya paa"
_BATCH = 2000
# A facility that was made by other code than this would be another facility.
_MADE_BY = (
    "db/migrations/versions/*.py",
    "emr_desktop/demo/*.*",
    "emr_desktop/patients/bulk.py",
    "emr_desktop/patients/folding.py",
    "emr_desktop/patients/index_words.py",
    "emr_desktop/patients/*.toml",
    "emr_desktop/patients/*.csv",
    "emr_desktop/visits/bulk.py",
    "emr_desktop/visits/counting.py",
)


@dataclass(frozen=True)
class MeasuredFacility:
    """Where the two databases lie; ``made`` says what they hold and how fast they were written."""

    folder: Path  # the data folder of the encrypted one
    plain: Path
    made: dict[str, float]

    @property
    def home(self) -> Path:
        """Where the device secret lies, of a working copy too."""
        return next(folder for folder in self.folder.parents if (folder / "device").is_dir())

    @property
    def encrypted(self) -> Path:
        return database_path(self.folder)


def standing_clock() -> Clock:
    """Starts on the morning of the day the figures are for, and goes on from there."""
    morning, begun = datetime(TODAY.year, TODAY.month, TODAY.day, 6, 30, tzinfo=UTC), time.monotonic()
    return Clock(now=lambda: morning + timedelta(seconds=time.monotonic() - begun))


def measured_facility(size: Size, *, say: Callable[[str], None]) -> MeasuredFacility:
    """Give the facility of that size, made now unless it lies there from an earlier run."""
    home = ROOT / "build" / "bench" / f"{size.name}-{size.patients}-{size.visits}-{SEED}-{_made_by()}"
    use_device(home)
    found = MeasuredFacility(home / "facility", home / "plain.db", {})
    made = home / "made.json"
    if not made.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        ensure_device_secret()
        say(f"Making {size.patients:,} patients and {size.visits:,} visits, twice; this is kept in {home}")
        made.write_text(json.dumps(_make(found, size, say=say)), encoding="utf-8")
    return replace(found, made=json.loads(made.read_text(encoding="utf-8")))


def use_device(home: Path) -> None:
    """The keys of a kept facility open with the device secret that lies beside it."""
    os.environ["EMR_DEVICE_DIR"] = str(home / "device")


@contextmanager
def copied(facility: MeasuredFacility) -> Iterator[MeasuredFacility]:
    """A copy to write into, taken away afterwards."""
    work = facility.plain.parent / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    try:
        shutil.copytree(facility.folder, work / "facility")
        shutil.copy2(facility.plain, work / "plain.db")
        yield MeasuredFacility(work / "facility", work / "plain.db", facility.made)
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def opened(facility: MeasuredFacility) -> Iterator[tuple[WorkSession, WorkSession]]:
    """Sessions of the same person on the encrypted record and on its plain twin."""
    use_device(facility.home)
    work = unlock(facility.folder, username=USERNAME, password=PASSWORD, clock=standing_clock())
    plain = open_database(facility.plain, None)
    try:
        yield work, replace(work, database=plain)
    finally:
        plain.close()
        work.database.close()


def _made_by() -> str:
    total = hashlib.sha256()
    for pattern in _MADE_BY:
        for path in sorted(ROOT.glob(pattern)):
            total.update(path.read_bytes())
    return total.hexdigest()[:12]


def _make(facility: MeasuredFacility, size: Size, *, say: Callable[[str], None]) -> dict[str, float]:
    clock = standing_clock()
    create_facility(
        facility.folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary", language="sw"),
        first_user=FirstUser(
            username=USERNAME,
            full_name="Neema Mollel",
            password=PASSWORD,
            roles=("in_charge", "receptionist", "nurse", "clinician"),
        ),
        clock=clock,
        parameters=CHEAPEST,
    )
    work = unlock(facility.folder, username=USERNAME, password=PASSWORD, clock=clock)
    plain = open_database(facility.plain, None)
    try:
        upgrade(plain)
        _copy_rows(work.database, plain)
        return _fill((work, replace(work, database=plain)), size, say=say)
    finally:
        plain.close()
        work.database.close()


def _copy_rows(source: Database, target: Database) -> None:
    """Whom the rows of a record belong to."""
    for model in (Staff, Facility, Device, Setting):
        table = model.__table__
        with source.read() as session:
            rows = [dict(row) for row in session.execute(select(table)).mappings()]
        with target.write.begin() as session:
            if rows:
                session.execute(insert(table), rows)  # type: ignore[arg-type]


def _fill(
    works: tuple[WorkSession, WorkSession], size: Size, *, say: Callable[[str], None]
) -> dict[str, float]:
    """Write the same days into both; returns how many of what, and the seconds of each."""
    history = History(
        seed=SEED,
        first_day=FIRST_DAY,
        last_day=LAST_DAY,
        per_day=size.per_day or round(size.visits / 1600),
        people=round(size.patients * 0.925),
    )
    patients: list[NewPatient] = []
    visits: list[NewVisit] = []
    counted = {"patients": 0, "visits": 0}
    took = [0.0, 0.0]
    begun = time.process_time()

    def keep() -> None:
        for place, work in enumerate(works):
            start = time.perf_counter()
            with work.database.write.begin() as session:
                register_patients(session, patients, work=work, action="patient.imported")
                save_visits(session, visits, work=work, action="visit.imported")
            took[place] += time.perf_counter() - start
        counted["patients"] += len(patients)
        counted["visits"] += len(visits)
        patients.clear()
        visits.clear()
        say(f"\r{counted['visits']:,} visits of {counted['patients']:,} patients")

    clinician = works[0].actor.staff_id
    for day in history.days():
        patients += [
            NewPatient(
                form=form,
                birth=BirthDate(form.birth_date, "year" if form.birth_date_estimated else "day"),
                registered_at=at,
            )
            for form, at in day.patients
            if form.birth_date is not None
        ]
        visits += [
            NewVisit(
                form=made.form,
                sex=made.sex,
                birth_date=made.birth_date,
                started_at=made.started_at,
                ended_at=made.ended_at,
                clinician_id=clinician,
            )
            for made in day.visits
        ]
        if len(visits) >= _BATCH:
            keep()
        if counted["visits"] >= size.visits and counted["patients"] >= size.patients:
            break
    keep()
    return {
        **counted,
        "encrypted_s": took[0],
        "plain_s": took[1],
        "cpu_s": time.process_time() - begun,
    }
