"""A line that is being gathered from the resources of a Bundle, and what the whole file knows of others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from emr_desktop.exchange.fhir_bundle import codings, items, text
from emr_desktop.exchange.fhir_parts import Resource, codes, system
from emr_desktop.exchange.short_forms import (
    write_concepts,
    write_diagnoses,
    write_orders,
    write_prescriptions,
    write_tests,
    write_words,
)
from emr_desktop.visits.rows import DiagnosisEntry, LabEntry, PrescriptionEntry
from emr_desktop.visits.rules import OUTCOMES, VISIT_TYPES

Line = dict[str, str]


@dataclass
class Gathered:
    """One line, and the resources that it was made of."""

    cells: Line
    name: str
    parts: list[Resource] = field(default_factory=list)
    diagnoses: list[tuple[int, DiagnosisEntry]] = field(default_factory=list)
    tests: list[LabEntry] = field(default_factory=list)
    prescriptions: list[PrescriptionEntry] = field(default_factory=list)
    procedures: list[str] = field(default_factory=list)


class Seen:
    """Which patients and visits stood in the parts of the file before, and what came by our own list."""

    def __init__(self) -> None:
        self.ids: set[bytes] = set()
        self.mapped = 0

    def is_new(self, kind: str, own: str) -> bool:
        """Whether no resource of this type had this identifier before."""
        digest = hashlib.blake2b(f"{kind} {own}".encode(), digest_size=12).digest()
        if digest in self.ids:
            return False
        self.ids.add(digest)
        return True


def write_entries(visit: Gathered) -> None:
    """Write the cells that hold several entries."""
    entries = [entry for _, entry in sorted(visit.diagnoses, key=lambda one: one[0])]
    visit.cells["diagnoses"] = write_diagnoses(entries)
    visit.cells["concepts"] = write_concepts(entries)
    visit.cells["tests"] = write_tests(visit.tests)
    visit.cells["prescriptions"] = write_prescriptions(visit.prescriptions)
    visit.cells["orders"] = write_orders(visit.prescriptions)
    visit.cells["procedures"] = write_words(visit.procedures)


def own_words(encounter: Resource) -> Line:
    """What only our own export says: who pays, the attendance flags, the kind of visit."""
    cells: Line = {}
    for each in items(encounter, "extension"):
        for name in ("payer", "exemption", "new_problem", "new_this_year"):
            if each.get("url") == system(name):
                flag = each.get("valueBoolean")
                cells[name] = ("yes" if flag else "no") if isinstance(flag, bool) else text(each, "valueCode")
    if "payer" in cells:
        kinds = [text(one, "text") for one in items(encounter, "type")]
        cells["visit_type"] = next((kind for kind in kinds if kind in VISIT_TYPES), "opd")
    return cells


def outcome_of(encounter: Resource) -> Line:
    """How a visit ended."""
    stay = encounter.get("hospitalization")
    told = stay.get("dischargeDisposition") if isinstance(stay, dict) else None
    word, _, detail = text(told, "text").partition(": ")
    said = {code: outcome for outcome, code in codes()["discharge"].items()}
    coded = next((said[code] for _, code in codings(stay, "dischargeDisposition") if code in said), "home")
    ours = any(each.get("url") == system("payer") for each in items(encounter, "extension"))
    if ours and word in OUTCOMES:
        return {"outcome": word, "outcome_detail": detail}
    return {"outcome": coded}
