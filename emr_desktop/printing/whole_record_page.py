"""What stands where on the paper of everything that is kept about one person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, LongTable, Paragraph, Spacer, TableStyle

from emr_desktop.printing.audit_list import AuditLine
from emr_desktop.printing.letter_parts import Letter
from emr_desktop.printing.paper import A4, GREY, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.printing.whole_record import Chapter, Entry, WholeRecord

_LOOKED_WIDTHS = (17 * mm, 31 * mm, 46 * mm, 90 * mm)
_MOST_LOOKED = 3000  # some eighty pages


def lay_out(record: WholeRecord, *, language: str) -> bytes:
    """Build the paper."""
    letter, texts = Letter(record.facility, language=language, sheet=A4), Texts("whole_record", language)
    about = texts("about", by=record.made_by, at=f"{record.made_at:%d/%m/%Y %H:%M}", code=record.head_code)
    flow: list[Flowable] = [
        letter.head(texts("title"), about),
        letter.space(),
        letter.patient(record.patient, on=record.made_at.date()),
        letter.space(),
        line(texts("what_it_is"), letter.type.text),
        line(texts("codes"), letter.type.small),
        letter.space(),
    ]
    for chapter in record.chapters:
        flow += _chapter(chapter, letter, texts)
    flow += [line(texts("looked"), letter.type.big), letter.space(0.5)]
    flow.append(_looked(record.looked, letter, texts))
    left = len(record.looked) - _MOST_LOOKED
    flow += [letter.space(), line(texts("more", count=left) if left > 0 else texts("end"), letter.type.text)]
    if record.only_in_file:
        flow.append(line(texts("only_in_file", kinds=record.only_in_file), letter.type.small))
    flow += [
        letter.space(2),
        letter.signature((texts("given_by"), record.made_by), (texts("received_by"), "")),
    ]
    return make_pdf(
        flow,
        sheet=A4,
        language=language,
        title=f"{texts('title')} {record.patient.number}",
        running_head=f"{texts('title')} · {record.patient.number} · {about}",
        training=record.facility.training,
    )


def _chapter(chapter: Chapter, letter: Letter, texts: Texts) -> Iterator[Flowable]:
    heading = line(f"{chapter.title} ({len(chapter.entries)})", letter.type.big)
    if not chapter.entries:
        yield from (heading, line(texts("nothing"), letter.type.small), letter.space())
        return
    first, *others = chapter.entries
    yield KeepTogether([heading, letter.space(0.5), *_entry(first, letter, texts)])
    for entry in others:
        yield from _entry(entry, letter, texts)
    yield letter.space()


def _entry(entry: Entry, letter: Letter, texts: Texts) -> Iterator[Flowable]:
    void = f" [{texts('void')}]" if entry.void else ""
    if entry.heading:
        yield line(entry.heading + void, letter.type.strong)
    told = " · ".join(f"<b>{plain(label)}:</b> {plain(value)}" for label, value in entry.facts)
    lead = "" if entry.heading else f"• {plain(void.strip())} ".replace("•  ", "• ")
    yield Paragraph(lead + told, letter.type.text)
    yield letter.space(0.5)


def _looked(lines: Sequence[AuditLine], letter: Letter, texts: Texts) -> Flowable:
    if not lines:
        return Spacer(1, 1)
    style = letter.type
    heading = [line(texts(name), style.strong) for name in ("row", "when", "who", "what")]
    rows = [
        [
            line(str(each.seq), style.small),
            line(f"{each.at:%d/%m/%Y %H:%M}", style.small),
            line(each.who, style.small),
            line(each.what, style.small),
        ]
        for each in lines[:_MOST_LOOKED]
    ]
    return LongTable(
        [heading, *rows],
        colWidths=_LOOKED_WIDTHS,
        repeatRows=1,
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
