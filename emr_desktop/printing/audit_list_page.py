"""What stands where on a printed part of the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, Spacer, TableStyle

from emr_desktop.printing.audit_list import AuditLine, AuditPaper
from emr_desktop.printing.paper import A4_LANDSCAPE, GREY, Type, line, make_pdf
from emr_desktop.printing.texts import Texts

_WIDTHS = (18 * mm, 32 * mm, 52 * mm, 88 * mm, 50 * mm, 35 * mm)
_MOST = 3000  # rows on paper: some eighty pages


def lay_out(lines: Sequence[AuditLine], paper: AuditPaper, *, language: str) -> bytes:
    """Build the list, as many pages as it needs; the head of the trail stands on each."""
    style, texts = Type(A4_LANDSCAPE), Texts("audit_list", language)
    facility = paper.facility
    about = texts(
        "about",
        code=paper.head_code,
        by=paper.printed_by,
        at=f"{paper.printed_at:%d/%m/%Y %H:%M}",
    )
    if paper.clock_behind:
        about += " · " + texts("clock_behind")
    flow: list[Flowable] = [
        line(f"{facility.name} ({facility.code})", style.facility),
        line(texts("title"), style.big),
        line(paper.asked, style.text),
        line(about, style.small),
        Spacer(1, 3 * mm),
    ]
    heading = [
        line(texts(name), style.strong) for name in ("row", "when", "who", "what", "patient", "device")
    ]
    shown = lines[:_MOST]
    rows = [
        [
            line(str(each.seq), style.small),
            line(f"{each.at:%d/%m/%Y %H:%M}" + (" !" if each.clock_behind else ""), style.small),
            line(each.who, style.small),
            line(each.what, style.small),
            line(each.patient, style.small),
            line(each.device, style.small),
        ]
        for each in shown
    ]
    table = LongTable([heading, *rows], colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, GREY),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, GREY),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    flow.append(table)
    flow.append(Spacer(1, 3 * mm))
    more = paper.more or len(lines) > _MOST
    flow.append(line(texts("more" if more else "end", count=len(shown)), style.text))
    return make_pdf(
        flow,
        sheet=A4_LANDSCAPE,
        language=language,
        title=texts("title"),
        running_head=f"{texts('title')} · {facility.name} · {about}",
        training=facility.training,
    )
