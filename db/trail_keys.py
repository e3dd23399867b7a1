"""The sealing keys of the audit trail: a new chapter for each paper key, and opening one with its paper.

The first key of a chapter is closed to the paper key's public half, to the council's where there is one, and
kept nowhere else; each row replaces the key by its successor. So whoever holds the database key cannot make a
seal of yesterday, and who holds the paper or the council's key can check all of them.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from typing import Any

from db.key_file import Slot
from db.paper import read_recovery_key
from db.slots import open_council_slot, open_recovery_slot, sealed_to
from db.trail import ensure_key

_SEALED = 92  # what db.slots seals to one key


def begin_chapter(
    raw: Any, slot: Slot, db_id: bytes, *, chain_key: bytes, council: Slot | None = None
) -> bool:
    """Start sealing for the paper key of ``slot`` with the next row; False where that is done already.

    Args:
        raw: the driver's connection, in a writing transaction.
        slot: of the paper key.
        db_id: names the facility's record.
        chain_key: for a record whose chain has no key yet.
        council: whose key opens the chapter too; another council, or none any more, begins one.
    """
    ensure_key(raw, chain_key)
    last = raw.execute(
        "SELECT public_key, sealed_key FROM audit_chapter ORDER BY first_seq DESC LIMIT 1"
    ).fetchone()
    wanted = None if council is None else council.public_key
    if last is not None and bytes(last[0]) == slot.public_key and _council_of(last[1])[0] == wanted:
        return False
    first = 1 + (raw.execute("SELECT max(seq) FROM audit_entry").fetchone()[0] or 0)
    key = secrets.token_bytes(32)
    sealed = sealed_to(_for_trail(slot, first), db_id, key)
    if council is not None:
        sealed += council.public_key + sealed_to(
            _for_trail(_known_by_key(council.public_key), first), db_id, key
        )
    raw.execute(
        "INSERT OR REPLACE INTO audit_chapter (first_seq, slot_id, salt, public_key, sealed_key) "
        "VALUES (?, ?, ?, ?, ?)",
        (first, slot.slot_id, slot.salt, slot.public_key, sealed),
    )
    raw.execute("UPDATE audit_key SET next_key = ? WHERE id = 1", (key,))
    return True


def open_chapters(
    raw: Any, db_id: bytes, recovery_key: str | None = None, *, council_key: bytes | None = None
) -> tuple[dict[int, bytes], tuple[int, ...]]:
    """The first sealing keys that a key opens, by the number of their first row; and those it does not.

    Args:
        raw: the driver's connection.
        db_id: names the facility's record.
        recovery_key: of the paper, as typed.
        council_key: or the council's private key (X25519, 32 bytes).

    Raises:
        KeyTrouble: ``recovery.length recovery.mistyped``.
    """
    paper = None if recovery_key is None else read_recovery_key(recovery_key)
    opened: dict[int, bytes] = {}
    closed: list[int] = []
    for first, slot_id, salt, public_key, sealed in raw.execute(
        "SELECT first_seq, slot_id, salt, public_key, sealed_key FROM audit_chapter ORDER BY first_seq"
    ):
        key = None
        if paper is not None:
            slot = Slot(
                kind="recovery",
                slot_id=slot_id,
                salt=salt,
                public_key=public_key,
                sealed_key=sealed[:_SEALED],
            )
            key = open_recovery_slot(_for_trail(slot, first), db_id, paper)
        council, to_council = _council_of(sealed)
        if key is None and council_key is not None and council is not None:
            slot = replace(_known_by_key(council), sealed_key=to_council)
            key = open_council_slot(_for_trail(slot, first), db_id, council_key)
        if key is None:
            closed.append(first)
        else:
            opened[first] = key
    return opened, tuple(closed)


def _council_of(sealed: bytes) -> tuple[bytes | None, bytes]:
    """The council's public key and what is sealed to it, which stand behind what is sealed to the paper."""
    rest = bytes(sealed[_SEALED:])
    return (rest[:32], rest[32:]) if rest else (None, b"")


def _known_by_key(public_key: bytes) -> Slot:
    """A council's slot is made anew with each change of the key file; here its key alone names it."""
    name = hashlib.sha256(b"council" + public_key).digest()[:16]
    return Slot(kind="council", slot_id=name, salt=b"", public_key=public_key, sealed_key=b"")


def _for_trail(slot: Slot, first: int) -> Slot:
    """The slot under an id of its own: what is closed for the trail opens as nothing else."""
    number = hashlib.sha256(b"audit-chapter" + slot.slot_id + first.to_bytes(8, "big")).digest()[:16]
    return replace(slot, slot_id=number)
