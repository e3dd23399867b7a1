"""Opens a backup from outside: with the paper key, a council's key, or a password this PC still knows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from db.backup_file import Container
from db.device import device_folder
from db.errors import KeyTrouble
from db.key_file import KeyFile, KeyStore, parse
from db.keys import Vault, unlock_any
from db.paper import read_recovery_key
from db.sealing import BackupKeys, open_with_council_key, open_with_paper
from emr_desktop.backups.known_head import keys_in_record
from emr_desktop.clock import Clock
from emr_desktop.errors import EmrError
from emr_desktop.facility.answers import key_answers
from emr_desktop.facility.attempts import noted

_MOST_TRIED = 6  # key files of one record on one PC; each try costs a stretched password
_LARGEST_KEY_FILE = 4 * 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """A backup whose keys are known, and what opened it."""

    container: Container
    keys: BackupKeys
    paper: bytes | None = None
    vault: Vault | None = None  # an opened key file of this PC; its people keep their passwords
    username: str | None = None


def open_by_paper(container: Container, recovery_key: str) -> Opened:
    """Open with the paper recovery key that was in force when the backup was made.

    Raises:
        EmrError: ``recovery.refused``.
        ValidationError: ``recovery_key`` was mistyped.
    """
    header = container.header
    with key_answers():
        paper = read_recovery_key(recovery_key)
    keys = open_with_paper(header.sealed, paper, db_id=header.db_id, backup_id=header.backup_id)
    if keys is None:
        raise EmrError("backup.paper_refused")
    return Opened(container, keys, paper=paper)


def open_by_council(container: Container, private_key: bytes) -> Opened:
    """Open with the council's private key (X25519, 32 bytes).

    Raises:
        EmrError: ``council.refused``.
    """
    header = container.header
    keys = open_with_council_key(header.sealed, private_key, backup_id=header.backup_id)
    if keys is None:
        raise EmrError("council.refused")
    return Opened(container, keys)


def open_by_password(
    container: Container, folder: Path, *, username: str | None, password: str, clock: Clock
) -> Opened:
    """Open with a password: a key file of the same record must still be on this PC.

    Args:
        container: the backup.
        folder: the data folder; its key file is looked at first, then the copies beside the device secret.
        username: who; None means the first person of that key file.
        password: the person's own.
        clock: for one-time codes, which open nothing here, and for a refusal in the audit trail.

    Raises:
        EmrError: ``backup.no_key_file`` (only the paper key opens it here), ``login.refused``,
            ``backup.wrong_key`` (the keys were changed since it was made: the paper key opens it) ...
    """
    candidates = key_files_of(container.header.db_id, folder)
    if not candidates:
        raise EmrError("backup.no_key_file")
    name = username or next((slot.username for slot in candidates[0].users() if slot.username), "")
    with key_answers(), noted(candidates[0], name, clock):
        opened = unlock_any(
            KeyStore(folder),
            candidates[:_MOST_TRIED],
            username=name,
            secret=password,
            now=clock.now().timestamp(),
        )
    for vault, slot in opened:
        if slot.one_time_until is not None:
            raise EmrError("login.code_must_be_changed")
        keys = vault.open_backup(container.header) or keys_in_record(folder, vault, container.header)
        if keys is not None:
            return Opened(container, keys, vault=vault, username=slot.username)
    raise EmrError("backup.wrong_key")


def key_files_of(db_id: bytes, folder: Path) -> list[KeyFile]:
    """The intact key files of a record on this PC, the newest generation first."""
    store = KeyStore(folder)
    try:
        beside = sorted(device_folder().glob("*.keyslots*.json"))
    except OSError:
        beside = []
    found: dict[str, KeyFile] = {}
    for path in (*store.paths, *beside):
        try:
            if path.stat().st_size > _LARGEST_KEY_FILE:
                continue
            content = path.read_bytes()
            key_file = parse(content)
        except (OSError, KeyTrouble):
            continue
        if key_file.db_id == db_id:
            found.setdefault(hashlib.sha256(content).hexdigest(), key_file)
    return sorted(found.values(), key=lambda one: -one.generation)


def newest_generation(db_id: bytes, folder: Path) -> int:
    """The highest generation of a record's key files on this PC; 0 without any."""
    return max((one.generation for one in key_files_of(db_id, folder)), default=0)
