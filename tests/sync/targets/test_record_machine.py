"""Any order of saving, merging, faults, deaths and restored copies: the servers follow the record."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

sys.path.insert(0, str(Path(__file__).parents[2] / "battery"))

from sync_copies import CopiedRecordsSite
from sync_records import CODES
from sync_site import FAULTS, FURTHER, Power, make_template

EXAMPLES = int(os.environ.get("EMR_SYNC_EXAMPLES", "3"))
PEOPLE = 5
some_codes = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(tuple)
places = st.integers(0, 10**6)
kinds = st.sampled_from(["fhir", "hdu"])


def _when(holds: Callable[[CopiedRecordsSite], bool]) -> Callable[[Any], bool]:
    return lambda machine: machine.site is not None and holds(machine.site)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMR_DEVICE_DIR", "")
        yield make_template(tmp_path_factory.mktemp("battery"))


@pytest.mark.slow
def test_the_servers_follow_the_record_through_anything(
    template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMR_DEVICE_DIR", "")
    power = Power()

    class Facility(RuleBasedStateMachine):
        """The oracle is what was typed; see ``sync_records``."""

        site: CopiedRecordsSite | None = None

        @initialize()
        def begin(self) -> None:
            power.left = None
            self.site = CopiedRecordsSite(template, power)
            for _ in range(PEOPLE):
                self.site.register()

        @rule(who=places, codes=some_codes, tested=st.booleans())
        def a_visit_is_saved(self, who: int, codes: tuple[str, ...], tested: bool) -> None:
            apart = self.there.apart
            self.there.see(apart[who % len(apart)], codes, tested=tested)

        @precondition(_when(lambda site: bool(site.open_visits)))
        @rule(which=places, codes=some_codes)
        def it_is_corrected(self, which: int, codes: tuple[str, ...]) -> None:
            visits = self.there.open_visits
            self.there.correct(visits[which % len(visits)], codes)

        @precondition(_when(lambda site: bool(site.open_visits)))
        @rule(which=places)
        def it_is_voided(self, which: int) -> None:
            visits = self.there.open_visits
            self.there.void(visits[which % len(visits)])

        @precondition(_when(lambda site: len(site.apart) > 2))
        @rule(first=places, other=places)
        def two_patients_are_merged(self, first: int, other: int) -> None:
            apart = self.there.apart
            kept = apart.pop(first % len(apart))
            self.there.merge(kept, apart[other % len(apart)])

        @precondition(_when(lambda site: bool(site.typed.merged)))
        @rule()
        def a_merge_is_undone(self) -> None:
            self.there.unmerge()

        @rule(kind=kinds, fault=st.integers(0, 40), times=st.integers(1, 3))
        def the_line_breaks(self, kind: str, fault: int, times: int) -> None:
            known = (*FAULTS, *FURTHER[kind])
            self.there.fault(kind, known[fault % len(known)], times, method="POST")

        @rule(code=st.sampled_from(CODES))
        def a_server_refuses_for_a_while(self, code: str) -> None:
            self.there.refuse_for_a_while(code)

        @rule(kind=kinds)
        def a_target_is_lost(self, kind: str) -> None:
            self.there.lose(kind)

        @rule(kind=kinds)
        def it_is_back(self, kind: str) -> None:
            self.there.recover(kind)

        @rule(hours=st.sampled_from([0.02, 1, 7]), eager=st.booleans())
        def a_pass_runs(self, hours: float, eager: bool) -> None:
            self.there.clock.forward(hours=hours)
            self.there.run(eager=eager, timeout_s=1)

        @rule(after=st.integers(0, 14), eager=st.booleans())
        def the_power_goes_off(self, after: int, eager: bool) -> None:
            self.there.die(after, eager=eager)

        @rule()
        def somebody_presses_what_is_offered(self) -> None:
            self.there.give_credentials()
            self.there.press_retry()

        @rule()
        def a_copy_is_made(self) -> None:
            self.there.copy_record()

        @precondition(_when(lambda site: site.has_copy))
        @rule()
        def the_copy_is_restored(self) -> None:
            self.there.restore()

        @precondition(_when(lambda site: site.has_copy))
        @rule()
        def the_copy_runs_on_a_second_pc(self) -> None:
            self.there.run_on_a_second_pc()

        @property
        def there(self) -> CopiedRecordsSite:
            assert self.site is not None
            return self.site

        def teardown(self) -> None:
            if self.site is None:
                return
            try:
                self.site.settle()
                assert self.site.failures == []
            finally:
                self.site.end()

    with power.installed():
        run_state_machine_as_test(
            Facility,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=25,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
