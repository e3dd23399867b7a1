"""A colleague goes on by PIN in the open window: from Enter to screens of their own."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from figures import Figure, Spent, summed, timed
from measured_facility import PASSWORD, USERNAME, standing_clock

from emr_desktop.clinic import open_clinic
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, set_own_password, unlock

_TARGET_MS = 300
_TIMES = 12
_PINS = {USERNAME: "4829", "asha": "7391"}


def switching_figures() -> list[Figure]:
    """Time switching back and forth between two people."""
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "facility"
        _make(folder)
        spent = _switch_in_window(folder)
    found = summed(spent)
    note = f"PIN, other screens, painted; p50 {found.p50:.0f}, slowest {found.slowest:.0f}"
    return [Figure("switching to a colleague by PIN, p95", found.p95, "ms", _TARGET_MS, note, found.cpu_p95)]


def _make(folder: Path) -> None:
    clock = standing_clock()
    create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username=USERNAME, full_name="Neema Mollel", password=PASSWORD),
        clock=clock,
    )
    clinic = open_clinic(unlock(folder, username=USERNAME, password=PASSWORD, clock=clock))
    code = clinic.staff.add(username="asha", full_name="Asha Komba", roles=("clinician",)).value
    set_own_password(folder, username="asha", current=code, new=PASSWORD, clock=clock)
    clinic.pins.set(_PINS[USERNAME], password=PASSWORD)
    open_clinic(clinic.switching.enter("asha", PASSWORD)).pins.set(_PINS["asha"], password=PASSWORD)
    clinic.close()


def _switch_in_window(folder: Path) -> list[Spent]:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from ui.app import build

    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    shell = build(application, folder=folder, clock=standing_clock())
    shell.resize(1366, 768)
    shell.show()
    shell._open(unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock()))

    def settle(milliseconds: int) -> None:
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def switch(username: str) -> None:
        loop = QEventLoop()
        shell.opened.connect(loop.quit)
        page = shell.keeper.cover_page
        assert page is not None
        page.entered.emit(username, _PINS[username])
        loop.exec()
        shell.opened.disconnect(loop.quit)
        shell.grab()  # painted

    settle(1500)
    spent = []
    for turn in range(_TIMES + 2):
        shell.keeper.cover()
        settle(700)
        username = ("asha", USERNAME)[turn % 2]
        spent.append(timed(lambda username=username: switch(username)))
        settle(700)
    shell.close()
    return spent[2:]  # the first builds what is built once
