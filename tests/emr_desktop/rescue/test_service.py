"""What is read of a damaged record, who may take it out, and where it may go."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from emr_desktop.clinic import Clinic
from emr_desktop.errors import EmrError
from emr_desktop.exchange.patients_in import import_patients
from emr_desktop.exchange.visits_in import import_visits
from emr_desktop.rescue.service import rescue

PASSWORD = "paka wanne juu ya paa"


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_sound_record_is_read_whole_with_what_only_the_log_has(filled: Path, tmp_path: Path) -> None:
    found = rescue(filled, out=tmp_path / "out", username="mkuu", password=PASSWORD)
    assert (found.patients, found.visits, found.unreadable) == (30, 60, 0)
    assert found.log_used
    assert found.from_log == 30
    visits = _lines(tmp_path / "out" / "visits.csv")
    assert {line["diagnoses"].partition(":")[0] for line in visits} == {"B54"}
    assert all(line["last_name"] == "Juma" and line["complaint"].startswith("Homa") for line in visits)
    assert not list(found.aside.glob("reading*"))


def test_a_bad_page_in_the_middle_costs_its_own_rows_only(filled: Path, tmp_path: Path) -> None:
    (filled / "clinic.db-wal").unlink()
    content = bytearray((filled / "clinic.db").read_bytes())
    pages = len(content) // 4096
    lost = []
    for page in range(9, pages, 37):
        damaged = bytearray(content)
        damaged[page * 4096 + 2000] ^= 1
        (filled / "clinic.db").write_bytes(damaged)
        out = tmp_path / f"out{page}"
        try:
            found = rescue(filled, out=out, username="mkuu", password=PASSWORD)
        except EmrError as error:
            assert error.code in ("rescue.nothing", "rescue.paper_needed")  # noqa: PT017
            continue
        lost.append(30 - found.visits)
    assert lost
    assert sum(each == 0 for each in lost) > len(lost) / 2
    assert all(each < 30 for each in lost if each)


def test_the_files_can_be_imported_again(filled_facility: Path, tmp_path: Path, clinic: Clinic) -> None:
    filled = tmp_path / "damaged"
    shutil.copytree(filled_facility, filled)
    rescue(filled, out=tmp_path / "out", username="mkuu", password=PASSWORD)
    patients = import_patients(clinic.work, tmp_path / "out" / "patients.csv")
    visits = import_visits(clinic.work, tmp_path / "out" / "visits.csv")
    assert (patients.added, visits.added) == (30, 60)


def test_nothing_goes_into_the_data_folder_or_over_other_files(filled: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    for out, code in ((filled / "out", "rescue.inside"), (tmp_path / "mine", "rescue.not_empty")):
        with pytest.raises(EmrError, match=code):
            rescue(filled, out=out, username="mkuu", password=PASSWORD)
    assert not (filled / "damaged").exists()


def test_a_wrong_password_reads_nothing(filled: Path, tmp_path: Path) -> None:
    with pytest.raises(EmrError, match="refused"):
        rescue(filled, out=tmp_path / "out", username="mkuu", password="not this one at all")
    assert not (tmp_path / "out").exists()
