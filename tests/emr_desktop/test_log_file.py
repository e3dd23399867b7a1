"""Two programs write one log at once: nothing is lost or torn, and it never grows beyond its bounds."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from emr_desktop.log_file import SharedLogHandler
from emr_desktop.logs import LOG_FILE_NAME, start_logging, stop_logging

WRITER = """
import logging, sys
from pathlib import Path
from emr_desktop.logs import start_logging
start_logging(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    logging.getLogger("emr.two").info("%s %05d %s", sys.argv[2], number, "x" * 60)
"""


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.iterdir()
        if path.name.startswith(LOG_FILE_NAME + ".") or path.name == LOG_FILE_NAME
    )


def test_two_programs_at_once_lose_no_line_and_stay_within_their_bounds(
    tmp_path: Path, managed_file: Path
) -> None:
    managed_file.write_text("[log]\nlargest_kb = 20\nfiles = 50\n")
    logs, lines = tmp_path / "logs", 2000
    both = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(logs), name, str(lines)], cwd=Path.cwd())
        for name in ("window", "command")
    ]
    assert [process.wait(timeout=100) for process in both] == [0, 0]
    kept = [path for path in _files(logs) if not path.name.endswith(".lock")]
    assert 20 < len(kept) <= 50
    assert all(path.stat().st_size <= 20_000 for path in kept)
    found = [line.split()[3:] for path in kept for line in path.read_text().splitlines()]
    assert all(len(parts) == 3 and parts[2] == "x" * 60 for parts in found)
    assert sorted((who, number) for who, number, _ in found) == sorted(
        (who, f"{number:05d}") for who in ("window", "command") for number in range(lines)
    )


def test_what_the_administrator_fixed_bounds_the_log(tmp_path: Path, managed_file: Path) -> None:
    managed_file.write_text('[log]\nlevel = "warning"\nlargest_kb = 20\nfiles = 3\n')
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / f"{LOG_FILE_NAME}.4").write_text("of a time when more were kept\n")
    before = logging.getLogger().level
    handler = start_logging(logs)
    try:
        for number in range(2000):
            logging.getLogger("emr.test").warning("delivery %d %s", number, "y" * 50)
            logging.getLogger("emr.test").info("not this")
    finally:
        stop_logging(handler)
        logging.getLogger().setLevel(before)
    kept = [path for path in _files(logs) if not path.name.endswith(".lock")]
    assert [path.name for path in kept] == [LOG_FILE_NAME, f"{LOG_FILE_NAME}.1", f"{LOG_FILE_NAME}.2"]
    assert sum(path.stat().st_size for path in kept) <= 60_000
    assert "not this" not in "".join(path.read_text() for path in kept)
    assert "delivery 1999" in kept[0].read_text()


def _record(text: str) -> logging.LogRecord:
    return logging.LogRecord("emr", logging.INFO, __file__, 1, text, None, None)


def test_a_file_that_cannot_be_renamed_goes_on_and_begins_anew_before_it_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(*_names: object) -> None:
        raise PermissionError(13, "another program holds it")

    handler = SharedLogHandler(tmp_path / "a.log", largest_bytes=1000, files=3)
    monkeypatch.setattr(os, "replace", held)
    sizes = []
    for number in range(200):
        handler.emit(_record(f"{number} " + "z" * 90))
        sizes.append((tmp_path / "a.log").stat().st_size)
    assert max(sizes) < 5000
    assert "199 " in (tmp_path / "a.log").read_text()


def test_who_does_not_get_the_lock_writes_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = SharedLogHandler(tmp_path / "a.log", largest_bytes=1000, files=3)
    monkeypatch.setattr("emr_desktop.log_file._wait_for", lambda _handle: False)
    for number in range(100):
        handler.emit(_record(f"{number} " + "z" * 90))
    assert not (tmp_path / "a.log.1").exists()
    assert 1000 < (tmp_path / "a.log").stat().st_size <= 4200


def test_one_endless_line_does_not_burst_it(tmp_path: Path) -> None:
    handler = SharedLogHandler(tmp_path / "a.log", largest_bytes=1000, files=2)
    handler.emit(_record("q" * 100_000))
    assert (tmp_path / "a.log").stat().st_size == 1000
