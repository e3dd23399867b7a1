"""How much one line adds to a figure where a form counts units or packs of medicines, not lines."""

from __future__ import annotations

from functools import cache
from math import ceil

from emr_desktop.reference.catalogue import pack_of

# units: dispensing units as they were ordered (tablets, sachets, ml); packs: whole bottles of a liquid.
WEIGHED = frozenset({"units", "packs"})


def amount_of(source: str, medicine: str, quantity: int) -> int:
    """What an order of a medicine adds.

    Args:
        source: ``units`` or ``packs``; everything else adds one.
        medicine: its code.
        quantity: dispensing units.
    """
    if source == "units":
        return quantity
    if source == "packs":
        # A bottle is given whole. The loader lets no row count packs of what has no known pack.
        return ceil(quantity / (pack_size(medicine) or 1))
    return 1


@cache
def pack_size(medicine: str) -> float | None:
    """How many units a bottle holds; None where nothing is known."""
    return pack_of(medicine)
