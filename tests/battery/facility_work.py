"""A process that works in a facility as people do, and says before and after each verb what it is about.

    python facility_work.py FOLDER SEED VERBS

Every verb is announced before it runs and acknowledged once it returned; ``facility_checks`` holds what is on
disk later against that. With ``EMR_BATTERY_SYNCHRONOUS`` the database is opened with another setting, which
must be found out.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import db.engine
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import EAST_AFRICA, Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry, VisitForm, VitalsEntry

USERNAME, PASSWORD = "mkuu", "paka wanne juu ya paa"
NOW = datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA)
DIAGNOSES = ("B54", "A09.0", "J06.9", "J18.9", "N39.0", "L02")
MEDICINES = ("par500", "amo250", "ors")
_LETTERS = str.maketrans("0123456789", "abcdefghij")

Mark = Callable[[dict[str, Any]], None]


class Work:
    """The verbs, with what they were about."""

    def __init__(self, folder: Path, seed: int, mark: Mark, *, clinic: Clinic | None = None) -> None:
        self.folder, self.draw, self.mark = folder, random.Random(seed), mark
        self.clock = Clock(now=lambda: NOW)
        self.people: list[Any] = []
        self.visits: dict[Any, int] = {}  # id -> version
        self.periods = [f"{2026 - (n + 2) // 12}{12 - (n + 2) % 12:02}" for n in range(100)]
        self.draw.shuffle(self.periods)
        self.kept_open = clinic is not None  # somebody else opened it, and closes it
        self.clinic: Clinic = clinic or self.open()

    def open(self) -> Clinic:
        clinic = open_clinic(unlock(self.folder, username=USERNAME, password=PASSWORD, clock=self.clock))
        self.mark({"opened": True, "after_s": time.process_time()})
        return clinic

    def _told(self, verb: str, what: dict[str, Any], run: Callable[[], Any]) -> Any:
        self.mark({"begins": verb, **what})
        result = run()
        self.mark({"done": verb, **what})
        return result

    def step(self) -> None:
        if not self.people:
            return self.register()
        verbs = [self.register, self.see, self.correct, self.keep, self.close_form, self.add_person]
        chosen = self.draw.choices([*verbs, self.start_again], weights=(15, 55, 12, 8, 4, 3, 3))
        return chosen[0]()

    def register(self) -> None:
        name = f"N{len(self.people)}".translate(_LETTERS)
        form = PatientForm(
            id=new_id(), first_name=name, last_name="Mushi", sex="F", birth_date=date(1994, 3, 8)
        )
        self._told("patient", {"id": form.id.hex}, lambda: self.clinic.patients.register(form))
        self.people.append(form.id)

    def see(self) -> None:
        form = VisitForm(id=new_id(), patient_id=self.draw.choice(self.people), visit_date=NOW.date())
        self._save(self._filled(form), 1)

    def correct(self) -> None:
        if not self.visits:
            return self.see()
        visit, version = self.draw.choice(sorted(self.visits.items()))
        now = self.clinic.visits.get(visit)
        form = replace(now.form, expected_version=now.version, findings=())
        return self._save(self._filled(form), version + 1)

    def _filled(self, form: VisitForm) -> VisitForm:
        draw = self.draw
        return replace(
            form,
            complaint=f"Homa {draw.randrange(10**9)} " + "na kikohozi " * draw.randrange(40),
            vitals=VitalsEntry(temperature_c=38.4, weight_kg=draw.randrange(400, 800) / 10),
            tests=(LabEntry(test="mrdt", result="negative"),),
            diagnoses=tuple(
                DiagnosisEntry(icd10=code) for code in draw.sample(DIAGNOSES, draw.randint(1, 3))
            ),
            prescriptions=tuple(
                PrescriptionEntry(medicine=name, dose=1, per_day=3, days=days, quantity=3 * days)
                for name in draw.sample(MEDICINES, draw.randint(0, 3))
                for days in (draw.randint(1, 7),)
            ),
        )

    def _save(self, form: VisitForm, version: int) -> None:
        what = {
            "id": form.id.hex,
            "version": version,
            "complaint": form.complaint.strip() if form.complaint else None,
            "diagnoses": [each.icd10 for each in form.diagnoses],
            "prescriptions": [[each.medicine, each.quantity] for each in form.prescriptions],
        }
        self._told("visit", what, lambda: self.clinic.visits.save(form))
        self.visits[form.id] = version

    def keep(self) -> None:
        draft, patient = new_id(), self.draw.choice(self.people)
        self._told(
            "draft",
            {"id": draft.hex},
            lambda: self.clinic.drafts.keep(
                draft, kind="visit", patient_id=patient, content={"complaint": "Homa"}
            ),
        )

    def close_form(self) -> None:
        period = self.periods.pop(0)

        def close() -> None:
            try:
                self.clinic.forms.close("opd", period)
            except EmrError as error:
                if error.code != "form.already_closed":  # by a process before this one
                    raise

        self._told("form", {"period": period}, close)

    def add_person(self) -> None:
        name = f"n{len(self.people)}x{self.draw.randrange(10**6)}"
        self._told(
            "staff",
            {"username": name},
            lambda: self.clinic.staff.add(username=name, full_name="Asha Juma", roles=("nurse",)),
        )

    def start_again(self) -> None:
        """The program is closed and opened again, as every evening and morning."""
        if self.kept_open:
            return
        self.clinic.close()
        self.clinic = self.open()


def marker() -> Mark:
    """Between the records of the recorder when it is loaded, else lines on the standard output."""
    library: Any = ctypes.CDLL(None)
    try:
        put = library.recorder_mark
    except AttributeError:
        return lambda what: print(json.dumps(what), flush=True)
    return lambda what: put(json.dumps(what).encode())


def main() -> None:
    folder, seed, verbs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    told = os.environ.get("EMR_BATTERY_SYNCHRONOUS")
    if told is not None:
        db.engine._SETTINGS["synchronous"] = (told, {"OFF": 0, "NORMAL": 1}[told])
    work = Work(folder, seed, marker())
    for _ in range(verbs):
        work.step()
    if work.draw.random() < 0.5:
        work.clinic.close()


if __name__ == "__main__":
    main()
