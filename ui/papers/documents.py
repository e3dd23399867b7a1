"""The papers of which there is one, as documents that know how often they were handed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.appointments.rows import AppointmentRow
from emr_desktop.clinic import Clinic
from emr_desktop.deaths.rows import DeathRow
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.papers.copies import PrescriptionPrint
from emr_desktop.papers.handing_out import HandedPaper, content_mark
from emr_desktop.papers.rows import SickSheetRow
from emr_desktop.papers.service import PaperService
from emr_desktop.printing.appointment_papers import appointment_slip_pdf
from emr_desktop.printing.death_report import death_report_pdf
from emr_desktop.printing.lab_paper import lab_request_pdf, lab_result_pdf
from emr_desktop.printing.prescription import prescription_pdf
from emr_desktop.printing.referral_letter import referral_feedback_pdf, referral_letter_pdf
from emr_desktop.printing.visit_papers import sick_sheet_pdf, visit_summary_pdf
from emr_desktop.referrals.rows import ReferralRow
from emr_desktop.visits.rows import VisitRow
from ui.qt.document import Counted, Document, Make


def prescription_document(
    visit: VisitRow,
    facility: FacilityRow,
    papers: PaperService,
    known: PrescriptionPrint,
    *,
    language: str,
    wanted: str = "",
) -> Document:
    """The prescription of a visit.

    Args:
        visit: the saved visit.
        facility: whose paper it is.
        papers: keep count.
        known: what ``papers.prescription_print(visit)`` gave.
        language: ``sw`` or ``en``.
        wanted: the paper a person just asked for.
    """
    return Document(
        "prescription",
        name="prescription",
        make=lambda paper, copy: prescription_pdf(visit, facility, language=language, paper=paper, copy=copy),
        usual=known.size,
        wanted=wanted,
        counted=Counted(
            known.printed,
            add=lambda times: papers.count_prescription(visit, times=times),
            take_back=lambda times: papers.uncount_prescription(visit, times=times),
        ),
    )


def sick_sheet_document(
    sheet: SickSheetRow, visit: VisitRow, facility: FacilityRow, papers: PaperService, *, language: str
) -> Document:
    """A sick sheet that was made out."""
    return Document(
        "sick-sheet",
        name="sick-sheet",
        make=lambda paper, copy: sick_sheet_pdf(
            replace(sheet, printed_count=copy + 1), visit, facility, language=language, paper=paper
        ),
        counted=Counted(
            sheet.printed_count,
            add=lambda times: papers.count_print(sheet.form.id, times=times),
            take_back=lambda times: papers.uncount_print(sheet.form.id, times=times),
        ),
    )


def counted_document(
    paper: HandedPaper, papers: PaperService, make: Make, *, usual: str = "", wanted: str = ""
) -> Document:
    """A paper that is handed out, with how often it was. For the database worker.

    Args:
        paper: which one.
        papers: keep count.
        make: gives the PDF for a paper size and the number of the copy.
        usual: the paper size in use at the facility.
        wanted: the size a person just asked for.
    """
    return Document(
        paper.kind,
        name=paper.kind,
        make=make,
        usual=usual,
        wanted=wanted,
        counted=Counted(
            papers.times_handed_out(paper),
            add=lambda times: papers.count_handed_out(paper, times=times),
            take_back=lambda times: papers.uncount_handed_out(paper, times=times),
        ),
    )


def referral_document(
    visit: VisitRow, referral: ReferralRow, clinic: Clinic, *, language: str, size: str = "", wanted: str = ""
) -> Document:
    """The letter that goes with a patient; written anew for another place or reason, it is no copy."""
    facility = clinic.work.facility
    said = content_mark(referral.entry, referral.sent_to, *_care_of(visit))
    return counted_document(
        _of_visit("referral", visit, said),
        clinic.papers,
        lambda paper, copy: referral_letter_pdf(
            visit, referral, facility, language=language, paper=paper, copy=copy
        ),
        usual=size,
        wanted=wanted,
    )


def answer_document(
    visit: VisitRow, clinic: Clinic, *, language: str, size: str = "", wanted: str = ""
) -> Document:
    """The answer to whoever sent the patient."""
    facility = clinic.work.facility
    said = content_mark(visit.form.referred_in, *_care_of(visit), visit.form.advice)
    return counted_document(
        _of_visit("referral-answer", visit, said),
        clinic.papers,
        lambda paper, copy: referral_feedback_pdf(visit, facility, language=language, paper=paper, copy=copy),
        usual=size,
        wanted=wanted,
    )


def summary_document(visit: VisitRow, clinic: Clinic, *, language: str, sensitive: bool) -> Document:
    """The summary of a visit; with what is sensitive it is another paper than without."""
    facility = clinic.work.facility
    said = content_mark(replace(visit.form, expected_version=None, findings=()), sensitive)
    return counted_document(
        _of_visit("visit-summary", visit, said, sensitive=sensitive),
        clinic.papers,
        lambda paper, copy: visit_summary_pdf(
            visit, facility, language=language, sensitive=sensitive, paper=paper, copy=copy
        ),
    )


def death_document(death: DeathRow, clinic: Clinic, *, language: str, size: str = "") -> Document:
    """The report of a death; once the death is corrected, the report is another one."""
    facility = clinic.work.facility
    return counted_document(
        HandedPaper(
            kind="death-report",
            entity="death",
            entity_id=death.id,
            patient_id=death.patient.id,
            mark=content_mark(death.entry),
        ),
        clinic.papers,
        lambda paper, copy: death_report_pdf(death, facility, language=language, paper=paper, copy=copy),
        usual=size,
    )


def slip_document(row: AppointmentRow, clinic: Clinic, *, language: str) -> Document:
    """When to come back; for another day it is another slip."""
    facility = clinic.work.facility
    return counted_document(
        HandedPaper(
            kind="appointment-slip",
            entity="appointment",
            entity_id=row.id,
            patient_id=row.patient.id,
            mark=content_mark(row.id, row.due_on, row.whole_week, row.reason, row.note),
        ),
        clinic.papers,
        lambda paper, copy: appointment_slip_pdf(row, facility, language=language, paper=paper, copy=copy),
    )


def laboratory_document(kind: str, orders: Sequence[OrderRow], clinic: Clinic, *, language: str) -> Document:
    """A request or the results of some orders of one patient; other orders or results make another paper."""
    facility, first = clinic.work.facility, orders[0]
    results = kind == "laboratory-result"
    mark = content_mark(*(_of_order(order, results=results) for order in orders))
    make = lab_result_pdf if results else lab_request_pdf
    return counted_document(
        HandedPaper(
            kind=kind, entity="lab_order", entity_id=first.id, patient_id=first.patient.id, mark=mark
        ),
        clinic.papers,
        lambda paper, copy: make(orders, facility, language=language, paper=paper, copy=copy),
    )


def _of_order(order: OrderRow, *, results: bool) -> tuple[object, ...]:
    released = order.released
    if results:
        return order.id, None if released is None else released.id
    return order.id, order.test, order.note


def _care_of(visit: VisitRow) -> tuple[object, ...]:
    """What a letter about a visit tells of it."""
    form = visit.form
    return (form.complaint, form.vitals, form.tests, form.diagnoses, form.prescriptions)


def _of_visit(kind: str, visit: VisitRow, said: str, **detail: object) -> HandedPaper:
    return HandedPaper(
        kind=kind,
        entity="visit",
        entity_id=visit.form.id,
        patient_id=visit.patient.id,
        mark=said,
        detail=detail,
    )
