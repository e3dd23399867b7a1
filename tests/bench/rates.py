"""Makes a training facility, exports its visits and imports them elsewhere; tells how many a second."""

from __future__ import annotations

import tempfile
from pathlib import Path

from figures import Figure, Spent, timed
from measured_facility import PASSWORD, USERNAME, standing_clock
from sizes import LAST_DAY, SEED, Size

from db.key_file import CHEAPEST
from emr_desktop.access.work_session import WorkSession
from emr_desktop.demo.facility import IN_CHARGE, TRAINING_PASSWORD, make_demo
from emr_desktop.exchange.service import export_visits, import_visits
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock


def rate_figures(size: Size) -> list[Figure]:
    """Visits a second of ``demo``, ``export visits`` and ``import visits``."""
    with tempfile.TemporaryDirectory(prefix="emr-bench-") as scratch:
        home = Path(scratch)
        made, demo = _demo(home / "training", size)
        training = unlock(
            home / "training", username=IN_CHARGE, password=TRAINING_PASSWORD, clock=standing_clock()
        )
        out = home / "visits.csv"
        try:
            export = timed(lambda: export_visits(training, made.first_day, made.last_day, out))
        finally:
            training.database.close()
        here = _empty(home / "here")
        try:
            bring = timed(lambda: import_visits(here, out))
            again = timed(lambda: import_visits(here, out))
        finally:
            here.database.close()
    number = f"{made.visits:,} visits"
    return [
        _rate("demo", made.visits, demo, f"{number} of {made.patients:,} patients, log-ins and all"),
        _rate("import visits", made.visits, bring, f"{number} from CSV, patients registered on the way"),
        _rate("import visits, the same file again", made.visits, again, "changes nothing"),
        _rate("export visits", made.visits, export, "to CSV"),
    ]


def _demo(folder: Path, size: Size):  # type: ignore[no-untyped-def]
    results = []
    spent = timed(
        lambda: results.append(
            make_demo(
                folder,
                seed=SEED,
                months=size.rate_months,
                per_day=size.rate_per_day,
                until=LAST_DAY,
                clock=standing_clock(),
            )
        )
    )
    return results[0], spent


def _empty(folder: Path) -> WorkSession:
    create_facility(
        folder,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username=USERNAME, full_name="Neema Mollel", password=PASSWORD),
        clock=standing_clock(),
        parameters=CHEAPEST,
    )
    return unlock(folder, username=USERNAME, password=PASSWORD, clock=standing_clock())


def _rate(what: str, number: int, spent: Spent, note: str) -> Figure:
    return Figure(
        what,
        number / spent.wall,
        "visits/s",
        note=f"{note}; {number / spent.cpu:,.0f} a second of processor time",
    )
