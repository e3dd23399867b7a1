"""What the laboratory's papers have in common: heads, whose paper it is, results in words."""

from __future__ import annotations

from datetime import date, datetime

from reportlab.lib.colors import black
from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.clock import local
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.paper import BETWEEN, Type, line, plain, unbroken
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name

# Without it a table names Helvetica, which no file embeds.
OUR_FONT = ("FONT", (0, 0), (-1, -1), REGULAR)
NO_PADDING = [
    OUR_FONT,
    *((side, (0, 0), (-1, -1), 0) for side in ("LEFTPADDING", "RIGHTPADDING", "TOPPADDING", "BOTTOMPADDING")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def head(facility: FacilityRow, style: Type, texts: Texts, *, title: str, on: str, width: float) -> Flowable:
    """The facility at the left, the title and the date at the right, a line below."""
    place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
    under = [texts("facility_code", code=facility.code), *([facility.phone] if facility.phone else [])]
    left = [
        line(facility.name, style.facility),
        line(place, style.small),
        line(" · ".join(under), style.small),
    ]
    right = [line(title, style.title), line(on, style.text_right)]
    split = width * 0.6
    return Table(
        [[left, right]],
        colWidths=[split, width - split],
        style=TableStyle(
            [*NO_PADDING, ("LINEBELOW", (0, 0), (-1, 0), 1.2, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
        ),
    )


def whose(order: OrderRow, style: Type, texts: Texts, *, language: str, width: float) -> Flowable:
    """The patient: name, number, age, sex, village."""
    patient = order.patient
    age = age_words(
        patient.birth_date,
        order.ordered_on,
        language=language,
        estimated=patient.birth_precision in ("age", "year"),
    )
    facts = [
        (texts("age"), age),
        (texts("sex"), answer_name("sex", patient.sex, language=language)),
        *([(texts("residence"), patient.village)] if patient.village else []),
    ]
    told = BETWEEN.join(f"<b>{plain(name)}:</b>&nbsp;{unbroken(plain(value))}" for name, value in facts)
    right = [line(texts("number"), style.small_right), line(patient.number, style.strong_right)]
    split = width * 0.62
    return Table(
        [[[line(patient.full_name, style.big), Paragraph(told, style.text)], right]],
        colWidths=[split, width - split],
        style=TableStyle(NO_PADDING),
    )


def moment(at: datetime | None) -> str:
    return "" if at is None else f"{local(at):%d/%m/%Y %H:%M}"


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
