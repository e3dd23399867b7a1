"""Searches in the earlier visits of one patient: diagnoses, medicines, tests and words, in both languages."""

from __future__ import annotations

from emr_desktop.reference.catalogue import answer_name, concepts, diagnosis_name, lab_tests, medicines
from emr_desktop.reference.folding import fold
from emr_desktop.visits.rows import VisitSummary
from ui.consultation import telling, typed


def finds(asked: str, said: str) -> bool:
    """Whether every word of ``asked`` begins a word of what a visit says, as ``words_of`` gives it."""
    return all(f" {token}" in said for token in fold(asked).split())


def words_of(visit: VisitSummary) -> str:
    """Everything a visit says, folded, with a blank before each word; nothing of a hidden one but its day."""
    said = [f"{visit.visit_date:%d/%m/%Y} {visit.visit_date:%Y-%m-%d}"]
    if visit.weight_kg is not None:
        said.append(f"{typed.plain(visit.weight_kg)} kg")
    for entry in visit.diagnoses:
        said.append(entry.icd10)
        concept = concepts().get(entry.concept or "")
        said += [concept.name_en, concept.name_sw, *concept.synonyms] if concept is not None else []
        said += [telling.name_of(entry.icd10, entry.concept, language=code) for code in ("en", "sw")]
        said.append(diagnosis_name(entry.icd10, None, language="en"))
    for test in visit.tests:
        known = lab_tests().get(test.test)
        said += [test.test, *((known.name_en, known.name_sw) if known is not None else ())]
        if test.result:
            said += [
                test.result,
                *(answer_name("result", test.result, language=code) for code in ("en", "sw")),
            ]
    for line in visit.prescriptions:
        medicine = medicines().get(line.medicine)
        said += [line.medicine, *((medicine.name, *medicine.synonyms) if medicine is not None else ())]
    said += [
        text for text in (visit.complaint, visit.history, visit.examination, visit.advice) if text is not None
    ]
    return " " + fold(" ".join(said))
