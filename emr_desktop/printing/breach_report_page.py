"""What stands where on the report of a breach: the duty, what the trail tells, what people add by hand."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, LongTable, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.languages import either
from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.printing.letter_parts import Letter, day
from emr_desktop.printing.paper import A4, GREY, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.protection.rows import BreachReport, Duty

_PEOPLE = (46 * mm, 26 * mm, 26 * mm, 34 * mm, 24 * mm, 28 * mm)
_OUT = (30 * mm, 44 * mm, 76 * mm, 34 * mm)
_SENT = (34 * mm, 90 * mm, 30 * mm, 30 * mm)


def lay_out(
    report: BreachReport,
    taken_out: Sequence[AuditLine],
    facility: FacilityRow,
    *,
    what_happened: str,
    language: str,
) -> bytes:
    """Build the paper."""
    letter, texts = Letter(facility, language=language, sheet=A4), Texts("breach_report", language)
    about = texts("about", by=report.made_by, at=f"{report.made_at:%d/%m/%Y %H:%M}", code=report.head_code)
    whom = texts("of_one", user=report.staff) if report.staff else texts("of_everybody")
    flow: list[Flowable] = [
        letter.head(texts("title"), about),
        letter.space(),
        line(texts("days", first=day(report.first), last=day(report.last), whom=whom), letter.type.strong),
        line(texts("noticed", at=f"{report.noticed_at:%d/%m/%Y %H:%M}"), letter.type.text),
        line(texts("by_when", at=f"{report.notify_by:%d/%m/%Y %H:%M}"), letter.type.strong),
        letter.space(0.5),
        *(line(_duty(each, texts, language), letter.type.small) for each in report.duties),
        letter.space(),
    ]
    flow += letter.told(texts("what_happened"), what_happened)
    if not what_happened.strip():
        flow.append(letter.blanks([(texts("what_happened"), 3)]))
    flow += [letter.space(), letter.boxed(plain(texts("persons", count=report.persons)), share=0.75)]
    if report.in_lists:
        flow.append(line(texts("in_lists", count=report.in_lists), letter.type.text))
    flow += [letter.space(), line(texts("people"), letter.type.big), _people(report, letter, texts)]
    flow += [letter.space(), line(texts("sent"), letter.type.big), *_sent(report, letter, texts)]
    flow += [
        letter.space(),
        line(texts("other", failed=report.failed_log_ins, emergencies=report.emergencies), letter.type.text),
        line(texts("encrypted"), letter.type.text),
        line(
            texts("backup", at=f"{report.last_backup:%d/%m/%Y %H:%M}")
            if report.last_backup
            else texts("no_backup"),
            letter.type.text,
        ),
        letter.space(),
        line(texts("out", count=report.taken_out_rows), letter.type.big),
        _out(taken_out, letter, texts),
    ]
    if report.taken_out_rows > len(taken_out):
        flow.append(line(texts("more", count=report.taken_out_rows - len(taken_out)), letter.type.small))
    flow += [
        letter.space(),
        letter.blanks([(texts("done"), 3), (texts("told_persons"), 2), (texts("told"), 2)]),
        letter.space(),
        letter.signature((texts("in_charge"), report.made_by), (texts("council"), "")),
    ]
    return make_pdf(
        flow,
        sheet=A4,
        language=language,
        title=texts("title"),
        running_head=f"{texts('title')} · {facility.name} · {about}",
        training=facility.training,
    )


def _duty(duty: Duty, texts: Texts, language: str) -> str:
    words = either(language, duty.sw, duty.en)
    known = texts("evidence", tag=duty.evidence, source=duty.source)
    return f"{words} {known}" + ("" if duty.confirmed else f" {texts('unconfirmed')}")


def _people(report: BreachReport, letter: Letter, texts: Texts) -> Flowable:
    heads = ("who", "looked", "changed", "taken_out", "refused", "after_hours")
    rows = [
        (
            each.staff or texts("nobody"),
            texts("rows", rows=each.looked, persons=each.looked_persons),
            texts("rows", rows=each.changed, persons=each.changed_persons),
            texts("rows", rows=each.taken_out, persons=each.taken_out_persons),
            str(each.refused),
            str(each.after_hours),
        )
        for each in report.people
    ]
    return _table([texts(name) for name in heads], rows, _PEOPLE, letter)


def _sent(report: BreachReport, letter: Letter, texts: Texts) -> list[Flowable]:
    if not report.sent:
        return [line(texts("nothing_sent"), letter.type.text)]
    rows = [(each.target, each.url, str(each.messages), str(each.persons)) for each in report.sent]
    heads = [texts(name) for name in ("target", "address", "messages", "of_persons")]
    return [_table(heads, rows, _SENT, letter)]


def _out(taken_out: Sequence[AuditLine], letter: Letter, texts: Texts) -> Flowable:
    rows = [(f"{each.at:%d/%m/%Y %H:%M}", each.who, each.what, each.device) for each in taken_out]
    return _table([texts(name) for name in ("when", "who", "what", "device")], rows, _OUT, letter)


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], letter: Letter
) -> Flowable:
    style = letter.type
    return LongTable(
        [
            [line(head, style.strong) for head in heads],
            *([line(cell, style.small) for cell in cells] for cells in rows),
        ],
        colWidths=widths,
        repeatRows=1,
        hAlign="LEFT",
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, GREY),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, GREY),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        ),
    )
