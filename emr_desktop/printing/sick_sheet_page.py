"""What stands where on a sick sheet."""

from __future__ import annotations

from reportlab.platypus import Flowable, Paragraph

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.papers.rows import SickSheetRow
from emr_desktop.printing.clinical_words import diagnoses_words
from emr_desktop.printing.letter_parts import Letter, day
from emr_desktop.printing.paper import Sheet, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.visits.rows import VisitRow


def lay_out(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, *, language: str, paper: Sheet
) -> bytes:
    """Build the certificate."""
    letter, texts = Letter(facility, language=language, sheet=paper), Texts("sick_sheet", language)
    form, void = sheet.form, sheet.void_reason is not None
    days = texts("one_day") if form.days == 1 else texts("days", days=form.days)
    flow: list[Flowable] = [
        letter.head(
            texts("title"),
            texts("number", number=sheet.number),
            f"{letter.texts('date')}: {day(sheet.issued_on)}",
        ),
        letter.space(),
    ]
    if void:
        flow += [letter.boxed(plain(texts("taken_back", reason=sheet.void_reason))), letter.space()]
    flow += [
        letter.patient(visit.patient, on=visit.form.visit_date),
        letter.space(1.5),
        line(texts("seen", date=day(visit.form.visit_date)), letter.type.text),
        letter.space(0.7),
        Paragraph(f"<b>{plain(texts(form.kind))}</b>", letter.type.text),
        letter.space(0.7),
        letter.boxed(plain(texts("period", days=days, first=day(form.first_day), last=day(sheet.last_day)))),
        letter.space(),
    ]
    diagnoses = diagnoses_words(visit.form, language=language) if form.diagnosis_agreed else ""
    flow += letter.told(texts("diagnosis"), diagnoses)
    flow += letter.told(texts("remarks"), form.remarks)
    flow += [
        line(texts("back_at_work"), letter.type.small),
        letter.space(2),
        letter.signature(
            (texts("issued_by"), " · ".join(part for part in (sheet.issuer, sheet.issuer_cadre) if part)),
            (letter.texts("signature_stamp"), ""),
        ),
        letter.space(2),
        line(texts("check"), letter.type.small),
    ]
    return make_pdf(
        flow,
        sheet=paper,
        language=language,
        title=f"{texts('title')} {sheet.number}",
        running_head=f"{sheet.number}, {visit.patient.number}",
        training=facility.training,
        void=void,
        copy=sheet.copy_number,
    )
