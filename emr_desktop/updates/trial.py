"""The new program tries itself on a copy of the record: migrates it, and looks whether all is there."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from db.backup import check_copy
from db.engine import open_database
from db.errors import BackupTrouble, DatabaseTrouble
from db.health import broken_references, damaged_pages, missing_triggers, search_index_fits
from db.migrate import upgrade
from emr_desktop import __version__
from emr_desktop.backups.watching import Watch

# A migration may move settings about, but no patient, visit, person or entry of the trail.
COUNTED = ("patient", "visit", "diagnosis", "prescription", "staff", "audit_entry")


def try_record(record: Path, key: bytes) -> dict[str, Any]:
    """Bring a copy of the record to the schema of this program and check it.

    Args:
        record: the copy; nobody else has it open.
        key: 32 bytes.

    Returns:
        ``version schema rows audit_seq audit_mac findings``; ``findings`` is empty when all is well.

    Raises:
        DatabaseTrouble: ``newer`` (a newer program made it), ``disk_full`` ...
        BackupTrouble: ``backup.damaged``.
    """
    database = open_database(record, key)
    try:
        upgrade(database)
        findings = [*damaged_pages(database), *broken_references(database), *missing_triggers(database)]
        if not search_index_fits(database):
            findings.append("search")
    finally:
        database.close()
    log = record.with_name(record.name + "-wal")
    if log.exists() and log.stat().st_size:
        findings.append("log")
    found = check_copy(record, key, watch=Watch())
    return {
        "version": __version__,
        "schema": found.schema,
        "rows": {name: found.rows.get(name, 0) for name in COUNTED},
        "audit_seq": found.audit_seq,
        "audit_mac": found.audit_mac.hex(),
        "findings": [str(each)[:100] for each in findings],
    }


def answer(asked: TextIO, told: TextIO) -> int:
    """Read what is asked (``record``, ``key``: JSON) and tell what was found; gives the exit code.

    The key comes through a pipe: neither an argument nor a file ever holds it.
    """
    try:
        given = json.loads(asked.read())
        record, key = Path(given["record"]), bytes.fromhex(given["key"])
    except (ValueError, KeyError, TypeError):
        return 2
    found: dict[str, Any] = {"findings": ["failed"]}
    try:
        found = try_record(record, key)
    except (DatabaseTrouble, BackupTrouble) as trouble:
        found["findings"] = [trouble.code]
    with suppress(OSError):
        told.write(json.dumps(found) + "\n")
        told.flush()
    return 1 if found["findings"] else 0
