"""Compares the records and tables as they stand with what the audit trail says they became."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from db.table_digests import TOLD_KIND, covered, digest_of_table, parted, told_item
from db.trail import SESSION_KIND
from db.watching import all_ids, hashes_of, items, kinds
from emr_desktop.access.chain import driver

_SMALL = 2_000  # rows; larger tables are compared when everything is


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


def differing_tables(session: Session, *, since: int = 0) -> tuple[str, ...]:
    """Names of the tables that are not what their digests say (``db/table_digests.toml``).

    ``audit_key`` is among them where the digests do not belong to the trail as it stands, or the sealing key
    not to its next row.

    Args:
        session: any session.
        since: 0 compares every table; else large ones are left out.
    """
    raw = driver(session)
    newest = raw.execute("SELECT coalesce(max(seq), 0) FROM audit_entry").fetchone()[0]
    kept = raw.execute("SELECT next_key, next_seq, tables FROM audit_key WHERE id = 1").fetchone()
    told = _last_told(raw)
    if kept is None:
        return () if told is None else ("audit_key",)
    next_key, next_seq, tables = kept
    sealed = raw.execute("SELECT 1 FROM audit_chapter WHERE first_seq <= ?", (newest + 1,)).fetchone()
    found = []
    if (
        next_seq != newest + 1
        or (sealed is not None and next_key is None)
        or (tables is not None and told is not None and told_item(tables)[17:] != told)
    ):
        found.append("audit_key")
    digests = parted(tables or b"")
    for number, table in covered().items():
        if number not in digests or (since and _is_large(raw, table.name)):
            continue
        if digest_of_table(raw, number) != digests[number]:
            found.append(table.name)
    return tuple(found)


def _last_told(raw: Any) -> bytes | None:
    """What the newest row that speaks of the tables says of them."""
    for (after,) in raw.execute(
        "SELECT after_hash FROM audit_entry WHERE after_hash IS NOT NULL ORDER BY seq DESC"
    ):
        for number, _key, digest in items(after):
            if number == TOLD_KIND:
                return digest
    return None


def _is_large(raw: Any, table: str) -> bool:
    few = f'SELECT count(*) FROM (SELECT 1 FROM "{table}" LIMIT {_SMALL + 1})'  # noqa: S608 - named in data
    return bool(raw.execute(few).fetchone()[0] > _SMALL)
