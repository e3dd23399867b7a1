"""Finds patients by what was typed: strict first, then with slips, then with a word left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler
from sqlalchemy.orm import Session

from db.search import Candidate, Term, entries_after, matching, seen_lately
from emr_desktop.patients.folding import forms
from emr_desktop.patients.index_words import Asked, read_query
from emr_desktop.patients.ranking import rank

_EXACT_LIMIT = 100
_PREFIX_LIMIT = 120
_RECENT_LIMIT = 300
_FEW = 6  # with fewer strict answers, slips are looked for too
_NEAR_WORDS = 10
_NEARNESS = 0.84


@dataclass
class Vocabulary:
    """Every folded word of the index, kept in memory and read on where it ended last time.

    Words are only added: one that no patient has any more finds nothing and does no harm.
    """

    row: int = 0
    words: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)

    def read_on(self, session: Session) -> None:
        """Take in the entries that were indexed since the last call, by whichever process."""
        self.row, entries = entries_after(session, self.row)
        fresh = {word for entry in entries for word in entry.split() if word[0] > "9"} - self.known
        self.known |= fresh
        self.words += sorted(fresh)

    def near(self, folded: str) -> list[str]:
        """Give known words that differ from a folded one by a slip or two."""
        if len(folded) < 3:
            return []
        found = process.extract(
            folded, self.words, scorer=JaroWinkler.similarity, score_cutoff=_NEARNESS, limit=_NEAR_WORDS
        )
        return [word for word, _, _ in found]


def find(
    session: Session, text: str, *, vocabulary: Vocabulary, today: date, limit: int
) -> list[tuple[float, Candidate]]:
    """Give the best answers to what was typed, with their scores (0-100), best first."""
    asked = read_query(text)
    if not asked:
        return []
    return rank(asked, candidates_for(session, asked, vocabulary=vocabulary), today=today, limit=limit)


def candidates_for(
    session: Session, asked: Sequence[Asked], *, vocabulary: Vocabulary
) -> Sequence[Candidate]:
    """Fetch a few hundred patients that may be meant."""
    found: dict[str, Candidate] = {}

    def add(candidates: list[Candidate]) -> int:
        for candidate in candidates:
            found.setdefault(candidate.number, candidate)
        return len(candidates)

    strict = [one.terms for one in asked]
    fetched = add(matching(session, strict, limit=_PREFIX_LIMIT))
    if fetched == _PREFIX_LIMIT:
        # Too many begin like that: make sure of those called exactly that, and of those who were here lately.
        add(matching(session, [_whole(one) for one in asked], limit=_EXACT_LIMIT))
        add([one for one in seen_lately(session, limit=_RECENT_LIMIT) if _has(one, strict)])
    if len(asked) > 1 and len(found) < _FEW:
        add(matching(session, _joined_pairs(asked), limit=_PREFIX_LIMIT))
    if len(found) < _FEW:
        vocabulary.read_on(session)
        asked = [_with_slips(one, vocabulary) for one in asked]
        add(matching(session, [one.terms for one in asked], limit=_PREFIX_LIMIT))
    if not found and len(asked) > 1:
        for left_out in range(len(asked)):
            rest = [one.terms for place, one in enumerate(asked) if place != left_out]
            add(matching(session, rest, limit=_EXACT_LIMIT))
    return tuple(found.values())


def _whole(one: Asked) -> list[Term]:
    return [term for term in one.terms if not term.beginning] or list(one.terms)


def _has(candidate: Candidate, wanted: Sequence[Sequence[Term]]) -> bool:
    words = candidate.words.split()
    return all(any(term.accepts(word) for term in terms for word in words) for terms in wanted)


def _joined_pairs(asked: Sequence[Asked]) -> list[list[Term]]:
    """Read two neighbouring words as one: ``abdul rahman`` also finds ``Abdulrahman``."""
    words = [one for one in asked if one.kind == "word"]
    if len(words) != len(asked):
        return []
    first, second, *rest = words
    joined = [Term(form) for form in forms(first.text + second.text)]
    return [joined, *[list(one.terms) for one in rest]] if joined else []


def _with_slips(one: Asked, vocabulary: Vocabulary) -> Asked:
    if one.kind != "word":
        return one
    near = {word for term in one.terms for word in vocabulary.near(term.word)}
    return replace(one, terms=(*one.terms, *(Term(word) for word in sorted(near))))
