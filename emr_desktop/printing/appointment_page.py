"""What stands where on an appointment slip and on the list of people to look for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.appointments.rows import AppointmentRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.letter_parts import Letter, day, phone_words
from emr_desktop.printing.paper import GREY, Sheet, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.care import appointment_reasons, care_name
from emr_desktop.reference.catalogue import answer_name


def lay_out_slip(
    row: AppointmentRow, facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0
) -> bytes:
    """Build the slip."""
    letter, texts = Letter(facility, language=language, sheet=sheet), Texts("appointment", language)
    when = when_words(row, texts)
    flow: list[Flowable] = [
        letter.head(texts("title")),
        letter.space(),
        letter.patient(row.patient, on=row.made_on),
        letter.space(),
        letter.boxed(plain(when)),
        letter.space(),
        Paragraph(
            f"<b>{plain(texts('reason'))}:</b> {plain(public_reason(row, texts, language))}", letter.type.text
        ),
        *([] if reason_is_private(row) else letter.told(texts("note"), row.note)),
        letter.space(),
        line(texts("bring"), letter.type.text),
        line(texts("sooner"), letter.type.text),
        letter.space(),
        line(f"{texts('given_by')}: {row.made_by}, {day(row.made_on)}", letter.type.small),
    ]
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('title')} {row.patient.number}",
        running_head=row.patient.number,
        training=facility.training,
        copy=copy,
    )


def when_words(row: AppointmentRow, texts: Texts) -> str:
    """The day with its weekday, or the week."""
    if row.whole_week:
        return texts("in_week", first=day(row.due_on), last=day(row.last_day))
    return texts("on_day", weekday=texts(f"weekday_{row.due_on.weekday()}"), date=day(row.due_on))


def reason_is_private(row: AppointmentRow) -> bool:
    """Whether the reason must not be read by others; an unknown one is taken to be private."""
    reason = appointment_reasons().get(row.reason)
    return reason is None or reason.private


def public_reason(row: AppointmentRow, texts: Texts, language: str) -> str:
    """The reason as it may stand on paper that leaves the facility."""
    if reason_is_private(row):
        return texts("clinic")
    return appointment_reasons()[row.reason].name(language)


def lay_out_list(
    rows: Sequence[AppointmentRow], facility: FacilityRow, *, today: date, language: str, sheet: Sheet
) -> bytes:
    """Build the list, village by village."""
    letter, texts = Letter(facility, language=language, sheet=sheet), Texts("appointment", language)
    flow: list[Flowable] = [
        letter.head(texts("list_title"), f"{letter.texts('date')}: {day(today)}"),
        letter.space(),
        line(texts("list_words"), letter.type.text),
        letter.space(),
    ]
    ordered = sorted(rows, key=lambda row: (_village(row) == "", _village(row).casefold(), -row.days_late))
    for village, people in groupby(ordered, key=_village):
        heading = line(village or texts("no_village"), letter.type.big)
        flow += [_people(heading, list(people), letter, texts, language), letter.space(1.5)]
    if not ordered:
        flow.append(line(texts("list_empty"), letter.type.text))
    flow += [letter.space(), letter.signature((texts("given_to"), ""), (letter.texts("signature_date"), ""))]
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=texts("list_title"),
        running_head=texts("list_title"),
        training=facility.training,
    )


def _village(row: AppointmentRow) -> str:
    return (row.patient.village or "").strip()


def _people(
    heading: Flowable, rows: list[AppointmentRow], letter: Letter, texts: Texts, language: str
) -> Flowable:
    small, text = letter.type.small, letter.type.text
    heads = ("who", "where", "expected", "tried", "found")
    cells: list[list[Flowable | list[Flowable] | str]] = [
        [heading, "", "", "", ""],
        [line(texts(name), small) for name in heads],
    ]
    for row in rows:
        patient = row.patient
        age = age_words(
            patient.birth_date,
            row.due_on,
            language=language,
            estimated=patient.birth_precision in ("age", "year"),
        )
        sex = answer_name("sex", patient.sex, language=language)
        last = row.traces[-1] if row.traces else None
        tried = (
            ""
            if last is None
            else (
                f"{day(last.done_on)} {care_name('trace_way', last.way, language=language)}: "
                f"{care_name('trace_result', last.result, language=language)}"
            )
        )
        cells.append(
            [
                [line(patient.full_name, letter.type.strong), line(f"{sex}, {age}", small)],
                [line(phone_words(patient.phone), text), line(patient.guardian or "", small)],
                [line(day(row.due_on), text), line(public_reason(row, texts, language), small)],
                line(tried, small),
                "",
            ]
        )
    shares = (0.28, 0.18, 0.16, 0.16, 0.22)
    return Table(
        cells,
        colWidths=[letter.width * share for share in shares],
        repeatRows=2,
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR),
                ("SPAN", (0, 0), (-1, 0)),
                ("GRID", (0, 1), (-1, -1), 0.5, GREY),
                ("LINEBELOW", (0, 1), (-1, 1), 1, black),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, 1), 2),
                ("BOTTOMPADDING", (0, 2), (-1, -1), 5 * mm),  # room for a pen
            ]
        ),
    )
