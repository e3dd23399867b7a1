"""How much is measured, and what the figures should stay under."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Size:
    """A facility to measure on, and how often each thing is tried."""

    name: str
    patients: int
    visits: int
    searches: int  # texts that are typed, each letter by letter
    saves: int
    counts: int  # of one month
    starts: int  # of the program
    rate_months: int  # of the training facility that is made for its speed
    rate_per_day: int
    per_day: int = 0  # visits on a day; 0 spreads them over all the years


FULL = Size("full", 100_000, 500_000, 160, 400, 15, 5, 12, 80)
QUICK = Size("quick", 5_000, 25_000, 60, 100, 7, 3, 3, 40)


def tenth_of(size: Size) -> Size:
    """A younger record: as many visits a day, for a tenth of the time."""
    return replace(
        size,
        name="tenth",
        patients=size.patients // 10,
        visits=size.visits // 10,
        per_day=round(size.visits / 1600),
    )


SEED = 1
FIRST_DAY = date(2021, 11, 1)
LAST_DAY = date(2026, 10, 31)  # five years: about a visit a head and year
TODAY = date(2026, 11, 18)

# What the figures should stay under; the record is built for PCs that are slower than any of ours.
SEARCH_MS = 30.0
SAVE_MS = 50.0
VERIFY_S = 1.0  # 100,000 rows of the audit trail
AUDIT_SHARE = 10.0  # percent of a save
MONTH_MS = 300.0
USE_MS = 1000.0
FORM_COLD_MS = 1000.0
MONTH_TOGETHER_MS = 3000.0
BUNDLE_MS = 5000.0
START_S = 1.5
START_MB = 150.0
HELP_MS = 300.0
COUNT_RATIO = 1.15
COMMIT_RATIO = 2.0
OPENING_MS = 150.0
CHECK_MS = 20.0
STALL_MS = 100.0
BACKUP_S = 10.0
SENDING_PER_S = 200.0
SENDING_KB_A_DAY = 150.0

LONG_RECORD = 300  # visits of one patient
