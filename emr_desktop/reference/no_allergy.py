"""Words in an allergy field that say there is none: hakuna, none, NKDA."""

from __future__ import annotations

from functools import cache

from emr_desktop.reference.folding import fold
from emr_desktop.reference.tables import read_table


@cache
def _words() -> frozenset[str]:
    rows = read_table("prescribing/ignored_allergies.csv")
    return frozenset(fold(row["word"]) for row in rows if row["kind"] == "none")


def says_no_allergy(text: str) -> bool:
    """Whether the words mean that there is no allergy."""
    return fold(text) in _words()
