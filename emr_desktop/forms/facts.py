"""What a form may count, and by which facts: the vocabulary that definition files are written in."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

Fact = bool | int | str | None


@dataclass(frozen=True)
class FactField:
    """One fact of a visit, diagnosis or test. ``values`` are the words it may hold; None leaves them free."""

    name: str
    kind: str  # word, yes_no, number
    values: tuple[str, ...] | None = None


def _by_name(*fields: FactField) -> dict[str, FactField]:
    return {field.name: field for field in fields}


_VISIT = _by_name(
    FactField("visit_type", "word"),
    FactField("sex", "word", ("M", "F")),
    FactField("age_months", "number"),
    FactField("new_this_year", "yes_no"),
    FactField("new_problem", "yes_no"),
    FactField("payer", "word", ("cash", "nhif", "chf", "other_insurance", "exempt")),
    FactField("exemption", "word"),
    FactField("outcome", "word", ("home", "referred", "admitted", "died")),
    FactField("village", "word"),
    FactField("malaria_test", "word", ("bs_positive", "mrdt_positive", "negative")),
)
# Of these the patient's record is asked, as it is now.
PATIENT_FACTS = frozenset({"village"})
_DIAGNOSIS = _by_name(
    FactField("icd10", "word"),
    FactField("certainty", "word", ("confirmed", "provisional")),
    FactField("severity", "word", ("none", "mild", "some", "severe")),
)
_TEST = _by_name(FactField("test", "word"), FactField("result", "word"))

_TREATMENT = _by_name(FactField("medicine", "word"))

# A printed row that the record cannot fill: all its cells are closed, somebody writes them on the paper.
BY_HAND = "by_hand"

# What is counted -> the facts that conditions may ask for, those of the visit among them.
SOURCES = MappingProxyType(
    {
        "visits": MappingProxyType(_VISIT),
        "diagnoses": MappingProxyType(_VISIT | _DIAGNOSIS),
        "tests": MappingProxyType(_VISIT | _TEST),
        "treatments": MappingProxyType(_VISIT | _TREATMENT),
        BY_HAND: MappingProxyType({}),
    }
)
