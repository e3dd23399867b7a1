"""emr-admin as a script calls it: a data folder, a password in the environment, exit code and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "maji safi ya kisima"


@dataclass(frozen=True)
class Answer:
    code: int
    out: bytes
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def admin(tmp_path: Path) -> Callable[..., Answer]:
    """Run emr-admin as its own process; keyword arguments are environment variables or ``stdin``."""

    def call(*words: str | Path, stdin: str = "", folder: Path | None = None, **variables: str) -> Answer:
        environment = {**os.environ, "EMR_PASSWORD": PASSWORD, "EMR_LANGUAGE": "en", **variables}
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "ui.cli",
                "--data-dir",
                str(folder or tmp_path / "clinic"),
                *map(str, words),
            ],
            cwd=ROOT,
            env=environment,
            input=stdin.encode(),
            capture_output=True,
            check=False,
            timeout=120,
        )
        answer = Answer(done.returncode, done.stdout, done.stderr.decode())
        assert "Traceback" not in answer.err
        return answer

    return call


@pytest.fixture
def facility(admin: Callable[..., Answer]) -> Callable[..., Answer]:
    """emr-admin on a facility that is already set up."""
    answer = admin(
        "--json", "setup", "--facility-code", "101168-3", "--facility-name", "Buigiri Dispensary",
        "--admin", "neema", "--full-name", "Neema Mushi", "--language", "en",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    assert answer.document["recovery_key"]
    return admin
