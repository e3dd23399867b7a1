"""All of ICD-10 with its English titles, read when first needed, and the search in it.

The file is made by installers/reference/make_icd10.py; WHO's notice stands in SOURCES.md.
"""

from __future__ import annotations

import csv
import gzip
import re
import unicodedata
from functools import cache

from emr_desktop.reference.folding import american, fold
from emr_desktop.reference.tables import FOLDER, read_table

# Everything but letters, digits and line breaks parts words; one letter for one letter is the fast way.
_BREAKS = {place: " " for place in range(128) if not chr(place).isalnum() and place != ord("\n")}
_LOOKS_LIKE_A_CODE = re.compile(r"^[a-z][0-9]")


@cache
def icd10_titles() -> dict[str, str]:
    """English titles by code, in the order of the classification: categories, then their subcategories."""
    text = gzip.decompress((FOLDER / "icd10.csv.gz").read_bytes()).decode()
    lines = csv.reader(text.splitlines())
    next(lines)
    return dict(lines)


def icd10_codes() -> tuple[str, ...]:
    """Every code that a record may hold, those of earlier editions at the end."""
    return (*icd10_titles(), *_earlier_titles())


def icd10_title(code: str) -> str | None:
    """The English title of an ICD-10 code (``B54``, ``A09.0``), or None for an unknown one."""
    return icd10_titles().get(code) or _earlier_titles().get(code)


@cache
def _earlier_titles() -> dict[str, str]:
    return {row["code"]: row["title_en"] for row in read_table("icd10_earlier.csv")}


@cache
def _searchable() -> tuple[str, tuple[str, ...]]:
    """One long text with a line `` title words`` for each code, and the codes in the same order."""
    titles = icd10_titles()
    # In one go: folding each of twelve thousand titles on its own would take many times as long.
    everything = unicodedata.normalize("NFKD", "\n".join(titles.values()).casefold())
    ascii_text = everything.encode("ascii", "ignore").decode()
    tokens = ascii_text.translate(_BREAKS).replace("\n", " \n ").split(" ")
    american_too = {
        word: f"{word} {american(word)}"
        for word in set(tokens)
        if "ae" in word or "oe" in word or "our" in word
    }
    folded = " ".join([american_too.get(word, word) for word in tokens if word])
    return "\n " + folded, tuple(titles)


def search_icd10(text: str, *, limit: int) -> list[tuple[str, str]]:
    """Codes and titles by the beginning of a code (``b5``, ``A09.0``) or words of a title in any order."""
    asked = text.strip().casefold()
    if _LOOKS_LIKE_A_CODE.match(asked):
        wanted = asked.upper().replace(" ", "")
        if len(wanted) > 3 and "." not in wanted:
            wanted = f"{wanted[:3]}.{wanted[3:]}"
        hits = [(code, title) for code, title in icd10_titles().items() if code.startswith(wanted)]
        return hits[:limit]
    tokens = fold(text).split()
    if not tokens or max(map(len, tokens)) < 2:
        return []
    return _by_title(tokens, limit)


def _by_title(tokens: list[str], limit: int) -> list[tuple[str, str]]:
    folded, codes = _searchable()
    titles = icd10_titles()
    longest = max(tokens, key=len)
    found: list[tuple[tuple[bool, bool, int, int], str]] = []
    place = -1
    line = 0
    end = 0
    while True:
        place = folded.find(" " + longest, end)
        if place < 0:
            break
        line += folded.count("\n", end, place)
        begin = folded.rfind("\n", 0, place) + 1
        end = folded.find("\n", place)
        end = len(folded) if end < 0 else end
        words = folded[begin:end]
        if all(" " + token in words for token in tokens):
            code = codes[line - 1]
            starts = words.startswith(" " + tokens[0])
            # Titles that start with what was typed, whole categories, short titles come first.
            found.append(((not starts, len(code) > 3, len(words), line), code))
        if end == len(folded):
            break
    found.sort()
    return [(code, titles[code]) for _, code in found[:limit]]
