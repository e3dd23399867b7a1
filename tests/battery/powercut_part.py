"""The battery's part about power cuts: what a process wrote is taken back to any moment, and opened."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from facility_checks import Keys, Told, problems
from facility_work import PASSWORD, USERNAME
from kept_open import KeptOpen
from part import Row, Size, so_far
from power_disk import Disk, Record, files_under, put_back, records
from recorder import HERE, NoRecorder, environment, library
from statements_once import statements_once
from sync_site import make_template

from db.device import read_device_secret
from db.keys import KeyStore, unlock_vault

CUTS = {True: 100_000, False: 200}
CUTS_EACH = {True: 1_000, False: 200}  # of one recording
VERBS = {True: 60, False: 25}
CONTROLS = ("NORMAL", "OFF")
CONTROL_CUTS = {True: 600, False: 12}
MOST_EXAMPLES = 10
THOROUGH_EACH = 5


@dataclass(frozen=True)
class Place:
    """Where recordings are made and taken back to a moment."""

    template: Path
    root: Path
    keys: Keys

    @property
    def folder(self) -> Path:
        return self.root / "facility"

    @property
    def device(self) -> Path:
        return self.root / "device"


def _scratch() -> tempfile.TemporaryDirectory[str]:
    """In memory where that can be: what is synced is the recorder's matter here."""
    memory = Path("/dev/shm")
    within = str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None
    return tempfile.TemporaryDirectory(prefix="emr-battery-", dir=within)


@functools.cache
def _template() -> tuple[tempfile.TemporaryDirectory[str], Path, Keys]:
    """Made once in a process and copied; its folder goes with the process."""
    scratch = _scratch()
    template = make_template(Path(scratch.name))
    vault, _slot = unlock_vault(
        KeyStore(template / "facility"), username=USERNAME, secret=PASSWORD, now=time.time()
    )
    return scratch, template, Keys(vault._key, read_device_secret())


@contextlib.contextmanager
def place() -> Iterator[Place]:
    """A template and room for one site."""
    before = os.environ.get("EMR_DEVICE_DIR")
    try:
        _kept, template, keys = _template()
        with _scratch() as scratch, statements_once():
            root = Path(scratch) / "site"
            os.environ["EMR_DEVICE_DIR"] = str(root / "device")
            yield Place(template, root, keys)
    finally:
        os.environ.pop("EMR_DEVICE_DIR", None)
        if before is not None:
            os.environ["EMR_DEVICE_DIR"] = before


@dataclass(frozen=True)
class Recording:
    """What was there before, and every call since."""

    before: dict[str, bytes]
    calls: list[Record]


def record(where: Place, seed: int, verbs: int, synchronous: str | None = None) -> Recording:
    """Let a process of its own do ``verbs`` things in a fresh facility, and write down all it does to files.

    Raises:
        NoRecorder: it cannot be done here.
    """
    shutil.rmtree(where.root, ignore_errors=True)
    where.root.mkdir()
    shutil.copytree(where.template / "facility", where.folder)
    where.device.mkdir()
    shutil.copy2(where.template / "device-first" / "device-secret", where.device / "device-secret")
    more = {} if synchronous is None else {"EMR_BATTERY_SYNCHRONOUS": synchronous}
    return recorded(where, ["facility_work.py", str(where.folder), str(seed), str(verbs)], **more)


def recorded(where: Place, command: list[str], **more: str) -> Recording:
    """Run one of the scripts here on what lies in ``where`` now, and write down all it does to files."""
    before = files_under(where.root)
    log = where.root.with_name("calls.log")
    log.unlink(missing_ok=True)
    told = subprocess.run(
        [sys.executable, str(HERE / command[0]), *command[1:]],
        env=environment(where.root, where.device, RECORDER_LOG=str(log), **more),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if told.returncode != 0:
        raise RuntimeError(f"the recording ended with {told.returncode}: {told.stderr[-2000:]}")
    calls = list(records(log.read_bytes()))
    log.unlink()
    return Recording(before, calls)


def cuts(where: Place, recording: Recording, seed: str, number: int) -> Iterator[tuple[str, list[str], Told]]:
    """Cut the power at ``number`` moments: each one's seed, what is wrong then, and what had been told.

    No moment comes twice while there are others. One in ``THOROUGH_EACH`` is opened by the program's own
    ``open_record`` and looked at in every way.
    """
    draw, all_moments = random.Random(seed), range(1, len(recording.calls) + 1)
    again, once = divmod(number, len(all_moments))
    moments = Counter(dict.fromkeys(all_moments, again))
    moments.update(draw.sample(all_moments, once))
    disk, told, kept, n = Disk(recording.before), Told(), KeptOpen(), 0
    for moment, call in enumerate(recording.calls, start=1):
        if call.what == "M":
            told.hear(json.loads(call.data))
        else:
            disk.take(call)
        for again in range(moments[moment]):
            own = f"{seed}/{moment}/{again}"
            put_back(where.root, disk.after_cut(random.Random(own)))
            thorough, n = n % THOROUGH_EACH == 0, n + 1
            yield own, problems(where.folder, where.keys, told, None if thorough else kept), told


def run(size: Size, seed: int) -> list[Row]:
    """The settings that must be found out, then power cuts until there are as many as were asked for."""
    try:
        library()
    except NoRecorder as why:
        print(f"power cuts are left out: {why}")
        return []
    return [*(control(each, size, seed) for each in CONTROLS), powercuts(size, seed)]


def powercuts(size: Size, seed: int) -> Row:
    """Recordings one after the other, each cut at many moments."""
    wanted, until = size.n or CUTS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    with place() as where:
        while notes["cuts"] < wanted and time.monotonic() < until:
            own = seed * 100_000 + notes["recordings"]
            recording = record(where, own, VERBS[size.long])
            notes["recordings"] += 1
            notes["calls"] += len(recording.calls)
            each = min(CUTS_EACH[size.long], wanted - notes["cuts"])
            for which, found, told in cuts(where, recording, str(own), each):
                notes["cuts"] += 1
                notes["acknowledged visits at the cuts"] += sum(verb == "visit" for verb, _ in told.done)
                if found:
                    failures.append(f"{which}: {'; '.join(found[:3])}")
                if time.monotonic() > until:
                    break
            so_far("power cuts", notes["cuts"], len(failures))
    n = notes.pop("cuts")
    return Row(
        what="power cuts while people work",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def control(synchronous: str, size: Size, seed: int) -> Row:
    """A setting that does not sync must lose something; when it does not, the battery proves nothing."""
    kinds: Counter[str] = Counter()
    with place() as where:
        recording = record(where, seed, VERBS[size.long] // (1 if size.long else 2), synchronous)
        number = CONTROL_CUTS[size.long]
        for _which, found, _told in cuts(where, recording, f"{seed}/{synchronous}", number):
            kinds["cuts with a loss or damage"] += bool(found)
            kinds["of which lost acknowledged work"] += any(text.startswith("lost") for text in found)
    missed = not kinds["cuts with a loss or damage"]
    return Row(
        what=f"control, must be found out: synchronous={synchronous}",
        n=number,
        failures=int(missed),
        seed=seed,
        examples=(f"{number} cuts and nothing was lost",) if missed else (),
        notes=dict(kinds),
    )
