"""The battery's part about updates of the program: cut off, refused by the disk, spoiled, pulled out.

Afterwards a working program must start, whole, and the facility's data must open with it, with all that had
been acknowledged.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from facility_checks import Told, problems
from facility_update import NEW, OLD, REPOSITORY, lay_bundle, lay_program, new_program, program_files
from facility_upkeep import opened
from facility_work import Work
from kill_part import fresh
from part import Row, Size
from power_disk import Disk, files_under, put_back
from powercut_part import MOST_EXAMPLES, Place, Recording, place, recorded
from recorder import HERE, NoRecorder, environment, library

from emr_desktop.updates.launcher import version_to_start
from emr_desktop.updates.program_folder import ProgramFolder
from emr_desktop.updates.settling import keep_if_new

CUTS = {True: 300, False: 30}  # with another schema, and with the same
NTH = {True: 200, False: 16}
SPOILED = {True: 150, False: 30}
PULLED = {True: 50, False: 10}
CONTROL = {True: 60, False: 25}
_WORSE = "no whole program, or one that does not open everything"
REALLY_STARTED = 20  # every so many cuts the launcher is a process of its own


def run(size: Size, seed: int) -> list[Row]:
    """Every way in which an update can go wrong; a thousand in the long form."""
    try:
        library()
    except NoRecorder as why:
        print(f"updates cut off are left out: {why}")
        return [spoiled(size, seed), pulled_out(size, seed)]
    return [
        control(size, seed),
        cut_off(size, seed, migrates=True),
        cut_off(size, seed, migrates=False),
        failing_calls(size, seed),
        spoiled(size, seed),
        pulled_out(size, seed),
    ]


def control(size: Size, seed: int) -> Row:
    """Without the journal and without fsync something must go wrong."""
    row = cut_off(size, seed, migrates=True, wanted=CONTROL[size.long], EMR_BATTERY_NO_JOURNAL="1")
    return Row(
        what="control, must be found out: update without journal and fsync",
        n=row.n,
        failures=int(row.notes[_WORSE] == 0),
        seed=seed,
        examples=() if row.notes[_WORSE] else (f"{row.n} cuts and nothing was lost",),
        notes={**row.notes, "cuts after which something was wrong": row.failures},
    )


def site(where: Place, told: Told, seed: int, *, steps: int = 12) -> None:
    """A facility with some work behind it, a program of version 1.4.0, and a stick with 1.5.0."""
    fresh(where)
    work = Work(where.folder, seed, told.hear)
    for _ in range(steps):
        work.step()
    work.clinic.backups.make()
    work.clinic.close()
    lay_program(where.root / "program", OLD)
    ProgramFolder(where.root / "program").point_to(OLD)
    with tempfile.TemporaryDirectory(prefix="emr-battery-") as scratch:
        lay_bundle(where.root / "stick", Path(scratch))


# cut off -----------------------------------------------------------------------------------------------


def cut_off(size: Size, seed: int, *, migrates: bool, wanted: int | None = None, **more: str) -> Row:
    """Record one update, and cut it off again and again: power (half), or the process killed."""
    wanted, until = wanted or size.n or CUTS[size.long], time.monotonic() + 60 * (size.minutes or 10**6)
    failures: list[str] = []
    notes: Counter[str] = Counter()
    with place() as where:
        told = Told()
        site(where, told, seed)
        schema = {"EMR_BATTERY_SCHEMA": "1"} if migrates else {}
        recording = recorded(where, ["facility_update.py", str(where.root)], **schema, **more)
        disk, steps, at = Disk(recording.before), set[str](), 0
        for number, moment in enumerate(
            _moments(recording, wanted, f"{seed}/{migrates}", control=bool(more))
        ):
            if time.monotonic() > until:
                break
            for call in recording.calls[at : moment + 1]:
                if call.what != "M":
                    disk.take(call)
                    continue
                mark = json.loads(call.data)
                steps |= {str(mark["update"])} if "update" in mark else set()
                told.hear(mark)
            at = max(at, moment + 1)
            own = f"{seed}/{'schema' if migrates else 'same'}/{number}"
            draw = random.Random(own)
            killed = draw.random() < 0.5
            shutil.rmtree(where.root, ignore_errors=True)  # an empty folder would pass for something left
            put_back(where.root, disk.after_kill() if killed else disk.after_cut(draw))
            notes["kills" if killed else "power cuts"] += 1
            if number % REALLY_STARTED == 0:
                notes["started by a launcher process"] += 1
            wrong = afterwards(
                where, told, migrates=migrates, steps=steps, really=number % REALLY_STARTED == 0, notes=notes
            )
            wrong += _lost_backups(recording)
            if wrong:
                failures.append(f"{own} at call {moment}: {'; '.join(wrong[:3])}")
            notes[_WORSE] += any(not text.startswith("left behind") for text in wrong)
        n = notes["kills"] + notes["power cuts"]
        notes["acknowledged visits at the end"] = sum(verb == "visit" for verb, _ in told.done)
    return Row(
        what=f"update cut off, {'another schema' if migrates else 'the same schema'}",
        n=n,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


def _moments(recording: Recording, wanted: int, seed: str, *, control: bool) -> list[int]:
    """A third while made ready, half while it changes over, the rest anywhere. A control: at renames."""
    draw = random.Random(seed)
    begins, change, _done, kept = (
        n for n, call in enumerate(recording.calls) if call.what == "M" and b'"update"' in call.data
    )
    if control:
        marks = [n for n, call in enumerate(recording.calls) if call.what == "R" and n > change]
        return sorted(each + draw.randrange(-1, 12) for each in draw.choices(marks, k=wanted))
    ready = draw.choices(range(begins, change), k=wanted // 3)
    over = draw.choices(range(change, kept), k=wanted // 2)
    anywhere = draw.choices(range(len(recording.calls)), k=wanted - len(ready) - len(over))
    return sorted(ready + over + anywhere)


def afterwards(
    where: Place, told: Told, *, migrates: bool, steps: set[str], really: bool, notes: Counter[str]
) -> list[str]:
    """Start as a person would, and say what is not as it must be."""
    program = ProgramFolder(where.root / "program")
    try:
        version = _really_started(program) if really else version_to_start(program)
    except Exception as error:
        return [f"the launcher broke off: {type(error).__name__} {error}"]
    if version not in (OLD, NEW):
        return [f"no program starts: {version}"]
    notes["then the new program"] += version == NEW
    wrong = [
        f"{name} of the program is not whole"
        for name, content in program_files(version).items()
        if not (program.of(version) / name).is_file() or (program.of(version) / name).read_bytes() != content
    ]
    if "done" in steps and version != NEW:
        wrong.append("the update was told to be done, and the old program starts")
    if "begins" not in steps and version != OLD:
        wrong.append("the new program starts before the update began")
    with new_program(migrates=migrates and version == NEW):
        wrong += problems(where.folder, where.keys, told)
        if version == NEW:
            keep_if_new(program)
    if version_to_start(program) != version:
        wrong.append("another program at the next start")
    left = [path.name for path in where.folder.iterdir() if path.name.startswith(".update")]
    left += [path.name for path in (program.root / "versions").iterdir() if path.name.endswith(".part")]
    if left:
        wrong.append(f"left behind: {left}")
    return wrong


def _really_started(program: ProgramFolder) -> str | None:
    """The launcher and the program as processes of their own."""
    for path in (program.root / "versions").rglob("*"):
        path.chmod(0o755)  # what the disk of the battery does not keep
    start = (
        "import sys; from pathlib import Path; from emr_desktop.updates.launcher import main\n"
        f"sys.exit(main([], root=Path({str(program.root)!r}), name='emr-desktop'))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", start],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return ended.stdout.strip() or ended.stderr[-300:]


def _lost_backups(recording: Recording) -> list[str]:
    lost = [
        path
        for path, content in recording.before.items()
        if path.endswith(".emrbackup") and (not Path(path).is_file() or Path(path).read_bytes() != content)
    ]
    return [f"the last good backup is not as it was: {Path(path).name}" for path in lost]


# the disk refuses --------------------------------------------------------------------------------------


def failing_calls(size: Size, seed: int) -> Row:
    """One call that changes a file fails, once or from then on, as on a full or a broken disk."""
    wanted = size.n or NTH[size.long]
    wrong: list[str] = []
    notes: Counter[str] = Counter()
    n = 0
    with place() as where:
        site(where, Told(), seed, steps=0)
        ended = subprocess.run(
            [sys.executable, HERE / "facility_update_nth.py", where.root, str(seed), str(wanted)],
            env=environment(where.root / "trial", where.device),
            capture_output=True,
            text=True,
            timeout=7200,
            check=False,
        )
        for line in ended.stdout.splitlines():
            row = json.loads(line)
            n += 1
            wrong += row["wrong"]
            notes.update(row["notes"])
        if ended.returncode != 0:
            wrong.append(f"the process broke off: {ended.stderr[-800:]}")
    return Row(
        what="update on a disk that is full or fails at one call",
        n=n,
        failures=len(wrong),
        seed=seed,
        examples=tuple(wrong[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


# bad bundles and pulled sticks -------------------------------------------------------------------------


def spoiled(size: Size, seed: int) -> Row:
    """Bundles with something wrong."""
    from update_spoiled import KINDS, one_spoiled

    return _at_the_stick(
        "update from a spoiled bundle", size.n or SPOILED[size.long], seed, KINDS, one_spoiled
    )


def pulled_out(size: Size, seed: int) -> Row:
    """The stick goes while the bundle is read from it."""
    from update_spoiled import PULLS, one_pulled

    return _at_the_stick("update, the stick pulled out", size.n or PULLED[size.long], seed, PULLS, one_pulled)


def _at_the_stick(what: str, wanted: int, seed: int, kinds: tuple[str, ...], one: Any) -> Row:
    failures: list[str] = []
    notes: Counter[str] = Counter()
    with place() as where:
        told = Told()
        site(where, told, seed)
        clinic = opened(where.folder)
        with _kept(where.root / "stick") as renew:
            for number in range(wanted):
                kind = kinds[number % len(kinds)]
                own = f"{seed}/{kind}/{number}"
                renew()
                wrong = one(where.root, clinic, kind, random.Random(own))
                notes[kind] += 1
                if version_to_start(ProgramFolder(where.root / "program")) != OLD:
                    wrong.append("another program starts")
                if wrong:
                    failures.append(f"{own}: {'; '.join(wrong[:3])}")
        clinic.close()
        failures += problems(where.folder, where.keys, told)
        if any(path.name.endswith(".part") for path in (where.root / "program").rglob("*")):
            failures.append("something is left behind")
    return Row(
        what=what,
        n=wanted,
        failures=len(failures),
        seed=seed,
        examples=tuple(failures[:MOST_EXAMPLES]),
        notes=dict(notes),
    )


@contextmanager
def _kept(stick: Path) -> Iterator[Any]:
    """Gives what puts the stick back as it was."""
    content = files_under(stick)

    def renew() -> None:
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir()
        for path, each in content.items():
            Path(path).write_bytes(each)

    yield renew
