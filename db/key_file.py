"""The key file ``keyslots.json``: its form, and how it is read and written in three copies.

The file is in clear: it holds wrapped and sealed keys, salts, parameters and the names for the login tiles.
What it says is believed only after the whole-file MAC was checked with the key that came out of it (db.keys).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.device import device_folder, replace_file
from db.errors import KeyTrouble, trouble_from_os

OLDEST_FORMAT = 1
FORMAT = 2  # since a file may hold a council slot, an audit key of its own, and the key of before a change
KEY_FILE_NAME = "keyslots.json"
SECOND_COPY_NAME = "keyslots.copy.json"
SEALED_LENGTH = 60  # nonce, 32 bytes, tag
_LARGEST_FILE = 4 * 1024 * 1024


@dataclass(frozen=True)
class KdfParameters:
    """How much work one guess of a password costs (Argon2id, RFC 9106 second option by default)."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def within_bounds(self) -> bool:
        """Refuse what is too cheap (downgrade) or would eat the memory, before any work is done."""
        return 19 * 1024 <= self.memory_kib <= 1024 * 1024 and 2 <= self.passes <= 20 and 1 <= self.lanes <= 8


CHEAPEST = KdfParameters(memory_kib=19 * 1024, passes=2, lanes=1)


@dataclass(frozen=True)
class Slot:
    """One way to the database key; ``kind`` is ``user`` (password), ``recovery`` (paper) or ``council``."""

    slot_id: bytes
    kind: str
    public_key: bytes
    sealed_key: bytes  # the database key, sealed to public_key
    salt: bytes
    username: str | None = None
    full_name: str | None = None
    kdf: KdfParameters | None = None
    commitment: bytes | None = None
    nonce: bytes | None = None
    wrapped_private_key: bytes | None = None
    device: bytes | None = None  # which PC's secret went into it
    one_time_until: int | None = None  # seconds since 1970: made with a one-time code that dies then

    def header(self) -> bytes:
        """What the wrapped private key is bound to; the display name alone may change without a password."""
        fields = _slot_fields(self)
        return json.dumps(
            {
                name: fields[name]
                for name in ("slot_id", "kind", "username", "kdf", "salt", "pk", "device", "one_time_until")
            },
            sort_keys=True,
        ).encode()


@dataclass(frozen=True)
class KeyFile:
    """All that the file says.

    Attributes:
        audit: the key of the audit chain, sealed under the database key; None while it is derived from it.
        previous: the database key of before, sealed under the new one, while the key is being changed.
    """

    db_id: bytes
    generation: int
    slots: tuple[Slot, ...]
    mac: bytes = b""
    audit: bytes | None = None
    previous: bytes | None = None

    @property
    def format(self) -> int:
        """What nothing new stands in is written as ever, so that an older program still reads it."""
        new = self.audit or self.previous or any(slot.kind == "council" for slot in self.slots)
        return FORMAT if new else OLDEST_FORMAT

    def body(self) -> bytes:
        """What the MAC is made over."""
        return _canonical(_file_fields(self))

    def to_bytes(self) -> bytes:
        fields = _file_fields(self)
        fields["mac"] = self.mac.hex()
        fields["checksum"] = hashlib.sha256(_canonical(fields)).hexdigest()
        return _canonical(fields)

    def user(self, username: str) -> Slot | None:
        folded = username.casefold()
        return next((s for s in self.slots if s.kind == "user" and s.username == folded), None)

    def users(self) -> tuple[Slot, ...]:
        return tuple(slot for slot in self.slots if slot.kind == "user")

    def council(self) -> Slot | None:
        return next((slot for slot in self.slots if slot.kind == "council"), None)


def parse(content: bytes) -> KeyFile:
    """Read a key file strictly: any other byte than the ones we would write means damage.

    Raises:
        KeyTrouble: ``keys.damaged``; ``keys.newer`` for a whole file that a newer program wrote.
    """
    try:
        fields = json.loads(content)
        if _whole(fields["format"]) > FORMAT:
            raise KeyTrouble("keys.newer" if _checksum_fits(fields) else "keys.damaged")
        found = KeyFile(
            db_id=_octets(fields["db_id"], 16),
            generation=_whole(fields["generation"]),
            slots=tuple(_slot(entry) for entry in fields["slots"]),
            mac=_octets(fields["mac"], 32),
            audit=_octets(fields["audit"], SEALED_LENGTH) if "audit" in fields else None,
            previous=_octets(fields["previous"], SEALED_LENGTH) if "previous" in fields else None,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KeyTrouble("keys.damaged") from error
    if found.to_bytes() != content:
        raise KeyTrouble("keys.damaged")
    return found


class KeyStore:
    """The three places of one facility's key file: two in the data folder, one beside the device secret."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
        self.outside_copy = device_folder() / f"{name}.keyslots.json"
        self.paths = (folder / KEY_FILE_NAME, folder / SECOND_COPY_NAME, self.outside_copy)

    def in_folder(self) -> bool:
        """Say whether the data folder holds a key file, whole or damaged."""
        return any(path.exists() for path in self.paths[:2])

    def read_all(self) -> list[KeyFile]:
        """Give the intact copies, the newest generation first.

        The outside copy counts only when it belongs to the same database as what lies in the folder, or when
        nothing intact lies there.

        Raises:
            KeyTrouble: ``keys.missing`` (none anywhere), ``keys.damaged`` (none intact), ``keys.newer``.
        """
        intact: list[KeyFile] = []
        something = newer = False
        for path in self.paths:
            try:
                if path.stat().st_size > _LARGEST_FILE:
                    something = True
                    continue
                content = path.read_bytes()
            except FileNotFoundError:
                continue
            except OSError:
                something = True
                continue
            something = True
            try:
                found = parse(content)
            except KeyTrouble as trouble:
                newer = newer or trouble.code == "keys.newer"
                continue
            if path == self.outside_copy and any(other.db_id != found.db_id for other in intact):
                continue
            intact.append(found)
        if newer:  # an older copy beside it would bring back who was removed meanwhile
            raise KeyTrouble("keys.newer")
        if not intact:
            raise KeyTrouble("keys.damaged" if something else "keys.missing")
        return sorted(intact, key=lambda found: -found.generation)

    def write(self, key_file: KeyFile) -> tuple[Path, ...]:
        """Replace all copies, each whole or not at all, the first one first.

        Returns:
            The copies that could not be written; the next unlock tries again.

        Raises:
            DatabaseTrouble: the first one could not be written, so nothing changed.
        """
        content = key_file.to_bytes()
        self._keep_other_facility(key_file.db_id)
        try:
            replace_file(self.paths[0], content)
        except OSError as error:
            raise trouble_from_os(error, path=str(self.paths[0])) from error
        return self._write_copies(content)

    def heal(self, key_file: KeyFile) -> tuple[Path, ...]:
        """Bring back copies that are missing, damaged or older than ``key_file``, which was verified."""
        content = key_file.to_bytes()
        failed = []
        for path in self.paths:
            try:
                if holds(path, content):
                    continue
                if path == self.outside_copy:
                    self._keep_other_facility(key_file.db_id)
                replace_file(path, content)
            except OSError:
                failed.append(path)
        return tuple(failed)

    def remove(self, key_file: KeyFile) -> None:
        """Take the copies of this very file away; only for undoing a set-up that failed."""
        for path in self.paths:
            if holds(path, key_file.to_bytes()):
                path.unlink(missing_ok=True)

    def _write_copies(self, content: bytes) -> tuple[Path, ...]:
        failed = []
        for path in self.paths[1:]:
            try:
                replace_file(path, content)
            except OSError:
                failed.append(path)
        return tuple(failed)

    def _keep_other_facility(self, db_id: bytes) -> None:
        """Another facility may have lain under this path: the copy may be all that opens it, so keep it."""
        try:
            other = parse(self.outside_copy.read_bytes())
            if other.db_id != db_id:
                self.outside_copy.rename(self.outside_copy.with_suffix(f".{other.db_id.hex()}.json"))
        except (OSError, KeyTrouble):
            pass


def holds(path: Path, content: bytes) -> bool:
    """Whether a file is there, readable, and holds exactly this."""
    try:
        return path.read_bytes() == content
    except OSError:
        return False


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True, indent=1, ensure_ascii=True).encode() + b"\n"


def _checksum_fits(fields: dict[str, Any]) -> bool:
    said = fields.pop("checksum", None)
    return bool(said == hashlib.sha256(_canonical(fields)).hexdigest())


def _file_fields(key_file: KeyFile) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "format": key_file.format,
        "db_id": key_file.db_id.hex(),
        "generation": key_file.generation,
        "slots": [_slot_fields(slot) for slot in key_file.slots],
    }
    for name, sealed in (("audit", key_file.audit), ("previous", key_file.previous)):
        if sealed is not None:
            fields[name] = sealed.hex()
    return fields


def _slot_fields(slot: Slot) -> dict[str, Any]:
    kdf = slot.kdf
    return {
        "slot_id": slot.slot_id.hex(),
        "kind": slot.kind,
        "username": slot.username,
        "full_name": slot.full_name,
        "kdf": kdf and {"alg": "argon2id", "v": 19, "m": kdf.memory_kib, "t": kdf.passes, "p": kdf.lanes},
        "salt": slot.salt.hex(),
        "commit": slot.commitment and slot.commitment.hex(),
        "nonce": slot.nonce and slot.nonce.hex(),
        "wrapped_sk": slot.wrapped_private_key and slot.wrapped_private_key.hex(),
        "pk": slot.public_key.hex(),
        "sealed_dek": slot.sealed_key.hex(),
        "device": slot.device and slot.device.hex(),
        "one_time_until": slot.one_time_until,
    }


def _slot(fields: dict[str, Any]) -> Slot:
    shared: dict[str, Any] = {
        "slot_id": _octets(fields["slot_id"], 16),
        "public_key": _octets(fields["pk"], 32),
        "sealed_key": _octets(fields["sealed_dek"], 92),
        "salt": _octets(fields["salt"], 16),
    }
    if fields["kind"] == "recovery":
        return Slot(kind="recovery", **shared)
    if fields["kind"] == "council":
        return Slot(kind="council", **shared, full_name=_words(fields["full_name"]))
    if fields["kind"] != "user":
        raise ValueError("kind")
    kdf = fields["kdf"]
    parameters = KdfParameters(_whole(kdf["m"]), _whole(kdf["t"]), _whole(kdf["p"]))
    if (kdf["alg"], kdf["v"]) != ("argon2id", 19) or not parameters.within_bounds():
        raise ValueError("kdf")
    until = fields["one_time_until"]
    return Slot(
        kind="user",
        **shared,
        username=_words(fields["username"]),
        full_name=_words(fields["full_name"]),
        kdf=parameters,
        commitment=_octets(fields["commit"], 32),
        nonce=_octets(fields["nonce"], 12),
        wrapped_private_key=_octets(fields["wrapped_sk"], 48),
        device=_octets(fields["device"], 8),
        one_time_until=None if until is None else _whole(until),
    )


def _octets(text: Any, length: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != length:
        raise ValueError("length")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("number")
    return value


def _words(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 200:
        raise ValueError("text")
    return value
