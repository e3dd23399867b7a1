"""Regions, councils, wards and villages of the mainland, read when first needed, and the search in them.

The file is made by installers/reference/make_places.py. Places change faster than the file: free text is
always allowed where a place is asked for.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from emr_desktop.reference.folding import fold as fold_words
from emr_desktop.reference.tables import FOLDER


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


@cache
def _folded() -> tuple[tuple[str, str, Place], ...]:
    return tuple((fold(place.village), fold(place.ward), place) for place in all_places())


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
    for village, ward, place in _folded():
        if _begins(village, asked):
            exact = 0 if village == asked else 1
            _keep(best, place, (1, 3 - place.closeness(home), exact, 0, len(village)))
        elif _begins(ward, asked):
            _keep(best, place, (1, 3 - place.closeness(home), 2, len(ward)))
    ordered = sorted(best.values(), key=lambda each: (each[0], each[1].village, each[1].council))
    return [place for _, place in ordered[:limit]]


def names_of(level: str, text: str, *, within: Place, limit: int = 8) -> list[Place]:
    """Regions, councils or wards (``level``) that begin like ``text``, inside what is known of ``within``."""
    asked = fold(text)
    seen: dict[tuple[str, ...], Place] = {}
    upper = {"region": (), "council": ("region",), "ward": ("region", "council")}[level]
    for place in all_places():
        if any(
            getattr(within, name) and fold(getattr(place, name)) != fold(getattr(within, name))
            for name in upper
        ):
            continue
        if _begins(fold(getattr(place, level)), asked):
            kept = {name: getattr(place, name) for name in (*upper, level)}
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
    near = {place for folded, _, place in _folded() if folded == asked and place.closeness(home) >= 2}
    return near.pop() if len(near) == 1 else None


def _begins(name: str, asked: str) -> bool:
    return name.startswith(asked) or f" {asked}" in name


def _keep(
    best: dict[tuple[str, str, str], tuple[tuple[int, ...], Place]], place: Place, rank: tuple[int, ...]
) -> None:
    key = (fold(place.village), fold(place.ward), fold(place.council))
    if key not in best or rank < best[key][0]:
        best[key] = (rank, place)
