"""Makes passes in the background: a plain thread that tells by callback how things stand."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from db.models import Target
from emr_desktop.access.work_session import WorkSession
from emr_desktop.errors import DatabaseTrouble
from sync import planning, reading
from sync.engine import SyncEngine
from sync.pace import Pace
from sync.rows import SyncStatus
from sync.transport import LONGEST_READ_TIMEOUT_S

_LOG = logging.getLogger(__name__)

STOP_WITHIN_S = 2.0
_PASS_S = 600.0
_TRIED_AGAIN_WITHIN_S = 30.0
_BETWEEN_TELLING_S = 0.25


class SyncScheduler:
    """Runs a pass at every interval, sooner when a delivery is due sooner, at once when poked.

    ``on_status`` and ``on_trouble`` are called from the scheduler's own thread: a window must turn them into
    signals. ``on_status`` comes after every pass, at the start, and when sending begins (``working`` True);
    ``on_progress`` while a pass is under way, a few times a second at most.

    Args:
        work: the unlocked session; whoever is in, the facility's sync goes on.
        on_status: called with the state and whether a pass is under way.
        on_trouble: called with what broke a pass (a full disk, a mistake of ours); the next comes anyway.
        on_progress: called with how many of those that are due were dealt with, and how many there are.
        interval: between passes when nothing is due sooner.
        engine: another engine, for tests.
    """

    def __init__(
        self,
        *,
        work: WorkSession,
        on_status: Callable[[SyncStatus, bool], None],
        on_trouble: Callable[[Exception], None] | None = None,
        on_progress: Callable[[int, int], None] | None = None,
        interval: timedelta = timedelta(minutes=5),
        engine: SyncEngine | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._work = work
        self._on_status = on_status
        self._on_trouble = on_trouble
        self._on_progress = on_progress
        self._told_at = 0.0
        self._interval = interval
        self._random = (pace or Pace()).random
        self._engine = engine or SyncEngine(work=work, pace=pace)
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._enough = threading.Event()
        self._poked = False
        self._in_pass = False
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """The thread is alive."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_sending(self) -> bool:
        """A pass is under way."""
        return self._in_pass

    def start(self) -> None:
        """Begin; does nothing when it has begun."""
        if self.is_running:
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="sync", daemon=True)
        self._thread.start()

    def poke(self) -> None:
        """Make a pass now, also for what waits for a later try: a month was queued, the network is back."""
        self._poked = True
        self._wake.set()

    def stop_pass(self) -> None:
        """End the pass that is under way; what it had not sent waits for the next interval, or a poke."""
        self._enough.set()

    def ask_to_stop(self) -> None:
        """Let the thread end as soon as it can; ``stop`` waits for that."""
        self._stopping.set()
        self._wake.set()

    def stop(self, timeout_s: float = STOP_WITHIN_S) -> bool:
        """End within two seconds; a request under way is left behind, and its delivery is verified later.

        Returns:
            True when the thread has ended: the database may then be closed.
        """
        self.ask_to_stop()
        thread = self._thread
        if thread is None or thread is threading.current_thread():
            return True
        thread.join(timeout_s)
        return not thread.is_alive()

    def _run(self) -> None:
        self._tell(working=False)
        # Not all facilities of a district at once after the power is back.
        pause = self._interval.total_seconds() * 0.1 * self._random()
        while True:
            self._wake.wait(pause)
            if self._stopping.is_set():
                return
            self._wake.clear()
            eager, self._poked = self._poked, False
            self._enough.clear()
            self._in_pass = True
            status, unfinished = self._pass(eager=eager)
            self._in_pass = False
            pause = 1.0 if unfinished else self._pause(status)

    def _pass(self, *, eager: bool) -> tuple[SyncStatus | None, bool]:
        """Make a pass; gives how it all stands then, and whether something due was not tried."""
        unfinished = False
        try:
            before = self._status()
            if eager or before.waiting or self._has_unplanned():
                self._on_status(before, True)
            # A person who asked gets a few tries; what fails then waits for its own next one.
            result = self._engine.run_pass(
                eager=eager,
                timeout_s=_PASS_S,
                again_within_s=_TRIED_AGAIN_WITHIN_S,
                patience_s=LONGEST_READ_TIMEOUT_S,
                stop=self._is_over,
                progress=self._tell_progress,
            )
            unfinished = result.cut_short and not self._is_over()
        except DatabaseTrouble as trouble:
            self._report(trouble)
        except Exception as error:
            _LOG.exception("a sync pass broke")
            self._report(error)
        if self._stopping.is_set():
            return None, False
        # What a person asked for goes on as such: hours and bytes of the day do not hold it.
        self._poked = self._poked or (eager and unfinished)
        return self._tell(working=False), unfinished

    def _is_over(self) -> bool:
        return self._stopping.is_set() or self._enough.is_set()

    def _tell_progress(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._stopping.is_set():
            return  # whoever listened may be gone
        if self._on_progress is not None and now - self._told_at >= _BETWEEN_TELLING_S:
            self._told_at = now
            self._on_progress(done, of)

    def _pause(self, status: SyncStatus | None) -> float:
        longest = self._interval.total_seconds()
        if status is None or self._enough.is_set():
            return longest
        # Of a target that is left alone for a while nothing goes before its hour.
        tries = [
            each.next_try_at
            for each in status.targets
            if each.enabled and each.waiting and not each.held and not each.needs_person and each.next_try_at
        ]
        if not tries:
            return longest
        until = (min(tries) - self._work.clock.now()).total_seconds()
        return min(max(until, 1.0), longest)

    def _tell(self, *, working: bool) -> SyncStatus | None:
        try:
            status = self._status()
            self._on_status(status, working)
        except Exception as error:
            _LOG.exception("the state of sync could not be told")
            self._report(error)
            return None
        return status

    def _status(self) -> SyncStatus:
        with self._work.database.read() as session:
            return reading.status_of(session, target=None, limit=200)

    def _has_unplanned(self) -> bool:
        """Whether something was done since the last pass that is to be sent."""
        with self._work.database.read() as session:
            targets = session.scalars(select(Target).where(Target.enabled.is_(True))).all()
            return any(planning.has_unplanned(session, each) for each in targets)

    def _report(self, error: Exception) -> None:
        if self._on_trouble is not None:
            try:
                self._on_trouble(error)
            except Exception:
                _LOG.exception("nobody could be told about the trouble with sync")
