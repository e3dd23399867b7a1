"""What stands where on the summary of a visit."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Paragraph

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.printing.clinical_words import diagnoses_words, tests_words, vitals_words
from emr_desktop.printing.dose import dose_sentence
from emr_desktop.printing.letter_parts import Letter, day
from emr_desktop.printing.paper import Sheet, line, make_pdf, plain, unbroken
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name, medicines
from emr_desktop.visits.rows import VisitRow


def lay_out(
    visit: VisitRow, facility: FacilityRow, *, language: str, sensitive: bool, paper: Sheet, copy: int = 0
) -> bytes:
    """Build the summary, on as many pages as it needs."""
    letter, texts = Letter(facility, language=language, sheet=paper), Texts("visit_summary", language)
    form = visit.form
    flow: list[Flowable] = [
        letter.head(texts("title"), f"{letter.texts('date')}: {day(form.visit_date)}"),
        letter.space(),
        letter.patient(visit.patient, on=form.visit_date),
        letter.space(0.5),
        letter.allergies(visit.patient),
        letter.space(),
        *letter.told(texts("vitals"), vitals_words(form.vitals, language=language)),
        *letter.told(texts("complaint"), form.complaint),
        *letter.told(texts("history"), form.history),
        *letter.told(texts("examination"), form.examination),
        *letter.told(texts("tests"), tests_words(form, language=language, sensitive=sensitive)),
        *letter.told(texts("diagnoses"), diagnoses_words(form, language=language, sensitive=sensitive)),
        *_treatment(letter, texts, visit, language),
        *letter.told(texts("advice"), form.advice),
        KeepTogether(  # a signature never stands on a page of its own
            [
                *letter.told(texts("outcome"), _outcome(visit, language)),
                letter.space(),
                letter.signature(
                    (texts("seen_by"), visit.clinician or ""), (letter.texts("signature_stamp"), "")
                ),
            ]
        ),
    ]
    return make_pdf(
        flow,
        sheet=paper,
        language=language,
        title=f"{texts('title')} {visit.patient.number}",
        running_head=f"{visit.patient.full_name}, {visit.patient.number}",
        training=facility.training,
        void=visit.voided_at is not None,
        copy=copy,
    )


def _outcome(visit: VisitRow, language: str) -> str:
    said = answer_name("outcome", visit.form.outcome, language=language)
    return f"{said}: {visit.form.referred_to}" if visit.form.referred_to else said


def _treatment(letter: Letter, texts: Texts, visit: VisitRow, language: str) -> list[Flowable]:
    if not visit.form.prescriptions:
        return []
    known = medicines()
    told: list[Flowable] = [Paragraph(f"<b>{plain(texts('treatment'))}:</b>", letter.type.text)]
    for place, entry in enumerate(visit.form.prescriptions, 1):
        medicine = known.get(entry.medicine)
        name = entry.medicine if medicine is None else f"{medicine.name} {medicine.strength}".strip()
        dose = unbroken(dose_sentence(entry, medicine, language=language))
        told.append(line(f"{place}. {name}: {dose}", letter.type.text))
    return [*told, letter.space(0.5)]
