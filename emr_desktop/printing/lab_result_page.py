"""What stands where on a laboratory result."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.laboratory.rows import OrderRow, ReportRow, ValueRow
from emr_desktop.printing.lab_parts import NO_PADDING, day, head, moment, whose
from emr_desktop.printing.lab_words import flag_words, range_words, result_words, test_name
from emr_desktop.printing.paper import GREY, Sheet, Type, line, make_pdf, plain
from emr_desktop.printing.texts import Texts


def lay_out(
    orders: Sequence[OrderRow], facility: FacilityRow, *, language: str, sheet: Sheet, copy: int = 0
) -> bytes:
    """Build the paper of one patient's results."""
    texts = Texts("laboratory", language)
    style, width, gap = Type(sheet), sheet.width - 2 * sheet.margin, 2 * mm * sheet.scale
    first = orders[0]
    flow: list[Flowable] = [
        head(
            facility,
            style,
            texts,
            title=texts("result_title"),
            on=texts("ordered_on", date=day(first.ordered_on)),
            width=width,
        ),
        Spacer(1, gap),
        whose(first, style, texts, language=language, width=width),
    ]
    if any(order.sensitive for order in orders):
        flow += [Spacer(1, gap), line(texts("private"), style.strong)]
    for order in orders:
        flow += [Spacer(1, 1.5 * gap), KeepTogether(_order(order, style, texts, language, width))]
    flow += [Spacer(1, 3 * gap), _signature(style, texts, width), Spacer(1, gap)]
    flow.append(line(texts("ranges_note"), style.small))
    return make_pdf(
        flow,
        sheet=sheet,
        language=language,
        title=f"{texts('result_title')} {first.patient.number}",
        running_head=f"{first.patient.full_name}, {first.patient.number}",
        training=facility.training,
        copy=copy,
        void=any(order.is_void for order in orders),
    )


def _order(order: OrderRow, style: Type, texts: Texts, language: str, width: float) -> list[Flowable]:
    report = order.released
    assert report is not None  # noqa: S101 - only released results come here
    flow: list[Flowable] = [
        line(test_name(order.test, language=language), style.big),
        line(texts("ordered_by", who=order.ordered_by), style.small),
        Spacer(1, 1 * mm),
        _table(report.values, style, texts, language, width),
    ]
    if report.remark:
        flow.append(Paragraph(f"<b>{plain(texts('remark'))}:</b> {plain(report.remark)}", style.text))
    done = texts("done_by", who=report.entered_by, at=moment(report.entered_at))
    if report.released_by and report.released_by != report.entered_by:
        done += "  ·  " + texts("checked_by", who=report.released_by)
    flow.append(line(done, style.small))
    earlier = _before(order, report)
    if earlier is not None and report.reason:
        said = "; ".join(result_words(value, language=language) for value in earlier.values)
        flow.append(line(texts("corrected", result=said, reason=report.reason), style.strong))
    return flow


def _before(order: OrderRow, report: ReportRow) -> ReportRow | None:
    older = (each for each in order.reports if each.version < report.version and each.released_at is not None)
    return next(older, None)


def _table(values: Sequence[ValueRow], style: Type, texts: Texts, language: str, width: float) -> Flowable:
    rows = [[line(texts(name), style.small) for name in ("part", "result", "usual", "flag")]]
    for value in values:
        told = style.strong if value.is_abnormal else style.text
        rows.append(
            [
                line(test_name(value.test, language=language), style.text),
                line(result_words(value, language=language), told),
                line(range_words(value), style.text),
                line(flag_words(value, language=language), told),
            ]
        )
    return Table(
        rows,
        colWidths=[width * share for share in (0.36, 0.26, 0.16, 0.22)],
        style=TableStyle(
            [
                *NO_PADDING,
                ("LINEBELOW", (0, 0), (-1, 0), 0.7, black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, GREY),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ]
        ),
    )


def _signature(style: Type, texts: Texts, width: float) -> Flowable:
    return Table(
        [["", ""], [line(texts("signature"), style.small), ""]],
        colWidths=[width * 0.45, width * 0.55],
        rowHeights=[8 * mm, None],
        style=TableStyle([*NO_PADDING, ("LINEBELOW", (0, 0), (0, 0), 0.7, black)]),
    )
