"""The formulary: medicines, their units and ways of taking, and the search behind the medicine picker."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from emr_desktop.reference.folding import fold
from emr_desktop.reference.matching import matched_name
from emr_desktop.reference.rows import Medicine, MedicineUnit, MedicineWay
from emr_desktop.reference.tables import phrases, read_table
from emr_desktop.reference.tables import words as codes

_CODE_SUFFIX = re.compile(r"^[a-z]+[0-9]+|^[a-z]+$")
# Not medicines for a patient: they rank after everything that is.
_SUPPLY_WAYS = frozenset({"clinic", "clean", "fit"})


@cache
def medicine_units() -> dict[str, MedicineUnit]:
    """Dispensing and dose units by key."""
    return {
        row["unit"]: MedicineUnit(
            unit=row["unit"],
            en=row["en"],
            en_many=row["en_many"],
            sw=row["sw"],
            sw_many=row["sw_many"],
            parts=row["parts"],
            each=row["each"] == "yes",
            ask_above=float(row["ask_above"]),
            refuse_above=float(row["refuse_above"]),
        )
        for row in read_table("medicine_units.csv")
    }


@cache
def medicine_ways() -> dict[str, MedicineWay]:
    """Ways of taking a medicine by key."""
    return {
        row["how"]: MedicineWay(
            how=row["how"],
            dose_unit=row["dose_unit"] or None,
            quantity_from_dose=row["quantity_from_dose"] == "yes",
            timed=row["timed"] == "yes",
            tell_en=row["tell_en"],
            tell_sw=row["tell_sw"],
            routes=codes(row["routes"]),
        )
        for row in read_table("medicine_ways.csv")
    }


@cache
def medicines() -> dict[str, Medicine]:
    """The formulary by code."""
    forms_sw = {row["form"]: row["name_sw"] for row in read_table("medicine_forms.csv")}
    found = {}
    for row in read_table("medicines.csv"):
        unit = medicine_units()[row["unit"]]
        found[row["code"]] = Medicine(
            code=row["code"],
            name=row["name"],
            strength=row["strength"],
            form=row["form"],
            unit_en=unit.en,
            unit_sw=unit.sw,
            group=row["group"],
            level=row["level"],
            msd_code=row["msd_code_2017"] or None,
            synonyms=phrases(row["synonyms"]),
            unit=row["unit"],
            how=row["how"],
            form_sw=forms_sw[row["form"]],
            quantity_from_dose=medicine_ways()[row["how"]].quantity_from_dose,
        )
    return found


def dose_unit(medicine: Medicine) -> MedicineUnit:
    """What a dose is counted in: drops of a bottle, puffs of an inhaler, else what is dispensed."""
    return medicine_units()[medicine_ways()[medicine.how].dose_unit or medicine.unit]


@cache
def _searchable() -> tuple[tuple[Medicine, str, tuple[str, ...], tuple[str, ...]], ...]:
    """Each medicine with its code, the phrases a name may start with, and every word of it, all folded."""
    entries = []
    for medicine in medicines().values():
        starts = (fold(medicine.name), *(fold(synonym) for synonym in medicine.synonyms))
        suffix = _CODE_SUFFIX.sub("", medicine.code)  # people type "amoxi dt", "para sy"
        text = " ".join(
            (*starts, fold(medicine.strength), fold(medicine.form), fold(medicine.form_sw), suffix)
        )
        entries.append((medicine, medicine.code, starts, tuple(text.split())))
    return tuple(entries)


def search_medicines(
    text: str, *, limit: int = 20, used: Mapping[str, int] | None = None
) -> tuple[Medicine, ...]:
    """Medicines whose name, synonym, strength, form or code match, best first; a slip is forgiven.

    Args:
        text: what was typed, in any order: ``amo 250``, ``sy para``, ``par500``, ``panadol``.
        limit: how many at most.
        used: how often this facility prescribes a medicine: among what fits alike, the most used goes first.
    """
    used = used or {}
    asked = fold(text)
    if not asked:
        return ()
    tokens = asked.split()
    joined = asked.replace(" ", "")
    ranked: list[tuple[float, int, Medicine]] = []
    for place, (medicine, code, starts, words) in enumerate(_searchable()):
        score: float
        if code == joined:
            score = 0
        elif any(start == asked for start in starts):
            score = 1
        elif any(start.startswith(asked) for start in starts):
            score = 2
        elif code.startswith(joined):
            score = 3
        elif all(any(word.startswith(token) for word in words) for token in tokens):
            # The first word typed is mostly the name: "amo 250" wants amoxicillin before others of 250 mg.
            score = 4 if any(start.startswith(tokens[0]) for start in starts) else 5
        elif len(asked) > 2 and any(asked in start for start in starts):
            score = 6
        else:
            continue
        ranked.append((score + (10 if medicine.how in _SUPPLY_WAYS and score > 1 else 0), place, medicine))
    if not ranked and len(asked) > 3:
        ranked = _similar(tokens)
    ranked.sort(key=lambda hit: (hit[0], -used.get(hit[2].code, 0), hit[1]))
    return tuple(medicine for _, _, medicine in ranked[:limit])


def matched_synonym(medicine: Medicine, typed: str) -> str:
    """The synonym that a medicine was found by; empty where its name, form or code tells it."""
    shown = f"{medicine.label} {medicine.form} {medicine.form_sw} {medicine.code}"
    return matched_name(typed, shown=shown, others=medicine.synonyms)


def _similar(tokens: list[str]) -> list[tuple[float, int, Medicine]]:
    """Medicines with words much like every word typed: ``amoxilin``, ``parasetamol``."""
    from rapidfuzz import fuzz

    hits: list[tuple[float, int, Medicine]] = []
    for place, (medicine, _, _, words) in enumerate(_searchable()):
        likeness = []
        for token in tokens:
            if token.isdigit():
                likeness.append(100.0 if token in words else 0.0)
            else:
                # Compared with the beginning of a word too: the name may be half typed.
                likeness.append(
                    max(
                        max(fuzz.ratio(token, word), fuzz.ratio(token, word[: len(token) + 1]) - 5)
                        for word in words
                    )
                )
        if min(likeness) >= 72:
            hits.append((100 - sum(likeness) / len(likeness), place, medicine))
    return hits
