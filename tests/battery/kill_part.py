"""The battery's part about killed programs: `kill -9` at any moment of a working day, again and again."""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

from facility_checks import Told, problems
from facility_work import Work
from part import Row, Size, so_far
from powercut_part import Place, place
from recorder import HERE

KILLS = {True: 1_000, False: 12}
KILLS_EACH = 20  # of one facility, one after the other
SLOWEST_START_S = 10.0  # of the processor's time: the wall says more about who else is at work
MOST_EXAMPLES = 10
MOST_VERBS = 400
MOST_MARKS = 25  # it is killed after so many at most: one when it is open, two of each verb


@dataclass
class Victim:
    """A working process: what it says comes through ``lines``."""

    pid: int
    lines: Any
    child: subprocess.Popen[str] | None = None

    def kill(self) -> None:
        """End it where it stands."""
        os.kill(self.pid, signal.SIGKILL)
        if self.child is not None:
            self.child.wait(30)
        else:
            os.waitpid(self.pid, 0)


def forked(where: Place, seed: int) -> Victim:
    """A process with everything loaded, which unlocks and works: nothing of it is shared with the parent."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reading)
            out = os.fdopen(writing, "w")

            def mark(what: dict[str, Any]) -> None:
                out.write(json.dumps(what) + "\n")
                out.flush()

            work = Work(where.folder, seed, mark)
            for _ in range(MOST_VERBS):
                work.step()
        except BaseException as error:
            os.write(writing, (json.dumps({"broke": f"{type(error).__name__}: {error}"}) + "\n").encode())
        finally:
            os._exit(0)
    os.close(writing)
    return Victim(pid, os.fdopen(reading))


def program(where: Place, seed: int, script: str) -> Victim:
    """The program from its very start: by the services as on the command line, or with its window."""
    child = subprocess.Popen(
        [sys.executable, str(HERE / script), str(where.folder), str(seed), str(MOST_VERBS)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(HERE.parents[1]), str(HERE)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "QT_QPA_PLATFORM": "offscreen",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return Victim(child.pid, child.stdout, child=child)


def fresh(where: Place) -> None:
    """Another facility in the same place."""
    shutil.rmtree(where.root, ignore_errors=True)
    shutil.copytree(where.template / "facility", where.folder)
    where.device.mkdir()
    shutil.copy2(where.template / "device-first" / "device-secret", where.device / "device-secret")


def _warm(where: Place, seed: int) -> None:
    """Work for a while and close: a forked process then begins with all that a day at work makes known."""
    fresh(where)
    work = Work(where.folder, seed, lambda _what: None)
    for _ in range(60):
        work.step()
    work.clinic.close()
    del work
    gc.collect()
    gc.freeze()  # a forked process need not copy what it never touches


def one_kill(where: Place, told: Told, draw: random.Random, victim: Victim) -> tuple[list[str], float | None]:
    """Kill a process at a random moment; what is wrong then, and how long it took to open."""
    wrong: list[str] = []
    opened_after: float | None = None
    wanted = draw.choice((0, 0, *range(1, MOST_MARKS)))

    def hear(line: str) -> None:
        nonlocal opened_after
        try:
            mark = json.loads(line)
        except ValueError:
            return  # the kill cut it
        if "broke" in mark:
            wrong.append(f"the process ended by itself: {mark['broke']}")
        if "opened" in mark and opened_after is None:
            opened_after = float(mark["after_s"])
        told.hear(mark)

    if wanted == 0:
        time.sleep(draw.random() * (3.0 if victim.child is not None else 0.4))
    for _ in range(wanted):
        line = victim.lines.readline()
        if not line:
            break
        hear(line)
    time.sleep(draw.random() * 0.02)
    victim.kill()
    for line in victim.lines:
        hear(line)
    victim.lines.close()
    if opened_after is not None and opened_after > SLOWEST_START_S:
        wrong.append(f"it took {opened_after:.1f} s to open again")
    if wanted > 0 and opened_after is None:
        wrong.append("it did not open")
    return wrong + problems(where.folder, where.keys, told), opened_after


def run(size: Size, seed: int) -> list[Row]:
    """Kills until there are as many as were asked for."""
    if sys.platform == "win32":
        print("kills are left out: processes are forked on Linux and macOS alone")
        return []
    return [kills(size, seed)]


def kills(size: Size, seed: int) -> Row:
    """One in forty is the program from its start, one in forty its window, the rest a forked process."""
    wanted, until = size.n or KILLS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    slowest, n, told = 0.0, 0, Told()
    with place() as where:
        _warm(where, seed)
        while n < wanted and time.monotonic() < until:
            if n % KILLS_EACH == 0:
                fresh(where)
                notes["acknowledged visits"] += sum(verb == "visit" for verb, _ in told.done)
                told = Told()
            own = f"{seed}/{n}"
            draw = random.Random(own)
            kind = n % 40
            if kind == 7:
                victim = program(where, seed * 100_000 + n, "facility_work.py")
            elif kind == 27:
                victim = program(where, seed * 100_000 + n, "facility_window.py")
            else:
                victim = forked(where, seed * 100_000 + n)
            found, opened_after = one_kill(where, told, draw, victim)
            notes["of the program from its start"] += kind == 7
            notes["of the window"] += kind == 27
            slowest = max(slowest, opened_after or 0.0)
            n += 1
            if n % 50 == 0:
                so_far("kills", n, len(failures))
            if found:
                failures.append(f"{own}: {'; '.join(found[:3])}")
                fresh(where)
                told = Told()
    notes["acknowledged visits"] += sum(verb == "visit" for verb, _ in told.done)
    notes["slowest start in ms"] = round(slowest * 1000)
    return Row(
        what="kill -9 while people work",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )
