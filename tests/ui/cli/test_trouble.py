"""The machine in trouble: one sentence and an exit code, and what was saved is there when it is over."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
Rows = Callable[[Path], dict[str, int]]
ROOT = Path(__file__).resolve().parents[3]
COLUMNS = [
    "visit_id",
    "patient_id",
    "first_name",
    "last_name",
    "sex",
    "birth_date",
    "visit_date",
    "complaint",
    "diagnoses",
]
SHOW = ("--json", "report", "show", "opd", "--period", "202610")


def _many(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(
            [
                "visit_id",
                "patient_id",
                "first_name",
                "last_name",
                "sex",
                "birth_date",
                "visit_date",
                "complaint",
                "diagnoses",
            ]
        )
        for number in range(count):
            writer.writerow(
                [
                    f"m{number}",
                    f"m{number}",
                    "Neema",
                    "Mushi",
                    "F",
                    "1990-01-01",
                    "2026-10-10",
                    "homa " * 40,
                    "B54",
                ]
            )
    return path


@pytest.fixture
def month(facility: Run, visits_file: Path) -> Any:
    """The figures of a facility with three visits."""
    assert facility("import", "visits", visits_file).code == 0
    return facility(*SHOW).document["rows"]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "logs" not in path.parts and not path.name.endswith(("-shm", "-wal"))
    }


@contextmanager
def _filled(place: Path, leave: int) -> Iterator[None]:
    """Fill the disk of ``place`` until so many bytes are free."""
    filler = place / "filler"
    filler.write_bytes(bytes(max(shutil.disk_usage(place).free - leave, 0)))
    try:
        yield
    finally:
        filler.unlink()


def test_a_full_disk_loses_nothing_and_takes_the_work_once_there_is_room(
    month: Any, facility: Run, several: Several, folder: Path, small_disk: Path, tmp_path: Path, rows_in: Rows
) -> None:
    clinic = small_disk / "clinic"
    shutil.copytree(folder, clinic)
    before = rows_in(clinic)
    many = _many(tmp_path / "many.csv", 3000)
    with _filled(small_disk, leave=1_200_000):
        full = facility("import", "visits", many, folder=clinic)
        assert (full.code, full.out) == (1, b"")
        assert "disk is full" in full.err
    assert rows_in(clinic) == before
    out = small_disk / "month.pdf"
    for leave in (200_000, 20_000, 0):
        out.write_bytes(b"the month as it was printed before")
        with _filled(small_disk, leave=leave):
            answers = several(
                [
                    ["report", "show", "opd", "--period", "202610", "--out", out],
                    [
                        "export",
                        "visits",
                        "--from",
                        "2026-10-01",
                        "--to",
                        "2026-10-31",
                        "--out",
                        small_disk / "v.csv",
                    ],
                    ["user", "add", f"asha{leave}", "--full-name", "Asha Juma", "--role", "nurse"],
                ],
                folder=clinic,
            )
            # Whether there was room or not: it is said, and nothing is half done.
            for answer in answers:
                assert answer.code == 0 or "disk" in answer.err or "space" in answer.err, (leave, answer.err)
            whole = out.read_bytes()
            assert whole.endswith(b"%%EOF\n") if answers[0].code == 0 else whole.endswith(b"before")
            assert not list(small_disk.glob("*.part"))
            (small_disk / "v.csv").unlink(missing_ok=True)
    assert answers[0].code == 1
    out.unlink()
    # A set-up on a full disk leaves nothing behind.
    with _filled(small_disk, leave=100_000):
        setup = (
            "setup",
            "--facility-code",
            "101168-3",
            "--facility-name",
            "X",
            "--admin",
            "asha",
            "--full-name",
            "A B",
        )
        refused = facility(*setup, folder=small_disk / "new")
        assert refused.code == 1
        assert not (small_disk / "new").exists()
    shown, checked = several([SHOW, ["--json", "doctor"]], folder=clinic)
    assert shown.document["rows"] == month
    assert {check["name"]: check["state"] for check in checked.document["checks"]}["integrity"] == "ok"
    taken = facility("--json", "import", "visits", _many(tmp_path / "few.csv", 200), folder=clinic)
    assert (taken.code, taken.document["added"]) == (0, 200)


def test_a_folder_that_may_not_be_written_is_refused_and_works_again_afterwards(
    month: Any, several: Several, folder: Path, visits_file: Path, without_rights: tuple[str, ...]
) -> None:
    before = _files(folder)
    for path in (folder / "clinic.db", folder):
        path.chmod(0o500 if path == folder else 0o400)
    try:
        calls = [
            SHOW,
            ["doctor"],
            ["import", "visits", visits_file],
            ["user", "reset", "mkuu"],
            ["recovery-key", "new"],
        ]
        for answer in several(calls, before=without_rights):
            assert (answer.code, answer.out) == (1, b"")
            assert "may not write" in answer.err
    finally:
        for path in (folder, folder / "clinic.db"):
            path.chmod(0o700 if path == folder else 0o600)
    assert _files(folder) == before
    assert several([SHOW])[0].document["rows"] == month


def test_a_damaged_header_and_a_damaged_page_are_left_as_they_are(
    month: Any, facility: Run, several: Several, folder: Path, visits_file: Path
) -> None:
    database = folder / "clinic.db"
    whole = database.read_bytes()
    header = b"\x00" * 200 + whole[200:]
    setup = (
        "setup",
        "--facility-code",
        "101168-3",
        "--facility-name",
        "X",
        "--admin",
        "asha",
        "--full-name",
        "A",
    )
    commands = [SHOW, ["import", "visits", visits_file], ["doctor"]]
    for damaged in (header, whole[:50_000], b"", os.urandom(len(whole))):
        database.write_bytes(damaged)
        *answers, anew = several([*commands, setup])
        for answer in answers:
            assert answer.code == 1
            assert "damaged" in answer.err
            assert answer.out == b""
        assert anew.code == 1  # no new facility over it either
        assert database.read_bytes() == damaged
    # A page in the middle: the doctor finds it, whatever still opens.
    page = 4096
    middle = (len(whole) // page // 2) * page
    database.write_bytes(whole[:middle] + os.urandom(page) + whole[middle + page :])
    doctor = facility("--json", "doctor")
    assert doctor.code == 1
    if doctor.out:
        assert doctor.document["healthy"] is False
        assert {check["name"]: check["state"] for check in doctor.document["checks"]}["integrity"] == "fail"
    else:
        assert "damaged" in doctor.err
    database.write_bytes(whole)
    assert several([SHOW])[0].document["rows"] == month


def test_missing_keys_are_never_made_anew(month: Any, several: Several, folder: Path, tmp_path: Path) -> None:
    device = Path(os.environ["EMR_DEVICE_DIR"])
    keys = [*folder.glob("keyslots*"), *device.glob("*keyslots*")]
    assert len(keys) >= 2
    aside = tmp_path / "aside"
    aside.mkdir()
    setup = [
        "setup",
        "--facility-code",
        "101168-3",
        "--facility-name",
        "X",
        "--admin",
        "asha",
        "--full-name",
        "A B",
    ]
    # One copy left is enough, and the others are made from it again.
    for path in keys[1:]:
        path.unlink()
    assert several([SHOW])[0].document["rows"] == month
    keys = [*folder.glob("keyslots*"), *device.glob("*keyslots*")]
    for number, path in enumerate(keys):
        path.rename(aside / f"{number}-{path.name}")
    for answer in several([SHOW, setup, ["demo"], ["recovery-key", "new"]]):
        assert (answer.code, answer.out) == (1, b"")
    assert [*folder.glob("keyslots*"), *device.glob("*keyslots*")] == []
    (folder / "keyslots.json").write_bytes(b'{"format": 1')
    (damaged,) = several([SHOW])
    assert damaged.code == 1
    (folder / "keyslots.json").unlink()
    for number, path in enumerate(keys):
        (aside / f"{number}-{path.name}").rename(path)
    assert several([SHOW])[0].document["rows"] == month
    # The secret of this PC: without it no password opens, and no new secret is made.
    secret = device / "device-secret"
    secret.rename(aside / "secret")
    (lost,) = several([SHOW])
    assert lost.code == 1
    assert "paper" in lost.err
    assert not secret.exists()
    (aside / "secret").rename(secret)
    # And a database that is gone is not replaced by an empty one.
    (folder / "clinic.db").rename(aside / "clinic.db")
    for answer in several([SHOW, setup, ["demo"]]):
        assert answer.code == 1
    assert not (folder / "clinic.db").exists()
    (aside / "clinic.db").rename(folder / "clinic.db")
    assert several([SHOW])[0].document["rows"] == month


def test_a_wrong_login_is_one_answer_whoever_asks(month: Any, several: Several, folder: Path) -> None:
    answers = [
        *several([["report", "list"], ["--user", "mkuu", "doctor"]], EMR_PASSWORD="not the password"),
        *several([["--user", "nobody", "report", "list"], ["--user", "", "report", "list"]]),
        *several([["--user", "' OR 1=1 --", "report", "list"]]),
    ]
    assert {answer.code for answer in answers} == {3}
    assert len({answer.err for answer in answers}) == 1
    assert {answer.out for answer in answers} == {b""}
    swahili = several([["report", "list"]], EMR_PASSWORD="not the password", EMR_LANGUAGE="sw")
    assert swahili[0].code == 3
    assert swahili[0].err != answers[0].err


def test_a_second_process_writing_at_the_same_time_waits_its_turn(
    facility: Run, folder: Path, tmp_path: Path, rows_in: Rows
) -> None:
    environment = {**os.environ, "EMR_PASSWORD": "paka wanne juu ya paa", "EMR_LANGUAGE": "en"}
    running = []
    for name in ("one", "two", "three"):
        text = _many(tmp_path / f"{name}.csv", 1500).read_text(encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(
            text.replace("\nm", f"\n{name}-").replace(",m", f",{name}-"), encoding="utf-8"
        )
        command = [sys.executable, "-m", "ui.cli", "--data-dir", folder, "--json"]
        running.append(
            subprocess.Popen(
                [*command, "import", "visits", tmp_path / f"{name}.csv"],
                cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            )
        )  # fmt: skip
    answers = [(process, *process.communicate(timeout=120)) for process in running]
    done = 0
    for process, out, err in answers:
        assert process.returncode in (0, 1), err
        if process.returncode == 0:
            done += 1
            assert json.loads(out)["added"] == 1500
        else:  # waited too long: said so, and left nothing half done
            assert len(err.decode().splitlines()) == 1
            assert b"busy" in err
    assert done >= 1
    assert rows_in(folder)["visit"] == 1500 * done
    assert facility("--json", "doctor").document["healthy"]


def test_an_import_that_is_killed_leaves_nothing_and_can_be_run_again(
    month: Any, facility: Run, several: Several, folder: Path, tmp_path: Path, rows_in: Rows
) -> None:
    many = _many(tmp_path / "many.csv", 6000)
    before = rows_in(folder)
    environment = {**os.environ, "EMR_PASSWORD": "paka wanne juu ya paa"}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "--data-dir", folder, "import", "visits", many],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    # Killed while it writes: its pages are in the log beside the database before they are committed.
    log = folder / "clinic.db-wal"
    while process.poll() is None and not (log.exists() and log.stat().st_size > 1_000_000):
        pass
    process.kill()
    process.communicate(timeout=30)
    assert rows_in(folder) in (before, {**before, **rows_in(folder)})
    assert several([SHOW])[0].document["rows"] == month or rows_in(folder)["visit"] == 6003
    again = facility("--json", "import", "visits", many)
    assert again.code == 0
    assert again.document["added"] + again.document["unchanged"] == 6000
    assert rows_in(folder)["visit"] == 6003
