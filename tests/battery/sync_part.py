"""The battery's part about sync: faulty exchanges over the three kinds of targets, and planted faults."""

from __future__ import annotations

import contextlib
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sync_forms
import sync_records
from part import Row, Size, so_far
from sync_planted import PLANTED
from sync_site import Power, make_template

STEPS = {"forms": 120, "records": 150}
WHAT = {"forms": "figures to DHIS2", "records": "patients' records to FHIR and the HDU"}
WANTED = {True: {"forms": 9_000, "records": 11_500}, False: {"forms": 100, "records": 100}}
LONGEST_S = {True: 7200.0, False: 900.0}
MOST_EXAMPLES = 10


@dataclass
class Outcome:
    """What one site went through."""

    exchanges: Counter[str] = field(default_factory=Counter)  # by kind of target
    faults: Counter[str] = field(default_factory=Counter)  # by kind of fault
    deaths: int = 0
    passes: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def n(self) -> int:
        return sum(self.exchanges.values())

    def add(self, other: Outcome) -> None:
        self.exchanges += other.exchanges
        self.faults += other.faults
        self.deaths += other.deaths
        self.passes += other.passes
        self.failures += other.failures


_template: Path | None = None
_scratch: Any = None


def _template_here() -> Path:
    """One for each process."""
    global _template, _scratch
    if _template is None:
        _scratch = tempfile.TemporaryDirectory(prefix="emr-battery-")
        _template = make_template(Path(_scratch.name))
    return _template


def one_site(
    what: str, seed: int, number: int, *, steps: int | None = None, patience: int | None = None
) -> Outcome:
    """Take one facility through many steps and then let everything come to rest."""
    draw = random.Random(f"{seed}/{what}/{number}")
    module: Any = sync_forms if what == "forms" else sync_records
    outcome, power = Outcome(), Power()
    with _device_kept(), power.installed():
        template = _template_here()
        site: Any
        if what == "forms":
            site = sync_forms.FormsSite(template, power)
        else:
            site = sync_records.RecordsSite(template, power)
            sync_records.begin(site)
        site.patience = patience or site.patience
        try:
            for _ in range(steps or STEPS[what]):
                module.step(site, draw)
                if site.failures:
                    break
            site.settle()
        except Exception as error:
            site.fail(f"{type(error).__name__}: {error}")
        finally:
            for kind, server in site.servers.items():
                outcome.exchanges[kind] += server.faulty_exchanges
                outcome.faults.update(server.met)
            outcome.deaths, outcome.passes = site.deaths, site.passes
            outcome.failures = [f"{what} {seed}/{number}: {text}" for text in site.failures]
            site.end()
    return outcome


@contextlib.contextmanager
def _device_kept() -> Iterator[None]:
    before = os.environ.get("EMR_DEVICE_DIR")
    try:
        yield
    finally:
        os.environ.pop("EMR_DEVICE_DIR", None)
        if before is not None:
            os.environ["EMR_DEVICE_DIR"] = before


def _outcomes(what: str, size: Size, seed: int) -> Generator[Outcome, None, None]:
    """One site after the other, or several at a time, for as long as somebody takes them."""
    if size.jobs == 1:
        number = 0
        while True:
            yield one_site(what, seed, number)
            number += 1
    with ProcessPoolExecutor(size.jobs, mp_context=get_context("spawn")) as pool:
        pending = {pool.submit(one_site, what, seed, number) for number in range(size.jobs)}
        number = size.jobs
        try:
            while True:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for each in done:
                    yield each.result()
                    pending.add(pool.submit(one_site, what, seed, number))
                    number += 1
        finally:
            for each in pending:
                each.cancel()


def run(size: Size, seed: int) -> list[Row]:
    """Faulty exchanges until there are as many as were asked for; then the planted faults."""
    rows = [faulty(what, size, seed) for what in WHAT]
    return [*rows, *(planted(name, size, seed) for name in PLANTED)]


def faulty(what: str, size: Size, seed: int) -> Row:
    """Sites one after the other until enough exchanges were faulty."""
    longest_s = LONGEST_S[size.long] if size.minutes is None else size.minutes * 60 / len(WHAT)
    wanted, until, all_of = WANTED[size.long][what], time.monotonic() + longest_s, Outcome()
    sites = 0
    with contextlib.closing(_outcomes(what, size, seed)) as outcomes:
        for outcome in outcomes:
            sites += 1
            all_of.add(outcome)
            so_far(WHAT[what], all_of.n, len(all_of.failures))
            if all_of.n >= wanted or time.monotonic() > until:
                break
    notes = {f"to {kind}": count for kind, count in sorted(all_of.exchanges.items())}
    notes |= {"sites": sites, "passes": all_of.passes, "deaths": all_of.deaths}
    notes |= dict(sorted(all_of.faults.items()))
    if all_of.n < wanted and size.minutes is None:
        all_of.failures.append(f"only {all_of.n} of {wanted} exchanges in the time")
    return Row(
        what=f"faulty exchanges: {WHAT[what]}",
        n=all_of.n,
        failures=len(all_of.failures),
        seed=seed,
        examples=tuple(all_of.failures[:MOST_EXAMPLES]),
        notes=notes,
    )


def planted(name: str, size: Size, seed: int) -> Row:
    """A fault planted in the engine must be found; one that is not is the battery's own failure."""
    what, plant = PLANTED[name]
    number = 0
    with plant():
        while number < (30 if size.long else 12):
            number += 1
            if one_site(what, seed, number, steps=50, patience=2).failures:
                return Row(what=f"planted and found: {name}", n=number, failures=0, seed=seed)
    text = f"{name} was not found in {number} sites"
    return Row(what=f"planted and found: {name}", n=number, failures=1, seed=seed, examples=(text,))
