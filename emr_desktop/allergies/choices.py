"""What an allergy form offers: substances and classes of the prescribing data, and reactions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from emr_desktop.languages import either
from emr_desktop.prescribing.tables import Substance, substances
from emr_desktop.reference.folding import fold
from emr_desktop.reference.tables import read_table


@dataclass(frozen=True)
class Reaction:
    """What happened, by code."""

    code: str
    name_en: str
    name_sw: str

    def name(self, language: str) -> str:
        return either(language, self.name_sw, self.name_en)


@cache
def reactions() -> dict[str, Reaction]:
    """Reactions by code, the frequent ones first."""
    return {
        row["code"]: Reaction(row["code"], row["name_en"], row["name_sw"])
        for row in read_table("allergy_reactions.csv")
    }


def reaction_words(reaction: str, *, language: str) -> str:
    """A reaction as people read it; own words stay as they are."""
    known = reactions().get(reaction)
    return known.name(language) if known is not None else reaction


def substance_name(substance: Substance, *, language: str) -> str:
    """The substance's name in one language."""
    return either(language, substance.name_sw, substance.name_en)


def find_substances(text: str, *, language: str, limit: int = 12) -> tuple[Substance, ...]:
    """Substances and classes whose name, in either language, or whose brand begins a word with ``text``.

    Classes come first: who reacts to one penicillin is asked about all of them.
    """
    asked = fold(text)
    if not asked:
        return ()
    found = [
        (place, substance.kind != "class", substance_name(substance, language=language).casefold(), substance)
        for substance in substances().values()
        if (place := _place(asked, substance)) is not None
    ]
    return tuple(substance for *_, substance in sorted(found, key=lambda each: each[:3])[:limit])


def find_reactions(text: str, *, language: str, limit: int = 12) -> tuple[Reaction, ...]:
    """Reactions with a word that begins with ``text``, in either language."""
    asked = fold(text)
    found = [
        reaction
        for reaction in reactions().values()
        if f" {asked}" in f" {fold(reaction.name_en)} {fold(reaction.name_sw)}"
    ]
    return tuple(sorted(found, key=lambda each: not fold(each.name(language)).startswith(asked))[:limit])


def _place(asked: str, substance: Substance) -> int | None:
    """0 where a name begins with it, 1 where a later word does, None where none does."""
    best: int | None = None
    for name in _folded(substance.code):
        if name.startswith(asked):
            return 0
        if f" {asked}" in name:
            best = 1
    return best


@cache
def _folded(code: str) -> tuple[str, ...]:
    def names(substance: Substance) -> Iterator[str]:
        yield from (substance.name_en, substance.name_sw, *substance.synonyms)

    return tuple(fold(name) for name in names(substances()[code]))
