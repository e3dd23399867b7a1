"""A facility with its three targets, a power switch that can fail at any step, and an oracle of its own.

The oracle is plain Python that never asks the program: what was typed, and in which order.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from db.device import ensure_device_secret
from db.keys import CHEAPEST
from emr_desktop.access.permissions import ROLES
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.clock import EAST_AFRICA, Clock
from emr_desktop.facility.service import FacilityDetails, FirstUser, create_facility, unlock
from sync import backoff, transport
from sync.book import DeliveryBook
from sync.pace import Pace
from sync.service import SyncService
from ui.messages import catalogue
from ui.sync_view.fixes import fix_of

TESTS = Path(__file__).resolve().parents[1]
USERNAME, PASSWORD = "mkuu", "paka wanne juu ya paa"
START = datetime(2026, 11, 18, 9, 30, tzinfo=EAST_AFRICA)

HTML = b"<html><body>502 Bad Gateway</body></html>"
OUTCOME = b'{"resourceType":"OperationOutcome","issue":[{"severity":"error","diagnostics":"told so"}]}'
# What may happen to a request; ``slow_after`` costs real time and is asked for more rarely.
FAULTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("drop_before", {}),
    ("drop_after", {}),
    ("truncate", {}),
    ("drip", {"seconds": 0.05}),
    ("html", {}),
    ("html_after", {}),
    ("portal", {}),
    ("login", {}),
    ("duplicate", {}),
    ("clock", {"seconds": 2 * 86_400.0}),
    ("too_large", {}),
    ("status", {"status": 401, "body": b'{"message":"Unauthorized"}'}),
    ("status", {"status": 429, "headers": {"Retry-After": "120"}}),
    ("status", {"status": 500}),
    ("status", {"status": 503, "headers": {"Retry-After": "30"}}),
    ("status_after", {"status": 500, "body": b"An internal server error occurred"}),
    ("status_after", {"status": 502, "body": HTML}),
    ("status_after", {"status": 504, "body": HTML}),
    ("status_after", {"status": 200, "body": b"{}"}),
)
FURTHER: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "dhis2": (),
    "hdu": (("engine_down", {}),),
    "fhir": (
        ("status", {"status": 412, "body": OUTCOME}),
        ("status", {"status": 409, "body": OUTCOME}),
        ("status_after", {"status": 200, "body": b'{"resourceType":"Bundle","type":"transaction-response"}'}),
    ),
}
SLOW = ("slow_after", {"seconds": 1.5})  # longer than the time-out of a pass here


def load(name: str, path: Path) -> ModuleType:
    """A module by its file."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def server_module(kind: str) -> ModuleType:
    return load(f"stand_in_{kind}", TESTS / "servers" / f"{kind}.py")


class Moving(Clock):
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        object.__setattr__(self, "_at", START)
        super().__init__(now=lambda: self._at)  # type: ignore[attr-defined]

    def forward(self, **parts: float) -> None:
        object.__setattr__(self, "_at", self.now() + timedelta(**parts))


class Killed(BaseException):
    """The power goes off."""


class Power:
    """Goes off at the n-th step from now: before and after every step of a pass that leaves a trace."""

    STEPS = (
        (transport.Transport, "exchange"),
        (DeliveryBook, "claim"),
        (DeliveryBook, "freeze"),
        (DeliveryBook, "leave"),
        (DeliveryBook, "renew"),
    )

    def __init__(self) -> None:
        self.left: int | None = None

    def _tick(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Killed

    @contextlib.contextmanager
    def installed(self) -> Iterator[Power]:
        """Patch the steps for the block."""
        kept = [(owner, name, getattr(owner, name)) for owner, name in self.STEPS]

        def mortal(original: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **options: Any) -> Any:
                self._tick()
                result = original(*args, **options)
                self._tick()
                return result

            return call

        shortest, pause = transport.SHORTEST_READ_TIMEOUT_S, backoff.pause_within_a_pass
        transport.SHORTEST_READ_TIMEOUT_S = 0.25
        # Nobody looks at how long a pass waits between its rounds; a battery has no time for it.
        backoff.pause_within_a_pass = lambda *_args, **_options: 0.001
        for owner, name, original in kept:
            setattr(owner, name, mortal(original))
        try:
            yield self
        finally:
            transport.SHORTEST_READ_TIMEOUT_S, backoff.pause_within_a_pass = shortest, pause
            for owner, name, original in kept:
                setattr(owner, name, original)


def make_template(folder: Path) -> Path:
    """A facility that was set up and closed; copied for each site."""
    os.environ["EMR_DEVICE_DIR"] = str(device_of(folder, "first"))
    facility = folder / "facility"
    create_facility(
        facility,
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(
            username=USERNAME,
            full_name="Neema Mollel",
            password=PASSWORD,
            roles=("in_charge", *(role for role in ROLES if role != "in_charge")),
        ),
        clock=Moving(),
        parameters=CHEAPEST,
    )
    return folder


def device_of(folder: Path, name: str) -> Path:
    """The folder with the secret of a PC; made when it is new."""
    device = folder / f"device-{name}"
    device.mkdir(exist_ok=True)
    before = os.environ.get("EMR_DEVICE_DIR")
    os.environ["EMR_DEVICE_DIR"] = str(device)
    ensure_device_secret()
    if before is not None:
        os.environ["EMR_DEVICE_DIR"] = before
    return device


class Site:
    """One facility's PC: its record, its clock, its sync and the targets it knows."""

    kinds: tuple[str, ...] = ()
    patience = 12  # rounds in which everything must come to rest

    def __init__(self, template: Path, power: Power) -> None:
        self._scratch = tempfile.TemporaryDirectory(prefix="emr-battery-")
        self.folder = Path(self._scratch.name) / "facility"
        shutil.copytree(template / "facility", self.folder)
        os.environ["EMR_DEVICE_DIR"] = str(template / "device-first")
        self.clock, self.power = Moving(), power
        self.failures: list[str] = []
        self.passes = self.deaths = 0
        self._stack = contextlib.ExitStack()
        self.servers: dict[str, Any] = {}
        self.clinic: Clinic | None = None
        self.open()
        for kind in self.kinds:
            server = self._stack.enter_context(self.serve(kind))
            self.servers[kind] = server
            user, password = next(iter(server.users.items()))
            self.sync.add_target(kind=kind, name=kind, url=server.url, username=user, password=password)

    def serve(self, kind: str) -> Any:
        return server_module(kind).serve(lifetime_s=3600)

    def open(self) -> None:
        """Start the program."""
        work = unlock(self.folder, username=USERNAME, password=PASSWORD, clock=self.clock)
        self.clinic = open_clinic(work)
        self.new_service()

    def new_service(self) -> None:
        assert self.clinic is not None
        pace = Pace(random=lambda: 0.01, sleep=time.sleep)
        self.sync = SyncService(work=self.clinic.work, forms=self.forms(), pace=pace)

    def forms(self) -> Any:
        return None

    def close(self) -> None:
        """End the program; what it left lies in the folder."""
        if self.clinic is not None:
            self.clinic.close()
            self.clinic = None

    def end(self) -> None:
        """Take everything away."""
        self.close()
        self._stack.close()
        self._scratch.cleanup()

    # --- what happens ------------------------------------------------------------------------------------

    def fault(self, kind: str, fault: tuple[str, dict[str, Any]], times: int, **where: Any) -> None:
        self.servers[kind].fail(fault[0], times=times, **{**fault[1], **where})

    def lose(self, kind: str) -> None:
        """The target is gone until ``recover``."""
        self.servers[kind].fail("drop_before", times=10**9)

    def recover(self, kind: str) -> None:
        self.servers[kind].heal()

    def run(self, *, eager: bool = False, timeout_s: float = 5.0) -> None:
        """One pass, and a look at what it says of what did not go."""
        self.passes += 1
        self.sync.run_pass(eager=eager, timeout_s=timeout_s)
        self.look()

    def die(self, after: int, *, eager: bool = False) -> None:
        """A pass whose power goes off at a step."""
        self.power.left = after
        try:
            self.sync.run_pass(eager=eager, timeout_s=0.5)
        except Killed:
            self.deaths += 1
            self.new_service()
        self.power.left = None

    def some_passes(self, draw: random.Random) -> None:
        """Hours go by; what stopped for want of a person mostly gets one."""
        for _ in range(draw.randint(1, 3)):
            if draw.random() < 0.8:
                self.give_credentials()
            self.clock.forward(hours=draw.choice([0.02, 1, 7]))
            # One who waits gets many tries in one pass; the background pass makes one.
            self.run(eager=draw.random() < 0.7, timeout_s=2.0)

    def press_retry(self) -> None:
        self.sync.retry(None)

    def give_credentials(self) -> None:
        """What somebody does when a target asks for a person: test it, which makes it ready again."""
        for row in self.sync.targets():
            if row.needs_person:
                with contextlib.suppress(Exception):
                    self.sync.test_target(row.name)

    # --- what must hold ----------------------------------------------------------------------------------

    def fail(self, text: str) -> None:
        self.failures.append(text)

    def look(self) -> None:
        """Nothing is stuck without a reason that has a sentence and, if it needs a person, a step."""
        status, known = self.sync.status(limit=200), catalogue()
        for row in status.deliveries:
            if row.problem is not None and not {"en", "sw"} <= set(known.get(row.problem) or {}):
                self.fail(f"{row.target} {row.number}: no sentence for {row.problem}")
            if row.state == "refused" and row.problem is None:
                self.fail(f"{row.target} {row.number}: refused without a reason")
            if row.state in ("retry", "unknown") and row.problem is None and row.next_try_at is not None:
                self.fail(f"{row.target} {row.number}: {row.state} without a reason")
        for target in status.targets:
            if (target.needs_person or target.refused or target.held) and fix_of(target) is None:
                self.fail(f"{target.name}: needs a person, and no step is offered")

    def settle(self) -> None:
        """All faults stop; a person presses what the screen offers; then the queues must be empty."""
        for server in self.servers.values():
            server.heal()
            server.largest_body = None
        self.undo_refusals()
        for _ in range(self.patience):
            self.clock.forward(hours=12)
            self.give_credentials()
            self.press_retry()
            self.sync.run_pass(eager=True, timeout_s=30)
            if not self.left():
                break
        self.look()
        for row in self.left()[:5]:
            self.fail(f"{row.target} {row.number} is {row.state} ({row.problem})")
        self.compare()

    def left(self) -> list[Any]:
        """The deliveries that have not come to their end."""
        rows = self.sync.status(limit=100_000).deliveries
        return [row for row in rows if row.state not in ("acknowledged", "superseded")]

    def undo_refusals(self) -> None:
        """Servers that refuse what they should take do so no longer."""

    def compare(self) -> None:
        """Hold the servers against the oracle."""

    @property
    def faulty_exchanges(self) -> int:
        return sum(each.faulty_exchanges for each in self.servers.values())


def seeds(seed: int) -> Iterator[random.Random]:
    """Chance for one site after the other; each has its own seed, told as ``seed/number``."""
    number = 0
    while True:
        yield random.Random(json.dumps([seed, number]))
        number += 1
