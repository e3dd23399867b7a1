"""Seals the keys of a backup to public keys: of the paper key, of a council, and of the key file itself.

A backup holds no password slot. Who has the paper (or the council's) key opens it anywhere; who opens this
facility's key file with a password opens it too, because the key file's own key gives a private key.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.key_file import Slot
from db.slots import derived, paper_private_key

KINDS = ("recovery", "council", "facility")
SALT_LENGTH = 16
NO_SALT = b"\x00" * SALT_LENGTH
BOX_LENGTH = 32 + 12 + 64 + 16  # sender, nonce, both keys, tag


@dataclass(frozen=True)
class BackupKeys:
    """What is sealed: the key of the database in the backup, and the key of its audit chain."""

    database_key: bytes = field(repr=False)
    audit_key: bytes = field(repr=False)


@dataclass(frozen=True)
class Receiver:
    """Whom a backup is sealed to; ``salt`` is what the paper's private key is derived with."""

    kind: str
    public_key: bytes
    salt: bytes = NO_SALT


@dataclass(frozen=True)
class SealedKey:
    """One way into a backup."""

    kind: str
    public_key: bytes
    salt: bytes
    box: bytes


def receivers_of(slots: Iterable[Slot], vault_key: bytes) -> tuple[Receiver, ...]:
    """The paper key, a council's key where one is set up, and the key file's own."""
    papers = [
        Receiver(slot.kind, slot.public_key, slot.salt)
        for slot in slots
        if slot.kind in ("recovery", "council")
    ]
    own = facility_private_key(vault_key).public_key().public_bytes_raw()
    return (*papers, Receiver("facility", own))


def facility_private_key(vault_key: bytes) -> X25519PrivateKey:
    """The private key that whoever opened the key file has."""
    return X25519PrivateKey.from_private_bytes(derived(vault_key, "backup-box"))


def seal(keys: BackupKeys, receiver: Receiver, backup_id: bytes) -> SealedKey:
    """Seal both keys: a fresh key pair, HKDF, AES-256-GCM bound to the backup and the receiver."""
    fresh = X25519PrivateKey.generate()
    sender, nonce = fresh.public_key().public_bytes_raw(), secrets.token_bytes(12)
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(receiver.public_key))
    box = AESGCM(_box_key(shared, sender, receiver.public_key, backup_id)).encrypt(
        nonce, keys.database_key + keys.audit_key, _bound(receiver, backup_id)
    )
    return SealedKey(receiver.kind, receiver.public_key, receiver.salt, sender + nonce + box)


def open_box(sealed: SealedKey, private: X25519PrivateKey, backup_id: bytes) -> BackupKeys | None:
    """Give the keys when the private key is the one it was sealed to, else None."""
    if not hmac.compare_digest(private.public_key().public_bytes_raw(), sealed.public_key):
        return None
    sender, nonce, box = sealed.box[:32], sealed.box[32:44], sealed.box[44:]
    receiver = Receiver(sealed.kind, sealed.public_key, sealed.salt)
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        both = AESGCM(_box_key(shared, sender, sealed.public_key, backup_id)).decrypt(
            nonce, box, _bound(receiver, backup_id)
        )
    except (InvalidTag, ValueError):
        return None
    return BackupKeys(both[:32], both[32:]) if len(both) == 64 else None


def open_with_paper(
    boxes: Iterable[SealedKey], paper: bytes, *, db_id: bytes, backup_id: bytes
) -> BackupKeys | None:
    """Open with the 20 bytes of a recovery key."""
    found = (
        open_box(sealed, paper_private_key(paper, sealed.salt, db_id), backup_id)
        for sealed in boxes
        if sealed.kind == "recovery"
    )
    return next((keys for keys in found if keys is not None), None)


def open_with_council_key(
    boxes: Iterable[SealedKey], private_key: bytes, *, backup_id: bytes
) -> BackupKeys | None:
    """Open with a council's private key (X25519, 32 bytes)."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    found = (open_box(sealed, private, backup_id) for sealed in boxes if sealed.kind == "council")
    return next((keys for keys in found if keys is not None), None)


def open_with_vault_key(
    boxes: Iterable[SealedKey], vault_key: bytes, *, backup_id: bytes
) -> BackupKeys | None:
    """Open with the key of the key file that the backup was made under."""
    private = facility_private_key(vault_key)
    for sealed in boxes:
        keys = open_box(sealed, private, backup_id) if sealed.kind == "facility" else None
        if keys is not None:
            return keys
    return None


def _bound(receiver: Receiver, backup_id: bytes) -> bytes:
    return b"|".join((receiver.kind.encode(), receiver.public_key, receiver.salt, backup_id))


def _box_key(shared: bytes, sender: bytes, receiver: bytes, backup_id: bytes) -> bytes:
    info = b"emr-desktop 1 sealed-backup-key" + backup_id
    return HKDF(SHA256(), 32, sender + receiver, info).derive(shared)
