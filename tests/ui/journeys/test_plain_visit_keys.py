"""A plain visit takes few keys: the way that ``make bench`` counts, from the empty search to the end."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
from plain_visit import MOST_KEYS, plain_visit

from ui.qt.language import Language


@pytest.mark.slow
@pytest.mark.parametrize("language", ["sw", "en"])
def test_fever_with_malaria_goes_home_with_alu_within_the_keys_promised(qapp: object, language: str) -> None:
    try:
        count = plain_visit(language)
    finally:
        for each in qapp.findChildren(Language):  # type: ignore[attr-defined]
            each.use("en")
    assert count.saved
    assert count.medicine == "alu20120"
    assert set(count.by_step) >= {"finding", "mRDT", "diagnosis", "ALu", "saving"}
    assert count.total <= MOST_KEYS, count.by_step
