"""Questions about the health of an open database, answered by the engine itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from db.engine import Database

# Migrations make these; a batch rebuild of their table would drop them without a word.
EXPECTED_TRIGGERS = frozenset(
    {
        "audit_entry_no_update",
        "audit_entry_no_delete",
        "audit_session_no_update",
        "audit_session_no_delete",
        "audit_chapter_no_update",
        "audit_chapter_no_delete",
        "search_entry_insert",
        "search_entry_delete",
        "search_entry_update",
    }
)

_INTERRUPTED = 9  # SQLITE_INTERRUPT


@dataclass(frozen=True)
class EngineVersions:
    sqlite: str
    sqlcipher: str | None  # None: the file is not encrypted
    crypto: str  # OpenSSL 3.6.0 ...


def engine_versions(database: Database) -> EngineVersions:
    with database.outside_transactions() as connection:
        return EngineVersions(
            sqlite=sqlcipher.sqlite_version,
            sqlcipher=_first(connection, "PRAGMA cipher_version")
            if _first(connection, "PRAGMA cipher_status") == "1"
            else None,
            crypto=_first(connection, "PRAGMA cipher_provider_version") or "",
        )


def damaged_pages(database: Database, *, whole: bool = False) -> list[str]:
    """What ``cipher_integrity_check`` and ``quick_check`` find; empty for a sound file.

    The log is folded into the file first: the page check reads the file alone. ``whole`` compares indexes
    with their tables too (``integrity_check``), which takes longer.
    """
    with database.outside_transactions() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if _first(connection, "PRAGMA cipher_status") == "1":
            findings = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
            if findings:
                return findings
        look = "integrity_check" if whole else "quick_check"
        found = [str(row[0]) for row in connection.execute(f"PRAGMA {look}(20)")]
        return [] if found == ["ok"] else found


def quick_look(database: Database, *, seconds: float) -> list[str]:
    """What ``quick_check`` finds within the time; empty when nothing was found or the time was up."""
    until = time.monotonic() + seconds
    with database.outside_transactions() as connection:
        connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(1)")]
        except sqlcipher.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == _INTERRUPTED:
                return []
            raise
        finally:
            connection.set_progress_handler(None, 0)
        return [] if found == ["ok"] else found


def broken_references(database: Database) -> list[str]:
    """Tables that hold rows whose parent is missing."""
    with database.outside_transactions() as connection:
        return sorted({str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")})


def missing_triggers(database: Database) -> frozenset[str]:
    with database.outside_transactions() as connection:
        there = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return EXPECTED_TRIGGERS - {str(row[0]) for row in there}


def search_index_fits(database: Database) -> bool:
    """Whether the full-text index says the same as the words it was made from."""
    with database.outside_transactions() as connection:
        try:
            # Rank 1 compares the index with its content table (https://sqlite.org/fts5.html#integrity_check).
            connection.execute(
                "INSERT INTO patient_search(patient_search, rank) VALUES ('integrity-check', 1)"
            )
            return all(
                connection.execute(
                    "SELECT count(*) FROM patient_search WHERE patient_search MATCH ?", (query,)
                ).fetchone()[0]
                == rows
                for query, rows in _expected_matches(connection)
            )
        except sqlcipher.DatabaseError:
            return False


def _expected_matches(connection: Any) -> Iterator[tuple[str, int]]:
    """How many entries words and their beginnings must find: of many every tenth, and each that many have.

    FTS5's own check passes over pages that its directory (``patient_search_idx``) has lost. One page has far
    more than ten words, or few that many entries have.
    """
    words: Counter[str] = Counter()
    beginnings: dict[int, Counter[str]] = {length: Counter() for length in _PREFIXES}
    for (text,) in connection.execute("SELECT words FROM search_entry"):
        each = {word for word in str(text).split() if word.isascii() and word.isalnum()}
        words.update(each)
        for length, counted in beginnings.items():
            counted.update({word[:length] for word in each if len(word) >= length})
    for counted, mark in ((words, ""), *((counted, "*") for counted in beginnings.values())):
        for place, word in enumerate(sorted(counted)):
            if len(counted) < 2_000 or place % 10 == 0 or counted[word] > 200:
                yield f'"{word}"{mark}', counted[word]


_PREFIXES = (1, 2, 3, 4)  # that the index keeps: migration 0001


def _first(connection: Any, statement: str) -> str | None:
    row = connection.execute(statement).fetchone()
    return None if row is None else str(row[0])
