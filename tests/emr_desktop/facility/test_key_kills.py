"""The program is killed at each step of every change of the keys; afterwards exactly one of them opens.

A child process does the change and kills itself at its Nth call of something that touches a file or the
database, for N = 1, 2, 3 … until it gets through. Some children are killed from outside at a random moment
instead, for what happens inside one call: the encryption of the whole file. ``EMR_KEY_KILLS`` says how many
kills there are (2,000 in the long form), ``EMR_KEY_SEED`` repeats a run.
"""

import functools
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "battery"))

from statements_once import statements_once

import db.slots
from db.engine import open_database
from db.errors import DatabaseTrouble
from db.key_file import KeyStore
from db.keys import CHEAPEST, Vault, recover_vault
from emr_desktop.access.chain import first_broken_entry
from emr_desktop.clinic import Clinic, open_clinic
from emr_desktop.errors import EmrError
from emr_desktop.facility.service import (
    FacilityDetails,
    FirstUser,
    create_facility,
    recover,
    set_own_password,
    unlock,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a child that was forked")

PASSWORD, NEW = "paka wanne juu ya paa", "ng'ombe sita mtoni"
TOUCHES = frozenset(
    ("execute", "fsync", "replace", "rename", "open", "unlink", "write", "link", "close", "commit", "mkdir")
)
LONG = int(os.environ.get("EMR_KEY_KILLS", "0"))
SEED = int(os.environ.get("EMR_KEY_SEED", "11"))


def _rekey(clinic: Clinic, _folder: Path) -> None:
    clinic.keys.rekey()


def _add(clinic: Clinic, _folder: Path) -> None:
    clinic.staff.add(username="neema", full_name="Neema", roles=("nurse",))


def _remove(clinic: Clinic, _folder: Path) -> None:
    clinic.staff.disable("juma")
    clinic.keys.rekey()


def _change(_clinic: Clinic, folder: Path) -> None:
    set_own_password(folder, username="mkuu", current=PASSWORD, new=NEW)


def _new_paper(clinic: Clinic, _folder: Path) -> None:
    clinic.keys.renew_recovery_key()


CHANGES: dict[str, Callable[[Clinic, Path], None]] = {
    "rekey": _rekey,
    "add": _add,
    "remove": _remove,
    "change": _change,
    "new paper": _new_paper,
}
KILLS_EACH = LONG // (len(CHANGES) + 1)  # of each change, and of the use of the paper key


@pytest.fixture(autouse=True)
def _quick_starts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same password with the same salt is stretched once, a statement turned into text once."""
    monkeypatch.setattr("db.slots.stretch", functools.cache(db.slots.stretch))
    with statements_once():
        yield


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A closed facility of two people, and its paper key; ``home`` holds the device's files too."""
    home = tmp_path / "home"
    shutil.copytree(os.environ["EMR_DEVICE_DIR"], home / "device")
    monkeypatch.setenv("EMR_DEVICE_DIR", str(home / "device"))
    paper = create_facility(
        home / "facility",
        details=FacilityDetails(code="101168-3", name="Buigiri Dispensary"),
        first_user=FirstUser(username="mkuu", full_name="Neema Mollel", password=PASSWORD),
        parameters=CHEAPEST,
    )
    clinic = open_clinic(unlock(home / "facility", username="mkuu", password=PASSWORD))
    code = clinic.staff.add(username="juma", full_name="Juma", roles=("nurse",)).value
    set_own_password(home / "facility", username="juma", current=code, new=PASSWORD)
    clinic.close()
    return home, paper


Prepare = Callable[[], Callable[[], None]]  # opens what is needed, and gives the change that is killed


def _killed_at(step: int, prepare: Prepare) -> int:
    """Run a change in a child that kills itself at its Nth touch of a file; gives all touches."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(prepare, writer, step=step)
    os.close(writer)
    _, status = os.waitpid(child, 0)
    told = os.read(reader, 20)
    os.close(reader)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return 0
    assert os.WEXITSTATUS(status) == 0, "the change itself failed"
    return int(told)


def _killed_after(seconds: float, prepare: Prepare) -> None:
    """Run a change in a child and kill it from outside a moment after the change began."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(prepare, writer, tell_start=True)
    os.close(writer)
    os.read(reader, 1)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reader)


def _run(prepare: Prepare, writer: int, *, step: int = 0, tell_start: bool = False) -> None:
    touched = 0

    def watch(_frame: Any, event: str, what: Any) -> None:
        nonlocal touched
        if event in ("c_call", "c_return") and getattr(what, "__name__", "") in TOUCHES:
            touched += 1
            if touched == step:
                os.kill(os.getpid(), signal.SIGKILL)

    result = 1
    try:
        change = prepare()
        if tell_start:
            os.write(writer, b"x")
        sys.setprofile(watch)
        change()
        sys.setprofile(None)
        os.write(writer, str(touched).encode())
        result = 0
    finally:
        os._exit(result)


def _fresh(home: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The facility as it was made, under the same path; its outside copy under the name of that path."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(home, place)
    monkeypatch.setenv("EMR_DEVICE_DIR", str(place / "device"))
    for copy in (place / "device").glob("*.keyslots.json"):
        copy.rename(KeyStore(place / "facility").outside_copy)
    return place / "facility"


def _opens(folder: Path, username: str, password: str) -> Clinic | None:
    try:
        return open_clinic(unlock(folder, username=username, password=password))
    except EmrError as refused:
        if refused.code != "login.refused":
            raise
        return None


def _whole_and_one(folder: Path, paper: str, *, name: str, out_for_good: bool) -> None:
    """The record opens with exactly one database key, for those who may; its trail is unbroken."""
    known = [clinic for clinic in (_opens(folder, "mkuu", PASSWORD), _opens(folder, "mkuu", NEW)) if clinic]
    assert len(known) == 1, f"{len(known)} passwords open"
    clinic = known[0]
    with clinic.work.database.read() as session:
        assert first_broken_entry(session, clinic.work.audit_key) is None
    removed = {row.username for row in clinic.staff.list_all() if row.disabled_at is not None}
    clinic.close()
    other = _opens(folder, "juma", PASSWORD)
    if other is not None:
        other.close()
        assert "juma" not in removed
        assert not out_for_good
    if name != "new paper":
        vault = recover_vault(KeyStore(folder), paper)
        keys = {vault.database_key, vault.previous_database_key or vault.database_key}
        assert sum(_fits(folder, key) for key in keys) == 1


def _fits(folder: Path, key: bytes) -> bool:
    try:
        open_database(folder / "clinic.db", key).close()
    except DatabaseTrouble:
        return False
    return True


def _steps(limit: int, rng: random.Random) -> list[int]:
    """Three quarters of what is asked for; every step where there are no more, else a spread of them."""
    if LONG:
        return sorted(rng.sample(range(1, limit + 1), min(limit, KILLS_EACH * 3 // 4)))
    return list(range(1, limit + 1, max(limit // 5, 1)))


@pytest.mark.parametrize("name", CHANGES)
def test_killed_at_any_step_one_generation_opens(
    name: str, made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, paper = made
    rng = random.Random(f"{SEED} {name}")
    folder = _fresh(home, tmp_path / "run", monkeypatch)

    def prepare() -> Callable[[], None]:
        clinic = open_clinic(unlock(folder, username="mkuu", password=PASSWORD))

        def change() -> None:
            CHANGES[name](clinic, folder)
            clinic.close()

        return change

    steps = _killed_at(0, prepare)
    assert steps > 20
    chosen = _steps(steps, rng)
    for step in chosen:
        _fresh(home, tmp_path / "run", monkeypatch)
        through = _killed_at(step, prepare)
        _whole_and_one(folder, paper, name=name, out_for_good=name == "remove" and bool(through))
    _fresh(home, tmp_path / "run", monkeypatch)
    started = time.monotonic()
    assert _killed_at(0, prepare)
    took = time.monotonic() - started
    _whole_and_one(folder, paper, name=name, out_for_good=name == "remove")
    for _ in range(max(KILLS_EACH - len(chosen), 2)):
        _fresh(home, tmp_path / "run", monkeypatch)
        _killed_after(rng.uniform(0, took), prepare)
        _whole_and_one(folder, paper, name=name, out_for_good=False)


def test_killed_while_the_paper_key_is_used_somebody_can_still_get_in(
    made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, paper = made
    folder = _fresh(home, tmp_path / "run", monkeypatch)

    def prepare() -> Callable[[], None]:
        def change() -> None:
            recover(folder, recovery_key=paper, username="mkuu", new_password=NEW)

        return change

    for step in _steps(_killed_at(0, prepare), random.Random(SEED)):
        _fresh(home, tmp_path / "run", monkeypatch)
        _killed_at(step, prepare)
        opened = [clinic for each in (PASSWORD, NEW) if (clinic := _opens(folder, "mkuu", each))]
        assert len(opened) == 1
        opened[0].close()


def test_a_change_of_key_that_forgets_the_old_one_at_once_is_found_out(
    made: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a key file without the key of before, and a kill right after it was written."""
    home, paper = made
    folder = _fresh(home, tmp_path / "run", monkeypatch)
    whole = Vault.begin_rekey

    def careless(self: Vault, *, known: Collection[str]) -> None:
        whole(self, known=known)
        self.finish_rekey()
        os.kill(os.getpid(), signal.SIGKILL)

    def prepare() -> Callable[[], None]:
        clinic = open_clinic(unlock(folder, username="mkuu", password=PASSWORD))
        monkeypatch.setattr(Vault, "begin_rekey", careless)
        return lambda: _rekey(clinic, folder)

    assert _killed_at(0, prepare) == 0
    with pytest.raises(DatabaseTrouble):
        _whole_and_one(folder, paper, name="rekey", out_for_good=False)
