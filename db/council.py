"""The key pair of a council health office: made and kept offline, its public half imported by facilities.

Two files: the public one goes to the facilities, the private one is wrapped under Argon2id(passphrase) and
stays at the council. Whoever compares the fingerprint by telephone knows that the public file is the right
one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.calibration import calibrated
from db.errors import KeyTrouble
from db.key_file import KdfParameters
from db.paper import ALPHABET
from db.slots import stretch

_PUBLIC, _PRIVATE = "emr-desktop council key", "emr-desktop council private key"
_FORMAT = 1
_LARGEST_FILE = 16 * 1024
_LONGEST_NAME = 100


@dataclass(frozen=True)
class CouncilKey:
    """The public half: what a facility seals to."""

    name: str
    public_key: bytes

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.public_key)

    def to_bytes(self) -> bytes:
        return _written(
            {
                "kind": _PUBLIC,
                "format": _FORMAT,
                "name": self.name,
                "public_key": self.public_key.hex(),
                "fingerprint": self.fingerprint,
            }
        )


def fingerprint_of(public_key: bytes) -> str:
    """Twenty characters in groups of four (100 bits of SHA-256), to be compared by voice."""
    number = int.from_bytes(hashlib.sha256(b"emr-desktop council" + public_key).digest()[:13], "big") >> 4
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(95, -1, -5))
    return "-".join(letters[place : place + 4] for place in range(0, 20, 4))


def new_council_pair(
    name: str, passphrase: str, *, parameters: KdfParameters | None = None
) -> tuple[CouncilKey, bytes]:
    """Make a pair: the public half, and the content of the private file.

    Raises:
        KeyTrouble: ``keys.not_enough_memory``.
    """
    kdf = parameters or calibrated()
    private = X25519PrivateKey.generate()
    public = CouncilKey(" ".join(name.split())[:_LONGEST_NAME], private.public_key().public_bytes_raw())
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(stretch(passphrase, salt, kdf)).encrypt(
        nonce, private.private_bytes_raw(), public.public_key
    )
    return public, _written(
        {
            "kind": _PRIVATE,
            "format": _FORMAT,
            "name": public.name,
            "public_key": public.public_key.hex(),
            "kdf": {"alg": "argon2id", "v": 19, "m": kdf.memory_kib, "t": kdf.passes, "p": kdf.lanes},
            "salt": salt.hex(),
            "nonce": nonce.hex(),
            "wrapped": wrapped.hex(),
        }
    )


def read_public(content: bytes) -> CouncilKey:
    """Read a public file.

    Raises:
        KeyTrouble: ``council.not_a_key_file``; ``council.private_file`` for the private half, which should
            never have left the council.
    """
    fields = _read(content)
    try:
        if fields["kind"] == _PRIVATE:
            raise KeyTrouble("council.private_file")
        name, public_key = fields["name"], bytes.fromhex(fields["public_key"])
        if (fields["kind"], fields["format"]) != (_PUBLIC, _FORMAT) or len(public_key) != 32:
            raise ValueError("form")
        if (
            not isinstance(name, str)
            or not name.strip()
            or len(name) > _LONGEST_NAME
            or not name.isprintable()
        ):
            raise ValueError("name")
        if fields["fingerprint"] != fingerprint_of(public_key):
            raise ValueError("fingerprint")
    except (KeyError, TypeError, ValueError) as error:
        raise KeyTrouble("council.not_a_key_file") from error
    return CouncilKey(name, public_key)


def open_private(content: bytes, passphrase: str) -> bytes:
    """Give the private key (X25519, 32 bytes) of a private file.

    Raises:
        KeyTrouble: ``council.not_a_key_file council.wrong_passphrase keys.not_enough_memory``.
    """
    fields = _read(content)
    try:
        kdf = fields["kdf"]
        parameters = KdfParameters(int(kdf["m"]), int(kdf["t"]), int(kdf["p"]))
        public_key, salt, nonce, wrapped = (
            bytes.fromhex(fields[name]) for name in ("public_key", "salt", "nonce", "wrapped")
        )
        fits = (fields["kind"], fields["format"]) == (_PRIVATE, _FORMAT) and parameters.within_bounds()
        if not fits or (len(salt), len(nonce), len(wrapped)) != (16, 12, 48):
            raise ValueError("form")
    except (KeyError, TypeError, ValueError) as error:
        raise KeyTrouble("council.not_a_key_file") from error
    try:
        return AESGCM(stretch(passphrase, salt, parameters)).decrypt(nonce, wrapped, public_key)
    except InvalidTag as error:
        raise KeyTrouble("council.wrong_passphrase") from error


def _read(content: bytes) -> dict[str, Any]:
    try:
        if len(content) > _LARGEST_FILE:
            raise ValueError("length")
        fields = json.loads(content)
        if not isinstance(fields, dict):
            raise TypeError("no object")
    except (ValueError, TypeError, RecursionError) as error:
        raise KeyTrouble("council.not_a_key_file") from error
    return fields


def _written(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, indent=1, ensure_ascii=True).encode() + b"\n"
