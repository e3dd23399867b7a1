"""Opens a patient with hundreds of visits in the consultation; watches the window in a whole visit."""

from __future__ import annotations

import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from figures import Figure, Spent, summed, timed
from sizes import LONG_RECORD, OPENING_MS, STALL_MS, TODAY, Size
from sqlalchemy import select

from db.models import Patient, Visit
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import noon_of
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from emr_desktop.visits.bulk import NewVisit, save_visits
from emr_desktop.visits.records import forms_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
from stall_watch import Stall, StallWatch


def opening_figures(work: WorkSession, size: Size) -> list[Figure]:
    """Time the reading alone, and from the choice of the patient to a page that takes keys."""
    from ui.consultation.opening import read_patient
    from ui.qt.memory import collect_seldom, put_program_aside

    clinic = open_clinic(work)
    patient = _long_record(work, clinic)
    read_patient(clinic, patient)
    reading = summed([timed(lambda: read_patient(clinic, patient)) for _ in range(size.counts * 3)])
    with _window(clinic) as window:
        for _ in range(3):  # the first builds the page, the next fold in the log of the record just made
            window.open(patient)
        collect_seldom()
        put_program_aside()  # as before a log-in
        shown = summed([window.open(patient) for _ in range(size.counts * 3)])
    return [
        Figure(
            "opening a patient with 300 visits, p95",
            shown.p95,
            "ms",
            OPENING_MS,
            f"until the page takes keys; p50 {shown.p50:.0f}, slowest {shown.slowest:.0f}",
            shown.cpu_p95,
        ),
        Figure("  of it reading, p95", reading.p95, "ms", note="in the worker", cpu=reading.cpu_p95),
    ]


def stall_figures(work: WorkSession, size: Size) -> list[Figure]:
    """Write whole visits in the window with keys, and tell how long it once did not listen."""
    clinic = open_clinic(work)
    patient = _long_record(work, clinic)
    worst = Stall(0.0)
    with _window(clinic) as window:
        window.write_visit(patient)  # the first one builds what is built once
        with StallWatch(noted_from_ms=2) as watch:
            for _ in range(size.starts):
                window.write_visit(patient)
        worst = watch.worst
    place = worst.where.strip().splitlines()
    return [
        Figure(
            "longest stall of the window in a visit",
            worst.ms,
            "ms",
            STALL_MS,
            f"{size.starts} visits with keys{': ' + place[-1].strip() if place else ''}",
            worst.cpu_ms,
        )
    ]


def _long_record(work: WorkSession, clinic: Clinic) -> uuid.UUID:
    """A patient with as many visits as an old diabetic has, copied from what others came with."""
    with work.database.read() as session:
        known = session.scalar(select(Patient.id).where(Patient.last_name == "Mgonjwa Wa Siku Nyingi"))
        if known is not None:
            return known
        models = forms_of(session, list(session.scalars(select(Visit).limit(LONG_RECORD))))
    born = TODAY.replace(year=TODAY.year - 62)
    patient = clinic.patients.register(
        PatientForm(
            id=new_id(),
            first_name="Zaituni",
            last_name="Mgonjwa Wa Siku Nyingi",
            sex="F",
            birth_date=born,
            village="Buigiri",
        )
    ).value
    visits = []
    for number, model in enumerate(islice(cycle(models), LONG_RECORD)):
        day = TODAY - timedelta(days=7 * (number + 1))
        at = noon_of(day)
        visits.append(_visit(replace(model, id=new_id(), patient_id=patient.id, visit_date=day), at, born))
    with work.database.write.begin() as session:
        save_visits(session, visits, work=work, action="visit.made_up")
    return patient.id


def _visit(form: object, at: datetime, born: object) -> NewVisit:
    return NewVisit(
        form=replace(form, new_this_year=False, new_problem=False, source=None, source_id=None),  # type: ignore[type-var]
        sex="F",
        birth_date=born,  # type: ignore[arg-type]
        started_at=at,
        ended_at=at,
        clinician_id=None,
    )


class Window:
    """The consultation on an offscreen display, with somebody who types."""

    def __init__(self, clinic: Clinic, view: object, tasks: object, turn: Callable[[], None]) -> None:
        self._clinic, self._view, self._tasks, self._turn = clinic, view, tasks, turn

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + 20
        while not until():
            self._turn()
            if time.monotonic() > end:
                raise TimeoutError("the window never came to rest")

    def open(self, patient: uuid.UUID) -> Spent:
        """From the choice of the patient until the page takes keys; then away from it again."""
        view: object = self._view
        cpu, wall = time.process_time(), time.perf_counter()
        view.show_patient(patient)  # type: ignore[attr-defined]
        self._wait(lambda: view.consultation is not None)  # type: ignore[attr-defined]
        self._turn()  # and it is painted
        spent = Spent(time.perf_counter() - wall, time.process_time() - cpu)
        self.rest()
        view.step_back()  # type: ignore[attr-defined]
        self.rest()
        return spent

    def rest(self) -> None:
        self._wait(lambda: self._tasks.is_idle)  # type: ignore[attr-defined]
        self._turn()

    def write_visit(self, patient: uuid.UUID) -> None:
        """A plain visit: weight, temperature, words, a test, a diagnosis, two medicines, saved."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        view: object = self._view
        view.show_patient(patient)  # type: ignore[attr-defined]
        self._wait(lambda: view.consultation is not None)  # type: ignore[attr-defined]
        page = view.page  # type: ignore[attr-defined]

        def press(text: str) -> None:
            for letter in text:
                QTest.keyClicks(QApplication.focusWidget(), letter)
                self._turn()

        def enter() -> None:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
            self._turn()

        press("61")
        for picker, letters, order in (
            (page.diagnoses.picker, "malar", ""),
            (page.medicines.picker, "par500", "2 tds 3/7"),
            (page.medicines.picker, "amo250", "2 tds 5/7"),
        ):
            picker.setFocus()
            press(letters)
            self.rest()
            enter()
            press(order)
            enter()
        page.words.field("complaint").setFocus()
        press("Homa na maumivu ya kichwa siku 2")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        self._wait(lambda: view.consultation is None)  # type: ignore[attr-defined]
        self.rest()


@contextmanager
def _window(clinic: Clinic) -> Iterator[Window]:
    from PySide6.QtWidgets import QApplication

    from sync.service import SyncService
    from ui.consultation.view import ConsultationView
    from ui.qt.language import Language
    from ui.qt.printing import Paper
    from ui.qt.sync_bridge import SyncBridge
    from ui.qt.tasks import Tasks
    from ui.screen import ScreenContext
    from ui.theme import Theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    tasks, sync, paper = Tasks(), SyncService(work=clinic.work), Paper()
    context = ScreenContext(
        clinic=clinic,
        sync=sync,
        sync_bridge=SyncBridge(work=clinic.work, sync=sync, tasks=tasks),
        tasks=tasks,
        language=Language(app, code="sw"),
        theme=Theme(app),
        paper=paper,
        open_patient=lambda _patient: None,
        open_visit=lambda _visit: None,
        go_to=lambda _screen: None,
        say=lambda _text: None,
        trouble=_raise,
    )
    view = ConsultationView(context=context)
    view.resize(1180, 660)
    view.show()
    view.activateWindow()
    app.processEvents()
    view.entered()
    try:
        window = Window(clinic, view, tasks, app.processEvents)
        window.rest()
        yield window
    finally:
        view.close()
        context.sync_bridge.close()
        tasks.close()
        paper.close()


def _raise(error: BaseException) -> None:
    raise error
