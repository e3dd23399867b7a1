"""Whose signature on a bundle counts: two of the three release keys."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from emr_desktop.errors import EmrError

NEEDED = 2
_CONTEXT = b"EMR Desktop update, manifest, 1\n"  # a signature of something else is none of a manifest
_KEYS_FILE = Path(__file__).parent / "release_keys.toml"
_MOST_SIGNATURES = 16


def release_keys() -> tuple[bytes, ...]:
    """The public keys (32 bytes each) that this build trusts; none in a build that takes no updates."""
    found = tomllib.loads(_KEYS_FILE.read_text(encoding="utf-8"))["keys"]
    return tuple(dict.fromkeys(bytes.fromhex(key) for key in found))


def key_id(public: bytes) -> str:
    """A short name of a key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def sign(manifest: bytes, private: Ed25519PrivateKey) -> tuple[str, str]:
    """The name of the key, and its signature (hex) of a manifest."""
    return key_id(private.public_key().public_bytes_raw()), private.sign(_CONTEXT + manifest).hex()


def signatures_of(content: bytes) -> dict[str, str]:
    """Read the list of signatures, by name of the key.

    Raises:
        EmrError: ``update.damaged``.
    """
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or len(found) > _MOST_SIGNATURES:
        raise EmrError("update.damaged")
    if not all(isinstance(each, str) for each in found.values()):
        raise EmrError("update.damaged")
    return found


def check_signatures(manifest: bytes, signatures: Mapping[str, str], trusted: tuple[bytes, ...]) -> None:
    """Refuse a manifest that fewer than two of the trusted keys signed.

    Raises:
        EmrError: ``update.no_release_keys``, ``update.not_signed`` (``found``, ``needed``).
    """
    if len(trusted) < NEEDED:
        raise EmrError("update.no_release_keys")
    good = sum(_is_good(manifest, signatures.get(key_id(key)), key) for key in dict.fromkeys(trusted))
    if good < NEEDED:
        raise EmrError("update.not_signed", found=good, needed=NEEDED)


def _is_good(manifest: bytes, signature: str | None, key: bytes) -> bool:
    if signature is None:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature), _CONTEXT + manifest)
    except (InvalidSignature, ValueError):
        return False
    return True
