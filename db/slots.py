"""The cryptography of one slot: private key wrapped, database key sealed, and the MAC of the whole file."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from dataclasses import replace
from hashlib import sha256

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from db.device import device_check
from db.errors import KeyTrouble
from db.key_file import KdfParameters, KeyFile, Slot
from db.paper import plain


def user_slot(
    key: bytes,
    db_id: bytes,
    device_secret: bytes,
    *,
    username: str,
    full_name: str,
    secret: str,
    one_time_until: int | None,
    parameters: KdfParameters,
) -> Slot:
    """Make a person's slot: fresh key pair, private half wrapped under the secret and this PC's secret."""
    if not parameters.within_bounds():
        raise ValueError("key derivation parameters out of bounds")
    private, nonce = X25519PrivateKey.generate(), secrets.token_bytes(12)
    slot = Slot(
        slot_id=secrets.token_bytes(16),
        kind="user",
        public_key=private.public_key().public_bytes_raw(),
        sealed_key=b"",
        salt=secrets.token_bytes(16),
        username=username.casefold(),
        full_name=full_name,
        kdf=parameters,
        nonce=nonce,
        device=device_check(device_secret, db_id),
        one_time_until=one_time_until,
    )
    typed = plain(secret) if one_time_until is not None else secret
    wrapping, commitment = _password_keys(typed, slot, db_id, device_secret)
    return replace(
        slot,
        commitment=commitment,
        wrapped_private_key=AESGCM(wrapping).encrypt(
            nonce, private.private_bytes_raw(), db_id + slot.header()
        ),
        sealed_key=_seal(key, slot, db_id),
    )


def open_user_slot(slot: Slot, db_id: bytes, device_secret: bytes, secret: str) -> bytes | None:
    """Give the database key when the secret is right, else None."""
    if slot.commitment is None or slot.nonce is None or slot.wrapped_private_key is None:
        return None
    typed = plain(secret) if slot.one_time_until is not None else secret
    wrapping, commitment = _password_keys(typed, slot, db_id, device_secret)
    # AES-GCM alone would open under more than one key that somebody prepared; the commitment would not.
    if not hmac.compare_digest(commitment, slot.commitment):
        return None
    try:
        raw = AESGCM(wrapping).decrypt(slot.nonce, slot.wrapped_private_key, db_id + slot.header())
    except InvalidTag:
        return None
    return _unseal(slot, db_id, X25519PrivateKey.from_private_bytes(raw))


def _password_keys(secret: str, slot: Slot, db_id: bytes, device_secret: bytes) -> tuple[bytes, bytes]:
    assert slot.kdf is not None  # noqa: S101
    stretched = stretch(secret, slot.salt, slot.kdf)
    both = _hkdf(
        stretched + device_secret, salt=slot.salt, info=b"user-slot" + db_id + slot.slot_id, length=64
    )
    return both[:32], both[32:]


def stretch(secret: str, salt: bytes, parameters: KdfParameters) -> bytes:
    """Argon2id of a password (NFC).

    Raises:
        KeyTrouble: ``keys.not_enough_memory``.
    """
    try:
        return hash_secret_raw(
            unicodedata.normalize("NFC", secret).encode("utf-8", "surrogatepass"),
            salt,
            time_cost=parameters.passes,
            memory_cost=parameters.memory_kib,
            parallelism=parameters.lanes,
            hash_len=32,
            type=Type.ID,
            version=19,
        )
    except (HashingError, MemoryError) as error:
        raise KeyTrouble("keys.not_enough_memory", needed_mb=parameters.memory_kib // 1024) from error


def usual_parameters(key_file: KeyFile) -> KdfParameters:
    return next((slot.kdf for slot in key_file.slots if slot.kdf), KdfParameters())


def recovery_slot(key: bytes, db_id: bytes, paper: bytes) -> Slot:
    """Make the slot that the paper key opens."""
    salt = secrets.token_bytes(16)
    slot = Slot(
        slot_id=secrets.token_bytes(16),
        kind="recovery",
        public_key=paper_private_key(paper, salt, db_id).public_key().public_bytes_raw(),
        sealed_key=b"",
        salt=salt,
    )
    return replace(slot, sealed_key=_seal(key, slot, db_id))


def open_recovery_slot(slot: Slot, db_id: bytes, paper: bytes) -> bytes | None:
    """Give the database key when the paper key is the one of this slot, else None."""
    private = paper_private_key(paper, slot.salt, db_id)
    if not hmac.compare_digest(private.public_key().public_bytes_raw(), slot.public_key):
        return None
    return _unseal(slot, db_id, private)


def council_slot(key: bytes, db_id: bytes, *, public_key: bytes, name: str) -> Slot:
    """Make the slot that the council's private key opens; that key is never on this PC."""
    slot = Slot(
        slot_id=secrets.token_bytes(16),
        kind="council",
        public_key=public_key,
        sealed_key=b"",
        salt=secrets.token_bytes(16),
        full_name=name,
    )
    return replace(slot, sealed_key=_seal(key, slot, db_id))


def open_council_slot(slot: Slot, db_id: bytes, private_key: bytes) -> bytes | None:
    """Give the database key when the private key is the one of this slot, else None."""
    private = X25519PrivateKey.from_private_bytes(private_key)
    if not hmac.compare_digest(private.public_key().public_bytes_raw(), slot.public_key):
        return None
    return _unseal(slot, db_id, private)


def sealed_again(slot: Slot, key: bytes, db_id: bytes) -> Slot:
    """The same slot for another database key; nobody's password is needed for it."""
    return replace(slot, sealed_key=_seal(key, slot, db_id))


def seal_inside(key: bytes, db_id: bytes, secret: bytes, *, purpose: str) -> bytes:
    """Seal 32 bytes under the database key, to lie in the key file: 60 bytes."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(derived(key, purpose)).encrypt(nonce, secret, db_id + purpose.encode())


def open_inside(key: bytes, db_id: bytes, sealed: bytes, *, purpose: str) -> bytes | None:
    """Give what ``seal_inside`` sealed, or None when it was not sealed under this key."""
    try:
        return AESGCM(derived(key, purpose)).decrypt(sealed[:12], sealed[12:], db_id + purpose.encode())
    except InvalidTag:
        return None


def paper_private_key(paper: bytes, salt: bytes, db_id: bytes) -> X25519PrivateKey:
    """The private key that the paper stands for, in one slot; 160 random bits need no slow derivation."""
    return X25519PrivateKey.from_private_bytes(_hkdf(paper, salt=salt, info=b"paper-key" + db_id))


def _seal(key: bytes, slot: Slot, db_id: bytes) -> bytes:
    """Seal the database key to a slot's public key: a fresh key pair, HKDF, AES-256-GCM (92 bytes)."""
    fresh = X25519PrivateKey.generate()
    sender = fresh.public_key().public_bytes_raw()
    shared = fresh.exchange(X25519PublicKey.from_public_bytes(slot.public_key))
    nonce = secrets.token_bytes(12)
    box = AESGCM(_sealing_key(shared, sender, slot, db_id))
    return sender + nonce + box.encrypt(nonce, key, db_id + slot.slot_id)


def sealed_to(slot: Slot, db_id: bytes, secret: bytes) -> bytes:
    """Close 32 bytes to a slot's public key; ``open_recovery_slot`` opens them with the paper key."""
    return _seal(secret, slot, db_id)


def _unseal(slot: Slot, db_id: bytes, private: X25519PrivateKey) -> bytes | None:
    sender, nonce, sealed = slot.sealed_key[:32], slot.sealed_key[32:44], slot.sealed_key[44:]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(sender))
        return AESGCM(_sealing_key(shared, sender, slot, db_id)).decrypt(nonce, sealed, db_id + slot.slot_id)
    except (InvalidTag, ValueError):
        return None


def _sealing_key(shared: bytes, sender: bytes, slot: Slot, db_id: bytes) -> bytes:
    return _hkdf(shared, salt=sender + slot.public_key, info=b"sealed-database-key" + db_id + slot.slot_id)


def signed(key: bytes, key_file: KeyFile) -> KeyFile:
    return replace(key_file, mac=_mac(key, key_file))


def _mac(key: bytes, key_file: KeyFile) -> bytes:
    return hmac.new(derived(key, "slots-mac"), key_file.body(), sha256).digest()


def mac_fits(key: bytes, key_file: KeyFile) -> bool:
    return hmac.compare_digest(_mac(key, key_file), key_file.mac)


def derived(key: bytes, purpose: str) -> bytes:
    return _hkdf(key, salt=b"", info=purpose.encode())


def _hkdf(secret: bytes, *, salt: bytes, info: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt or None, b"emr-desktop 1 " + info).derive(secret)


def is_user(slot: Slot, username: str) -> bool:
    return slot.kind == "user" and slot.username == username.casefold()
