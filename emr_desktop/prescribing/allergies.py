"""Reads what people write into the allergy field: substances, classes, brand names, slips of the hand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.prescribing.tables import ignored_allergies, ingredients, substances
from emr_desktop.reference.catalogue import medicines
from emr_desktop.reference.folding import fold

_LIKE = 84  # how alike a longer word must be to count as a slip: penisilin, penicilin, amoksilin
_LONG_ENOUGH = 5


@dataclass(frozen=True)
class Allergy:
    """One allergy as written, and the substances it names; ``known`` is False when nobody could tell."""

    written: str
    substances: frozenset[str]
    known: bool


@cache
def read_allergy(written: str) -> Allergy:
    """Find the substances named in one entry of the allergy field."""
    asked = fold(written)
    if not asked or asked in _ignored():
        return Allergy(written, frozenset(), known=True)
    found: set[str] = set()
    spoken = f" {asked} "
    for phrase, codes in _names().items():
        if f" {phrase} " in spoken:
            found |= codes
    if not found:
        found = _alike(asked)
    if found:
        return Allergy(written, frozenset(found), known=True)
    return Allergy(written, frozenset(), known=any(f" {word} " in spoken for word in _ignored()))


@cache
def _ignored() -> frozenset[str]:
    return frozenset(fold(word) for word in ignored_allergies())


@cache
def _names() -> dict[str, frozenset[str]]:
    """Every folded name, synonym and brand -> the substances it means."""
    found: dict[str, set[str]] = {}

    def learn(text: str, codes: set[str]) -> None:
        folded = fold(text)
        if len(folded) > 1:
            found.setdefault(folded, set()).update(codes)

    for substance in substances().values():
        for name in (substance.name_en, substance.name_sw, *substance.synonyms):
            learn(name, {substance.code})
    for code, held in ingredients().items():
        medicine = medicines()[code]
        told = {ingredient.code for ingredient in held}
        for name in (medicine.name, *medicine.synonyms):
            if fold(name) not in found:
                learn(name, told)
    return {name: frozenset(codes) for name, codes in found.items()}


def _alike(asked: str) -> set[str]:
    from rapidfuzz import fuzz

    found: set[str] = set()
    for word in asked.split():
        if len(word) < _LONG_ENOUGH:
            continue
        for name, codes in _names().items():
            if " " not in name and len(name) >= _LONG_ENOUGH and fuzz.ratio(word, name) >= _LIKE:
                found |= codes
    return found
