"""Slows down guessing at the keyboard: counts the tries in vain at each password, and makes people wait.

The file lies beside the outside copies of key files and carries a MAC under this PC's secret. It goes by the
record and not by its folder: a copy of the folder, or a restore into another one, gives no fresh tries. A try
is written down as failed before it is made, so that ending the program does not take it back. What is kept is
how many seconds are left, counted down on the clock that runs since the PC was started: neither the calendar
nor a restart shortens the wait. It slows one name at a time, and never the paper key. Against somebody who
has the files it does nothing: that is the part of Argon2id.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import time
from typing import Any

from db.device import device_folder, replace_file
from db.errors import KeyTrouble
from db.key_file import KeyStore

FREE_TRIES = 4
WAITS_S = (30, 60, 120, 240, 480, 900)  # after the 4th, 5th, ... try in vain; the last one from then on
MOST_TRIES = 100  # NIST SP 800-63B section 5.2.2: no more than 100 in a row on one account
_FORMAT = 1
_MOST_NAMES = 500
_LARGEST_FILE = 256 * 1024


class Attempts:
    """The tries at one facility's passwords on this PC.

    Attributes:
        path: of the list.
    """

    def __init__(self, store: KeyStore, device_secret: bytes, db_id: bytes) -> None:
        self._outside_copy = store.outside_copy
        self.path = device_folder() / f"{db_id.hex()}.attempts"
        self._secret = device_secret

    def begin(self, username: str) -> None:
        """Write down a try as failed, before it is made.

        Raises:
            KeyTrouble: ``login.wait`` (``seconds`` left, and as ``clock``), ``login.too_many``: it must not
                be made.
            OSError: the file cannot be written.
        """
        state = self._read()
        person = state["people"].setdefault(self._name(username), {"tries": 0, "wait_s": 0.0})
        if person["tries"] >= MOST_TRIES:
            raise KeyTrouble("login.too_many", tries=person["tries"])
        if person["wait_s"] > 0:
            self._write(state)
            raise waiting(person["wait_s"])
        person["tries"] += 1
        person["wait_s"] = float(_wait_after(person["tries"]))
        self._write(state)

    def undo(self, username: str) -> None:
        """The try told nothing about the password."""
        state = self._read()
        person = state["people"].get(self._name(username))
        if person is not None:
            person["tries"], person["wait_s"] = max(person["tries"] - 1, 0), 0.0
            self._write(state)

    def forget(self, username: str) -> None:
        """The right password came, or a new one was given: the next wrong one is the first again."""
        state = self._read()
        if state["people"].pop(self._name(username), None) is not None:
            self._write(state)

    def wait_left(self, username: str) -> tuple[float, bool]:
        """Seconds until the next try, and whether only a new password helps."""
        person = self._read()["people"].get(self._name(username))
        return (0.0, False) if person is None else (person["wait_s"], person["tries"] >= MOST_TRIES)

    def locked_out(self) -> int:
        """How many names have to wait now, or need a new password."""
        people = self._read()["people"].values()
        return sum(person["wait_s"] > 0 or person["tries"] >= MOST_TRIES for person in people)

    @property
    def generation(self) -> int:
        """The newest generation of the key file that opened on this PC; 0 when nobody knows."""
        return int(self._read()["generation"])

    def saw(self, generation: int) -> None:
        """Remember a generation of the key file."""
        state = self._read()
        if generation > state["generation"]:
            state["generation"] = generation
            self._write(state)

    def start(self) -> None:
        """Make the file of a new facility; one that is there goes on: the record comes back from a backup."""
        if self.path.exists():
            return
        self._write({"people": {}, "generation": 0, "lost": False})

    def remove(self) -> None:
        """Take the file away; only for undoing a set-up that failed."""
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def take_lost(self) -> bool:
        """Whether the file was gone or changed since the last time this was asked."""
        state = self._read()
        if state["lost"]:
            with contextlib.suppress(OSError):  # asked again next time
                self._write({**state, "lost": False})
        return bool(state["lost"])

    def _read(self) -> dict[str, Any]:
        now = time.monotonic()
        try:
            if self.path.stat().st_size > _LARGEST_FILE:
                raise ValueError("length")
            state: dict[str, Any] = json.loads(self.path.read_bytes())
            said = bytes.fromhex(state.pop("mac"))
            if not hmac.compare_digest(said, self._mac(state)) or state.pop("format") != _FORMAT:
                raise ValueError("mac")
            then = state.pop("at")
        except FileNotFoundError:
            # Where this PC has a copy of the key file it has counted before.
            return {"people": {}, "generation": 0, "lost": self._outside_copy.exists()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {"people": {}, "generation": 0, "lost": True}
        # A clock that is behind was started anew: all it shows has gone by since.
        passed = now - then if now >= then else now
        for person in state["people"].values():
            person["wait_s"] = max(person["wait_s"] - passed, 0.0)
        return state

    def _write(self, state: dict[str, Any]) -> None:
        people = state["people"]
        for name in sorted(people, key=lambda each: people[each]["tries"])[
            : max(len(people) - _MOST_NAMES, 0)
        ]:
            del people[name]
        written = {**state, "format": _FORMAT, "at": time.monotonic()}
        replace_file(self.path, _canonical({**written, "mac": self._mac(written).hex()}))

    def _name(self, username: str) -> str:
        # Not the name: somebody may have typed a password in its place.
        return hashlib.blake2b(
            username.strip().casefold().encode("utf-8", "surrogatepass"),
            key=self._secret,
            digest_size=16,
            person=b"emr-try-name",
        ).hexdigest()

    def _mac(self, state: dict[str, Any]) -> bytes:
        return hashlib.blake2b(
            _canonical(state), key=self._secret, digest_size=32, person=b"emr-tries"
        ).digest()


def waiting(seconds: float) -> KeyTrouble:
    """What is raised while somebody has to wait."""
    whole = max(round(seconds + 0.49), 1)
    return KeyTrouble("login.wait", seconds=whole, clock=f"{whole // 60}:{whole % 60:02}")


def _wait_after(tries: int) -> int:
    return 0 if tries < FREE_TRIES else WAITS_S[min(tries - FREE_TRIES, len(WAITS_S) - 1)]


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, ensure_ascii=True).encode() + b"\n"
