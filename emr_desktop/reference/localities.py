"""Regions, councils, wards and villages of the mainland, read when first needed, and the search in them.

The file is made by installers/reference/make_places.py. Places change faster than the file: free text is
always allowed where a place is asked for.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from operator import itemgetter

from emr_desktop.reference.folding import fold as fold_words
from emr_desktop.reference.tables import FOLDER


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """``Ng'ombe`` -> ``ngombe``: nobody types the apostrophe."""
    return fold_words(text.replace("'", "").replace("’", ""))


@dataclass(frozen=True)
class Place:
    """A village or street with what it lies in; a level that is not known is empty."""

    region: str = ""
    council: str = ""
    ward: str = ""
    village: str = ""

    def closeness(self, home: Place) -> int:
        """3 in the same ward, 2 in the same council, 1 in the same region, 0 elsewhere."""
        mine = (fold(self.region), fold(self.council), fold(self.ward))
        theirs = (fold(home.region), fold(home.council), fold(home.ward))
        if mine[0] != theirs[0] or not mine[0]:
            return 0
        if mine[1] != theirs[1] or not mine[1]:
            return 1
        return 3 if mine[2] == theirs[2] and mine[2] else 2


@cache
def all_places() -> tuple[Place, ...]:
    """Every village or street of the file, in the order of its region, council and ward."""
    text = gzip.decompress((FOLDER / "places" / "mainland.csv.gz").read_bytes()).decode()
    lines = csv.reader(text.splitlines())
    next(lines)
    found = []
    region = council = ward = ""
    for line in lines:
        region, council, ward = line[0] or region, line[1] or council, line[2] or ward
        found.append(Place(region, council, ward, line[3]))
    return tuple(found)


def warm_up() -> None:
    """Read and fold everything: a tenth of a second that nobody should wait for while typing."""
    _beginnings()
    _wards()


@cache
def _beginnings() -> tuple[tuple[str, ...], tuple[tuple[str, bool, Place], ...]]:
    """What a search may begin with, sorted: the words of every village, and of its ward, to the end.

    Beside each stands the whole folded name, whether it is the ward's, and the place.
    """
    found = []
    for place in all_places():
        for name, of_ward in ((fold(place.village), False), (fold(place.ward), True)):
            start = 0
            while start >= 0 and name:
                found.append((name[start:], name, of_ward, place))
                start = name.find(" ", start) + 1 or -1
    found.sort(key=itemgetter(0))
    return tuple(each[0] for each in found), tuple(each[1:] for each in found)


def _beginning_like(asked: str) -> tuple[tuple[str, bool, Place], ...]:
    words, places = _beginnings()
    return places[bisect_left(words, asked) : bisect_left(words, asked + "\x7f")]


@cache
def _wards() -> tuple[tuple[dict[str, str], Place], ...]:
    """Every ward once, with its names folded."""
    wards = dict.fromkeys(replace(place, village="") for place in all_places())
    return tuple(
        ({name: fold(getattr(ward, name)) for name in ("region", "council", "ward")}, ward) for ward in wards
    )


@lru_cache(maxsize=2)
def _closeness(home: Place) -> dict[tuple[str, str, str], int]:
    """How close every ward lies to the facility."""
    return {(ward.region, ward.council, ward.ward): ward.closeness(home) for _, ward in _wards()}


def find_places(text: str, *, home: Place, known: Sequence[Place] = (), limit: int = 8) -> list[Place]:
    """Places whose village, or else ward, begins like ``text``.

    Args:
        text: what was typed, one word or several.
        home: where the facility lies: its ward first, then its council, then its region.
        known: places that patients of this facility come from, the commonest first: before all others.
        limit: how many.
    """
    asked = fold(text)
    if not asked:
        return []
    best: dict[tuple[str, str, str], tuple[tuple[int, ...], Place]] = {}
    for rank, place in enumerate(known):
        village = fold(place.village)
        if _begins(village, asked):
            _keep(best, place, (0, 0 if village == asked else 1, rank))
    closeness = _closeness(home)
    for name, of_ward, place in _beginning_like(asked):
        far = 3 - closeness[place.region, place.council, place.ward]
        _keep(best, place, (1, far, 2 if of_ward else int(name != asked), len(name)))
    ordered = sorted(best.values(), key=lambda each: (each[0], each[1].village, each[1].council))
    return [place for _, place in ordered[:limit]]


def names_of(level: str, text: str, *, within: Place, limit: int = 8) -> list[Place]:
    """Regions, councils or wards (``level``) that begin like ``text``, inside what is known of ``within``."""
    asked = fold(text)
    seen: dict[tuple[str, ...], Place] = {}
    upper = {"region": (), "council": ("region",), "ward": ("region", "council")}[level]
    wanted = {name: fold(getattr(within, name)) for name in upper if getattr(within, name)}
    for folded, ward in _wards():
        if all(folded[name] == text for name, text in wanted.items()) and _begins(folded[level], asked):
            kept = {name: getattr(ward, name) for name in (*upper, level)}
            seen.setdefault(tuple(kept.values()), Place(**kept))
            if len(seen) >= limit:
                break
    return list(seen.values())


def settled(village: str, *, home: Place, known: Iterable[Place] = ()) -> Place | None:
    """The one place that ``village`` can mean near the facility; None when there are several, or none."""
    asked = fold(village)
    for place in known:
        if fold(place.village) == asked:
            return place
    closeness = _closeness(home)
    near = {
        place
        for name, of_ward, place in _beginning_like(asked)
        if name == asked and not of_ward and closeness[place.region, place.council, place.ward] >= 2
    }
    return near.pop() if len(near) == 1 else None


def _begins(name: str, asked: str) -> bool:
    return name.startswith(asked) or f" {asked}" in name


def _keep(
    best: dict[tuple[str, str, str], tuple[tuple[int, ...], Place]], place: Place, rank: tuple[int, ...]
) -> None:
    key = (fold(place.village), fold(place.ward), fold(place.council))
    if key not in best or rank < best[key][0]:
        best[key] = (rank, place)
