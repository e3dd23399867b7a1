"""When a session is covered and when it ends, by two clocks that a test moves."""

from dataclasses import dataclass

import pytest

from ui.covering.watch import SessionWatch

MINUTE, HOUR = 60.0, 3600.0


@dataclass
class Clocks:
    steady: float = 1000.0
    wall: float = 1_790_000_000.0

    def go_on(self, watch: SessionWatch, seconds: float, *, working: bool = False) -> set[str]:
        """Let time pass with a look every ten seconds; gives what was due."""
        found = set()
        for _ in range(int(seconds // 10)):
            self.steady += 10
            self.wall += 10
            if working:
                watch.touched()
            due = watch.look()
            if due is not None:
                found.add(due)
        return found


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def watch(clocks: Clocks) -> SessionWatch:
    watch = SessionWatch(steady=lambda: clocks.steady, wall=lambda: clocks.wall)
    watch.begin()
    return watch


def test_nobody_for_five_minutes_covers_and_for_thirty_ends(clocks: Clocks, watch: SessionWatch) -> None:
    assert clocks.go_on(watch, 5 * MINUTE - 10) == set()
    assert clocks.go_on(watch, 10) == {"cover"}
    assert clocks.go_on(watch, 24 * MINUTE) == {"cover"}
    assert clocks.go_on(watch, MINUTE) == {"cover", "session.idle"}


def test_a_facility_may_choose_three_minutes(clocks: Clocks, watch: SessionWatch) -> None:
    watch.cover_after_s = 3 * MINUTE
    assert clocks.go_on(watch, 3 * MINUTE) == {"cover"}


def test_who_works_on_is_left_alone_until_twelve_hours_are_over(clocks: Clocks, watch: SessionWatch) -> None:
    assert clocks.go_on(watch, 12 * HOUR - 10, working=True) == set()
    assert clocks.go_on(watch, 10, working=True) == {"session.expired"}


def test_a_colleague_who_goes_on_does_not_lengthen_the_twelve_hours(
    clocks: Clocks, watch: SessionWatch
) -> None:
    clocks.go_on(watch, 11 * HOUR, working=True)
    watch.begin(anew=False)
    assert clocks.go_on(watch, HOUR, working=True) == {"session.expired"}


@pytest.mark.parametrize(
    ("steady", "wall"),
    [(2.0, HOUR), (HOUR, HOUR), (90.0, 90.0)],
    ids=["the steady clock stood in sleep", "both went on", "a minute and a half without a look"],
)
def test_a_sleeping_computer_ends_the_session(
    clocks: Clocks, watch: SessionWatch, steady: float, wall: float
) -> None:
    clocks.steady += steady
    clocks.wall += wall
    watch.touched()  # the key that woke it up
    assert watch.look() == "session.suspended"


def test_a_clock_that_is_set_back_or_a_little_on_ends_nothing(clocks: Clocks, watch: SessionWatch) -> None:
    clocks.steady += 2
    clocks.wall -= 20 * HOUR
    assert watch.look() is None
    clocks.steady += 2
    clocks.wall += 50
    assert watch.look() is None
