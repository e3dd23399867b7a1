"""What the reference data looks like in memory."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Concept:
    """A clinical diagnosis as a clinician says it; form rows are derived from its code, not its name."""

    code: str  # short and stable: malaria, pneumonia
    icd10: str
    name_en: str
    name_sw: str
    synonyms: tuple[str, ...]
    severities: tuple[str, ...]  # what to ask; empty when nothing needs asking
    chronic: bool  # a return visit is never a new problem
    sensitive: bool
    frequency: int = 3  # 1 seen every day, 2 often, 3 now and then: decides ties in the picker


@dataclass(frozen=True)
class DiagnosisHit:
    """One line of the diagnosis picker: a concept, or a bare ICD-10 code (``concept`` None)."""

    icd10: str
    name: str  # in the language that was asked for
    concept: Concept | None
    matched: str = ""  # the other name that was found by what was typed; empty where the name tells it


@dataclass(frozen=True)
class Medicine:
    code: str  # formulary code: par500
    name: str  # generic name
    strength: str
    form: str  # tablet, capsule, injection, ...
    unit_en: str  # the dispensing unit: tablet, ml, sachet
    unit_sw: str
    group: str
    level: str  # D dispensary, H health centre, C CTC site, V vaccine store
    msd_code: str | None
    synonyms: tuple[str, ...] = ()  # abbreviations and names people type: pcm, panadol
    unit: str = "tablet"  # key of medicine_units.csv
    how: str = "swallow"  # key of medicine_ways.csv
    form_sw: str = ""
    quantity_from_dose: bool = True  # False: one pack whatever the dose (cream, drops, inhaler)

    @property
    def label(self) -> str:
        return f"{self.name} {self.strength} {self.form}".strip()


@dataclass(frozen=True)
class MedicineUnit:
    """The word for one and for many of a dispensing or dose unit, in both languages."""

    unit: str
    en: str
    en_many: str
    sw: str
    sw_many: str
    parts: str  # halves (half a tablet), decimals (2.5 ml), whole
    each: bool = False  # what is left of an opened one is thrown away
    ask_above: float = 10.0  # a dose of more units is asked about
    refuse_above: float = 1000.0  # a dose of more units is a slip of the hand


@dataclass(frozen=True)
class MedicineWay:
    """How a medicine is taken; ``tell_*`` tells the patient, with ``{dose}`` where a dose is counted."""

    how: str  # swallow, dissolve, drink, inject, skin, ...
    dose_unit: str | None  # None: the dispensing unit of the medicine
    quantity_from_dose: bool
    timed: bool  # whether times a day and days are told
    tell_en: str
    tell_sw: str
    routes: tuple[str, ...] = ()  # by which ways it may go, the usual one first


@dataclass(frozen=True)
class LabTest:
    code: str  # mrdt, bs, hb
    name_en: str
    name_sw: str
    kind: str  # choice, number, text; panel: only its parts have results
    choices: tuple[str, ...]  # codes: positive, negative, ...
    unit: str | None
    lowest: float | None  # refuse below
    highest: float | None  # refuse above
    sensitive: bool = False
    ask_below: float | None = None  # possible, but asked twice
    ask_above: float | None = None
    usual: tuple[str, ...] = ()  # answers that need nobody's attention; empty: not judged
    specimen: str | None = None  # a code of answers.csv
    method: str | None = None
    alone: bool = True  # can be ordered by itself


@dataclass(frozen=True)
class Payer:
    code: str  # cash nhif chf other_insurance exempt
    name_en: str
    name_sw: str


@dataclass(frozen=True)
class Exemption:
    """Why an exempt patient is exempt. Ages and sex let a screen suggest one; they never decide."""

    code: str
    name_en: str
    name_sw: str
    from_age_years: int | None = None
    below_age_years: int | None = None
    sex: str | None = None


@dataclass(frozen=True)
class VitalRange:
    """Limits for one measurement at one age: outside ``refuse`` is impossible, outside ``ask`` unlikely."""

    name: str  # weight_kg, temperature_c, ...
    from_months: int
    to_months: int  # exclusive
    refuse_below: float
    refuse_above: float
    ask_below: float
    ask_above: float
