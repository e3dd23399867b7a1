"""What of a name was matched by the letters typed, and which other name of a thing it was."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_SHORTEST_INSIDE = 3  # letters that may match in the middle of a word
_MUCH_ALIKE = 70  # of 100: a slip of the hand
Span = tuple[int, int]


@lru_cache(maxsize=4_000)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """Small letters without accents, a blank for what parts words, and where each letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in "'’":
            continue
        for each in unicodedata.normalize("NFKD", letter.casefold()):
            if not unicodedata.combining(each):
                letters.append(each if each.isascii() and each.isalnum() else " ")
                places.append(place)
    return "".join(letters), tuple(places)


def _tokens(typed: str) -> list[str]:
    return _folded(typed)[0].split()


def _find(folded: str, token: str) -> int:
    """Where a word begins so, or where it stands inside one; -1 for nowhere."""
    if folded.startswith(token):
        return 0
    at = folded.find(f" {token}")
    if at >= 0:
        return at + 1
    return folded.find(token) if len(token) >= _SHORTEST_INSIDE else -1


def matched_spans(text: str, typed: str) -> tuple[Span, ...]:
    """Which letters of a name the typed words stand for: first and one past the last, in order.

    >>> matched_spans("Homa ya malaria", "mal")
    ((8, 11),)
    """
    folded, places = _folded(text)
    tokens = _tokens(typed)
    found: list[Span] = []
    for token in (" ".join(tokens),) if _find(folded, " ".join(tokens)) >= 0 else tokens:
        at = _find(folded, token) if token else -1
        if at >= 0:
            found.append((places[at], places[at + len(token) - 1] + 1))
    return _joined(found)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def matched_name(typed: str, *, shown: str, others: Sequence[str]) -> str:
    """The other name that was found by what was typed; empty where what is shown tells it already.

    Args:
        typed: words in any order, perhaps with a slip.
        shown: everything that stands on the line.
        others: synonyms and the name in the other language.
    """
    seen = _folded(shown)[0]
    left = [token for token in _tokens(typed) if _find(seen, token) < 0]
    if not left:
        return ""
    covered = [(sum(_find(_folded(name)[0], token) >= 0 for token in left), name) for name in others]
    most = max((count for count, _ in covered), default=0)
    if most:
        # Of several that hold it the shortest says it best.
        return min((name for count, name in covered if count == most), key=len)
    return _alike(" ".join(left), seen, others)


def _alike(asked: str, seen: str, others: Sequence[str]) -> str:
    """The name with a word most like what was typed, where none on the line is as like."""
    from rapidfuzz import fuzz

    def likeness(folded: str) -> float:
        return max((fuzz.ratio(asked, part) for part in (folded, *folded.split())), default=0)

    best = max(others, key=lambda name: likeness(_folded(name)[0]), default="")
    found = likeness(_folded(best)[0])
    return best if found >= _MUCH_ALIKE and found > likeness(seen) else ""
