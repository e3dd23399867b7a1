"""What stands where on a laboratory request."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.laboratory.rows import OrderRow
from emr_desktop.printing.lab_parts import NO_PADDING, OUR_FONT, day, head, whose
from emr_desktop.printing.lab_words import test_name
from emr_desktop.printing.paper import Sheet, Type, line, make_pdf
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name
from emr_desktop.reference.laboratory import components_of


def lay_out(
    orders: Sequence[OrderRow], facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0
) -> bytes:
    """Build the request for one patient: a box to write in for each part of each test."""
    texts = Texts("laboratory", language)
    style, width, gap = Type(sheet), sheet.width - 2 * sheet.margin, 2 * mm * sheet.scale
    first = orders[0]
    flow: list[Flowable] = [
        head(
            facility,
            style,
            texts,
            title=texts("request_title"),
            on=texts("ordered_on", date=day(first.ordered_on)),
            width=width,
        ),
        Spacer(1, gap),
        whose(first, style, texts, language=language, width=width),
        Spacer(1, gap),
    ]
    if any(order.urgent for order in orders):
        flow += [line(texts("urgent"), style.big), Spacer(1, gap)]
    if any(order.sensitive for order in orders):
        flow += [line(texts("private"), style.strong), Spacer(1, gap)]
    flow.append(_tests(orders, style, texts, language, width))
    notes = [order.note for order in orders if order.note]
    for note in dict.fromkeys(notes):
        flow += [Spacer(1, gap), line(texts("note", note=note), style.text)]
    flow += [
        Spacer(1, 2 * gap),
        line(texts("ordered_by", who=first.ordered_by), style.text),
        Spacer(1, gap),
        _hands(style, texts, width),
    ]
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('request_title')} {first.patient.number}",
        running_head=f"{first.patient.full_name}, {first.patient.number}",
        training=facility.training,
        copy=copy,
    )


def _tests(orders: Sequence[OrderRow], style: Type, texts: Texts, language: str, width: float) -> Flowable:
    rows: list[list[Flowable | str]] = [
        [line(texts(name), style.small) for name in ("test", "specimen", "result")]
    ]
    strong: list[int] = []
    for order in orders:
        strong.append(len(rows))
        name = test_name(order.test, language=language)
        if order.urgent:
            name = f"{name} - {texts('urgent')}"
        specimen = answer_name("specimen", order.specimen or "", language=language)
        rows.append([line(name, style.strong), line(specimen, style.text), ""])
        parts = [part.test for part in components_of(order.test) if part.test != order.test]
        rows += [[line(f"   {test_name(part, language=language)}", style.text), "", ""] for part in parts]
    return Table(
        rows,
        colWidths=[width * share for share in (0.46, 0.16, 0.38)],
        style=TableStyle(
            [
                OUR_FONT,
                ("GRID", (0, 0), (-1, -1), 0.5, black),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                *(("LINEABOVE", (0, at), (-1, at), 1, black) for at in strong),
            ]
        ),
    )


def _hands(style: Type, texts: Texts, width: float) -> Flowable:
    half = width / 2 - 3 * mm
    labels = [line(texts("sample_taken"), style.small), "", line(texts("done_at"), style.small)]
    return Table(
        [["", "", ""], labels],
        colWidths=[half, width - 2 * half, half],
        rowHeights=[7 * mm, None],
        style=TableStyle(
            [
                *NO_PADDING,
                ("LINEBELOW", (0, 0), (0, 0), 0.7, black),
                ("LINEBELOW", (2, 0), (2, 0), 0.7, black),
            ]
        ),
    )
