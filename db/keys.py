"""Who can open the database, and how: one slot of the key file for each person, one for the paper key.

A random database key is sealed to the X25519 public key of each slot. A person's private key is wrapped under
Argon2id(password) and the secret of this PC; the paper key gives its private key directly; the council keeps
its own. So slots can be added, removed and sealed again without anybody's password.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from db.attempts import Attempts
from db.calibration import calibrated
from db.device import device_check, ensure_device_secret, read_device_secret
from db.errors import KeyTrouble, trouble_from_os
from db.key_file import CHEAPEST, KdfParameters, KeyFile, KeyStore, Slot
from db.paper import new_recovery_secret, read_recovery_key, write_recovery_key
from db.slots import (
    council_slot,
    mac_fits,
    open_council_slot,
    open_recovery_slot,
    open_user_slot,
    recovery_slot,
    seal_inside,
    signed,
    stretch,
    user_slot,
    usual_parameters,
)
from db.vault import AUDIT, Recipient, Vault

__all__ = [
    "CHEAPEST",
    "KdfParameters",
    "KeyStore",
    "Recipient",
    "Vault",
    "make_vault",
    "rebuilt_vault",
    "recover_by_council",
    "recover_vault",
    "unlock_any",
    "unlock_vault",
]

_NO_SALT = b"\x00" * 16


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
        parameters=parameters or calibrated(),
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
        KeyTrouble: ``login.refused login.wait login.too_many login.code_expired login.other_device
            keys.missing keys.damaged keys.newer keys.device_secret_missing keys.not_enough_memory``.
        DatabaseTrouble: the try cannot be written down, so it is not made.
    """
    candidates = store.read_all()
    device_secret = read_device_secret()
    with _counted(store, candidates[0], device_secret, username) as attempts:
        vault, slot = _unlock(store, candidates, device_secret, username=username, secret=secret, now=now)
    with contextlib.suppress(OSError):  # the database remembers the generation too
        attempts.saw(vault.generation)
    return vault, slot


def unlock_any(
    store: KeyStore, key_files: Sequence[KeyFile], *, username: str, secret: str, now: float
) -> list[tuple[Vault, Slot]]:
    """Try one password at several key files of one record, of before and after a change: one try.

    Args:
        store: where the record lies that is to be opened.
        key_files: at least one.
        username: any spelling of capitals.
        secret: what was typed.
        now: seconds since 1970.

    Returns:
        What it opens, at least one.

    Raises:
        KeyTrouble, DatabaseTrouble: as ``unlock_vault``; what the first key file said.
    """
    device_secret = read_device_secret()
    opened: list[tuple[Vault, Slot]] = []
    with _counted(store, key_files[0], device_secret, username):
        first: KeyTrouble | None = None
        for one in key_files:
            try:
                opened.append(_unlock(store, [one], device_secret, username=username, secret=secret, now=now))
            except KeyTrouble as trouble:
                first = first or trouble
        if first is not None and not opened:
            raise first
    return opened


@contextmanager
def _counted(store: KeyStore, key_file: KeyFile, device_secret: bytes, username: str) -> Iterator[Attempts]:
    """Write a try down before it is made, and take it back when the password was right or told nothing."""
    attempts = Attempts(store, device_secret, key_file.db_id)
    try:
        attempts.begin(username)
    except OSError as error:
        raise trouble_from_os(error, path=str(store.outside_copy.parent)) from error
    try:
        yield attempts
    except KeyTrouble as trouble:
        if trouble.code != "login.refused":
            with contextlib.suppress(OSError):
                attempts.undo(username)
        raise
    with contextlib.suppress(OSError):  # a try more is counted then; the right password came all the same
        attempts.forget(username)


def _unlock(
    store: KeyStore,
    candidates: list[KeyFile],
    device_secret: bytes,
    *,
    username: str,
    secret: str,
    now: float,
) -> tuple[Vault, Slot]:
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
    return _recover(store, "recovery", lambda slot, db_id: open_recovery_slot(slot, db_id, paper))


def recover_by_council(store: KeyStore, private_key: bytes) -> Vault:
    """Open the key file with the council's private key (X25519, 32 bytes), on any PC.

    Raises:
        KeyTrouble: ``council.refused keys.missing keys.damaged``.
    """
    try:
        return _recover(store, "council", lambda slot, db_id: open_council_slot(slot, db_id, private_key))
    except KeyTrouble as trouble:
        if trouble.code == "recovery.refused":
            raise KeyTrouble("council.refused") from trouble
        raise


def _recover(store: KeyStore, kind: str, opened: Callable[[Slot, bytes], bytes | None]) -> Vault:
    candidates = store.read_all()
    device_secret = ensure_device_secret()
    tampered: Vault | None = None
    for key_file in candidates:
        for slot in key_file.slots:
            key = opened(slot, key_file.db_id) if slot.kind == kind else None
            if key is None:
                continue
            vault = Vault(key=key, store=store, key_file=key_file, device_secret=device_secret)
            if vault.is_intact:
                return vault
            tampered = tampered or vault
    if tampered is None:
        raise KeyTrouble("recovery.refused")
    return tampered


def rebuilt_vault(
    store: KeyStore,
    *,
    audit_key: bytes,
    db_id: bytes,
    generation: int,
    paper: bytes | None,
    council: bytes | None,
) -> tuple[Vault, str | None]:
    """Make a key file, in memory, for a record that comes out of a backup: a new database key, its old chain.

    Args:
        store: where it will lie.
        audit_key: of the chain of audit entries in the backup, which goes on.
        db_id: of the backup.
        generation: what the new file has; above every one that the record has seen.
        paper: the 20 bytes of the recovery key, which stays in force; None makes a new one.
        council: public key of the council the backup was sealed to, if any.

    Returns:
        The vault without any person in it, and the new recovery key if one was made.
    """
    key, secret = secrets.token_bytes(32), paper or new_recovery_secret()
    slots = [recovery_slot(key, db_id, secret)]
    if council is not None:
        slots.append(council_slot(key, db_id, public_key=council, name=""))
    key_file = signed(
        key,
        KeyFile(db_id, generation, tuple(slots), audit=seal_inside(key, db_id, audit_key, purpose=AUDIT)),
    )
    vault = Vault(key=key, store=store, key_file=key_file, device_secret=ensure_device_secret())
    return vault, None if paper else write_recovery_key(secret)
