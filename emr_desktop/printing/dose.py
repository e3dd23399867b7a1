"""What the patient has to do with a medicine, in words; for paper and for the screen."""

from __future__ import annotations

import math
from decimal import Decimal

from emr_desktop.languages import either
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import (
    directions,
    frequencies,
    medicine_units,
    medicine_ways,
    pack_of,
)
from emr_desktop.reference.rows import Medicine, MedicineUnit, MedicineWay
from emr_desktop.visits.rows import PrescriptionEntry

_PARTS = {
    Decimal("0.25"): ("quarter", "and_quarter"),
    Decimal("0.5"): ("half", "and_half"),
    Decimal("0.75"): ("three_quarters", "and_three_quarters"),
}


def dose_sentence(prescription: PrescriptionEntry, medicine: Medicine | None, *, language: str) -> str:
    """The sentences a patient can follow, e.g. ``Meza vidonge 2, mara 3 kwa siku, kwa siku 5``.

    Args:
        prescription: dose, how often, days, what was picked to be told, and own words, which are added as
            they were typed.
        medicine: the formulary's line; None when the code is not in it.
        language: ``sw`` or ``en``.
    """
    texts = Texts("dose", language)
    if medicine is None:
        told = texts("unknown_medicine", dose=_plain(_exact(prescription.dose)))
        timed = True
    else:
        way = _way(medicine, prescription.route)
        unit = medicine_units()[way.dose_unit or medicine.unit]
        told = (either(language, way.tell_sw, way.tell_en)).format(
            dose=dose_words(prescription.dose, unit, language=language)
        )
        timed = way.timed
    parts = [told, *(_timing(prescription, texts) if timed else ())]
    sentences = [", ".join(parts)]
    if prescription.start_now:
        sentences.append(texts("start_now"))
    for code in prescription.directions:
        direction = directions().get(code)
        if direction is not None:
            sentences.append(either(language, direction.tell_sw, direction.tell_en))
    said = " ".join(f"{sentence}." for sentence in sentences)
    instructions = (prescription.instructions or "").strip()
    return f"{said} {instructions[:1].upper()}{instructions[1:]}" if instructions else said


def dose_words(dose: float, unit: MedicineUnit, *, language: str) -> str:
    """A counted dose: ``vidonge 2``, ``nusu kidonge``, ``1½ tablets``, ``ml 7.5``."""
    texts = Texts("dose", language)
    one, many = (unit.sw, unit.sw_many) if language == "sw" else (unit.en, unit.en_many)
    exact = _exact(dose)
    whole, rest = int(exact), exact % 1
    if unit.parts == "halves" and rest in _PARTS:
        alone, added = _PARTS[rest]
        if whole == 0:
            return texts(alone, unit=one)
        # Swahili keeps the singular after one: kidonge 1 na nusu; English says 1½ tablets.
        return texts(added, whole=whole, unit=one if whole == 1 and language == "sw" else many)
    return texts("counted", number=_plain(exact), unit=one if exact == 1 else many)


def quantity_words(quantity: int, medicine: Medicine | None, *, language: str) -> str:
    """How much to hand out, in dispensing units: ``vidonge 18``, ``45 ml``."""
    if medicine is None:
        return str(quantity)
    return dose_words(quantity, medicine_units()[medicine.unit], language=language)


def packs_words(quantity: int, medicine: Medicine | None, *, language: str) -> str:
    """How many bottles a quantity in ml is: ``chupa 2 za ml 100``; empty where no bottle is known."""
    pack = pack_of(medicine.code) if medicine is not None else None
    if medicine is None or not pack:
        return ""
    bottles = dose_words(math.ceil(quantity / pack), medicine_units()["bottle"], language=language)
    held = dose_words(pack, medicine_units()[medicine.unit], language=language)
    return Texts("dose", language)("bottles_of", bottles=bottles, held=held)


def _way(medicine: Medicine, route: str | None) -> MedicineWay:
    """What is told of a medicine, by that route where the words differ."""
    ways = medicine_ways()
    return ways.get(f"{medicine.how}_{route}") or ways[medicine.how]


def _timing(prescription: PrescriptionEntry, texts: Texts) -> tuple[str, ...]:
    times, days = prescription.per_day, prescription.days
    frequency = frequencies().get(prescription.frequency or "")
    for_days = texts("for_one_day") if days == 1 else texts("for_days", days=days)
    if prescription.as_needed:
        often = texts("as_needed", times=times)
        if frequency is not None and (times == 1 or frequency.code.startswith("q")):
            often = f"{_told(frequency.tell_en, frequency.tell_sw, texts)}, {often}"
        return often, for_days
    if frequency is not None and frequency.once:
        return (_told(frequency.tell_en, frequency.tell_sw, texts),)
    if times == 1 and days == 1:
        return (texts("once_only"),)
    if frequency is not None:
        often = _told(frequency.tell_en, frequency.tell_sw, texts)
    elif times == 1:
        often = texts("once_a_day")
    elif times == 2:
        often = texts("twice_a_day")
    else:
        often = texts("times_a_day", times=times)
    return often, for_days


def _told(english: str, swahili: str, texts: Texts) -> str:
    return either(texts.language, swahili, english)


def _exact(dose: float) -> Decimal:
    """The dose as it was typed: 0.1 is a tenth, not its binary neighbour."""
    return Decimal(repr(float(dose))).normalize()


def _plain(number: Decimal) -> str:
    return f"{number:f}"
