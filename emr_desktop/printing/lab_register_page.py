"""The laboratory register on A4 landscape: ruled columns, a heading on every page."""

from __future__ import annotations

from reportlab.lib.colors import Color, black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.laboratory.rows import Register, RegisterLine
from emr_desktop.printing.age import age_words
from emr_desktop.printing.lab_parts import OUR_FONT, day, flag_words, head, result_words, test_name
from emr_desktop.printing.paper import Sheet, Type, line, make_pdf
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name

_SHEET = Sheet(297 * mm, 210 * mm, 9 * mm, 0.84)
_HEADING = Color(0.9, 0.9, 0.9)
# Columns of the book with their share of the width.
_COLUMNS = {
    "place": 3.5,
    "date": 6.5,
    "name": 14,
    "number": 8,
    "age": 7,
    "sex": 3.5,
    "residence": 8.5,
    "requested_by": 9,
    "specimen": 6,
    "test": 11,
    "result": 14,
    "by": 8.5,
    "remarks": 10.5,
}


def lay_out(register: Register, facility: FacilityRow, *, language: str) -> bytes:
    """Build the register of a period."""
    texts, style = Texts("laboratory", language), Type(_SHEET)
    width = _SHEET.width - 2 * _SHEET.margin
    period = f"{day(register.start)} - {day(register.end)}"
    flow: list[Flowable] = [
        head(facility, style, texts, title=texts("register_title"), on=period, width=width),
        Spacer(1, 2 * mm),
        _table(register, style, texts, language, width, facility.code),
        Spacer(1, 2 * mm),
        line(texts("register_total", count=len(register.lines)), style.strong),
    ]
    if register.hidden:
        flow.append(line(texts("register_hidden", count=register.hidden), style.small))
    return make_pdf(
        flow,
        sheet=_SHEET,
        language=language,
        title=f"{texts('register_title')} {period}",
        running_head=f"{facility.name}: {texts('register_title')} {period}",
        training=facility.training,
    )


def cells(
    line_: RegisterLine, place: int, texts: Texts, *, language: str, facility_code: str
) -> tuple[str, ...]:
    """One line of the register as words, in the order of the columns."""
    hidden = line_.hidden
    patient = line_.patient
    age = age_words(
        patient.birth_date,
        line_.on,
        language=language,
        estimated=patient.birth_precision in ("age", "year"),
    )
    by = line_.done_by or ""
    if line_.validated_by:
        by = f"{by} / {line_.validated_by}"
    return (
        str(place),
        day(line_.on),
        texts("hidden") if hidden else patient.full_name,
        "" if hidden else short_number(patient.number, facility_code),
        "" if hidden else age,
        "" if hidden else patient.sex,
        "" if hidden else patient.village or "",
        line_.ordered_by or "",
        answer_name("specimen", line_.specimen or "", language=language),
        texts("hidden") if hidden else test_name(line_.test, language=language),
        "" if hidden else _result(line_, texts, language),
        by,
        "" if hidden else _remarks(line_, texts, language),
    )


def short_number(number: str, facility_code: str) -> str:
    """A patient number without the facility's own code, which stands in the head of the page."""
    return number.removeprefix(f"{facility_code}/")


def headings(texts: Texts) -> tuple[str, ...]:
    """The columns of the register in words."""
    return tuple(texts(f"column_{name}") for name in _COLUMNS)


def _result(line_: RegisterLine, texts: Texts, language: str) -> str:
    if not line_.results:
        return texts("rejected") if line_.rejected_why else texts("waits")
    alone = len(line_.results) == 1
    parts = []
    for value in line_.results:
        said = result_words(value, language=language)
        flag = flag_words(value, language=language)
        if flag and (value.low is not None or value.high is not None):
            said = f"{said} ({flag})"
        parts.append(said if alone else f"{test_name(value.test, language=language)}: {said}")
    return "; ".join(parts)


def _remarks(line_: RegisterLine, texts: Texts, language: str) -> str:
    found = [line_.remark or ""]
    if line_.corrected:
        found.append(texts("was_corrected"))
    if line_.rejected_why:
        found.append(answer_name("rejected", line_.rejected_why, language=language))
    return "; ".join(part for part in found if part)


def _table(register: Register, style: Type, texts: Texts, language: str, width: float, code: str) -> Flowable:
    rows = [[line(word, style.small) for word in headings(texts)]]
    for place, each in enumerate(register.lines, start=1):
        said = cells(each, place, texts, language=language, facility_code=code)
        rows.append([line(cell, style.text) for cell in said])
    whole = sum(_COLUMNS.values())
    return Table(
        rows,
        colWidths=[width * share / whole for share in _COLUMNS.values()],
        repeatRows=1,
        style=TableStyle(
            [
                OUR_FONT,
                ("GRID", (0, 0), (-1, -1), 0.4, black),
                ("BACKGROUND", (0, 0), (-1, 0), _HEADING),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        ),
    )
