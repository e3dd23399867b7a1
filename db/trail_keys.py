"""The sealing keys of the audit trail: a new chapter for each paper key, and opening one with its paper.

The first key of a chapter is closed to the paper key's public half and kept nowhere else; each row replaces
the key by its successor. So whoever holds the database key cannot make a seal of yesterday, and who holds the
paper can check all of them.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from db.key_file import Slot
from db.paper import read_recovery_key
from db.slots import open_recovery_slot, sealed_to
from db.trail import ensure_key


def begin_chapter(raw: Any, slot: Slot, db_id: bytes, *, chain_key: bytes) -> bool:
    """Start sealing for the paper key of ``slot`` with the next row; False where that is done already.

    Args:
        raw: the driver's connection, in a writing transaction.
        slot: of the paper key.
        db_id: names the facility's record.
        chain_key: for a record whose chain has no key yet.
    """
    ensure_key(raw, chain_key)
    last = raw.execute("SELECT public_key FROM audit_chapter ORDER BY first_seq DESC LIMIT 1").fetchone()
    if last is not None and bytes(last[0]) == slot.public_key:
        return False
    first = 1 + (raw.execute("SELECT max(seq) FROM audit_entry").fetchone()[0] or 0)
    key = secrets.token_bytes(32)
    sealed = sealed_to(_for_trail(slot, first), db_id, key)
    raw.execute(
        "INSERT OR REPLACE INTO audit_chapter (first_seq, slot_id, salt, public_key, sealed_key) "
        "VALUES (?, ?, ?, ?, ?)",
        (first, slot.slot_id, slot.salt, slot.public_key, sealed),
    )
    raw.execute("UPDATE audit_key SET next_key = ? WHERE id = 1", (key,))
    return True


def open_chapters(raw: Any, db_id: bytes, recovery_key: str) -> tuple[dict[int, bytes], tuple[int, ...]]:
    """The first sealing keys that a paper key opens, by the number of their first row; and those it does not.

    Raises:
        KeyTrouble: ``recovery.length recovery.mistyped``.
    """
    paper = read_recovery_key(recovery_key)
    opened: dict[int, bytes] = {}
    closed: list[int] = []
    for first, slot_id, salt, public_key, sealed in raw.execute(
        "SELECT first_seq, slot_id, salt, public_key, sealed_key FROM audit_chapter ORDER BY first_seq"
    ):
        slot = Slot(kind="recovery", slot_id=slot_id, salt=salt, public_key=public_key, sealed_key=sealed)
        key = open_recovery_slot(_for_trail(slot, first), db_id, paper)
        if key is None:
            closed.append(first)
        else:
            opened[first] = key
    return opened, tuple(closed)


def _for_trail(slot: Slot, first: int) -> Slot:
    """The slot under an id of its own: what is closed for the trail opens as nothing else."""
    number = hashlib.sha256(b"audit-chapter" + slot.slot_id + first.to_bytes(8, "big")).digest()[:16]
    return replace(slot, slot_id=number)
