"""Says how well a patient answers what was typed: exact before beginning before similar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

from db.search import Candidate
from emr_desktop.patients.folding import beginnings, forms, words_of
from emr_desktop.patients.index_words import Asked, phone_digits
from emr_desktop.patients.numbers import serial_of

# Scores of one typed word, 0-100.
_EXACT = 100.0
_BEGINNING = 88.0
_SOUNDS = 90.0
_SOUNDS_BEGINNING = 80.0
_MOST_SIMILAR = 78.0
_LEAST_SIMILAR = 0.82  # Jaro-Winkler below this is another name
_VILLAGE = 0.94  # a word found in the village counts a little less than one found in the name

# Somebody who answers less than this of what was typed, on the mean, is not who is meant.
_LEAST_MEAN = 40.0
_LEAST_BESIDE_OTHER_PHONE = 60.0  # of the rest, when a whole phone number was typed and is another one
_WHOLE_PHONE = 9  # national digits

_OTHER_RECORD = 76.0  # what another record said that was merged into this one

_RECENT = ((31, 3.0), (183, 2.0), (366, 1.0))  # days since the last visit, points


def rank(
    asked: Sequence[Asked], candidates: Sequence[Candidate], *, today: date, limit: int
) -> list[tuple[float, Candidate]]:
    """Sort candidates by how well they answer, best first; those that answer nothing are left out."""
    scored = [(score(asked, candidate, today=today), candidate) for candidate in candidates]
    scored = [pair for pair in scored if pair[0] > 0]
    scored.sort(
        key=lambda pair: (
            -pair[0],
            _backwards(pair[1].newest_visit),
            pair[1].first_name,
            pair[1].last_name,
            pair[1].number,
        )
    )
    return scored[:limit]


def score(asked: Sequence[Asked], candidate: Candidate, *, today: date) -> float:
    """Give 0-100 for one candidate: the mean over the typed words, a recent visit a little up.

    0 for one who answers too little of it: a list of strangers would only tempt to open the wrong record.
    """
    _, number, first, middle, last, phone, village, indexed, newest_visit = candidate
    name_words = _words(f"{first} {middle or ''} {last}")
    village_words = _words(village) if village else ()
    total = 0.0
    other_phones = 0
    for place, one in enumerate(asked):
        if one.facility is not None and not number.startswith(f"{one.facility}/"):
            return 0.0  # the card of another facility: nobody here is meant
        points = 0.0
        if one.kind == "phone":
            digits = phone_digits(phone or "")
            points = _EXACT if digits == one.text else _BEGINNING if digits.startswith(one.text) else 0.0
            other_phones += len(one.text) >= _WHOLE_PHONE and digits != one.text
        elif one.kind == "number":
            points = _number_points(one, number, phone, (*name_words, *village_words))
        else:
            points = _word_points(one.text, place, name_words, village_words)
        if not points and any(term.accepts(word) for word in indexed.split() for term in one.terms):
            points = _OTHER_RECORD
        total += points
    if not total or total < _LEAST_MEAN * len(asked):
        return 0.0
    if other_phones and total < _LEAST_BESIDE_OTHER_PHONE * (len(asked) - other_phones):
        return 0.0
    return min(100.0, total / len(asked) * 0.96 + _recency(newest_visit, today))


@lru_cache(maxsize=32_768)
def _word_points(
    typed: str, place: int, name_words: tuple[str, ...], village_words: tuple[str, ...]
) -> float:
    best = max((similarity(typed, word) for word in name_words), default=0.0)
    if best < _EXACT and village_words:
        best = max(best, _VILLAGE * max(similarity(typed, word) for word in village_words))
    # Among equals the name written in the usual order goes first.
    if best and place < len(name_words) and similarity(typed, name_words[place]):
        best += 1.0
    return best


def _number_points(one: Asked, number: str, phone: str | None, words: tuple[str, ...]) -> float:
    if str(serial_of(number)) == one.text:
        if one.year is None:
            return _EXACT
        return _EXACT if f"/{one.year}/" in number else _SOUNDS_BEGINNING
    if one.year is None:
        if phone and phone_digits(phone).startswith(one.text):
            return _BEGINNING
        if one.text in words:
            return _BEGINNING
    return 0.0


@lru_cache(maxsize=32_768)
def similarity(typed: str, word: str) -> float:
    """Give 0-100 for a typed word, maybe half of it, against a word of a name; both plain."""
    if typed == word:
        return _EXACT
    if word.startswith(typed):
        return _BEGINNING + 8.0 * len(typed) / len(word)
    own = _forms(word)
    if not own.isdisjoint(_forms(typed)):
        return _SOUNDS
    for start in beginnings(typed):
        if any(form.startswith(start) for form in own):
            return _SOUNDS_BEGINNING + 6.0 * min(1.0, len(typed) / len(word))
    near = max(
        float(JaroWinkler.similarity(typed, word, score_cutoff=_LEAST_SIMILAR)),
        # A slip in a word that is still being typed.
        float(JaroWinkler.similarity(typed, word[: len(typed)], score_cutoff=_LEAST_SIMILAR)) - 0.04
        if 3 <= len(typed) < len(word)
        else 0.0,
    )
    return _MOST_SIMILAR * near if near >= _LEAST_SIMILAR else 0.0


def _recency(newest_visit: str | None, today: date) -> float:
    if newest_visit is None:
        return 0.0
    days = (today - date.fromisoformat(newest_visit)).days
    return next((points for limit, points in _RECENT if days <= limit), 0.0)


def _backwards(newest_visit: str | None) -> int:
    return -int(newest_visit.replace("-", "")) if newest_visit else 0


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    return words_of(text)


@lru_cache(maxsize=32_768)
def _forms(word: str) -> frozenset[str]:
    return frozenset(forms(word))
