"""The secret of this PC, without which a copied data folder cannot be guessed at.

32 random bytes in a file outside the data folder, made at the first set-up and mixed into every password.
It is in no backup: on another PC the passwords do not open, the paper key does.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from platformdirs import user_data_path

from db.errors import KeyTrouble, trouble_from_os
from db.into_place import into_place

DEVICE_FOLDER_VARIABLE = "EMR_DEVICE_DIR"
_FILE_NAME = "device-secret"
_LENGTH = 32


def device_folder() -> Path:
    """Where this PC keeps what belongs to it alone; ``EMR_DEVICE_DIR`` names another place."""
    chosen = os.environ.get(DEVICE_FOLDER_VARIABLE)
    return Path(chosen) if chosen else user_data_path("emr-desktop-device", appauthor=False)


def read_device_secret() -> bytes:
    """Give the 32 bytes.

    Raises:
        KeyTrouble: ``keys.device_secret_missing``.
    """
    try:
        secret = (device_folder() / _FILE_NAME).read_bytes()
    except OSError as error:
        raise KeyTrouble("keys.device_secret_missing") from error
    if len(secret) != _LENGTH:
        raise KeyTrouble("keys.device_secret_missing")
    return secret


def ensure_device_secret() -> bytes:
    """Give the secret of this PC, making it if there is none yet.

    Raises:
        DatabaseTrouble: the file cannot be written.
        KeyTrouble: ``keys.device_secret_missing`` when a file is there that is not a secret.
    """
    folder = device_folder()
    path = folder / _FILE_NAME
    if path.exists():
        return read_device_secret()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = folder / f"{_FILE_NAME}.{secrets.token_hex(4)}.part"
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            os.write(handle, secrets.token_bytes(_LENGTH))
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            if os.name == "nt":
                part.rename(path)  # refuses an existing file there
            else:
                os.link(part, path)  # the first of two first starts wins
        except FileExistsError:
            pass
        finally:
            part.unlink(missing_ok=True)
        sync_folder(folder)
    except OSError as error:
        raise trouble_from_os(error, path=str(folder)) from error
    return read_device_secret()


def device_check(secret: bytes, db_id: bytes) -> bytes:
    """Eight bytes that say which PC a slot was made on, and nothing about its secret."""
    return hashlib.blake2b(db_id, key=secret, digest_size=8, person=b"emr-device").digest()


def device_identity(secret: bytes, db_id: bytes) -> bytes:
    """Sixteen bytes that name this PC inside one facility's record."""
    return hashlib.blake2b(db_id, key=secret, digest_size=16, person=b"emr-device-id").digest()


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` survive a power cut; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, for its owner alone: beside it first, synced, then renamed.

    Raises:
        OSError: it is what it was before.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        into_place(part, path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
