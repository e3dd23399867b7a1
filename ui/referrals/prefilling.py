"""What a referral letter starts with: what the visit says already. Pure."""

from __future__ import annotations

from emr_desktop.reference.catalogue import is_sensitive
from ui.consultation import telling
from ui.consultation.presenter import Consultation


def prefilled(consultation: Consultation, *, language: str) -> dict[str, str]:
    """History and findings from the clinician's words, the reason from the diagnoses.

    A sensitive diagnosis is not put into a letter by itself. Measurements, test results and medicines stand
    on the letter anyway.
    """
    fields = consultation.fields
    told = [fields[name].strip() for name in ("complaint", "history", "examination")]
    named = [
        telling.name_of(line.icd10, line.concept, language=language)
        for line in consultation.diagnoses
        if not is_sensitive(line.icd10, line.concept)
    ]
    return {
        "referral.reason": ", ".join(named),
        "referral.summary": "\n".join(text for text in told if text),
    }
