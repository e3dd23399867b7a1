"""Ordinary work in the real window while 10,000 visits leave it: how long it once did not listen."""

from __future__ import annotations

import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from figures import Figure, Spent, timed
from measured_facility import standing_clock
from opening import Window
from sending import queue_visits, served
from sizes import LAST_DAY, SEED, SENDING_PER_S, STALL_MS, TODAY, Size
from sqlalchemy import func, select

from db.models import Delivery
from emr_desktop.access.work_session import WorkSession
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.facility.service import unlock
from emr_desktop.identity import new_id
from emr_desktop.patients.rows import PatientForm
from sync.service import SyncService

if TYPE_CHECKING:
    from ui.qt.tasks import Tasks
    from ui.shell import Shell

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "ui"))
from stall_watch import StallWatch

_BETWEEN_KEYS_S = 0.05
_LOOK_AT_SYNC_S = 1.5
_LONGEST_S = 900.0
STOP_MS = 2000.0


def drain_figures(size: Size) -> list[Figure]:
    """The longest stall, the pace of sending meanwhile, and what a log-in with a backlog takes."""
    wanted = 10_000 if size.visits >= 100_000 else 2_000
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "training"
        make_demo(
            folder,
            seed=SEED,
            months=-(-wanted // 1500) + 1,
            per_day=80,
            until=LAST_DAY,
            clock=standing_clock(),
        )
        with served("fhir") as told:
            work = _unlocked(folder)
            SyncService(work=work).add_target(
                kind="fhir", name="fhir", url=told["url"], username=told["user"], password=told["password"]
            )
            work.database.close()
            return _drained(folder, wanted)


def _unlocked(folder: Path) -> WorkSession:
    return unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD, clock=standing_clock())


def _turn() -> None:
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    # Sleeps until something happens, as a window does; the watch's beat is something.
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _logged_in(shell: Shell, tasks: Tasks, folder: Path) -> tuple[WorkSession, Spent]:
    """Somebody logs in; what that takes until the first page is at rest."""
    work = _unlocked(folder)

    def until_it_rests() -> None:
        shell._open(work)
        while shell.frame is None or not shell.frame.current_screen:
            _turn()
        _wait_for(tasks)

    return work, timed(until_it_rests)


def _wait_for(tasks: Tasks) -> None:
    from PySide6.QtWidgets import QApplication

    while not tasks.is_idle:
        QApplication.processEvents()
        time.sleep(0.001)  # nothing beats here yet that would wake a loop that waits
    QApplication.processEvents()


def _drained(folder: Path, wanted: int) -> list[Figure]:
    from PySide6.QtWidgets import QApplication

    from ui.app import build
    from ui.qt.tasks import Tasks

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    tasks, turn = Tasks(), _turn
    shell = build(app, folder=folder, tasks=tasks, clock=standing_clock())
    shell.resize(1366, 768)
    shell.show()
    for _ in range(2):  # the first one loads what is loaded once
        work, alone = _logged_in(shell, tasks, folder)
        shell.lock()
        _wait_for(tasks)
    work = _unlocked(folder)
    queue_visits(work, wanted)
    work.database.close()
    work, logged_in = _logged_in(shell, tasks, folder)
    frame = shell.frame
    assert frame is not None
    clinic = open_clinic(work)
    desk = Window(clinic, frame.view("consultation"), tasks, turn)
    patients = cycle(grown_up(clinic))
    started = time.perf_counter()
    with StallWatch(noted_from_ms=20) as watch:
        _wait(turn, 0.2)
        frame.go_to("consultation")
        desk.rest()
        desk.write_visit(next(patients)[0])  # builds what is built once
        watch.stalls.clear()
        frame.context.sync_bridge.run_pass()
        visits = searches = 0
        sending = cpu = time.perf_counter(), time.process_time()
        while _left(work, wanted, watch):
            if time.perf_counter() - started > _LONGEST_S:
                raise RuntimeError("the backlog never went")
            patient, name = next(patients)
            searches += _search(frame, name, turn)
            frame.go_to("consultation")
            desk.rest()
            desk.write_visit(patient)
            visits += 1
            frame.go_to("sync")
            _wait(turn, _LOOK_AT_SYNC_S)
        took = time.perf_counter() - sending[0]
        spent = time.process_time() - cpu[1]
    worst = watch.worst
    own = max((each.own_ms for each in watch.stalls), default=0.0)
    place = worst.where.strip().splitlines()
    for each in sorted(watch.stalls, key=lambda stall: -stall.ms)[:5]:
        told = f"{each.ms:.0f} ms, processor {each.cpu_ms:.0f} ms, others had it {each.queue_ms:.0f} ms"
        sys.stderr.write(f"{told}\n{each.where}\n")
    began = time.perf_counter()
    shell.close()
    closed_ms = (time.perf_counter() - began) * 1000
    return [
        Figure(
            "longest stall of the window while a backlog drains",
            worst.ms,
            "ms",
            STALL_MS,
            f"{visits} visits, {searches} searches; other programs had the processor for"
            f" {worst.queue_ms:.0f} ms of it, the longest without such waiting {own:.0f} ms"
            f"{': ' + place[-1].strip() if place else ''}",
            worst.cpu_ms,
        ),
        Figure(
            "  sending a visit meanwhile (fhir)",
            took * 1000 / wanted,
            "ms",
            1000 / SENDING_PER_S,
            f"{wanted / took:,.0f} visits/s of a backlog of {wanted:,} while somebody works",
            spent * 1000 / wanted,
        ),
        Figure(
            "  to the first page after log-in, with a backlog",
            logged_in.wall * 1000,
            "ms",
            note=f"without one {alone.wall * 1000:.0f} ms, processor {alone.cpu * 1000:.0f}",
            cpu=logged_in.cpu * 1000,
        ),
        Figure("  closing the window after it", closed_ms, "ms", STOP_MS),
    ]


def _wait(turn: Callable[[], None], seconds: float) -> None:
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        turn()


def _search(frame: object, name: str, turn: Callable[[], None]) -> int:
    """Type a name into the search of the top bar."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit, QWidget

    box = frame.findChild(QWidget, "anywhereSearch")  # type: ignore[attr-defined]
    editor = box if isinstance(box, QLineEdit) else box.findChild(QLineEdit)
    editor.setFocus()
    editor.clear()
    for letter in name:
        QTest.keyClicks(editor, letter)
        _wait(turn, _BETWEEN_KEYS_S)
    editor.clear()
    return 1


def grown_up(clinic: Clinic) -> list[tuple[uuid.UUID, str]]:
    """A few patients whom the weight that is typed does not astonish, with what is typed to find them."""
    born = TODAY.replace(year=TODAY.year - 40)
    found = []
    for name in ("Zainabu", "Rehema", "Tatu", "Mwajuma"):
        form = PatientForm(
            id=new_id(), first_name=name, last_name="Mfinanga", sex="F", birth_date=born, village="Buigiri"
        )
        found.append((clinic.patients.register(form).value.id, f"{name} Mfi"))
    return found


def _left(work: WorkSession, wanted: int, watch: StallWatch) -> int:
    """How many have not arrived; asking is the measurement's own work."""
    with watch.paused(), work.database.read() as session:
        done = select(func.count()).where(Delivery.state == "acknowledged")
        return max(0, wanted - (session.scalar(done) or 0))
