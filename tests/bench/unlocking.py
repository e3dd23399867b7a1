"""Opens the record with a password, with the parameters a new facility gets."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from figures import Figure, timed
from measured_facility import PASSWORD, USERNAME, standing_clock

from db.key_file import KdfParameters
from db.slots import stretch
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock


def unlocking_figures() -> list[Figure]:
    """Time the log-in, and of it Argon2id alone."""
    clock = standing_clock()
    usual = KdfParameters()
    logins, stretches = [], []
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        folder = Path(scratch) / "facility"
        create_facility(
            folder,
            details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
            first_user=FirstUser(username=USERNAME, full_name="Neema Mollel", password=PASSWORD),
            clock=clock,
        )
        for _ in range(7):
            start = timed(lambda: _log_in(folder))
            logins.append(start.wall * 1000)
            stretches.append(timed(lambda: stretch(PASSWORD, bytes(16), usual)).wall * 1000)
    stretching = f"Argon2id {usual.memory_kib // 1024} MB x {usual.passes}, {usual.lanes} lanes"
    note = f"{stretching}: {median(stretches):.0f} ms of it"
    return [Figure("unlocking with a password", median(logins), "ms", note=note)]


def _log_in(folder: Path) -> None:
    unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock()).database.close()
