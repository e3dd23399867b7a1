"""What the record that lies there still tells: how far its audit trail went, and the keys of its backups."""

from __future__ import annotations

from pathlib import Path

from db.backup import key_of_backup, newest_entry
from db.backup_header import BackupHeader
from db.errors import DatabaseTrouble, KeyTrouble
from db.key_file import KeyStore
from db.keys import Vault, recover_vault
from db.paper import write_recovery_key
from db.sealing import BackupKeys
from emr_desktop.backups.listing import scan_all
from emr_desktop.facility.layout import backups_folder, database_path


def newest_known_entry(folder: Path, db_id: bytes, *, vault: Vault | None, paper: bytes | None) -> int:
    """The highest number of an audit entry that anything on this PC tells of; 0 when nothing does.

    The record that lies there is asked when it still opens, then the backups beside it.
    """
    from_backups = max(
        (one.header.audit_seq for one in scan_all(backups_folder(folder)) if one.header.db_id == db_id),
        default=0,
    )
    return max(from_backups, _in_the_record(folder, db_id, vault, paper))


def keys_in_record(folder: Path, vault: Vault, header: BackupHeader) -> BackupKeys | None:
    """The keys of a backup that was made before the keys were changed, as the record wrote them down."""
    if vault.db_id != header.db_id:
        return None
    key = key_of_backup(database_path(folder), vault.database_key, header.backup_id)
    return None if key is None else BackupKeys(key, vault.audit_key)


def _in_the_record(folder: Path, db_id: bytes, vault: Vault | None, paper: bytes | None) -> int:
    try:
        if vault is None and paper is not None:
            vault = recover_vault(KeyStore(folder), write_recovery_key(paper))
    except (DatabaseTrouble, KeyTrouble, OSError):
        return 0
    if vault is None or vault.db_id != db_id:
        return 0
    return newest_entry(database_path(folder), vault.database_key) or 0
