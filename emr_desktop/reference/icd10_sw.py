"""Swahili titles of ICD-10 codes: what a diagnosis that was picked by its code is called in Swahili."""

from __future__ import annotations

from functools import cache

from emr_desktop.reference.icd10 import icd10_title
from emr_desktop.reference.tables import read_table

_LONGEST_CATEGORY = 3  # A09
ENGLISH_MARK = "(Kiingereza)"  # behind a title that nobody has put into Swahili


def swahili_title(code: str) -> str:
    """The title of a code in Swahili; ``icd10_sw.csv`` says how sure its titles are.

    A code without a title of its own is called by its category or group, with the English title in brackets;
    "unspecified" (``.9``) is the category itself. A title that has no Swahili at all is marked as English.
    An unknown code is called by itself.
    """
    exact, groups = _titles()
    english = icd10_title(code)
    category = code[:_LONGEST_CATEGORY]
    if code in exact:
        return exact[code]
    if category in exact and code == f"{category}.9":
        return exact[category]
    wider = exact.get(category) or next(
        (title for first, last, title in groups if first <= category <= last), ""
    )
    if english is None:
        return wider or code
    return f"{wider} ({english})" if wider else f"{english} {ENGLISH_MARK}"


@cache
def _titles() -> tuple[dict[str, str], tuple[tuple[str, str, str], ...]]:
    """Titles by code, and groups as first and last category with their title, the narrowest first."""
    exact: dict[str, str] = {}
    groups: list[tuple[str, str, str]] = []
    for row in read_table("icd10_sw.csv"):
        first, _, last = row["code"].partition("-")
        if last:
            groups.append((first, last, row["title_sw"]))
        else:
            exact[first] = row["title_sw"]
    return exact, tuple(sorted(groups, key=lambda group: _place(group[1]) - _place(group[0])))


def _place(category: str) -> int:
    return (ord(category[0]) - ord("A")) * 100 + int(category[1:3])
