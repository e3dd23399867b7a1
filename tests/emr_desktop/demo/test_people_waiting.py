"""The training facility that is opened by hand has people waiting at every station."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from emr_desktop.clinic import open_clinic
from emr_desktop.clock import EAST_AFRICA, Clock
from emr_desktop.demo.facility import TRAINING_PASSWORD, make_demo
from emr_desktop.facility.service import unlock

NOW = Clock(now=lambda: datetime(2026, 11, 2, 10, tzinfo=EAST_AFRICA))


def waiting(folder: Path) -> list[tuple[str, str, str, int]]:
    result = make_demo(folder, seed=4, months=1, per_day=6, until=date(2026, 11, 1), waiting=True, clock=NOW)
    clinic = open_clinic(unlock(folder, username=None, password=TRAINING_PASSWORD, clock=NOW))
    try:
        report = clinic.forms.show("opd", "202611").rows
        rows = {row.row: row.total["all"] for row in report}
        assert rows["2"] + rows["3"] >= 1
        assert result.visits > 0
        return [
            (row.station, row.patient.full_name, row.priority, row.minutes_waited(NOW.now()))
            for row in clinic.queue.everywhere()
        ]
    finally:
        clinic.close()


def test_people_wait_at_every_station_and_the_same_ones_for_the_same_seed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", str(tmp_path / "device"))
    first = waiting(tmp_path / "one")
    assert {station for station, *_ in first} == {"triage", "consultation", "laboratory", "pharmacy"}
    assert {priority for _, _, priority, _ in first} == {"emergency", "priority", "routine"}
    assert all(0 < minutes < 120 for *_, minutes in first)
    assert waiting(tmp_path / "two") == first
