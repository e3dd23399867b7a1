"""Holds what a server has against what was sent, cell by cell."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sync.targets.dhis2.mapping import Place


@dataclass(frozen=True)
class Difference:
    """One value that is not there as it is here; ``there`` None: the server has none."""

    place: Place
    here: str
    there: str | None


@dataclass(frozen=True)
class Comparison:
    differences: tuple[Difference, ...]
    proven: int  # values that were found there, so that "equal" does not merely mean "both empty"

    @property
    def equal(self) -> bool:
        return not self.differences


def compare(
    here: Mapping[Place, str], there: Mapping[Place, str], *, significant_zeros: Collection[str] = ()
) -> Comparison:
    """Compare the values we sent with the values a server gave back.

    A server does not keep a zero of a data element whose ``zeroIsSignificant`` is false, and a zero over an
    older value deletes that: a missing zero is then no difference.

    Args:
        here: what was sent.
        there: what was read back; other values than ours do not matter.
        significant_zeros: data elements that keep zeros.
    """
    differences: list[Difference] = []
    proven = 0
    for place, value in here.items():
        found = there.get(place)
        if found is None:
            if not _is_zero(value) or place.data_element in significant_zeros:
                differences.append(Difference(place, value, None))
        elif _same(value, found):
            proven += 1
        else:
            differences.append(Difference(place, value, found))
    return Comparison(tuple(differences), proven)


def _is_zero(value: str) -> bool:
    return _same(value, "0")


def _same(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return float(one) == float(other)  # a server may give 5.0 for 5
    except ValueError:
        return False
