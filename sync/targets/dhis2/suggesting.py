"""Suggests a mapping: which element is a row, which option combo is a column. A person confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.targets.dhis2.age_words import people_of
from sync.targets.dhis2.metadata import DataSetMetadata, Element, OptionCombo

SURE, LIKELY = 95, 80  # of 100

_NUMBER = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?[a-z]?)(?![\d.])", re.IGNORECASE)


@dataclass(frozen=True)
class Named:
    """A row or column of a form with its names in both languages."""

    code: str
    en: str
    sw: str


@dataclass(frozen=True)
class Suggestion:
    """``uid`` for ``code`` with a confidence of 0 to 100; ``why``: ``number``, ``name``, ``people``."""

    code: str
    uid: str
    name: str
    confidence: int
    why: str


def suggest_rows(rows: Sequence[Named], elements: Sequence[Element]) -> tuple[Suggestion, ...]:
    """An element for each row where one is likely; no element for two rows.

    A name that carries the row's number and resembles its text is nearly sure; a name alone is likely.
    """
    from rapidfuzz import fuzz

    scored = []
    for row in rows:
        for element in elements:
            words = _plain(element.name)
            numbered = row.code.lower() in _numbers(f"{element.code} {element.name}")
            # Beside its number a name may say more; by itself every word counts: "severe", "non severe".
            ratio = fuzz.token_set_ratio if numbered else fuzz.token_sort_ratio
            alike = max(ratio(_plain(text), words) for text in (row.en, row.sw))
            confidence = min(100, round(alike * 0.6 + 40)) if numbered else round(alike * 0.94)
            if confidence >= LIKELY:
                why = "number" if numbered else "name"
                scored.append(Suggestion(row.code, element.id, element.name, confidence, why))
    return _best(scored)


def suggest_columns(columns: Sequence[Named], combos: Sequence[OptionCombo]) -> tuple[Suggestion, ...]:
    """An option combo for each column that speaks of the same ages and sex, by what the options are called.

    Where two combos speak of the same people (cases and deaths) the other words decide.
    """
    from rapidfuzz import fuzz

    scored = []
    for column in columns:
        wanted = {people_of(column.en), people_of(column.sw)}
        for combo in combos:
            names = ", ".join(name for _, name in combo.options) or combo.name
            here = people_of(names)
            if not here.is_complete or here not in wanted:
                continue
            alike = max(fuzz.token_set_ratio(_plain(text), _plain(names)) for text in (column.en, column.sw))
            rivals = [
                each for each in combos if people_of(", ".join(name for _, name in each.options)) == here
            ]
            confidence = 100 if len(rivals) == 1 else round(LIKELY + alike * 0.15)
            scored.append(Suggestion(column.code, combo.id, combo.name or names, confidence, "people"))
    return _best(scored)


def commonest_combos(data_set: DataSetMetadata) -> tuple[OptionCombo, ...]:
    """The disaggregation that most elements of a data set have: the one its columns are."""
    counted: dict[str, int] = {}
    for element in data_set.elements:
        counted[element.combo] = counted.get(element.combo, 0) + 1
    if not counted:
        return ()
    return data_set.combos.get(max(counted, key=lambda combo: (counted[combo], combo)), ())


def misfits(
    cells: Mapping[tuple[str, str], tuple[str, str]], data_set: DataSetMetadata
) -> tuple[tuple[str, str, str], ...]:
    """Mapped cells that the data set has no place for.

    Args:
        cells: row and column -> element and option combo.
        data_set: the snapshot.

    Returns:
        Row, column and why: ``element_unknown``, ``combo_unknown``.
    """
    inside = {element.id for element in data_set.elements}
    combos = {uid: {combo.id for combo in data_set.combos_of(uid)} for uid in inside}
    wrong = []
    for (row, column), (element, combo) in cells.items():
        if element not in inside:
            wrong.append((row, column, "element_unknown"))
        elif combos[element] and combo not in combos[element]:
            wrong.append((row, column, "combo_unknown"))
    return tuple(wrong)


def _best(scored: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Take the surest first; what two claim with the same right, neither gets."""
    taken_codes: set[str] = set()
    taken_uids: set[str] = set()
    chosen: list[Suggestion] = []
    ordered = sorted(scored, key=lambda one: -one.confidence)
    for each in ordered:
        if each.code in taken_codes or each.uid in taken_uids:
            continue
        rivals = [
            other
            for other in ordered
            if other.confidence == each.confidence
            and (other.code == each.code) != (other.uid == each.uid)
            and other.code not in taken_codes
            and other.uid not in taken_uids
        ]
        if rivals:
            continue
        chosen.append(each)
        taken_codes.add(each.code)
        taken_uids.add(each.uid)
    return tuple(chosen)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _numbers(text: str) -> set[str]:
    return {match.lower() for match in _NUMBER.findall(text)}
