"""Opens the record with a password, with the parameters a new facility gets."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from statistics import median

from figures import Figure, timed
from measured_facility import PASSWORD, USERNAME, standing_clock

from db.calibration import calibrated
from db.key_file import KeyStore
from db.slots import stretch
from emr_desktop.errors import EmrError
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock

UNLOCK_MS, BESIDE_MS, ALIKE_PERCENT = 1000, 300, 20


def unlocking_figures() -> list[Figure]:
    """Time the log-in, of it Argon2id alone, and whether a name that nobody has is refused as slowly."""
    clock = standing_clock()
    used = calibrated()
    logins, stretches, wrong, unknown = [], [], [], []
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "facility"
        create_facility(
            folder,
            details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
            first_user=FirstUser(username=USERNAME, full_name="Neema Mollel", password=PASSWORD),
            clock=clock,
            parameters=used,
        )
        for _ in range(7):
            start = timed(lambda: _log_in(folder))
            logins.append(start.wall * 1000)
            stretches.append(timed(lambda: stretch(PASSWORD, bytes(16), used)).wall * 1000)
            wrong.append(timed(lambda: _refused(folder, USERNAME)))
            unknown.append(timed(lambda: _refused(folder, "nobody")))
            for file in KeyStore(folder).outside_copy.parent.glob("*.attempts"):
                file.unlink()
    shown = [median(each.wall for each in kind) * 1000 for kind in (unknown, wrong)]
    worked = [median(each.cpu for each in kind) for kind in (unknown, wrong)]
    work = f"Argon2id {used.memory_kib // 1024} MB x {used.passes}, {used.lanes} lanes"
    beside = median(login - stretching for login, stretching in zip(logins, stretches, strict=True))
    return [
        Figure(
            "unlocking with a password",
            median(logins),
            "ms",
            UNLOCK_MS,
            note=f"{work}: {median(stretches):.0f} ms of it",
        ),
        Figure("  beside Argon2id", beside, "ms", BESIDE_MS),
        Figure(
            "unknown name and wrong password, apart",
            _apart(*shown),
            "%",
            ALIKE_PERCENT,
            note=f"medians {shown[0]:.0f} and {shown[1]:.0f} ms",
            cpu=_apart(*worked),
        ),
    ]


def _apart(one: float, other: float) -> float:
    return abs(one / other - 1) * 100


def _refused(folder: Path, username: str) -> None:
    with contextlib.suppress(EmrError):
        unlock(folder, username=username, password="si hili kabisa", clock=standing_clock())


def _log_in(folder: Path) -> None:
    unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock()).database.close()
