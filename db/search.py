"""The full-text index over folded words: what stands in it, and who matches.

All of SQLite's FTS5 is in this file. Words come folded (small ASCII letters and digits) from the caller;
anything else is dropped before it can reach the query language of FTS5, so that no text can raise.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from db.models import SearchEntry


@dataclass(frozen=True)
class Term:
    """A folded word, or with ``beginning`` any word that begins so."""

    word: str
    beginning: bool = False

    def accepts(self, word: str) -> bool:
        return word.startswith(self.word) if self.beginning else word == self.word


class Candidate(NamedTuple):
    """Someone who matches, with what ranking needs; most recently indexed first."""

    key: bytes  # of the patient's id; hundreds are fetched, only the few that are shown become UUIDs
    number: str
    first_name: str
    middle_name: str | None
    last_name: str
    phone: str | None
    village: str | None
    words: str
    newest_visit: str | None  # ISO date of the newest visit that was not voided

    @property
    def patient_id(self) -> uuid.UUID:
        return uuid.UUID(bytes=self.key)


# The newest visit comes from an index alone: one look-up for each candidate.
_COLUMNS = (
    "SELECT p.id, p.number, p.first_name, p.middle_name, p.last_name, p.phone, p.village, e.words, "
    "(SELECT v.visit_date FROM visit v WHERE v.patient_id = p.id AND v.voided_at IS NULL "
    "ORDER BY v.visit_date DESC LIMIT 1) "
)
# CROSS JOIN fixes the order: the index first, then the two rows by their keys. No ORDER BY rank: it reads
# every match.
_MATCHING = f"""{_COLUMNS} FROM patient_search s
    CROSS JOIN search_entry e ON e.row = s.rowid CROSS JOIN patient p ON p.id = e.patient_id
    WHERE s.patient_search MATCH ? AND p.merged_into IS NULL AND p.voided_at IS NULL
    ORDER BY s.rowid DESC LIMIT ?"""
_LATELY = f"""{_COLUMNS} FROM (
        SELECT patient_id FROM (
            SELECT patient_id, visit_date FROM visit WHERE voided_at IS NULL ORDER BY visit_date DESC LIMIT ?
        )
        GROUP BY patient_id ORDER BY max(visit_date) DESC LIMIT ?
    ) r
    CROSS JOIN patient p ON p.id = r.patient_id CROSS JOIN search_entry e ON e.patient_id = p.id
    WHERE p.merged_into IS NULL AND p.voided_at IS NULL"""  # noqa: S608


def put_words(session: Session, entries: Iterable[tuple[uuid.UUID, Iterable[str]]]) -> None:
    """Index patients that are not in the index yet; for many at once."""
    rows = [{"patient_id": patient_id, "words": _joined(words)} for patient_id, words in entries]
    if rows:
        session.execute(insert(SearchEntry), rows)


def replace_words(session: Session, patient_id: uuid.UUID, words: Iterable[str]) -> None:
    """Index a patient anew. The entry gets a new number, so that readers of ``words_after`` see it."""
    newest = session.scalar(select(SearchEntry.row).order_by(SearchEntry.row.desc()).limit(1)) or 0
    session.execute(delete(SearchEntry).where(SearchEntry.patient_id == patient_id))
    session.execute(
        insert(SearchEntry).values(row=newest + 1, patient_id=patient_id, words=_joined(words)),
    )


def matching(session: Session, wanted: Sequence[Sequence[Term]], *, limit: int) -> list[Candidate]:
    """Fetch up to ``limit`` patients who have, for each element of ``wanted``, a word it accepts."""
    query = _query(wanted)
    if not query:
        return []
    return _candidates(session, _MATCHING, (query, limit))


def seen_lately(session: Session, *, limit: int) -> list[Candidate]:
    """Fetch the patients of the newest visits."""
    return _candidates(session, _LATELY, (limit * 3, limit))


def words_after(session: Session, row: int) -> tuple[int, set[str]]:
    """Read the words indexed after entry number ``row``: the newest number, and the different words."""
    # One string for all: a hundred thousand rows would take ten times as long.
    newest, words = session.execute(
        text("SELECT max(row), group_concat(words, ' ') FROM search_entry WHERE row > :row"), {"row": row}
    ).one()
    return (row, set()) if newest is None else (newest, set(words.split()))


def _candidates(session: Session, statement: str, params: tuple[object, ...]) -> list[Candidate]:
    rows = session.connection().exec_driver_sql(statement, params).all()
    return [Candidate._make(row) for row in rows]


def _joined(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _query(wanted: Sequence[Sequence[Term]]) -> str:
    """Write the FTS5 expression; every word is quoted, and holds nothing but letters and digits."""
    groups = []
    for alternatives in wanted:
        words = [
            f'"{term.word}"' + ("*" if term.beginning else "")
            for term in alternatives
            if term.word.isascii() and term.word.isalnum()
        ]
        if not words:
            return ""
        groups.append("(" + " OR ".join(dict.fromkeys(words)) + ")")
    return " AND ".join(groups)
