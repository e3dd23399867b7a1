"""Finding a test that can be ordered by a few letters, in either language."""

from __future__ import annotations

from collections.abc import Sequence

from emr_desktop.reference.catalogue import lab_tests
from emr_desktop.reference.laboratory import components_of, is_sensitive_test, orderable
from emr_desktop.reference.matching import matched_name
from emr_desktop.reference.rows import LabTest
from ui.widgets.picker import Choice


def name_of(test: str, *, language: str) -> str:
    """The whole name of a test; an unknown code names itself."""
    known = lab_tests().get(test)
    return test if known is None else _names(known, language)[0]


def find_tests(text: str, *, language: str, with_sensitive: bool = True) -> Sequence[Choice]:
    """The tests whose code or names hold ``text``: what begins with it first, panels before single parts."""
    wanted = text.casefold().strip()
    found = []
    for place, code in enumerate(orderable()):
        test = lab_tests()[code]
        if not with_sensitive and is_sensitive_test(code):
            continue
        name, other = _names(test, language)
        words = f"{code} {name} {other}".casefold().replace("(", " ").replace(")", " ")
        if wanted not in words:
            continue
        begins = any(word.startswith(wanted) for word in words.replace("_", " ").split())
        exact = code == wanted
        rank = (not exact, not begins, test.kind != "panel", len(components_of(code)) == 1, place)
        matched = matched_name(text, shown=f"{name} {code}", others=(other,))
        found.append((rank, Choice(code, name, matched=matched)))
    return [choice for _, choice in sorted(found, key=lambda pair: pair[0])]


def _names(test: LabTest, language: str) -> tuple[str, str]:
    return (test.name_sw, test.name_en) if language == "sw" else (test.name_en, test.name_sw)
