"""What the patient has to do with a medicine, in words; for paper and for the screen."""

from __future__ import annotations

from decimal import Decimal

from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import medicine_units, medicine_ways
from emr_desktop.reference.rows import Medicine, MedicineUnit
from emr_desktop.visits.rows import PrescriptionEntry

_PARTS = {
    Decimal("0.25"): ("quarter", "and_quarter"),
    Decimal("0.5"): ("half", "and_half"),
    Decimal("0.75"): ("three_quarters", "and_three_quarters"),
}


def dose_sentence(prescription: PrescriptionEntry, medicine: Medicine | None, *, language: str) -> str:
    """The sentence a patient can follow, e.g. ``Meza vidonge 2, mara 3 kwa siku, kwa siku 5``.

    Args:
        prescription: dose, times a day, days and instructions, which are added as they were typed.
        medicine: the formulary's line; None when the code is not in it.
        language: ``sw`` or ``en``.
    """
    texts = Texts("dose", language)
    if medicine is None:
        told = texts("unknown_medicine", dose=_plain(_exact(prescription.dose)))
        timed = True
    else:
        way = medicine_ways()[medicine.how]
        unit = medicine_units()[way.dose_unit or medicine.unit]
        told = (way.tell_sw if language == "sw" else way.tell_en).format(
            dose=dose_words(prescription.dose, unit, language=language)
        )
        timed = way.timed
    parts = [told, *(_timing(prescription, texts) if timed else ())]
    sentence = ", ".join(parts) + "."
    instructions = (prescription.instructions or "").strip()
    return f"{sentence} {instructions}" if instructions else sentence


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


def _timing(prescription: PrescriptionEntry, texts: Texts) -> tuple[str, ...]:
    times, days = prescription.per_day, prescription.days
    if times == 1 and days == 1:
        return (texts("once_only"),)
    if times == 1:
        often = texts("once_a_day")
    elif times == 2:
        often = texts("twice_a_day")
    else:
        often = texts("times_a_day", times=times)
    return often, texts("for_one_day") if days == 1 else texts("for_days", days=days)


def _exact(dose: float) -> Decimal:
    """The dose as it was typed: 0.1 is a tenth, not its binary neighbour."""
    return Decimal(repr(float(dose))).normalize()


def _plain(number: Decimal) -> str:
    return f"{number:f}"
