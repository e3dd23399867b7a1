"""When a backup is due, which ones give way, where sticks are found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.backups.places import _linux_mounts
from emr_desktop.backups.rules import Kept, giving_way, is_due, missing_entries

NOW = datetime(2026, 11, 28, 8, tzinfo=UTC)
OURS, BEFORE = b"o" * 16, b"b" * 16


def kept(seq: int, day: date, *, reason: str = "daily", incarnation: bytes = OURS) -> Kept:
    return Kept(Path(f"{incarnation[:1]!r}{seq}"), day, seq, incarnation, reason)


@pytest.mark.parametrize(
    ("last", "same_paper", "due"),
    [
        (None, True, True),
        (NOW - timedelta(hours=19), True, False),
        (NOW - timedelta(hours=21), True, True),
        (NOW + timedelta(days=400), True, True),  # the clock was of next year once
        (NOW - timedelta(hours=1), False, True),  # a new paper key: the old backups need the old paper
    ],
)
def test_a_backup_is_due_after_twenty_hours_a_set_clock_or_a_new_paper(
    last: datetime | None, same_paper: bool, due: bool
) -> None:
    assert is_due(now=NOW, last=last, same_paper=same_paper) is due


def test_a_year_of_daily_backups_thins_out_to_days_weeks_and_months() -> None:
    days = [date(2026, 11, 28) - timedelta(days=number) for number in range(400)]
    made = [kept(1000 - number, day) for number, day in enumerate(days)]
    gone = set(giving_way(made, incarnation=OURS, daily=7, weekly=5, monthly=12))
    left = [one for one in made if one.path not in gone]
    assert [one.day for one in left[:7]] == days[:7]
    assert len({(one.day.year, one.day.month) for one in left}) == 12
    assert len(left) <= 7 + 5 + 12


@given(
    st.lists(
        st.builds(
            kept,
            st.integers(1, 500),
            st.dates(date(2000, 1, 1), date(2080, 1, 1)),
            reason=st.sampled_from(["daily", "asked", "before_migration"]),
            incarnation=st.sampled_from([OURS, BEFORE]),
        ),
        max_size=60,
        unique_by=lambda one: one.path,
    ),
    st.integers(2, 9),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_whatever_the_clock_wrote_the_newest_two_of_the_trail_stay(
    made: list[Kept], daily: int, weekly: int, monthly: int
) -> None:
    gone = giving_way(made, incarnation=OURS, daily=daily, weekly=weekly, monthly=monthly)
    assert len(set(gone)) == len(gone)
    ours = sorted((one for one in made if one.incarnation == OURS), key=lambda one: one.audit_seq)
    assert not {one.path for one in ours[-2:]} & set(gone)
    others = [one for one in made if one.incarnation == BEFORE]
    assert len([one for one in others if one.path not in gone]) == min(3, len(others))


def test_the_gap_is_told_when_something_newer_is_known() -> None:
    assert missing_entries(restored=5209, known=5388) == (5210, 5388)
    assert missing_entries(restored=5388, known=5388) is None
    assert missing_entries(restored=5388, known=0) is None


def test_sticks_are_what_is_mounted_where_sticks_are_or_what_the_system_calls_removable(
    tmp_path: Path,
) -> None:
    (tmp_path / "block" / "sdb").mkdir(parents=True)
    (tmp_path / "block" / "sdb" / "removable").write_text("1\n")
    (tmp_path / "block" / "sda").mkdir()
    (tmp_path / "block" / "sda" / "removable").write_text("0\n")
    mounts = (
        "/dev/sda1 / ext4 rw 0 0\n"
        "tmpfs /media/x tmpfs rw 0 0\n"
        "/dev/sdc1 /media/asha/USB\\040DISK vfat rw,nosuid 0 0\n"
        "/dev/sdb1 /srv/stick exfat rw 0 0\n"
        "/dev/sdd1 /run/media/asha/CD iso9660 ro 0 0\n"
        "broken line\n"
    )
    assert _linux_mounts(mounts, tmp_path) == [Path("/media/asha/USB DISK"), Path("/srv/stick")]
