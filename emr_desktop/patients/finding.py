"""Finds patients by what was typed: strict first, then with slips, then with a word left out."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy.orm import Session

from db.search import Candidate, Term, matching, seen_lately, words_after
from emr_desktop.patients.folding import forms
from emr_desktop.patients.index_words import Asked, read_query
from emr_desktop.patients.ranking import rank

_EXACT_LIMIT = 70
_PREFIX_LIMIT = 90
_REST_LIMIT = 40  # for each typed word that is left out
_RECENT_LIMIT = 300
_RECENT_AGE = 60.0  # seconds: the list only decides who goes first among many
_FEW = 6  # with fewer strict answers, slips are looked for too
_NEAR_WORDS = 8


@dataclass
class Vocabulary:
    """Every folded word of the index by its length, kept in memory and read on where it ended last time.

    Words are only added: one that no patient has any more finds nothing and does no harm.
    """

    row: int = 0
    known: set[str] = field(default_factory=set)
    by_length: dict[int, list[str]] = field(default_factory=dict)

    def read_on(self, session: Session) -> None:
        """Take in what was indexed since the last call, by whichever process."""
        self.row, words = words_after(session, self.row)
        for word in words - self.known:
            if word[0] > "9":
                self.known.add(word)
                self.by_length.setdefault(len(word), []).append(word)

    def near(self, folded: str) -> list[str]:
        """Give known words one slip away, or two for a long word: a letter more, less, other or swapped."""
        slips = 1 if len(folded) < 5 else 2
        if len(folded) < 3:
            return []
        found: list[tuple[float, str]] = []
        for length in range(len(folded) - slips, len(folded) + slips + 1):
            found += [
                (distance, word)
                for word, distance, _ in process.extract(
                    folded,
                    self.by_length.get(length, ()),
                    scorer=OSA.distance,
                    score_cutoff=slips,
                    limit=_NEAR_WORDS,
                )
            ]
        return [word for _, word in sorted(found)[:_NEAR_WORDS]]


@dataclass
class RecentPatients:
    """Who was seen lately, with their words; read again after a minute."""

    read_at: float = -1e9
    found: list[tuple[Candidate, list[str]]] = field(default_factory=list)

    def matching(self, session: Session, wanted: Sequence[Sequence[Term]]) -> list[Candidate]:
        """Give those who answer everything that is wanted."""
        if time.monotonic() - self.read_at > _RECENT_AGE:
            self.found = [(one, one.words.split()) for one in seen_lately(session, limit=_RECENT_LIMIT)]
            self.read_at = time.monotonic()
        return [one for one, words in self.found if _has(words, wanted)]


def find(
    session: Session,
    text: str,
    *,
    vocabulary: Vocabulary,
    recent: RecentPatients,
    today: date,
    limit: int,
) -> list[tuple[float, Candidate]]:
    """Give the best answers to what was typed, with their scores (0-100), best first."""
    asked = read_query(text)
    if not asked:
        return []
    candidates = candidates_for(session, asked, vocabulary=vocabulary, recent=recent)
    return rank(asked, candidates, today=today, limit=limit)


def candidates_for(
    session: Session, asked: Sequence[Asked], *, vocabulary: Vocabulary, recent: RecentPatients
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
        add(recent.matching(session, strict))
    if len(asked) > 1 and len(found) < _FEW:
        add(matching(session, _joined_pairs(asked), limit=_PREFIX_LIMIT))
    if len(found) < _FEW:
        vocabulary.read_on(session)
        asked = [_with_slips(one, vocabulary) for one in asked]
        add(matching(session, [one.terms for one in asked], limit=_PREFIX_LIMIT))
    if not found and len(asked) > 1:
        for left_out in range(len(asked)):
            rest = [one.terms for place, one in enumerate(asked) if place != left_out]
            add(matching(session, rest, limit=_REST_LIMIT))
    return tuple(found.values())


def _whole(one: Asked) -> list[Term]:
    return [term for term in one.terms if not term.beginning] or list(one.terms)


def _has(words: list[str], wanted: Sequence[Sequence[Term]]) -> bool:
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
    near = vocabulary.near(forms(one.text)[0])
    return replace(one, terms=(*one.terms, *(Term(word) for word in near)))
