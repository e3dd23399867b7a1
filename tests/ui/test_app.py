"""The program as it is started: the smoke test, what is loaded before the first page, the data folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.app import data_folder

ROOT = Path(__file__).resolve().parents[2]


def _start(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, "-m", "emr_desktop", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_the_smoke_test_shows_the_login_page_and_tells_its_figures(data_folder: Path) -> None:
    done = _start("--data-dir", str(data_folder), "--smoke-test")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["page"] == "login"
    assert figures["loaded_early"] == []
    if figures["rss_mb"] is not None:
        assert figures["rss_mb"] <= 150


@pytest.mark.slow
def test_an_empty_folder_starts_with_the_set_up(tmp_path: Path) -> None:
    done = _start("--data-dir", str(tmp_path / "record"), "--smoke-test", "--language", "en")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["page"] == "setup"
    assert not (tmp_path / "record").exists()


def test_a_wrong_option_is_wrong_usage() -> None:
    assert _start("--language", "fr").returncode == 2


def test_the_first_window_needs_neither_the_database_nor_the_paper() -> None:
    code = (
        "import sys, ui.app; heavy = {'sqlalchemy', 'alembic', 'reportlab', 'openpyxl', 'requests', 'argon2',"
        " 'cryptography', 'rapidfuzz', 'PySide6.QtSvg'}; print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_folder_of_the_option_wins_over_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMR_DATA_DIR", str(tmp_path / "named"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder(None) == tmp_path / "named"
