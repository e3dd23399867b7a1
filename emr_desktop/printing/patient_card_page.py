"""What stands where on a patient's card."""

from __future__ import annotations

from io import BytesIO

import segno
from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table, TableStyle

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.patients.rows import PatientRow
from emr_desktop.printing.fonts import REGULAR
from emr_desktop.printing.paper import GREY, SHEETS, Type, line, make_pdf, plain
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import answer_name

_VISIT_LINES = 10
_LINES_FOR_PICTURE = 2
_PICTURE_HEIGHT = 24 * mm
_PLAIN_TABLE = [
    ("FONT", (0, 0), (-1, -1), REGULAR),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]


class QrCode(Flowable):
    """A QR code drawn as squares, so that it stays sharp on every printer."""

    def __init__(self, content: str, side: float) -> None:
        super().__init__()
        self.width = self.height = side
        self._rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]

    def draw(self) -> None:
        """Draw row by row, neighbours in one stroke: thin white seams between squares confuse scanners."""
        quiet = 2  # modules; the card's white margin gives the rest of the four the standard asks for
        module = self.width / (len(self._rows) + 2 * quiet)
        self.canv.setFillColor(black)
        for down, row in enumerate(self._rows):
            start = None
            for across, dark in enumerate([*row, 0]):
                if dark and start is None:
                    start = across
                elif not dark and start is not None:
                    left = (start + quiet) * module
                    bottom = self.height - (down + quiet + 1) * module
                    self.canv.rect(left, bottom, (across - start) * module, module * 1.02, stroke=0, fill=1)
                    start = None


def lay_out(
    patient: PatientRow, facility: FacilityRow, *, language: str, photo: bytes | None = None
) -> bytes:
    """Build the card: upper half to be seen, lower half for the dates of visits."""
    sheet = SHEETS["A6"]
    texts = Texts("card", language)
    style = Type(sheet)
    width = sheet.width - 2 * sheet.margin
    side = 27 * mm
    words = [
        line(patient.full_name, style.big),
        line(patient.number, style.strong),
        _fact(texts("born"), _birth(patient), style),
        _fact(texts("sex"), answer_name("sex", patient.sex, language=language), style),
    ]
    home = ", ".join(part for part in (patient.village, patient.ward) if part)
    if home:
        words.append(_fact(texts("village"), home, style))
    if patient.allergies:
        words.append(
            Paragraph(
                f"<b>{plain(texts('allergies'))}: {plain(', '.join(patient.allergies))}</b>", style.text
            )
        )
    head = Table(
        [[line(facility.name, style.facility), line(texts("title"), style.strong_right)]],
        colWidths=[width * 0.66, width * 0.34],
        style=TableStyle(
            [
                *_PLAIN_TABLE,
                ("LINEBELOW", (0, 0), (-1, 0), 1.2, black),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
            ]
        ),
    )
    right: list[Flowable] = [QrCode(patient.number, side)]
    picture = _picture(photo, side)
    if picture is not None:
        right += [Spacer(1, 1 * mm), picture]
    body = Table(
        [[words, right]],
        colWidths=[width - side - 2 * mm, side + 2 * mm],
        style=TableStyle([*_PLAIN_TABLE, ("ALIGN", (1, 0), (1, 0), "RIGHT")]),
    )
    # The picture takes the room of some lines; the card stays one sheet.
    lines = _VISIT_LINES if picture is None else _VISIT_LINES - _LINES_FOR_PICTURE
    visits = Table(
        [
            [line(texts(name), style.small) for name in ("date", "return", "signature")],
            *[["", "", ""] for _ in range(lines)],
        ],
        colWidths=[width * 0.3, width * 0.3, width * 0.4],
        rowHeights=[None] + [6.4 * mm] * lines,
        style=TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), REGULAR),
                ("GRID", (0, 0), (-1, -1), 0.5, GREY),
                ("TOPPADDING", (0, 0), (-1, 0), 1),
            ]
        ),
    )
    return make_pdf(
        [
            head,
            Spacer(1, 2 * mm),
            body,
            Spacer(1, 1.5 * mm),
            line(texts("keep"), style.small),
            Spacer(1, 3 * mm),
            visits,
        ],
        sheet=sheet,
        language=language,
        title=f"{texts('title')} {patient.number}",
        running_head=patient.number,
        training=facility.training,
    )


def _picture(photo: bytes | None, widest: float) -> Image | None:
    """The patient's picture, whole and undistorted; None without one, or when it cannot be read."""
    if photo is None:
        return None
    try:
        width, height = ImageReader(BytesIO(photo)).getSize()
    except (OSError, ValueError):
        return None
    scale = min(widest / width, _PICTURE_HEIGHT / height)
    return Image(BytesIO(photo), width=width * scale, height=height * scale, hAlign="RIGHT")


def _fact(label: str, value: str, style: Type) -> Paragraph:
    return Paragraph(f"<b>{plain(label)}:</b> {plain(value)}", style.text)


def _birth(patient: PatientRow) -> str:
    """As much of the birth date as is known."""
    if patient.birth_precision == "day":
        return patient.birth_date.strftime("%d/%m/%Y")
    if patient.birth_precision == "month":
        return patient.birth_date.strftime("%m/%Y")
    return (
        f"± {patient.birth_date.year}" if patient.birth_precision == "age" else str(patient.birth_date.year)
    )
