"""Any order of edits, faults, deaths and passes ends with the server holding what was last queued."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

PERIODS = ("202608", "202609", "202610")
CELLS = {
    "r1_lt1m_M": ("uyQpafHrxLT", "xo7RVsgBkpT"),
    "r1_y60plus_F": ("uyQpafHrxLT", "ayVLc9to6xY"),
    "r5_y60plus_M": ("CsYfybuaSgc", "aYgz5mh2cbx"),
}
FAULTS = (
    ("drop_before", {}),
    ("drop_after", {}),
    ("truncate", {}),
    ("html", {}),
    ("portal", {}),
    ("status", {"status": 500}),
    ("status", {"status": 429}),
    ("status_after", {"status": 502}),
)
PATHS = (None, "/api/system/info", "/api/organisationUnits", "/api/dataValueSets", "/api/completeDataSet")


class Killed(BaseException):
    pass


@pytest.mark.slow
def test_any_interleaving_has_its_effect_exactly_once(
    make_site: Any, dhis2: Any, mapping: Any, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from db.engine import open_database
    from sync.book import DeliveryBook
    from sync.pace import Pace
    from sync.service import SyncService
    from sync.targets.dhis2.client import Dhis2Client

    base = make_site()
    deaths: dict[str, int] = {}  # step -> how many calls until it dies

    def mortal(name: str) -> None:
        original = getattr(Dhis2Client, name)

        def call(self: Any, *args: Any, **options: Any) -> Any:
            result = original(self, *args, **options)
            if name in deaths:
                deaths[name] -= 1
                if deaths[name] < 0:
                    raise Killed
            return result

        monkeypatch.setattr(Dhis2Client, name, call)

    for step in ("push", "values", "complete"):
        mortal(step)
    finish = DeliveryBook.leave

    def finish_unless_dying(self: Any, *args: Any, **options: Any) -> None:
        if deaths.pop("finish", None) is not None:
            raise Killed
        finish(self, *args, **options)

    monkeypatch.setattr(DeliveryBook, "leave", finish_unless_dying)

    with dhis2.serve(mapping=mapping, lifetime_s=300) as server:

        class Facility(RuleBasedStateMachine):
            """The oracle: what was last queued of each period."""

            def __init__(self) -> None:
                super().__init__()
                self.folder = tempfile.TemporaryDirectory()
                self.queued: dict[str, dict[str, int]] = {}
                self.drawer: dict[str, dict[str, int]] = {}
                self.opened: list[Any] = []

            @initialize()
            def begin(self) -> None:
                server.values.clear()
                server.completed.clear()
                server.requests.clear()
                server.faults.clear()
                server.locked.clear()
                deaths.clear()
                self.path = Path(self.folder.name) / "clinic.db"
                shutil.copy(template, self.path)
                self.open()
                self.sync.add_target(kind="dhis2", name="moh", url=server.url, token=server.token)
                self.sync.load_mapping("moh", mapping)

            def open(self) -> None:
                database = open_database(self.path, bytes(range(32)))
                work = replace(base.work, database=database)
                self.opened.append(database)
                pace = Pace(random=lambda: 0.5)
                self.sync = SyncService(work=work, forms=base.forms, pace=pace)

            @rule(
                period=st.sampled_from(PERIODS), cell=st.sampled_from(sorted(CELLS)), value=st.integers(0, 3)
            )
            def edit_and_queue(self, period: str, cell: str, value: int) -> None:
                figures = self.drawer.setdefault(period, {})
                figures[cell] = value
                base.forms.close(period, **figures)
                self.sync.queue_form("opd", period)
                self.queued[period] = dict(figures)

            @rule(fault=st.sampled_from(FAULTS), path=st.sampled_from(PATHS), times=st.integers(1, 2))
            def break_the_line(self, fault: tuple[str, dict[str, Any]], path: str | None, times: int) -> None:
                server.fail(fault[0], path=path, times=times, **fault[1])

            @rule(period=st.sampled_from(PERIODS))
            def lock_or_unlock_there(self, period: str) -> None:
                server.locked ^= {period}

            @rule(
                step=st.sampled_from(["push", "values", "complete", "finish"]),
                after=st.integers(0, 2),
                eager=st.booleans(),
            )
            def die_in_a_pass(self, step: str, after: int, eager: bool) -> None:
                deaths[step] = after
                try:
                    self.sync.run_pass(timeout_s=0.3, eager=eager)
                except Killed:
                    self.open()
                deaths.clear()

            @rule(eager=st.booleans())
            def run(self, eager: bool) -> None:
                self.sync.run_pass(timeout_s=0.3, eager=eager)

            @rule(hours=st.sampled_from([0.001, 0.02, 1, 7]))
            def time_passes(self, hours: float) -> None:
                base.clock.forward(hours=hours)

            @rule()
            def press_retry(self) -> None:
                self.sync.retry(None)

            @invariant()
            def acknowledged_means_that_it_was_there(self) -> None:
                if not self.opened:
                    return
                newest: dict[str, Any] = {}
                for row in reversed(self.sync.status().deliveries):
                    newest[row.subject.rsplit(":", 1)[1]] = row
                for period, row in newest.items():
                    if row.state == "acknowledged":
                        assert server.figures(period=period) == _stored(self.queued[period])
                        assert ("v6wdME3ouXu", period, "DiszpKrYNg8") in server.completed

            def teardown(self) -> None:
                server.faults.clear()
                server.locked.clear()
                deaths.clear()
                if self.opened:
                    base.clock.forward(hours=8)
                    self.sync.retry(None)
                    result = self.sync.run_pass(timeout_s=20)
                    assert (result.waiting, result.refused) == (0, 0)
                    for period, figures in self.queued.items():
                        assert server.figures(period=period) == _stored(figures)
                    assert len(server.completed) == len(self.queued)
                    for database in self.opened:
                        database.close()
                self.folder.cleanup()

        run_state_machine_as_test(
            Facility,
            settings=settings(
                max_examples=8,
                stateful_step_count=14,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )


def _stored(figures: dict[str, int]) -> dict[tuple[str, str], str]:
    """What a server keeps that does not keep zeros."""
    return {CELLS[name]: str(value) for name, value in figures.items() if value}
