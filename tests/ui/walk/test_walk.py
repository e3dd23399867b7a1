"""The whole visit in the real windows, in a process of its own, and what it leaves behind."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="the walk's printer stands in for lp"),
]

ROOT = Path(__file__).parents[3]
STOPS = 17  # pictures, each in both languages


@dataclass(frozen=True)
class Walked:
    folder: Path
    kept: Path
    exit_code: int
    said: str

    @property
    def summary(self) -> str:
        return (self.folder / "summary.md").read_text(encoding="utf-8")

    def figure(self, name: str) -> str:
        found = re.search(rf"^\| {re.escape(name)} \| (.*) \|$", self.summary, re.MULTILINE)
        assert found is not None, name
        return found[1]


def run(*arguments: str) -> tuple[int, str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("EMR_")}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=240
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walked:
    folder = tmp_path_factory.mktemp("walk") / "demo-output"
    kept = folder.parent / "pictures"
    code, said = run("-m", "ui.walk", "--out", str(folder), "--pictures", str(kept))
    return Walked(folder, kept, code, said)


def test_the_walk_goes_through_from_login_to_the_district(walked: Walked) -> None:
    assert walked.exit_code == 0, walked.said
    assert "FAILED" not in walked.summary
    assert "Everything below was verified." in walked.summary


def test_the_visit_raises_its_figure_by_one_and_the_district_has_the_same(walked: Walked) -> None:
    after = int(walked.figure("Figure after"))
    assert after == int(walked.figure("Figure before")) + 1
    assert int(walked.figure("Server value")) == after
    assert walked.figure("Delivery").endswith("acknowledged")


def test_the_visit_takes_at_most_60_key_presses_besides_free_text(walked: Walked) -> None:
    assert 0 < int(walked.figure("Key presses of the visit")) <= 60


def test_the_papers_are_there(walked: Walked) -> None:
    papers = sorted(path.name for path in walked.folder.glob("*.pdf"))
    assert papers == [walked.figure("Month"), walked.figure("Prescription")]
    for name in papers:
        assert (walked.folder / name).read_bytes().startswith(b"%PDF")


def test_each_stop_has_a_picture_in_both_languages_in_the_size_of_a_clinic_pc(walked: Walked) -> None:
    pictures = sorted(walked.folder.glob("*.png"))
    assert len(pictures) == 2 * STOPS
    for path in pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1366, 768), path.name
    stops = {path.name.removesuffix("-sw.png").removesuffix("-en.png") for path in pictures}
    assert len(stops) == STOPS


def test_the_best_pictures_are_kept_without_their_numbers(walked: Walked) -> None:
    names = sorted(path.name for path in walked.kept.iterdir())
    assert names == ["consultation.png", "reception.png", "reports.png", "sync.png"]


def test_a_step_that_fails_is_named_and_the_exit_code_says_so(tmp_path: Path) -> None:
    code, said = run(
        "-c",
        "import os, sys; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from pathlib import Path\n"
        "from ui.walk import registering, run\n"
        "registering.VILLAGE = 'X' * 121  # longer than the field takes: another village is read back\n"
        "sys.exit(run.walk(Path(sys.argv[1])))",
        str(tmp_path),
    )
    assert code == 1
    assert "failed in “Register a new patient”" in said
    assert "FAILED in “Register a new patient”" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "failed.png").is_file()


def test_an_installed_program_without_the_stand_in_walks_and_sends_nothing(tmp_path: Path) -> None:
    bare = (
        "import sys, pathlib; from ui.walk import district; district._FILE = pathlib.Path('nowhere.py');"
        "from ui.app import main; sys.exit(main(['--walk', sys.argv[1]]))"
    )
    code, said = run("-c", bare, str(tmp_path / "walk"))
    summary = (tmp_path / "walk" / "summary.md").read_text(encoding="utf-8")
    assert code == 0, said
    assert "Write and save the visit" in summary
    assert "Save the month as PDF" in summary
    assert "Send the month" not in summary
