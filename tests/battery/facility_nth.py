"""A process in which the Nth call that changes a file fails: while saving, backing up, restoring, with keys.

    python facility_nth.py FOLDER SEED STEP SECONDS [VERB ...]

Needs the recorder. For each verb, errno, and once or from then on, N goes up until the verb needs no more
calls, or so many seconds have gone; with STEP every STEPth N. Each line on the standard output is one verb:
how many N, whether N came to the end, and what was wrong.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import json
import random
import shutil
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facility_upkeep import CLOCK, backups_in
from facility_work import NOW, PASSWORD, USERNAME, Work

import db.slots
from db.errors import BackupTrouble, DatabaseTrouble, KeyTrouble
from emr_desktop.backups.restoring import Secret, restore
from emr_desktop.errors import EmrError
from emr_desktop.facility.looking import has_facility
from emr_desktop.facility.service import set_own_password
from emr_desktop.identity import new_id
from emr_desktop.visits.rows import VisitForm
from ui.messages import catalogue

MOST = 3_000
ERRNOS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}


class Nth:
    """The verbs, each with what must hold after it failed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.work = Work(folder, seed, lambda _what: None)
        for _ in range(10):
            self.work.step()
        if not self.work.people:
            self.work.register()
        self.work.clinic.backups.make()
        self.number = 0

    def save(self) -> tuple[Callable[[], Any], Callable[[], str | None]]:
        """A visit: after a failure it is there whole or not at all, and saving it again works."""
        form = self.work._filled(
            VisitForm(id=new_id(), patient_id=self.work.people[0], visit_date=NOW.date())
        )

        def check() -> str | None:
            again = self.work.clinic.visits.save(form).value
            if again.version != 1 or again.form.diagnoses != form.diagnoses:
                return "saving again gave another visit"
            return None

        return lambda: self.work.clinic.visits.save(form), check

    def backup(self) -> tuple[Callable[[], Any], Callable[[], str | None]]:
        """A backup: the good ones stay, and what has the name of one opens."""
        before = {path: path.read_bytes() for path in backups_in(self.folder)[:1]}

        def check() -> str | None:
            if any(path.read_bytes() != content for path, content in before.items()):
                return "a good backup was changed"
            for path in backups_in(self.folder):
                if path not in before:
                    self.work.clinic.backups.verify(path)
                    path.unlink()
            return None

        return lambda: self.work.clinic.backups.make(name=f"n{self.number}.emrbackup"), check

    def add_person(self) -> tuple[Callable[[], Any], Callable[[], str | None]]:
        """The key file and the record: both know the person afterwards, or it can be done again."""
        self.number += 1
        name = f"nth{self.number}x{random.randrange(10**9)}"

        def add() -> Any:
            return self.work.clinic.staff.add(username=name, full_name="Asha Juma", roles=("nurse",))

        def check() -> str | None:
            if name not in {row.username for row in self.work.clinic.staff.list_all()}:
                add()
            return None

        return add, check

    def password(self) -> tuple[Callable[[], Any], Callable[[], str | None]]:
        """A password: the old one or the new one opens afterwards."""

        def change() -> None:
            set_own_password(self.folder, username=USERNAME, current=PASSWORD, new=PASSWORD, clock=CLOCK)

        def check() -> str | None:
            change()
            return None

        return change, check

    def restore(self) -> tuple[Callable[[], Any], Callable[[], str | None]]:
        """Into another folder: a facility that opens, or nothing; and the backup is untouched."""
        file = backups_in(self.folder)[0]
        content = file.read_bytes()
        there = self.folder.with_name("restored")
        shutil.rmtree(there, ignore_errors=True)
        secret = Secret(password=PASSWORD, username=USERNAME)
        shutil.copytree(self.folder, there, ignore=shutil.ignore_patterns("clinic.db*", "backups"))

        def run() -> None:
            restore(there, file, secret=secret, replace_facility=True, clock=CLOCK)

        def check() -> str | None:
            if file.read_bytes() != content:
                return "the backup was changed"
            has_facility(there)
            run()
            return None

        return run, check


def tried(
    nth: Any, name: str, fail: Any, calls: Any, error: int, forever: bool, step: int, seconds: float = 10**6
) -> dict[str, Any]:
    """One verb with every Nth call failing."""
    wrong: list[str] = []
    at, count, refused, to_the_end = 1, 0, 0, False
    until = time.monotonic() + seconds
    while at <= MOST and time.monotonic() < until:
        verb, check = getattr(nth, name)()
        fail(at, error, int(forever))
        outcome: BaseException | None = None
        try:
            verb()
        except Exception as raised:
            outcome = raised
        used = calls()
        fail(0, 0, 0)
        if used < at:
            to_the_end = True
            break
        count += 1
        refused += outcome is not None
        where = f"{name} N={at} errno={error} forever={forever}"
        if isinstance(outcome, DatabaseTrouble | EmrError | KeyTrouble | BackupTrouble):
            code = f"database.{outcome.code}" if isinstance(outcome, DatabaseTrouble) else outcome.code
            if not catalogue().get(code, {}).get("sw"):
                wrong.append(f"{where}: no sentence for {code}")
        elif outcome is not None:
            at_last = traceback.extract_tb(outcome.__traceback__)[-3:]
            frames = " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in at_last)
            wrong.append(f"{where}: {type(outcome).__name__}: {str(outcome)[:100]} ({frames})")
        try:
            if (said := check()) is not None:
                wrong.append(f"{where}: {said}")
        except Exception as raised:
            wrong.append(f"{where}: afterwards {type(raised).__name__} {getattr(raised, 'code', raised)}")
        at += step
    return {"verb": name, "n": count, "refused": refused, "wrong": wrong, "to_the_end": to_the_end}


def main() -> None:
    folder, seed, step, seconds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    library: Any = ctypes.CDLL(None)
    fail, calls = library.recorder_fail, library.recorder_calls
    calls.restype = ctypes.c_long
    fail.argtypes = (ctypes.c_long, ctypes.c_int, ctypes.c_int)
    # The same password with the same salt is stretched once: it costs most and touches no file.
    db.slots.stretch = functools.cache(db.slots.stretch)  # type: ignore[assignment]
    nth = Nth(folder, seed)
    for name in sys.argv[5:] or ("save", "add_person", "password", "backup", "restore"):
        for word, error in ERRNOS.items():
            for forever in (False, True):
                row = tried(nth, name, fail, calls, error, forever, step, seconds)
                print(json.dumps({**row, "error": word, "forever": forever}), flush=True)
    nth.work.clinic.close()


if __name__ == "__main__":
    main()
