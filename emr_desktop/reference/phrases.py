"""Phrases that are offered while the words of a visit are typed, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from emr_desktop.languages import either
from emr_desktop.reference.folding import fold
from emr_desktop.reference.tables import read_table, words


@dataclass(frozen=True)
class Phrase:
    """One phrase of one field; ``lasts`` where a duration follows."""

    field: str  # complaint history examination advice
    part: str
    lasts: bool
    text_en: str
    text_sw: str

    def text(self, language: str) -> str:
        return either(language, self.text_sw, self.text_en)

    def part_name(self, language: str) -> str:
        """The part of the body, in one language; empty for words that belong to none."""
        english, swahili = parts().get(self.part, ("", ""))
        return either(language, swahili, english)


@cache
def parts() -> dict[str, tuple[str, str]]:
    """Parts of the body that findings are listed by, with their English and Swahili names."""
    return {row["code"]: (row["name_en"], row["name_sw"]) for row in read_table("phrase_parts.csv")}


@cache
def _units() -> dict[str, dict[str, str]]:
    return {row["unit"]: row for row in read_table("time_units.csv")}


@cache
def phrases_of(field: str) -> tuple[Phrase, ...]:
    """The phrases of one field, in the order of the file."""
    return tuple(
        Phrase(row["field"], row["part"], row["lasts"] == "yes", row["text_en"], row["text_sw"])
        for row in read_table("phrases.csv")
        if row["field"] == field
    )


@cache
def _folded(field: str) -> tuple[tuple[Phrase, dict[str, str], str], ...]:
    return tuple(
        (
            phrase,
            {"en": fold(phrase.text_en), "sw": fold(phrase.text_sw)},
            " ".join(fold(name) for name in parts().get(phrase.part, ())),
        )
        for phrase in phrases_of(field)
    )


def find_phrases(field: str, text: str, *, language: str, limit: int = 8) -> tuple[Phrase, ...]:
    """Phrases that begin with ``text``, then those with a word that does, then those of a part of the body.

    Both languages match; the language on the screen goes first.
    """
    asked = fold(text)
    if len(asked) < 2:
        return ()
    language = language if language in ("sw", "en") else "en"  # phrases are kept in these two
    other = "en" if language == "sw" else "sw"
    ranked: list[tuple[int, int, Phrase]] = []
    for place, (phrase, texts, parts) in enumerate(_folded(field)):
        if texts[language].startswith(asked):
            score = 0
        elif f" {asked}" in texts[language]:
            score = 1
        elif texts[other].startswith(asked):
            score = 2
        elif f" {asked}" in f" {parts}":
            score = 3
        elif f" {asked}" in texts[other]:
            score = 4
        else:
            continue
        ranked.append((score, place, phrase))
    ranked.sort(key=lambda each: each[:2])
    return tuple(phrase for _, _, phrase in ranked[:limit])


def unit_of(letter: str) -> str | None:
    """The unit of time a letter stands for: ``d`` or ``s`` days, ``w`` weeks; None for another letter."""
    asked = letter.casefold()
    return next((unit for unit, row in _units().items() if asked in words(row["letters"])), None)


def lasting(text: str, number: str, unit: str, *, language: str) -> str:
    """A complaint with how long it lasts: ``Fever for 3 days``, ``Homa siku 3``; or the text alone."""
    if not number:
        return text
    many = "one" if int(number) == 1 else "many"
    word = _units()[unit][f"{many}_{language}"]
    return f"{text} {word} {number}" if language == "sw" else f"{text} for {number} {word}"
