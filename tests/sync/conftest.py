"""A facility with a small form, a stand-in DHIS2, and the line between them."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest

from db.engine import open_database
from db.migrate import upgrade
from db.models import Facility, Staff
from emr_desktop.access.password_again import PasswordGiven
from emr_desktop.access.work_session import Actor, FacilityRow, WorkSession
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.forms.rows import FormInfo, FormReport, FormRow
from sync.pace import Pace
from sync.service import SyncService

KEY = bytes(range(32))
FACILITY_CODE = "101168-3"
COLUMNS = ("lt1m.M", "lt1m.F", "y60plus.M", "y60plus.F")
COMBOS = ("xo7RVsgBkpT", "Ak7SvGtlnWp", "aYgz5mh2cbx", "ayVLc9to6xY")
ELEMENTS = {"1": "uyQpafHrxLT", "5": "CsYfybuaSgc", "9": "cGVl8WkpBTL"}
GREYED = {("5", "lt1m.M"), ("5", "lt1m.F"), ("9", "y60plus.M"), ("9", "y60plus.F")}


def _load_stand_in() -> ModuleType:
    path = Path(__file__).parents[1] / "servers" / "dhis2.py"
    spec = importlib.util.spec_from_file_location("stand_in_dhis2", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stand_in_dhis2"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def dhis2() -> ModuleType:
    return _load_stand_in()


@dataclass
class Ticking:
    """A clock that stands still until it is told to go on."""

    instant: datetime = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.instant

    def forward(self, **parts: float) -> None:
        self.instant += timedelta(**parts)


@dataclass
class PaperForms:
    """Forms with figures written by hand: the part of FormService that sync asks."""

    figures: dict[str, dict[str, dict[str, int | None]]] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = tuple(ELEMENTS)
    signed: dict[str, dict[str, dict[str, int | None]]] = field(default_factory=dict)

    def list_forms(self) -> tuple[FormInfo, ...]:
        return (self._info(),)

    def show(self, form: str, period: str, *, edition: str | None = None, count: str = "new") -> FormReport:
        if form != "opd":
            raise EmrError("form.unknown", form=form, forms="opd")
        cells = self.figures.get(period, {})
        rows = tuple(
            FormRow(row, f"Row {row}", f"Safu {row}", self._cells(row, cells.get(row, {})), {"all": 0})
            for row in self.rows
        )
        return FormReport(
            info=self._info(),
            period=period,
            first_day=date(2026, 10, 1),
            last_day=date(2026, 10, 31),
            facility_code=FACILITY_CODE,
            facility_name="Buigiri Dispensary",
            generated=datetime(2026, 11, 2, tzinfo=UTC),
            status=self.status.get(period, "open"),
            version=1 if period in self.status else 0,
            count=count,
            rows=rows,
            misplaced=(),
        )

    def closed_version(
        self, form: str, period: str, *, edition: str | None = None, version: int | None = None
    ) -> FormReport:
        if self.status.get(period) not in ("closed", "changed"):
            raise EmrError("form.not_closed", form=form, period=period)
        return replace(self.show(form, period), status="closed")

    def close(self, period: str, **figures: int) -> None:
        """Write figures and sign: ``close("202610", r1_lt1m_M=3)``."""
        cells: dict[str, dict[str, int | None]] = {}
        for name, value in figures.items():
            row, band, sex = name[1:].split("_")
            cells.setdefault(row, {})[f"{band}.{sex}"] = value
        self.figures[period], self.status[period] = cells, "closed"

    def _info(self) -> FormInfo:
        return FormInfo("opd", "2014", "OPD", "OPD", "month", True, COLUMNS)

    @staticmethod
    def _cells(row: str, figures: dict[str, int | None]) -> dict[str, int | None]:
        return {column: None if (row, column) in GREYED else figures.get(column, 0) for column in COLUMNS}


def small_mapping() -> dict[str, Any]:
    return {
        "form": "opd",
        "edition": "2014",
        "data_set": "v6wdME3ouXu",
        "org_unit_scheme": "CODE",
        "rows": dict(ELEMENTS),
        "columns": dict(zip(COLUMNS, COMBOS, strict=True)),
        "cells": {},
    }


@pytest.fixture
def mapping() -> dict[str, Any]:
    return small_mapping()


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "clinic.db"
    database = open_database(path, KEY)
    upgrade(database)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    with database.write.begin() as session:
        session.add(
            Facility(
                id=uuid.UUID(int=1),
                code=FACILITY_CODE,
                name="Buigiri Dispensary",
                type="dispensary",
                language="sw",
                training=False,
                incarnation=uuid.UUID(int=2),
                created_at=now,
            )
        )
        session.add(
            Staff(
                id=uuid.UUID(int=3),
                username="neema",
                full_name="Neema Mushi",
                roles=["in_charge"],
                created_at=now,
                version=1,
            )
        )
    database.close()
    return path


@dataclass
class Site:
    """One facility's PC: its database, its clock, its forms, its sync."""

    path: Path
    clock: Ticking
    forms: PaperForms
    work: WorkSession
    sync: SyncService
    open_again: Callable[..., SyncService]

    def queue(self, period: str = "202610", **options: Any) -> int:
        return self.sync.queue_form("opd", period, **options)[0].number

    def state(self, number: int) -> str:
        return next(row.state for row in self.sync.status().deliveries if row.number == number)

    def row(self, number: int) -> Any:
        return next(row for row in self.sync.status().deliveries if row.number == number)

    def steps(self, number: int) -> list[str]:
        return [f"{each['step']} {each['outcome']}" for each in self.sync.show(number)["attempts"]]

    def make_training(self, *, training: bool = True) -> None:
        with self.work.database.write.begin() as session:
            session.get_one(Facility, uuid.UUID(int=1)).training = training
        object.__setattr__(self.work, "facility", replace(self.work.facility, training=training))


class _Given(PasswordGiven):
    """Whoever is in gave the password just now, whatever the clock says: these tests are about sending."""

    def counts(self, now: datetime) -> bool:
        return True


def _facility_row() -> FacilityRow:
    return FacilityRow(
        id=uuid.UUID(int=1),
        code=FACILITY_CODE,
        name="Buigiri Dispensary",
        type="dispensary",
        region=None,
        council=None,
        ward=None,
        phone=None,
        language="sw",
        training=False,
        incarnation=uuid.UUID(int=2),
    )


@pytest.fixture
def make_site(tmp_path: Path, template: Path) -> Iterator[Callable[..., Site]]:
    opened: list[WorkSession] = []

    def session_on(path: Path, clock: Any, roles: tuple[str, ...]) -> WorkSession:
        work = WorkSession(
            database=open_database(path, KEY),
            clock=Clock(now=clock),
            actor=Actor(uuid.UUID(int=3), "neema", "Neema Mushi", roles),
            facility=_facility_row(),
            device_id=uuid.UUID(int=4),
            vault=cast(Any, SimpleNamespace(audit_key=b"a" * 32)),
            password=_Given(),
        )
        opened.append(work)
        return work

    def make(name: str = "clinic", *, roles: tuple[str, ...] = ("in_charge",), clock: Any = None) -> Site:
        path = tmp_path / f"{name}.db"
        if not path.exists():
            shutil.copy(template, path)
        ticking, forms = clock or Ticking(), PaperForms()
        work = session_on(path, ticking, roles)
        pace = Pace(random=lambda: 0.5)

        def open_again(**options: Any) -> SyncService:
            other = session_on(path, ticking, roles)
            return SyncService(work=other, forms=forms, pace=options.get("pace", pace))

        service = SyncService(work=work, forms=forms, pace=pace)
        return Site(path, ticking, forms, work, service, open_again)

    yield make
    for work in opened:
        work.database.close()


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()


@pytest.fixture
def dhis2_version() -> str:
    """Which DHIS2 the stand-in plays; a module that is to hold for all of them has a fixture of its own."""
    return "2.42"


@pytest.fixture
def server(dhis2: ModuleType, mapping: dict[str, Any], dhis2_version: str) -> Iterator[Any]:
    with dhis2.serve(mapping=mapping, line=dhis2_version, lifetime_s=120) as stand_in:
        yield stand_in


@pytest.fixture
def line(site: Site, server: Any, mapping: dict[str, Any]) -> Site:
    """A site whose target is the stand-in, with a mapping and a closed month in the drawer."""
    site.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
    site.sync.load_mapping("moh", mapping)
    site.forms.close("202610", r1_lt1m_M=3, r1_lt1m_F=0, r1_y60plus_F=12, r5_y60plus_M=1, r9_lt1m_F=2)
    return site


def run_a_pass_on(path: str) -> None:
    """What a child process does that is killed in the middle."""
    work = WorkSession(
        database=open_database(Path(path), KEY),
        clock=Clock(),
        actor=Actor(uuid.UUID(int=3), "neema", "Neema Mushi", ("in_charge",)),
        facility=_facility_row(),
        device_id=uuid.UUID(int=4),
        vault=cast(Any, SimpleNamespace(audit_key=b"a" * 32)),
    )
    SyncService(work=work, forms=PaperForms()).run_pass(timeout_s=60)
