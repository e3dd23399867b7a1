"""What a form may count, and by which facts: the vocabulary that definition files are written in."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

Fact = bool | int | float | str | None


@dataclass(frozen=True)
class FactField:
    """One fact of a visit or of a thing in it.

    ``values`` are the words it may hold; None leaves them free, or they are codes of the ``vocabulary``.
    """

    name: str
    kind: str  # word, yes_no, number
    values: tuple[str, ...] | None = None
    vocabulary: str = ""  # visit_type, test, medicine, icd10, ...: a list of the reference data
    may_miss: bool = True  # whether it may be that nothing was said
    whole: bool = True  # of a number: 15.5 is not one that it may be


def _by_name(*fields: FactField) -> dict[str, FactField]:
    return {field.name: field for field in fields}


_SEX = FactField("sex", "word", ("M", "F"), may_miss=False)
_AGE = FactField("age_months", "number", may_miss=False)
_VILLAGE = FactField("village", "word")
_ICD10 = FactField("icd10", "word", vocabulary="icd10", may_miss=False)
_CONCEPT = FactField("concept", "word", vocabulary="concept")
_URGENCY = FactField("urgency", "word", ("emergency", "urgent", "routine"))

_VISIT = _by_name(
    FactField("visit_type", "word", vocabulary="visit_type", may_miss=False),
    _SEX,
    _AGE,
    FactField("new_this_year", "yes_no", may_miss=False),
    FactField("new_problem", "yes_no", may_miss=False),
    FactField("payer", "word", ("cash", "nhif", "chf", "other_insurance", "exempt"), may_miss=False),
    FactField("exemption", "word", vocabulary="exemption"),
    FactField("outcome", "word", ("home", "referred", "admitted", "died"), may_miss=False),
    FactField("outcome_detail", "word", vocabulary="outcome_detail"),
    _VILLAGE,
    FactField("malaria_test", "word", ("bs_positive", "mrdt_positive", "negative")),
    FactField("pregnancy", "word", ("no", "pregnant", "breastfeeding")),
    FactField("weight_kg", "number", whole=False),
    FactField("referred_in", "yes_no", may_miss=False),
)
# Of these the patient's record is asked, as it is now.
PATIENT_FACTS = frozenset({"village"})
_DIAGNOSIS = _by_name(
    _ICD10,
    _CONCEPT,
    FactField("certainty", "word", ("confirmed", "provisional"), may_miss=False),
    FactField("severity", "word", ("none", "mild", "some", "severe")),
)
_TEST = _by_name(
    FactField("test", "word", vocabulary="test", may_miss=False),
    FactField("result", "word"),
    FactField("flag", "word", ("low", "high", "critical_low", "critical_high", "normal")),
)
_TREATMENT = _by_name(
    FactField("medicine", "word", vocabulary="medicine", may_miss=False),
    FactField("quantity", "number", may_miss=False),
)
_PROCEDURE = _by_name(FactField("procedure", "word", vocabulary="procedure", may_miss=False))
_REFERRAL = _by_name(
    _URGENCY,
    FactField("referred_to", "word"),
    FactField("arrived", "yes_no", may_miss=False),
    FactField("answered", "yes_no", may_miss=False),
)
_REFERRAL_IN = _by_name(FactField("sent_by", "word", ("facility", "community", "other"), may_miss=False))
_DEATH = _by_name(
    _SEX,
    _AGE,
    _VILLAGE,
    FactField("icd10", "word", vocabulary="icd10"),
    _CONCEPT,
    FactField("place", "word", ("here", "on_arrival", "elsewhere"), may_miss=False),
    FactField("notified", "yes_no", may_miss=False),
)

# A printed row that the record cannot fill: all its cells are closed, somebody writes them on the paper.
BY_HAND = "by_hand"

# What is counted -> the facts that conditions may ask for, those of the visit among them.
SOURCES = MappingProxyType(
    {
        "visits": MappingProxyType(_VISIT),
        "diagnoses": MappingProxyType(_VISIT | _DIAGNOSIS),
        "tests": MappingProxyType(_VISIT | _TEST),
        "treatments": MappingProxyType(_VISIT | _TREATMENT),
        "units": MappingProxyType(_VISIT | _TREATMENT),
        "packs": MappingProxyType(_VISIT | _TREATMENT),
        "procedures": MappingProxyType(_VISIT | _PROCEDURE),
        "referrals": MappingProxyType(_VISIT | _REFERRAL),
        "referrals_in": MappingProxyType(_VISIT | _REFERRAL_IN),
        "answers": MappingProxyType(_VISIT | _by_name(_URGENCY)),
        "deaths": MappingProxyType(_DEATH),
        BY_HAND: MappingProxyType({}),
    }
)

# Counted from the same lines as another source: medicines once as lines, once by what was ordered of them.
_BASES = {"units": "treatments", "packs": "treatments"}
# Nothing of it is in the record yet; a definition that asks for it is told so.
RESERVED = ("stock",)
# Sources that do not begin with a visit of the period.
WITHOUT_VISIT = frozenset({"deaths"})

# Which fact of a source the codes of a row are compared with.
CODE_OF_SOURCE = MappingProxyType(
    {
        "diagnoses": "icd10",
        "tests": "test",
        "treatments": "medicine",
        "units": "medicine",
        "packs": "medicine",
        "procedures": "procedure",
        "deaths": "icd10",
    }
)
# Codes of these are compared by their beginning, and a clinical concept (``@malaria``) goes before them.
BY_BEGINNING = frozenset({"diagnoses", "deaths"})
CONCEPT_MARK = "@"


def base_of(source: str) -> str:
    """The source whose lines are read for this one: itself, but for what weighs them otherwise."""
    return _BASES.get(source, source)
