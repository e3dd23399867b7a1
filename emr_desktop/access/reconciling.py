"""Compares the records as they stand with what the audit trail says they became."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.trail import SESSION_KIND
from db.watching import all_ids, hashes_of, items, kinds
from emr_desktop.access.chain import driver


@dataclass(frozen=True)
class Difference:
    """A record that is not what the trail says: its kind and id, and the row that told last of it.

    ``seq`` is None for a record that the trail has never heard of.
    """

    kind: str
    id: bytes
    seq: int | None


def reconcile(session: Session, *, since: int = 0, most: int = 100) -> tuple[Difference, ...]:
    """Find the records that differ from the trail.

    Args:
        session: any session; the chain itself is checked elsewhere.
        since: 0 compares every record, and finds those the trail does not know; else only the records that a
            row after ``since`` tells of.
        most: no more than so many are listed.
    """
    raw = driver(session)
    last: dict[tuple[int, bytes], tuple[int, bytes]] = {}
    for seq, after in raw.execute(
        "SELECT seq, after_hash FROM audit_entry WHERE after_hash IS NOT NULL AND seq > ? ORDER BY seq",
        (since,),
    ):
        for number, key, digest in items(after):
            if number != SESSION_KIND:
                last[number, key] = seq, digest
    if not last and since == 0:
        return ()  # a trail of before hashes were kept
    found: list[Difference] = []
    for kind in kinds().values():
        keys = {key for number, key in last if number == kind.number}
        if since == 0:
            keys.update(all_ids(raw, kind))
        for key, digest in hashes_of(raw, kind, sorted(keys)):
            told = last.get((kind.number, key))
            if told is None or told[1] != digest:
                found.append(Difference(kind.name, key, told and told[0]))
                if len(found) >= most:
                    return tuple(found)
    return tuple(found)
