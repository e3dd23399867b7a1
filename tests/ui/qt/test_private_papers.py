"""Papers for a printer lie in a private place, and go also after a program that could not clean up."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ui.qt.printing import Paper
from ui.qt.private_papers import papers_folder, remove_left_papers


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    tmp_path.chmod(0o700)
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="the runtime folder of Linux")
def test_they_lie_in_memory_for_this_user_alone(place: Path) -> None:
    folder = papers_folder()
    assert folder.parent == place
    assert folder.stat().st_mode & 0o077 == 0
    place.chmod(0o755)
    assert papers_folder().parent == place / "tmp"


def test_what_a_killed_program_left_goes_at_the_next_start_and_nothing_else(place: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = place / f"emr-paper-{ended.pid}-abc"
    left.mkdir()
    (left / "card.pdf").write_bytes(b"%PDF")
    (place / "other").mkdir()
    paper = Paper()
    kept = paper.keep(b"%PDF", "card")
    assert remove_left_papers() == 1
    assert not left.exists()
    assert (place / "other").exists()
    assert kept.exists()
    paper.close()
    assert not kept.parent.exists()
