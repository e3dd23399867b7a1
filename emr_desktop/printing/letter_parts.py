"""The parts that letters about one patient share: head, who it is about, paragraphs, lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.errors import EmrError
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.age import age_words
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.paper import BETWEEN, GREY, SHEETS, Sheet, Type, line, plain
from emr_desktop.printing.patient_card_page import QrCode
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name

LETTER_SHEETS = {**SHEETS, "A4": Sheet(210 * mm, 297 * mm, 17 * mm, 1.12)}
PLAIN = [
    ("FONT", (0, 0), (-1, -1), REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


def letter_sheet(paper: str) -> Sheet:
    """The sheet called so.

    Raises:
        EmrError: ``printing.unknown_paper``.
    """
    if paper not in LETTER_SHEETS:
        raise EmrError("printing.unknown_paper", paper=paper)
    return LETTER_SHEETS[paper]


def day(when: date | None) -> str:
    """A date as it is written here; empty without one."""
    return "" if when is None else f"{when:%d/%m/%Y}"


def phone_words(number: str | None) -> str:
    """A number of this country as people here say it."""
    if number is not None and number.startswith("+255") and len(number) == 13:
        return f"0{number[4:7]} {number[7:10]} {number[10:]}"
    return number or ""


class Letter:
    """Makes the parts of one letter on one sheet in one language."""

    def __init__(self, facility: FacilityRow, *, language: str, sheet: Sheet) -> None:
        self.facility, self.language, self.sheet = facility, language, sheet
        self.texts = Texts("letter", language)
        self.type = Type(sheet)
        self.width = sheet.width - 2 * sheet.margin
        self.gap = 2 * mm * sheet.scale

    def space(self, times: float = 1.0) -> Flowable:
        return Spacer(1, self.gap * times)

    def head(self, title: str, *under: str) -> Flowable:
        """Whose paper it is, what it is, and small lines under the title."""
        facility, style = self.facility, self.type
        place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
        codes = [self.texts("facility_code", code=facility.code)]
        if facility.phone:
            codes.append(phone_words(facility.phone))
        left = [
            line(facility.name, style.facility),
            line(place, style.small),
            line(" · ".join(codes), style.small),
        ]
        right = [line(title, style.title), *(line(text, style.small_right) for text in under if text)]
        split = self.width * 0.5
        return Table(
            [[left, right]],
            colWidths=[split, self.width - split],
            style=TableStyle(
                [*PLAIN, ("LINEBELOW", (0, 0), (-1, 0), 1.2, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]
            ),
        )

    def patient(self, patient: PatientRow, *, on: date, code: bool = True) -> Flowable:
        """Who it is about; the QR code holds the patient's number and nothing else."""
        style = self.type
        age = age_words(
            patient.birth_date,
            on,
            language=self.language,
            estimated=patient.birth_precision in ("age", "year"),
        )
        sex = answer_name("sex", patient.sex, language=self.language)
        home = ", ".join(part for part in (patient.village, patient.ward, patient.council) if part)
        words: list[Flowable] = [
            line(patient.full_name, style.big),
            self.fact("number", patient.number),
            Paragraph(
                f"<b>{plain(self.texts('sex'))}:</b> {plain(sex)}{BETWEEN}"
                f"<b>{plain(self.texts('age'))}:</b> {plain(age)}",
                style.text,
            ),
        ]
        if home:
            words.append(self.fact("home", home))
        reached = [("phone", phone_words(patient.phone)), ("guardian", patient.guardian)]
        told = [f"<b>{plain(self.texts(name))}:</b> {plain(value)}" for name, value in reached if value]
        if told:
            words.append(Paragraph(BETWEEN.join(told), style.text))
        if not code:
            return Table([[words]], colWidths=[self.width], style=TableStyle(PLAIN))
        side = 21 * mm * self.sheet.scale
        return Table(
            [[words, QrCode(patient.number, side)]],
            colWidths=[self.width - side, side],
            style=TableStyle([*PLAIN, ("ALIGN", (1, 0), (1, 0), "RIGHT")]),
        )

    def allergies(self, patient: PatientRow, *, share: float = 1.0) -> Flowable:
        """In a box where there are some; never called "none" where nobody asked."""
        if not patient.allergies:
            return line(self.texts("no_allergies"), self.type.small)
        words = f"{plain(self.texts('allergies'))}: {plain(', '.join(patient.allergies))}"
        return self.boxed(words, share=share)

    def boxed(self, markup: str, *, share: float = 1.0) -> Flowable:
        """What must not be overlooked; ``share`` of the width."""
        return Table(
            [[Paragraph(markup, self.type.big)]],
            colWidths=[self.width * share],
            style=TableStyle(
                [
                    ("FONT", (0, 0), (-1, -1), REGULAR),
                    ("BOX", (0, 0), (-1, -1), 1.6, black),
                    ("TOPPADDING", (0, 0), (-1, -1), 1),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
                ]
            ),
        )

    def fact(self, name: str, value: str) -> Paragraph:
        """``Label: value`` on a line; the label is a text of the section ``letter``."""
        return Paragraph(f"<b>{plain(self.texts(name))}:</b> {plain(value)}", self.type.text)

    def told(self, label: str, text: str | None) -> list[Flowable]:
        """A labelled paragraph; nothing where nothing was written."""
        if not text:
            return []
        return [Paragraph(f"<b>{plain(label)}:</b> {plain(text)}", self.type.text), self.space(0.5)]

    def signature(self, *labels: tuple[str, str]) -> Flowable:
        """Side by side: a small label, who it is, and a line to sign on."""
        style, count = self.type, len(labels)
        gap = 5 * mm
        width = (self.width - gap * (count - 1)) / count
        widths: list[float] = []
        rows: list[list[Flowable | str]] = [[], [], []]
        for place, (label, name) in enumerate(labels):
            if place:
                widths.append(gap)
                for cells in rows:
                    cells.append("")
            widths.append(width)
            rows[0].append(line(label, style.small))
            rows[1].append(line(name, style.strong))
            rows[2].append("")
        lines = [("LINEBELOW", (2 * place, 2), (2 * place, 2), 0.7, black) for place in range(count)]
        return Table(
            rows,
            colWidths=widths,
            rowHeights=[None, None, 6.5 * mm * self.sheet.scale],
            style=TableStyle([*PLAIN, *lines, ("NOSPLIT", (0, 0), (-1, -1))]),
        )

    def blanks(self, labels: Sequence[tuple[str, int]], *, row_mm: float = 7.5) -> Flowable:
        """A label and lines to write on for each; the second value says how many lines."""
        style = self.type.small
        longest = max(stringWidth(label, style.fontName, style.fontSize) for label, _count in labels)
        label_width = min(max(self.width * 0.27, longest + 4), self.width * 0.5)
        rows: list[list[Flowable | str]] = []
        for label, count in labels:
            rows += [[line(label if at == 0 else "", self.type.small), ""] for at in range(count)]
        return Table(
            rows,
            colWidths=[label_width, self.width - label_width],
            rowHeights=[row_mm * mm * self.sheet.scale] * len(rows),
            style=TableStyle(
                [*PLAIN, ("LINEBELOW", (1, 0), (1, -1), 0.6, GREY), ("VALIGN", (0, 0), (-1, -1), "BOTTOM")]
            ),
        )


class CutLine(Flowable):
    """A dashed line over the page, with words, where somebody is to tear."""

    def __init__(self, words: str, *, letter: Letter) -> None:
        super().__init__()
        self.width, self.height = letter.width, 3.5 * mm * letter.sheet.scale
        self._words, self._style = words, letter.type.small

    def draw(self) -> None:
        """Draw the dashes left and right of the words."""
        canvas, style = self.canv, self._style
        room = canvas.stringWidth(self._words, style.fontName, style.fontSize) + 6
        middle = self.height / 2
        canvas.saveState()
        canvas.setStrokeColor(black)
        canvas.setDash(3, 3)
        canvas.line(0, middle, (self.width - room) / 2, middle)
        canvas.line((self.width + room) / 2, middle, self.width, middle)
        canvas.setFillColor(GREY)
        canvas.setFont(style.fontName, style.fontSize)
        canvas.drawCentredString(self.width / 2, middle - style.fontSize / 3, self._words)
        canvas.restoreState()
