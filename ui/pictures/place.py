"""What the pictures show: a training facility with people waiting, a month signed and a target that waits."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from emr_desktop.clinic import open_clinic
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, DemoResult, make_demo
from emr_desktop.facility.service import unlock
from sync.service import SyncService

MONTHS, PER_DAY = 2, 8
_NOBODY = "http://127.0.0.1:9"  # the port where nobody answers


def furnish(home: Path) -> tuple[Path, DemoResult]:
    """Make the facility under ``home``; gives its data folder and what was made.

    Nothing of it leaves the PC: the one target is a port of this PC where nobody listens.
    """
    os.environ["EMR_DEVICE_DIR"] = str(home / "device")
    folder = home / "record"
    made = make_demo(folder, months=MONTHS, per_day=PER_DAY, waiting=True)
    work = unlock(folder, username=IN_CHARGE, password=TRAINING_PASSWORD)
    try:
        clinic = open_clinic(work)
        month = made.last_day.replace(day=1) - timedelta(days=1)
        clinic.forms.close("opd", f"{month:%Y%m}")
        sync = SyncService(work=work)
        sync.add_target(kind="dhis2", name="moh", url=_NOBODY, token="d2pat_mafunzo")  # noqa: S106
    finally:
        work.database.close()
    return folder, made
