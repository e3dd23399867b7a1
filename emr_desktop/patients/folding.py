"""Folds names to what they sound like in Tanzania, so that search forgives spelling.

The rules are data: ``spelling.toml`` (sounds, with the reason for each) and ``name_variants.csv`` (names
whose spellings lie too far apart for rules). A word may fold to several forms; two words sound alike when
they share one.
"""

from __future__ import annotations

import csv
import itertools
import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

VERSION = 1  # raise it when the tables change: kept index rows are then folded again
_MOST_FORMS = 4
_NOT_IN_A_WORD = re.compile(r"[^0-9a-z]+")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_MAY_STILL_COME = {"c": "he", "d": "h", "h": "aeiour", "k": "h", "p": "h", "t": "h"}
_HERE = Path(__file__).parent


@lru_cache(maxsize=32_768)
def plain(text: str) -> str:
    """Give small ASCII letters and digits with single blanks: ``Ng'ombe-Óle`` -> ``ngombe ole``."""
    lowered = _APOSTROPHES.sub("", text.casefold())
    if not lowered.isascii():
        decomposed = unicodedata.normalize("NFKD", lowered)
        lowered = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_IN_A_WORD.sub(" ", lowered).strip()


@lru_cache(maxsize=65_536)
def forms(word: str) -> tuple[str, ...]:
    """Give the folded forms of one whole word, the usual one first; a number is its own form.

    ``forms("Mohamed") == forms("Muhammad")``; an empty tuple when nothing of the word can be folded.
    """
    bare = plain(word).replace(" ", "")
    if not bare:
        return ()
    if bare.isdigit():
        return (bare,)
    found = _by_sound(bare)
    # Every spelling of a listed name folds to the forms of the line's first name as well.
    shared = [form for own in found for form in _variant_forms().get(own, ())]
    return tuple(dict.fromkeys([*found, *shared]))


def sound_alike(one: str, other: str) -> bool:
    """Say whether two words share a folded form."""
    return not set(forms(one)).isdisjoint(forms(other))


@lru_cache(maxsize=4096)
def beginnings(typed: str) -> tuple[str, ...]:
    """Give the folded forms that a half-typed word may begin with.

    A letter that the next one may still change is read both ways: ``josep`` gives ``jusip`` and, for Joseph,
    ``jusif``.
    """
    bare = plain(typed).replace(" ", "")
    if not bare or bare.isdigit():
        return (bare,) if bare else ()
    found = [*_by_sound(bare, whole=False)]
    for next_letter in _MAY_STILL_COME.get(bare[-1], ""):
        found += _by_sound(bare + next_letter, whole=next_letter == "e")
    return tuple(dict.fromkeys(form for form in found if form))


def words_of(text: str) -> tuple[str, ...]:
    """Split a text into plain words; ``Abdul Rahman`` also gives ``abdulrahman``, as it is often written."""
    words = plain(text).split()
    together = [first + second for first, second in itertools.pairwise(words) if first in _tables()[1]]
    return (*words, *together)


@cache
def _tables() -> tuple[tuple[tuple[re.Pattern[str], tuple[str, ...]], ...], frozenset[str]]:
    content = tomllib.loads((_HERE / "spelling.toml").read_text(encoding="utf-8"))
    rules = tuple((re.compile(rule["from"]), tuple(rule["to"])) for rule in content["rule"])
    return rules, frozenset(content["joined"]["words"])


def variant_lines() -> dict[str, frozenset[int]]:
    """Every spelling of the list of names, with the numbers of the lines it stands in."""
    found: dict[str, frozenset[int]] = {}
    for number, names in enumerate(_variants()):
        for name in names:
            spelling = plain(name).replace(" ", "")
            found[spelling] = found.get(spelling, frozenset()) | {number}
    return found


@cache
def _variants() -> tuple[tuple[str, ...], ...]:
    with (_HERE / "name_variants.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(tuple(line["variants"].split()) for line in lines)


@cache
def _variant_forms() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for names in _variants():
        shared = _by_sound(plain(names[0]).replace(" ", ""))[:1]
        for name in names:
            for form in _by_sound(plain(name).replace(" ", ""))[:1]:
                table[form] = tuple(dict.fromkeys([*table.get(form, ()), *shared]))
    return table


def _by_sound(bare: str, *, whole: bool = True) -> tuple[str, ...]:
    spellings = [bare]
    rules, _ = _tables()
    for pattern, outcomes in rules:
        if not whole and pattern.pattern.endswith("$"):
            continue  # what stands at the end of a half-typed word is not its end
        if not any(pattern.search(spelling) for spelling in spellings):
            continue
        spellings = list(
            dict.fromkeys(pattern.sub(outcome, spelling) for outcome in outcomes for spelling in spellings)
        )[:_MOST_FORMS]
    return tuple(spelling for spelling in spellings if spelling) or (bare,)
