"""When to leave a whole target alone: unreachable for a while, or its credentials are refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FAILURES_BEFORE_OPEN = 3
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Breaker:
    """``until`` None while open means: until a person gives other credentials or tests the target."""

    state: str = "closed"  # closed open
    reason: str | None = None
    until: datetime | None = None
    failures: int = 0

    @property
    def needs_person(self) -> bool:
        """Only a person can close it again."""
        return self.state == "open" and self.until is None


def lets_through(breaker: Breaker, now: datetime, *, eager: bool) -> bool:
    """Say whether a pass may talk to the target; ``eager`` (a person asked) does not wait for the network."""
    if breaker.state == "closed":
        return True
    if breaker.until is None:
        return False
    # A clock that was set back must not keep the breaker open for longer than it was meant.
    return eager or not now < breaker.until <= now + LONGEST_PAUSE


def after_success(breaker: Breaker) -> Breaker:
    return Breaker()


def after_transport_failure(breaker: Breaker, code: str, now: datetime) -> Breaker:
    """Three failures in a row open it for 30 s, then 1, 2, 4 ... at most 30 minutes."""
    failures = breaker.failures + 1
    if failures < FAILURES_BEFORE_OPEN:
        return Breaker("closed", code, None, failures)
    pause = min(FIRST_PAUSE * 2 ** min(failures - FAILURES_BEFORE_OPEN, 10), LONGEST_PAUSE)
    return Breaker("open", code, now + pause, failures)


def after_credentials_refused(breaker: Breaker, code: str) -> Breaker:
    """One refusal is enough: DHIS2 locks the account for 15 minutes after four wrong attempts."""
    return Breaker("open", code, None, breaker.failures + 1)
