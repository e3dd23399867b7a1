"""A process that takes an update again and again, each time with another call that fails.

    python facility_update_nth.py ROOT SEED TRIALS

Needs the recorder. ROOT holds a site at rest; each trial works on a copy of it in ROOT/trial. Each line
on the standard output is one trial.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from facility_checks import Keys, Told, problems
from facility_update import NEW, OLD, new_program, program_files, update
from facility_upkeep import opened
from facility_work import PASSWORD, USERNAME, Work

from db.device import read_device_secret
from db.errors import BackupTrouble, DatabaseTrouble, KeyTrouble
from db.key_file import KeyStore
from db.keys import unlock_vault
from emr_desktop.errors import EmrError
from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from emr_desktop.updates.settling import keep_if_new
from ui.messages import catalogue

_PARTS = ("facility", "program", "stick")


class Failing:
    """The recorder, told to let a call fail."""

    def __init__(self) -> None:
        library: Any = ctypes.CDLL(None)
        self.fail, self.calls = library.recorder_fail, library.recorder_calls
        self.calls.restype = ctypes.c_long
        self.fail.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_int)


def copied(root: Path) -> Path:
    trial = root / "trial"
    shutil.rmtree(trial, ignore_errors=True)
    for name in _PARTS:
        shutil.copytree(root / name, trial / name)
    return trial


def taken(
    trial: Path, told: Told, failing: Failing, at: int, error: int, forever: bool, migrates: bool
) -> Any:
    """Work a little, then take the update with one call that fails; how it ended, and the open record."""
    clinic = opened(trial / "facility")
    work = Work(trial / "facility", at, told.hear, clinic=clinic)
    for _ in range(8):
        work.step()
    failing.fail(at, error, int(forever))
    outcome: BaseException | None = None
    try:
        update(trial, clinic, migrates=migrates)
    except Exception as raised:
        outcome = raised
    return outcome, clinic


def one(root: Path, keys: Keys, failing: Failing, most: int, draw: random.Random) -> dict[str, Any]:
    trial, told, notes = copied(root), Told(), Counter[str]()
    at, migrates, forever = draw.randrange(1, most), draw.random() < 0.7, draw.random() < 0.6
    error = draw.choice((errno.ENOSPC, errno.ENOSPC, errno.EIO))
    which = f"N={at} of {most} errno={error} forever={forever} schema={migrates}"
    outcome, clinic = taken(trial, told, failing, at, error, forever, migrates)
    reached = failing.calls() >= at
    program, wrong = ProgramFolder(trial / "program"), []
    try:
        first = version_to_start(program)  # the disk may still be full
    except Exception as raised:
        first, wrong = None, [f"the launcher broke off: {type(raised).__name__} {raised}"]
    if first not in (OLD, NEW):
        wrong.append(f"no program starts while the disk refuses: {first}")
    failing.fail(0, 0, 0)
    wrong += [] if outcome is None else _unsaid(outcome)
    clinic.work.database.engine.dispose()
    version = version_to_start(program)
    if version not in (OLD, NEW):
        wrong.append(f"no program starts: {version}")
    elif any(
        (program.of(version) / name).read_bytes() != each for name, each in program_files(version).items()
    ):
        wrong.append("the program is not whole")
    with new_program(migrates=migrates and version == NEW):
        wrong += problems(trial / "facility", keys, told)
        if version == NEW:
            keep_if_new(program)
    if version_to_start(program) != version:
        wrong.append("another program at the next start")
    notes["refused"] += outcome is not None
    notes["the call was reached"] += reached
    notes["then the new program"] += version == NEW
    return {"wrong": [f"{which}: {text}" for text in wrong], "notes": notes}


def _unsaid(outcome: BaseException) -> list[str]:
    if isinstance(outcome, DatabaseTrouble | EmrError | KeyTrouble | BackupTrouble):
        code = f"database.{outcome.code}" if isinstance(outcome, DatabaseTrouble) else outcome.code
        return [] if catalogue().get(code, {}).get("sw") else [f"no sentence for {code}"]
    return [f"{type(outcome).__name__}: {str(outcome)[:150]}"]


def main() -> None:
    root, seed, trials = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    vault, _slot = unlock_vault(KeyStore(root / "facility"), username=USERNAME, secret=PASSWORD, now=0)
    keys, failing = Keys(vault._key, read_device_secret()), Failing()
    device = Path(os.environ["EMR_DEVICE_DIR"])
    outside = {path: path.read_bytes() for path in device.iterdir() if path.is_file()}
    failing.fail(10**9, errno.EIO, 0)
    outcome, _clinic = taken(copied(root), Told(), failing, 10**9, errno.EIO, False, True)
    most = failing.calls()
    failing.fail(0, 0, 0)
    assert outcome is None, outcome
    for number in range(trials):
        for path in device.iterdir():
            path.unlink()
        for path, content in outside.items():
            path.write_bytes(content)
        row = one(root, keys, failing, most, random.Random(f"{seed}/{number}"))
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
