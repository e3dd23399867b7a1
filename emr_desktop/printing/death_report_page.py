"""What stands where on the report of a death."""

from __future__ import annotations

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.deaths.rows import DeathRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.letter_parts import PLAIN, Letter, day
from emr_desktop.printing.paper import GREY, Sheet, line, make_pdf
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.care import care_name
from emr_desktop.reference.catalogue import diagnosis_name
from emr_desktop.visits.ending_rows import CauseEntry


def lay_out(death: DeathRow, facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0) -> bytes:
    """Build the page."""
    letter, texts = Letter(facility, language=language, sheet=sheet), Texts("death", language)
    entry, patient = death.entry, death.patient
    age = age_words(
        patient.birth_date,
        entry.died_on,
        language=language,
        estimated=patient.birth_precision in ("age", "year"),
    )
    when = f"{day(entry.died_on)}  {entry.died_at or ''}".strip()
    notified = ", ".join(part for part in (entry.notified_to, day(entry.notified_on)) if part)
    rows = (
        ("when", when),
        ("age_at_death", age),
        ("place", care_name("death_place", entry.place, language=language)),
        ("immediate", _cause(entry.immediate, language)),
        ("underlying", _cause(entry.underlying, language)),
        ("words", entry.cause_words or ""),
        ("told_by", entry.told_by or ""),
        ("notified", notified),
    )
    flow: list[Flowable] = [
        letter.head(texts("title"), f"{letter.texts('date')}: {day(local(death.recorded_at).date())}"),
        letter.space(),
        letter.patient(patient, on=entry.died_on),
        letter.space(1.5),
        _table(letter, texts, rows),
        letter.space(1.5),
        letter.signature((texts("reported_by"), death.recorded_by), (letter.texts("signature_stamp"), "")),
        letter.space(2),
        KeepTogether(
            [
                letter.signature((texts("received_by"), ""), (letter.texts("signature_date"), "")),
                letter.space(),
                line(texts("not_official"), letter.type.small),
            ]
        ),
    ]
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('title')} {patient.number}",
        running_head=f"{patient.full_name}, {patient.number}",
        training=facility.training,
        copy=copy,
    )


def _table(letter: Letter, texts: Texts, rows: tuple[tuple[str, str], ...]) -> Flowable:
    split = letter.width * 0.36
    return Table(
        [[line(texts(name), letter.type.strong), line(value, letter.type.text)] for name, value in rows],
        colWidths=[split, letter.width - split],
        style=TableStyle(
            [
                *PLAIN,
                ("TOPPADDING", (0, 0), (-1, -1), letter.gap * 0.6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), letter.gap),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, GREY),
                ("LINEABOVE", (0, 0), (-1, 0), 0.8, black),
            ]
        ),
    )


def _cause(cause: CauseEntry | None, language: str) -> str:
    if cause is None:
        return ""
    return f"{diagnosis_name(cause.icd10, cause.concept, language=language)} [{cause.icd10}]"
