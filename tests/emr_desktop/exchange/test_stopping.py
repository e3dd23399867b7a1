"""An export that a person stops leaves no file; one that is written is in the trail."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.exchange import exporting
from emr_desktop.exchange.rows import ImportResult
from emr_desktop.stopping import Stopped, stoppable
from emr_desktop.whole_file import write_whole

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def _exported(
    clinic: Clinic, out: Path, wanted: threading.Event, progress: Callable[[int, int], None]
) -> None:
    with stoppable(wanted):
        exporting.export_patients(clinic.work, FIRST, LAST, out, file_format="csv", progress=progress)


def _told(clinic: Clinic) -> int:
    from sqlalchemy import text

    with clinic.work.database.read() as session:
        found = session.execute(text("SELECT count(*) FROM audit_entry WHERE action = 'data.exported'"))
        return int(found.scalar() or 0)


def test_an_export_that_is_stopped_leaves_no_file_and_no_line(
    clinic: Clinic,
    bring_patients: Callable[..., ImportResult],
    a_patient: Callable[..., dict[str, str]],
    tmp_path: Path,
) -> None:
    bring_patients(a_patient())
    out, wanted = tmp_path / "patients.csv", threading.Event()
    wanted.set()
    with pytest.raises(Stopped):
        _exported(clinic, out, wanted, lambda _at, _of: None)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("patients.csv")] == []
    assert _told(clinic) == 0


def test_an_export_stopped_when_the_file_is_there_is_in_the_trail(
    clinic: Clinic,
    bring_patients: Callable[..., ImportResult],
    a_patient: Callable[..., dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bring_patients(a_patient())
    out, wanted, put = tmp_path / "patients.csv", threading.Event(), exporting.into_place

    def put_and_stop(part: Path, path: Path) -> None:
        put(part, path)
        wanted.set()

    monkeypatch.setattr(exporting, "into_place", put_and_stop)
    _exported(clinic, out, wanted, lambda _at, _of: None)
    assert out.exists()
    assert _told(clinic) == 1


def test_a_file_is_not_written_once_it_was_stopped(tmp_path: Path) -> None:
    wanted = threading.Event()
    wanted.set()
    with pytest.raises(Stopped), stoppable(wanted):
        write_whole(tmp_path / "month.pdf", b"%PDF")
    assert list(tmp_path.iterdir()) == []
