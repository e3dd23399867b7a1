"""Which visit keeps an appointment, and when it is missed."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from emr_desktop.appointments.rows import last_day
from emr_desktop.appointments.rules import standing
from emr_desktop.reference.care import appointment_reasons, easter, holiday, monday_of

DUE = date(2026, 11, 18)
REASONS = st.sampled_from(sorted(appointment_reasons()))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


def _of(today: date, *visits: date, reason: str = "review", week: bool = False, made_on: date | None = None):
    return standing(
        due_on=DUE,
        whole_week=week,
        made_on=made_on or DUE - timedelta(days=30),
        reason=reason,
        visits=visits,
        today=today,
    )


def test_before_on_and_after_the_day_without_a_visit() -> None:
    assert _of(DUE - timedelta(days=1)).state == "waiting"
    assert _of(DUE).state == "today"
    assert (_of(DUE + timedelta(days=3)).state, _of(DUE + timedelta(days=3)).days_late) == ("overdue", 3)
    assert (_of(DUE + timedelta(days=4)).state, _of(DUE + timedelta(days=4)).days_late) == ("missed", 4)


def test_a_week_lasts_until_its_sunday() -> None:
    assert _of(DUE + timedelta(days=6), week=True).state == "today"
    assert _of(DUE + timedelta(days=7), week=True).state == "overdue"


def test_a_visit_a_little_early_keeps_it_and_one_long_before_does_not() -> None:
    assert _of(DUE, DUE - timedelta(days=3)).state == "kept"
    assert _of(DUE, DUE - timedelta(days=4)).state == "today"
    assert _of(DUE, DUE - timedelta(days=3), reason="injection").state == "today"


def test_the_visit_in_which_it_was_made_does_not_keep_it() -> None:
    assert _of(DUE - timedelta(days=2), DUE - timedelta(days=2), made_on=DUE - timedelta(days=2)).state == (
        "waiting"
    )


def test_a_visit_after_the_days_of_grace_is_late_but_no_longer_missed() -> None:
    assert _of(DUE + timedelta(days=30), DUE + timedelta(days=3)).state == "kept"
    assert _of(DUE + timedelta(days=30), DUE + timedelta(days=4)).state == "late"
    after = _of(DUE + timedelta(days=30), DUE + timedelta(days=10))
    assert (after.state, after.came_on) == ("late", DUE + timedelta(days=10))


@given(DAYS, st.booleans(), REASONS, DAYS, st.lists(DAYS, max_size=4))
def test_time_only_moves_an_appointment_forward(
    due: date, week: bool, reason: str, today: date, visits: list[date]
) -> None:
    """A visit ends the waiting for good; without one, days late grow by one a day from the last day on."""

    def on(day: date):
        return standing(
            due_on=due,
            whole_week=week,
            made_on=due - timedelta(days=10),
            reason=reason,
            visits=visits,
            today=day,
        )

    now, tomorrow = on(today), on(today + timedelta(days=1))
    if now.came_on is not None:
        assert now == tomorrow
        assert now.state in ("kept", "late")
        assert now.came_on >= due - timedelta(days=appointment_reasons()[reason].early_days)
    else:
        order = ["waiting", "today", "overdue", "missed"]
        assert order.index(now.state) <= order.index(tomorrow.state)
        assert now.days_late == max((today - last_day(due, whole_week=week)).days, 0)


@given(DAYS)
def test_a_week_begins_on_monday(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert monday <= day <= last_day(monday, whole_week=True)


def test_holidays_that_move_with_easter_and_those_that_do_not() -> None:
    # Easter Sundays as published for these years.
    known = {2024: (3, 31), 2025: (4, 20), 2026: (4, 5), 2027: (3, 28), 2030: (4, 21), 2038: (4, 25)}
    assert {year: (easter(year).month, easter(year).day) for year in known} == known
    assert holiday(date(2026, 4, 3)).name("en") == "Good Friday"  # type: ignore[union-attr]
    assert holiday(date(2026, 12, 9)).name("sw") == "Siku ya Uhuru"  # type: ignore[union-attr]
    assert holiday(date(2026, 11, 18)) is None
