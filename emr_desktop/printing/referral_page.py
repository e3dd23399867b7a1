"""What stands where on a referral letter, its tear-off part, and a feedback letter."""

from __future__ import annotations

from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.printing.clinical_words import (
    diagnoses_words,
    leaves_out,
    medicines_words,
    tests_words,
    vitals_words,
)
from emr_desktop.printing.letter_parts import PLAIN, CutLine, Letter, day, phone_words
from emr_desktop.printing.paper import BETWEEN, Sheet, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.care import care_name
from emr_desktop.referrals.rows import ReferralRow
from emr_desktop.visits.ending_rows import ReferralEntry
from emr_desktop.visits.rows import VisitRow


def lay_out_letter(
    visit: VisitRow,
    referral: ReferralRow,
    facility: FacilityRow,
    *,
    language: str,
    sheet: Sheet,
    copy: int = 0,
) -> bytes:
    """Build the letter."""
    letter, texts = Letter(facility, language=language, sheet=sheet), Texts("referral", language)
    number = referral.number or visit.patient.number
    entry = referral.entry or ReferralEntry()
    flow: list[Flowable] = [
        letter.head(
            texts("title"),
            texts("number", number=number),
            f"{letter.texts('date')}: {day(visit.form.visit_date)} {local(visit.saved_at):%H:%M}",
        ),
        letter.space(),
        *_to(letter, texts, referral, entry),
        letter.space(),
        letter.patient(visit.patient, on=visit.form.visit_date),
        letter.space(0.5),
        _warnings(letter, visit, referral, entry, language),
        letter.space(0.5),
        *letter.told(texts("reason"), entry.reason),
        *_found(letter, texts, visit, entry.summary, language),
        *_given(letter, texts, visit, entry.treatment),
        *_way(letter, texts, entry, language),
        letter.space(0.5),
        letter.signature(
            (texts("referred_by"), visit.clinician or ""), (letter.texts("signature_stamp"), "")
        ),
        letter.space(1.5),
    ]
    flow.append(KeepTogether(_tear_off(letter, texts, visit, number)))
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('title')} {number}",
        running_head=f"{visit.patient.full_name}, {visit.patient.number}",
        training=facility.training,
        void=visit.voided_at is not None,
        copy=copy,
    )


def _to(letter: Letter, texts: Texts, referral: ReferralRow, entry: ReferralEntry) -> list[Flowable]:
    to = ", ".join(part for part in (referral.sent_to, entry.unit) if part)
    return [Paragraph(f"{plain(texts('to'))}: {plain(to or texts('any_facility'))}", letter.type.big)]


def _warnings(
    letter: Letter, visit: VisitRow, referral: ReferralRow, entry: ReferralEntry, language: str
) -> Flowable:
    """Urgency and allergies, side by side where both are to be boxed."""
    if referral.entry is None or entry.urgency == "routine":
        return letter.allergies(visit.patient)
    urgency = plain(care_name("urgency", entry.urgency, language=language).upper())
    share, gap = 0.44, 0.02
    return Table(
        [[letter.boxed(urgency, share=share), "", letter.allergies(visit.patient, share=1 - share - gap)]],
        colWidths=[letter.width * part for part in (share, gap, 1 - share - gap)],
        style=TableStyle(PLAIN),
    )


def _found(
    letter: Letter, texts: Texts, visit: VisitRow, summary: str | None, language: str
) -> list[Flowable]:
    form = visit.form
    flow = [
        *letter.told(texts("findings"), summary or form.complaint),
        *letter.told(texts("measured"), vitals_words(form.vitals, language=language)),
        *letter.told(texts("tests"), tests_words(form, language=language)),
        *letter.told(texts("diagnosis"), diagnoses_words(form, language=language)),
    ]
    if leaves_out(form):
        flow += [line(texts("left_out"), letter.type.small), letter.space(0.5)]
    return flow


def _given(letter: Letter, texts: Texts, visit: VisitRow, treatment: str | None) -> list[Flowable]:
    return [
        *letter.told(texts("treatment"), treatment),
        *letter.told(texts("medicines"), medicines_words(visit.form)),
    ]


def _way(letter: Letter, texts: Texts, entry: ReferralEntry, language: str) -> list[Flowable]:
    transport = care_name("transport", entry.transport, language=language)
    told = [
        f"<b>{plain(texts(name))}:</b> {plain(value)}"
        for name, value in (
            ("transport", transport),
            ("escort", entry.escort or ""),
            ("informed", entry.informed or ""),
        )
        if value
    ]
    return [Paragraph(BETWEEN.join(told), letter.type.text)] if told else []


def _tear_off(letter: Letter, texts: Texts, visit: VisitRow, number: str) -> list[Flowable]:
    facility = letter.facility
    back = ", ".join(
        part for part in (facility.name, facility.ward, facility.council, phone_words(facility.phone)) if part
    )
    who = f"<b>{plain(visit.patient.full_name)}</b>, {plain(number)}"
    return [
        CutLine(texts("tear"), letter=letter),
        line(texts("answer_title"), letter.type.big),
        Paragraph(who, letter.type.text),
        Paragraph(f"{plain(texts('back_to'))}: <b>{plain(back)}</b>", letter.type.text),
        letter.blanks(
            (
                (texts("answer_date"), 1),
                (texts("answer_diagnosis"), 1),
                (texts("answer_treatment"), 1),
                (texts("answer_advice"), 1),
                (texts("answer_by"), 1),
            ),
            row_mm=6,
        ),
    ]


def lay_out_feedback(
    visit: VisitRow, facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0
) -> bytes:
    """Build the answer to whoever sent the patient."""
    letter, texts = Letter(facility, language=language, sheet=sheet), Texts("referral", language)
    sent, form = visit.form.referred_in, visit.form
    sender = "" if sent is None else sent.sender or care_name("referred_in", sent.kind, language=language)
    under = [f"{letter.texts('date')}: {day(form.visit_date)}"]
    if sent is not None and sent.letter_number:
        under.insert(0, texts("your_number", number=sent.letter_number))
    flow: list[Flowable] = [
        letter.head(texts("feedback_title"), *under),
        letter.space(),
        Paragraph(f"{plain(texts('to'))}: {plain(sender)}", letter.type.big),
        letter.space(0.5),
        line(texts("thanks"), letter.type.text),
        letter.space(),
        letter.patient(visit.patient, on=form.visit_date),
        letter.space(),
        *letter.told(texts("your_reason"), None if sent is None else sent.reason),
        *_found(letter, texts, visit, None, language),
        *letter.told(texts("medicines"), medicines_words(form)),
        *letter.told(texts("advice"), form.advice),
        letter.space(),
        letter.signature(
            (texts("answered_by"), visit.clinician or ""), (letter.texts("signature_stamp"), "")
        ),
    ]
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('feedback_title')} {visit.patient.number}",
        running_head=f"{visit.patient.full_name}, {visit.patient.number}",
        training=facility.training,
        void=visit.voided_at is not None,
        copy=copy,
    )
