"""Who can open the database, and how: one slot of the key file for each person, one for the paper key.

A random database key is sealed to the X25519 public key of each slot. A person's private key is wrapped under
Argon2id(password) and the secret of this PC; the paper key gives its private key directly. So slots can be
added, removed and sealed again without anybody's password.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from db.device import device_check, device_identity, ensure_device_secret, read_device_secret
from db.errors import KeyTrouble
from db.key_file import CHEAPEST, KdfParameters, KeyFile, KeyStore, Slot, holds
from db.paper import new_recovery_secret, read_recovery_key, write_recovery_key
from db.slots import (
    derived,
    is_user,
    mac_fits,
    open_recovery_slot,
    open_user_slot,
    recovery_slot,
    signed,
    stretch,
    user_slot,
    usual_parameters,
)

__all__ = ["CHEAPEST", "KdfParameters", "KeyStore", "Vault"]

_NO_SALT = b"\x00" * 16


@dataclass(frozen=True)
class KeyHealth:
    """How the key file stands."""

    generation: int
    people: int
    recovery_key: bool
    copies_missing: tuple[str, ...]  # places whose copy is missing, damaged or old


class Vault:
    """The opened key file of one facility: gives the keys, and changes the slots.

    Every change reads the file again, checks its MAC, and writes a new generation. Make changes inside a
    writing database transaction, so that two processes do not change it at once.
    """

    def __init__(self, *, key: bytes, store: KeyStore, key_file: KeyFile, device_secret: bytes) -> None:
        self._key = key
        self._store = store
        self._key_file = key_file
        self._device_secret = device_secret

    def __repr__(self) -> str:
        return f"Vault(generation={self.generation})"

    # The keys ------------------------------------------------------------------------------------

    @property
    def database_key(self) -> bytes:
        """The raw 256-bit key of the database file."""
        return derived(self._key, "sqlcipher")

    @property
    def audit_key(self) -> bytes:
        """The key of the audit chain."""
        return derived(self._key, "audit-0")

    @property
    def device_id(self) -> bytes:
        """Sixteen bytes that name this PC inside this facility's record."""
        return device_identity(self._device_secret, self._key_file.db_id)

    @property
    def generation(self) -> int:
        return self._key_file.generation

    @property
    def is_intact(self) -> bool:
        """Whether the file carries our MAC; False only when a tampered one was opened with the paper key."""
        return mac_fits(self._key, self._key_file)

    def public_key_of(self, username: str) -> str | None:
        """The public key (hex) of a person's slot, None when they have none."""
        slot = self._key_file.user(username)
        return slot.public_key.hex() if slot else None

    def save_new(self) -> None:
        """Put the key file of a new facility on disk, where none may be yet.

        Raises:
            DatabaseTrouble: it cannot be written.
        """
        if self._store.in_folder():
            raise FileExistsError("a key file is there already")
        self._store.write(self._key_file)

    def discard_new(self) -> None:
        """Undo ``save_new`` after a set-up that failed."""
        self._store.remove(self._key_file)

    # Changing slots ------------------------------------------------------------------------------

    def set_user(
        self,
        *,
        username: str,
        full_name: str,
        secret: str,
        one_time_until: int | None = None,
        parameters: KdfParameters | None = None,
    ) -> str:
        """Give a person a slot, in the place of the one they had; returns the public key (hex).

        Args:
            username: folded to lower case.
            full_name: for the login tile.
            secret: the password, or a one-time code when ``one_time_until`` is given.
            one_time_until: seconds since 1970 after which the code opens nothing.
            parameters: work of one guess; None takes what this facility's slots have.
        """
        slot = user_slot(
            self._key,
            self._key_file.db_id,
            self._device_secret,
            username=username,
            full_name=full_name,
            secret=secret,
            one_time_until=one_time_until,
            parameters=parameters or usual_parameters(self._key_file),
        )

        def place(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
            if any(is_user(other, username) for other in slots):
                return tuple(slot if is_user(other, username) else other for other in slots)
            return (*slots, slot)

        self._change(place)
        return slot.public_key.hex()

    def remove_user(self, username: str) -> None:
        """Take a person's slot away; nothing happens when there is none."""
        self._change(lambda slots: tuple(slot for slot in slots if not is_user(slot, username)))

    def renew_recovery_key(self) -> str:
        """Make a new paper key; the old one opens nothing from now on. Returns what to write down."""
        secret = new_recovery_secret()
        slot = recovery_slot(self._key, self._key_file.db_id, secret)
        self._change(lambda slots: (*(s for s in slots if s.kind != "recovery"), slot))
        return write_recovery_key(secret)

    def keep_only(self, public_keys: Collection[str]) -> None:
        """Drop people's slots whose public key (hex) the database does not know: after tampering."""
        self._change(
            lambda slots: tuple(s for s in slots if s.kind != "user" or s.public_key.hex() in public_keys),
            even_if_tampered=True,
        )

    def health(self) -> KeyHealth:
        """Look at the three copies and count the slots."""
        newest = self._newest()  # another program may have changed it meanwhile
        good = newest.to_bytes()
        return KeyHealth(
            generation=newest.generation,
            people=len(newest.users()),
            recovery_key=any(slot.kind == "recovery" for slot in newest.slots),
            copies_missing=tuple(str(path) for path in self._store.paths if not holds(path, good)),
        )

    def heal_copies(self) -> bool:
        """Bring all copies to this generation; returns whether all are now in place."""
        return not self._store.heal(self._key_file)

    def _change(
        self, place: Callable[[tuple[Slot, ...]], tuple[Slot, ...]], *, even_if_tampered: bool = False
    ) -> None:
        current = self._key_file
        if not even_if_tampered:
            current = self._newest()
        changed = signed(
            self._key, replace(current, generation=current.generation + 1, slots=place(current.slots))
        )
        self._store.write(changed)
        self._key_file = changed

    def _newest(self) -> KeyFile:
        """The newest key file on disk that carries our MAC.

        Raises:
            KeyTrouble: ``keys.damaged keys.missing``.
        """
        ours = [found for found in self._store.read_all() if mac_fits(self._key, found)]
        if not ours or ours[0].generation < self._key_file.generation:
            raise KeyTrouble("keys.damaged")
        return ours[0]


# Making and opening --------------------------------------------------------------------------------


def make_vault(
    store: KeyStore, *, username: str, full_name: str, password: str, parameters: KdfParameters | None = None
) -> tuple[Vault, str]:
    """Make the keys of a new facility, in memory; ``Vault.save_new`` puts them on disk.

    Returns:
        The vault, and the recovery key to be written on paper.
    """
    key, db_id = secrets.token_bytes(32), secrets.token_bytes(16)
    device_secret = ensure_device_secret()
    paper = new_recovery_secret()
    first = user_slot(
        key,
        db_id,
        device_secret,
        username=username,
        full_name=full_name,
        secret=password,
        one_time_until=None,
        parameters=parameters or KdfParameters(),
    )
    key_file = signed(key, KeyFile(db_id, 1, (first, recovery_slot(key, db_id, paper))))
    vault = Vault(key=key, store=store, key_file=key_file, device_secret=device_secret)
    return vault, write_recovery_key(paper)


def unlock_vault(store: KeyStore, *, username: str, secret: str, now: float) -> tuple[Vault, Slot]:
    """Open the key file with a password or a one-time code.

    Args:
        store: where the key file lies.
        username: any spelling of capitals.
        secret: what was typed.
        now: seconds since 1970, for the end of one-time codes.

    Returns:
        The vault and the slot that opened it (``slot.one_time_until`` says that it was a one-time code).

    Raises:
        KeyTrouble: ``login.refused login.code_expired login.other_device keys.missing keys.damaged
            keys.device_secret_missing keys.not_enough_memory``.
    """
    candidates = store.read_all()
    device_secret = read_device_secret()
    opened = False
    for key_file in candidates:
        slot = key_file.user(username)
        if slot is None:
            stretch(secret, _NO_SALT, usual_parameters(key_file))  # as slow as for somebody who is there
            break
        if slot.device != device_check(device_secret, key_file.db_id):
            raise KeyTrouble("login.other_device")
        key = open_user_slot(slot, key_file.db_id, device_secret, secret)
        if key is None:
            break
        opened = True
        if mac_fits(key, key_file):
            if slot.one_time_until is not None and now > slot.one_time_until:
                raise KeyTrouble("login.code_expired")
            return Vault(key=key, store=store, key_file=key_file, device_secret=device_secret), slot
    raise KeyTrouble("keys.damaged" if opened else "login.refused")


def recover_vault(store: KeyStore, recovery_key: str) -> Vault:
    """Open the key file with the paper key, on this PC or another.

    Raises:
        KeyTrouble: ``recovery.refused recovery.length recovery.mistyped keys.missing keys.damaged``.
    """
    paper = read_recovery_key(recovery_key)
    candidates = store.read_all()
    device_secret = ensure_device_secret()
    tampered: Vault | None = None
    for key_file in candidates:
        for slot in key_file.slots:
            if slot.kind != "recovery":
                continue
            key = open_recovery_slot(slot, key_file.db_id, paper)
            if key is None:
                continue
            vault = Vault(key=key, store=store, key_file=key_file, device_secret=device_secret)
            if vault.is_intact:
                return vault
            tampered = tampered or vault
    if tampered is None:
        raise KeyTrouble("recovery.refused")
    return tampered
