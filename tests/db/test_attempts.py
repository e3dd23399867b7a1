import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from db.attempts import FREE_TRIES, MOST_TRIES, WAITS_S, Attempts
from db.errors import KeyTrouble
from db.key_file import KeyStore
from db.keys import recover_vault, unlock_vault

Keys = Callable[[], KeyStore]


class Ticks:
    """The clock since the PC was started."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ticks(monkeypatch: pytest.MonkeyPatch) -> Ticks:
    ticks = Ticks()
    monkeypatch.setattr("db.attempts.time.monotonic", ticks)
    return ticks


def _try(store: KeyStore, secret: str = "wrong", name: str = "asha") -> tuple[str, int]:
    """The code, and the seconds to wait."""
    try:
        unlock_vault(store, username=name, secret=secret, now=0)
    except KeyTrouble as refused:
        seconds = refused.params.get("seconds", 0)
        assert isinstance(seconds, int)
        return refused.code, seconds
    return "in", 0


RIGHT = "siri ya asha"


def test_four_tries_are_free_and_then_the_waits_grow(keys: Keys, ticks: Ticks) -> None:
    store = keys()
    for _ in range(FREE_TRIES):
        assert _try(store) == ("login.refused", 0)
    waits = []
    for _ in range(8):
        code, seconds = _try(store, RIGHT)  # not even the right one is looked at
        assert code == "login.wait"
        waits.append(seconds)
        ticks.now += seconds
        assert _try(store) == ("login.refused", 0)
    assert waits == [*WAITS_S, 900, 900]


def test_the_right_password_ends_it(keys: Keys, ticks: Ticks) -> None:
    store = keys()
    for _ in range(FREE_TRIES):
        _try(store)
    ticks.now += 30
    assert _try(store, RIGHT) == ("in", 0)
    for _ in range(FREE_TRIES):
        assert _try(store) == ("login.refused", 0)


def test_neither_a_restart_nor_the_calendar_shortens_the_wait(keys: Keys, ticks: Ticks) -> None:
    store = keys()
    for _ in range(FREE_TRIES):
        _try(store)
    ticks.now += 10
    assert _try(keys(), RIGHT) == ("login.wait", 20)
    assert unlock_code_with_calendar(keys(), 4_000_000_000) == "login.wait"
    ticks.now = 5.0  # the PC was started five seconds ago
    assert _try(keys(), RIGHT) == ("login.wait", 15)
    ticks.now = 21.0
    assert _try(keys(), RIGHT) == ("in", 0)


def unlock_code_with_calendar(store: KeyStore, now: float) -> str:
    with pytest.raises(KeyTrouble) as refused:
        unlock_vault(store, username="asha", secret=RIGHT, now=now)
    return refused.value.code


def test_nobody_else_and_no_paper_waits(keys: Keys, ticks: Ticks, paper_key: str) -> None:
    for _ in range(FREE_TRIES + 1):
        _try(keys())
    assert _try(keys(), "siri ya juma", "juma") == ("in", 0)
    recover_vault(keys(), paper_key)
    assert _try(keys(), RIGHT)[0] == "login.wait"


def test_after_a_hundred_in_a_row_only_a_new_password_helps(keys: Keys, ticks: Ticks) -> None:
    store = keys()
    for _ in range(MOST_TRIES):
        ticks.now += 900
        _try(store)
    ticks.now += 10**6
    assert _try(store, RIGHT)[0] == "login.too_many"
    vault, _ = unlock_vault(store, username="juma", secret="siri ya juma", now=0)
    vault.set_user(username="asha", full_name="Asha", secret="mpya kabisa")
    assert _try(store, "mpya kabisa") == ("in", 0)


def test_a_name_that_nobody_has_waits_like_any_other(keys: Keys, ticks: Ticks) -> None:
    for _ in range(FREE_TRIES):
        assert _try(keys(), name="nobody") == ("login.refused", 0)
    assert _try(keys(), name="nobody")[0] == "login.wait"


def test_the_try_is_written_down_before_it_is_made(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_args: object, **_kwargs: object) -> None:
        raise KeyboardInterrupt

    for _ in range(FREE_TRIES):
        with monkeypatch.context() as patch:
            patch.setattr("db.slots.hash_secret_raw", killed)
            with pytest.raises(KeyboardInterrupt):
                _try(keys(), RIGHT)
    assert _try(keys(), RIGHT)[0] == "login.wait"


def test_a_try_that_says_nothing_about_the_password_does_not_count(
    keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(*_args: object, **_kwargs: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("db.slots.hash_secret_raw", no_memory)
        for _ in range(FREE_TRIES + 2):
            assert _try(keys(), RIGHT)[0] == "keys.not_enough_memory"
    assert _try(keys(), RIGHT) == ("in", 0)


@pytest.mark.parametrize("how", ["removed", "changed", "rubbish"])
def test_a_list_that_was_taken_away_or_changed_is_told_once(keys: Keys, how: str, ticks: Ticks) -> None:
    store = keys()
    _try(store)
    (file,) = store.outside_copy.parent.glob("*.attempts")
    if how == "removed":
        file.unlink()
    else:
        file.write_bytes(
            b"{}" if how == "rubbish" else file.read_bytes().replace(b'"tries": 1', b'"tries": 0')
        )
    vault, _ = unlock_vault(keys(), username="asha", secret=RIGHT, now=0)
    assert vault.take_lost_attempts()
    assert not vault.take_lost_attempts()


def test_it_says_nobodys_name(keys: Keys) -> None:
    _try(keys(), name="siri yangu niliyoiandika vibaya")
    (file,) = keys().outside_copy.parent.glob("*.attempts")
    assert b"siri" not in file.read_bytes()


def test_the_clock_goes_on_between_programs(keys: Keys) -> None:
    """The clock that counts is the same one for two programs of one PC."""
    import time

    before = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", "import time; print(time.monotonic())"], capture_output=True, check=True
    )
    assert before <= float(told.stdout) <= time.monotonic()


def test_the_newest_generation_is_remembered(keys: Keys, device_folder: Path) -> None:
    vault, _ = unlock_vault(keys(), username="asha", secret=RIGHT, now=0)
    vault.renew_recovery_key()
    secret = (device_folder / "device-secret").read_bytes()
    assert Attempts(keys(), secret, vault.db_id).generation == vault.generation


def test_a_full_disk_after_the_right_password_keeps_nobody_out(
    keys: Keys, ticks: Ticks, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = keys()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Attempts, "forget", full)
    monkeypatch.setattr(Attempts, "saw", full)
    assert _try(store, RIGHT) == ("in", 0)
