"""Setting a facility up from the command line: what it makes, what it refuses, what a power cut leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Several = Callable[..., list[Any]]
ROOT = Path(__file__).resolve().parents[3]
GOOD = {
    "--facility-code": "101168-3", "--facility-name": "Buigiri Dispensary", "--region": "Dodoma",
    "--council": "Chamwino", "--ward": "Buigiri", "--type": "health_centre", "--admin": "Neema",
    "--full-name": "Neema Mushi", "--language": "sw",
}  # fmt: skip


def _words(**changes: str) -> list[str]:
    options = {**GOOD, **{"--" + name.replace("_", "-"): value for name, value in changes.items()}}
    return ["setup", *(word for pair in options.items() for word in pair)]


def test_set_up_makes_an_encrypted_folder_once_and_says_the_recovery_key_once(
    admin: Run, folder: Path
) -> None:
    made = admin("--json", *_words())
    assert made.code == 0
    assert set(made.document) == {"facility_code", "admin", "recovery_key"}
    assert made.document["facility_code"] == "101168-3"
    key = made.document["recovery_key"]
    assert len(key.replace("-", "")) == 40
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert key.encode() not in content
            assert key.replace("-", "").encode() not in content
            assert not content.startswith(b"SQLite format 3")
    assert folder.stat().st_mode & 0o077 == 0
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    again = admin(*_words(facility_name="Other"))
    assert again.code == 1
    assert key not in again.err
    demo = admin("demo")
    assert demo.code == 1
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before

    people = admin("--json", "user", "list")
    assert [(row["user"], row["roles"]) for row in people.document["users"]] == [("neema", ["in_charge"])]
    shown = admin("--json", "report", "show", "opd", "--period", "202610").document
    assert shown["facility"] == {"code": "101168-3", "name": "Buigiri Dispensary"}

    renewed = admin("recovery-key", "new")
    assert renewed.code == 0
    lines = renewed.out.decode().splitlines()
    assert len(lines[0].replace("-", "")) == 40
    assert lines[0] != key


WRONG: tuple[dict[str, str], ...] = (
    {"facility_code": "101168-4"},
    {"facility_code": "110168-3"},  # two digits changed places
    {"facility_code": "101168"},
    {"facility_code": "10116８-3"},  # a digit that is no ASCII
    {"facility_name": "  "},
    {"facility_name": "x" * 101},
    {"admin": ""},
    {"admin": "Neema Mushi"},
    {"full_name": " "},
)


def test_what_is_wrong_is_refused_before_anything_is_made(several: Several, folder: Path) -> None:
    refused = several([_words(**changes) for changes in WRONG])
    for password in ("short", "password123", "Buigiri Dispensary"):
        refused += several([_words()], EMR_PASSWORD=password)
    assert [(answer.code, answer.out) for answer in refused] == [(1, b"")] * (len(WRONG) + 3)
    assert not folder.exists()


def test_a_place_that_is_not_there_is_refused_and_not_made(admin: Run, tmp_path: Path) -> None:
    refused = admin(*_words(), folder=tmp_path / "not" / "there")
    assert refused.code == 1
    assert str(tmp_path / "not") in refused.err
    assert not (tmp_path / "not").exists()


def test_a_training_facility_is_made_in_an_empty_folder_only(admin: Run, folder: Path) -> None:
    folder.mkdir()
    letter = folder / "letter.txt"
    letter.write_text("keep me")
    refused = admin("demo", "--months", "1", "--per-day", "1")
    assert refused.code == 1
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_the_same_seed_makes_the_same_training_facility(demo: Run, tmp_path: Path) -> None:
    words = ("--json", "demo", "--months", "2", "--per-day", "10", "--until", "2026-10-31", "--seed")
    other = tmp_path / "other"
    show = ("--json", "report", "show", "opd", "--period", "202610", "--edition", "2014")
    assert demo(*words, "5", folder=other).code == 0
    first, second = demo(*show).document, demo(*show, folder=other).document
    assert first["rows"] == second["rows"]
    assert sum(row["total"]["all"] for row in first["rows"]) > 100
    assert "TRAINING" in demo("--json", "doctor").out.decode().upper()


@pytest.mark.parametrize("patience_s", [0.6, 0.9, 1.3, 1.8])
def test_a_set_up_that_was_killed_can_be_made_again(admin: Run, folder: Path, patience_s: float) -> None:
    environment = {**os.environ, "EMR_PASSWORD": "paka wanne juu ya paa"}
    killed = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "--data-dir", folder, *_words()],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    # From the first trace of the folder on, a little further each time.
    for _ in range(1000):
        if folder.exists() or killed.poll() is not None:
            break
        time.sleep(0.01)
    time.sleep(patience_s - 0.6)
    killed.send_signal(signal.SIGKILL)
    out, _ = killed.communicate(timeout=30)
    again = admin("--json", *_words())
    if out or again.code != 0:
        # It was through already: then there is one facility, and it opens.
        assert again.code == 1
    else:
        assert again.document["recovery_key"]
    assert admin("report", "list").code == 0
    assert not (folder / ".setup").exists()
