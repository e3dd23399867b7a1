"""What stands where on blank forms; drawn by hand, because every box has its place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.access.work_session import FacilityRow
from emr_desktop.languages import either
from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts
from emr_desktop.printing.texts import Texts
from emr_desktop.reference.catalogue import lab_tests, payers
from emr_desktop.stopping import go_on

A4 = (210 * mm, 297 * mm)
_MARGIN = 10 * mm
_VITALS = ("weight", "height", "temperature", "pressure", "pulse", "breaths", "spo2", "muac")
_REGISTER = (
    ("number", 9),
    ("date", 17),
    ("name", 42),
    ("sex", 9),
    ("age", 13),
    ("village", 26),
    ("attendance", 15),
    ("payer", 15),
    ("complaint", 34),
    ("test", 22),
    ("diagnosis", 32),
    ("treatment", 30),
    ("outcome", 13),
)
_REGISTER_LINES = 20
_MEDICINE_LINES = 4
_LAB_TESTS = 13


def lay_out(
    kind: str,
    facility: FacilityRow,
    *,
    language: str,
    pages: int,
    day: date | None,
    first_number: int,
    diagnoses: Sequence[tuple[str, str]],
) -> bytes:
    """Draw the pages."""
    register_fonts()
    texts = Texts("blank_forms", language)
    size = (A4[1], A4[0]) if kind == "register" else A4
    content = BytesIO()
    canvas = Canvas(
        content,
        pagesize=size,
        invariant=1,
        initialFontName=REGULAR,  # type: ignore[arg-type]  # the stubs say a number
    )
    canvas.setTitle(texts(f"title_{kind}"))
    canvas.setAuthor("EMR Desktop")
    number = first_number
    for _ in range(pages):
        go_on()
        if kind == "register":
            _Form(canvas, facility, texts, 0, size[1], *size).register(number, day)
            number += _REGISTER_LINES
        elif kind == "encounter":
            for half in range(2):
                top, height = A4[1] - half * A4[1] / 2, A4[1] / 2
                _Form(canvas, facility, texts, 0, top, A4[0], height).encounter(number, day, diagnoses)
                number += 1
            _cut(canvas, 0, A4[1] / 2, A4[0], A4[1] / 2)
        else:
            for place in range(4):
                left, top = (place % 2) * A4[0] / 2, A4[1] - (place // 2) * A4[1] / 2
                _Form(canvas, facility, texts, left, top, A4[0] / 2, A4[1] / 2).laboratory(
                    number, day, language
                )
                number += 1
            _cut(canvas, 0, A4[1] / 2, A4[0], A4[1] / 2)
            _cut(canvas, A4[0] / 2, 0, A4[0] / 2, A4[1])
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _cut(canvas: Canvas, x1: float, y1: float, x2: float, y2: float) -> None:
    canvas.saveState()
    canvas.setDash(3, 3)
    canvas.setLineWidth(0.4)
    canvas.line(x1, y1, x2, y2)
    canvas.restoreState()


class _Form:
    """One form in its part of the page; ``y`` counts down from its top."""

    def __init__(
        self,
        canvas: Canvas,
        facility: FacilityRow,
        texts: Texts,
        left: float,
        top: float,
        width: float,
        height: float,
    ) -> None:
        self._canvas, self._facility, self._texts = canvas, facility, texts
        self._left, self._top = left + _MARGIN, top
        self._width = width - 2 * _MARGIN
        self._y = 6.5 * mm

    # the three forms -----------------------------------------------------------------------------------

    def encounter(self, number: int, day: date | None, diagnoses: Sequence[tuple[str, str]]) -> None:
        """One patient, boxes in the order of the consultation screen."""
        texts = self._texts
        self._head("title_encounter", number, day)
        self._blanks((("name", 5), ("patient_number", 3)))
        self._blanks((("sex_ticks", 1.6), ("age", 1.6), ("village", 2.4), ("phone", 2)))
        self._words(
            f"{texts('attendance_ticks')}      {texts('payer')}: "
            + "  ".join(f"[  ] {self._payer(code)}" for code in payers())
        )
        self._boxes(_VITALS, 7.8 * mm)
        for name, lines in (("complaint", 1), ("history", 1), ("examination", 1)):
            self._writing(name, lines)
        self._words(texts("test_ticks"))
        self._diagnoses(diagnoses)
        self._medicines()
        self._writing("advice", 1)
        self._words(texts("outcome_ticks"))
        self._blanks((("clinician", 3), ("signature", 2)))

    def register(self, number: int, day: date | None) -> None:
        """Lines to write on, numbered."""
        self._head("title_register", None, day)
        shares = sum(share for _, share in _REGISTER)
        widths = [self._width * share / shares for _, share in _REGISTER]
        top, height = self._y + 1 * mm, 8.1 * mm
        x = self._left
        for (name, _), width in zip(_REGISTER, widths, strict=True):
            self._fitted(x + 1.5, top + 3.4 * mm, self._texts(f"column_{name}"), 7, width - 3, bold=True)
            x += width
        bottom = top + 5 * mm + _REGISTER_LINES * height
        for line in range(_REGISTER_LINES + 1):
            self._rule(top + 5 * mm + line * height)
            if line < _REGISTER_LINES:
                self._text(self._left + 1.5, top + 5 * mm + line * height + 5.4 * mm, str(number + line), 8)
        self._rule(top)
        x = self._left
        for width in (*widths, 0.0):
            self._line(x, top, x, bottom)
            x += width
        self._y = bottom + 2 * mm
        self._words(self._texts("register_note"))

    def laboratory(self, number: int, day: date | None, language: str) -> None:
        """One request with the tests to tick and room for the results."""
        self._head("title_laboratory", number, day)
        self._blanks((("name", 1),))
        self._blanks((("patient_number", 1),))
        self._blanks((("sex_ticks", 1), ("age", 1)))
        self._blanks((("complaint", 1),))
        tests = [test for test in lab_tests().values() if not test.sensitive][:_LAB_TESTS]
        self._text(self._left, self._y + 3 * mm, self._texts("tests_wanted"), 7.5, bold=True)
        self._y += 4.5 * mm
        for place, test in enumerate(tests):
            y = self._y + place * 5.2 * mm + 3 * mm
            self._box(self._left, y - 2.5 * mm, 2.8 * mm)
            name = either(language, test.name_sw, test.name_en)
            used = self._fitted(self._left + 4 * mm, y, name, 7.5, self._width * 0.62)
            self._dots(self._left + 5 * mm + used, self._left + self._width, y)
        self._y += len(tests) * 5.2 * mm + 1 * mm
        self._writing("other", 1)
        self._blanks((("requested_by", 1),))
        self._blanks((("done_by", 1),))

    # their parts ---------------------------------------------------------------------------------------

    def _head(self, title: str, number: int | None, day: date | None) -> None:
        facility, texts = self._facility, self._texts
        place = ", ".join(part for part in (facility.ward, facility.council, facility.region) if part)
        self._fitted(self._left, self._y + 3.6 * mm, facility.name, 10.5, self._width * 0.52, bold=True)
        self._fitted(
            self._left, self._y + 7.2 * mm, f"HFR {facility.code} · {place}", 6.5, self._width * 0.52
        )
        right = self._left + self._width
        name = texts(title)
        self._right(right, self._y + 3.6 * mm, name, 10, bold=True, room=self._width * 0.46)
        date_words = f"{day:%d/%m/%Y}" if day is not None else "____/____/________"
        under = f"{texts('date')}: {date_words}"
        if number is not None:
            under = f"{texts('number')} {number:03d}    {under}"
        self._right(right, self._y + 7.6 * mm, under, 7.5, room=self._width * 0.46)
        self._y += 9 * mm
        self._rule(self._y, heavy=True)
        if facility.training:
            self._text(self._left, self._y + 3.2 * mm, texts("training"), 7.5, bold=True)
            self._y += 3.6 * mm
        self._y += 1 * mm

    def _blanks(self, fields: Sequence[tuple[str, float]]) -> None:
        """Labels with dotted lines to write on, side by side."""
        shares = sum(share for _, share in fields)
        x, y = self._left, self._y + 5.2 * mm
        for name, share in fields:
            width = self._width * share / shares
            label = self._texts(name)
            used = self._fitted(x, y, label, 7.5, width)
            if name != "sex_ticks":
                self._dots(x + used + 3, x + width - 2 * mm, y)
            x += width
        self._y += 6.1 * mm

    def _words(self, words: str) -> None:
        self._fitted(self._left, self._y + 4 * mm, words, 7.5, self._width)
        self._y += 5.4 * mm

    def _boxes(self, names: Sequence[str], height: float) -> None:
        width = self._width / len(names)
        for place, name in enumerate(names):
            x = self._left + place * width
            self._frame(x, self._y, width, height)
            self._fitted(x + 1.5, self._y + 2.6 * mm, self._texts(name), 6, width - 3)
        self._y += height + 1 * mm

    def _writing(self, name: str, lines: int) -> None:
        used = self._fitted(self._left, self._y + 4.6 * mm, self._texts(name), 7.5, self._width / 3)
        for line in range(lines):
            start = self._left + used + 3 if line == 0 else self._left
            self._dots(start, self._left + self._width, self._y + 4.6 * mm + line * 5.6 * mm)
        self._y += 5.5 * mm * lines

    def _diagnoses(self, diagnoses: Sequence[tuple[str, str]]) -> None:
        self._text(self._left, self._y + 3.4 * mm, self._texts("diagnosis"), 7.5, bold=True)
        self._y += 4.4 * mm
        width = self._width / 3
        for place, (icd10, name) in enumerate(diagnoses):
            x, y = self._left + (place % 3) * width, self._y + (place // 3) * 4.0 * mm + 2.8 * mm
            self._box(x, y - 2.4 * mm, 2.6 * mm)
            self._fitted(x + 3.6 * mm, y, f"{name} {icd10}", 7, width - 5 * mm)
        self._y += -(-len(diagnoses) // 3) * 4.0 * mm
        self._writing("other_diagnosis", 1)

    def _medicines(self) -> None:
        columns = (("medicine", 8), ("dose", 2.4), ("per_day", 2.4), ("days", 2), ("quantity", 2.4))
        shares = sum(share for _, share in columns)
        top, height = self._y + 0.6 * mm, 4.8 * mm
        x = self._left
        for name, share in columns:
            self._fitted(
                x + 1.5, top + 2.8 * mm, self._texts(name), 6.5, self._width * share / shares - 3, bold=True
            )
            x += self._width * share / shares
        bottom = top + 3.8 * mm + _MEDICINE_LINES * height
        for line in range(_MEDICINE_LINES):
            y = top + 3.8 * mm + line * height
            self._rule(y)
            self._text(self._left + 1.5, y + 3.6 * mm, f"{line + 1}.", 7)
        for y in (top, bottom):
            self._rule(y)
        x = self._left
        for share in (*(share for _, share in columns), 0.0):
            self._line(x, top, x, bottom)
            x += self._width * share / shares
        self._y = bottom + 0.8 * mm

    def _payer(self, code: str) -> str:
        payer = payers()[code]
        return either(self._texts.language, payer.name_sw, payer.name_en)

    # the pen -------------------------------------------------------------------------------------------

    def _text(self, x: float, y: float, words: str, size: float, *, bold: bool = False) -> None:
        self._canvas.setFont(BOLD if bold else REGULAR, size)
        self._canvas.drawString(x, self._top - y, words)

    def _right(self, x: float, y: float, words: str, size: float, *, room: float, bold: bool = False) -> None:
        font = BOLD if bold else REGULAR
        needed = stringWidth(words, font, size)
        self._canvas.setFont(font, size * min(1.0, room / needed))
        self._canvas.drawRightString(x, self._top - y, words)

    def _fitted(
        self, x: float, y: float, words: str, size: float, room: float, *, bold: bool = False
    ) -> float:
        """Write one line, smaller where it would not fit; gives the width it took."""
        font = BOLD if bold else REGULAR
        needed = float(stringWidth(words, font, size)) or 1.0
        scale = min(1.0, room / needed)
        self._text(x, y, words, size * scale, bold=bold)
        return needed * scale

    def _line(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._canvas.setLineWidth(0.4)
        self._canvas.line(x1, self._top - y1, x2, self._top - y2)

    def _rule(self, y: float, *, heavy: bool = False) -> None:
        self._canvas.setLineWidth(1.0 if heavy else 0.4)
        self._canvas.line(self._left, self._top - y, self._left + self._width, self._top - y)

    def _dots(self, x1: float, x2: float, y: float) -> None:
        if x2 <= x1:
            return
        self._canvas.saveState()
        self._canvas.setLineWidth(0.5)
        self._canvas.setDash(0.6, 1.6)
        self._canvas.line(x1, self._top - y - 1, x2, self._top - y - 1)
        self._canvas.restoreState()

    def _frame(self, x: float, y: float, width: float, height: float) -> None:
        self._canvas.setLineWidth(0.5)
        self._canvas.rect(x, self._top - y - height, width, height)

    def _box(self, x: float, y: float, side: float) -> None:
        self._canvas.setLineWidth(0.6)
        self._canvas.rect(x, self._top - y - side, side, side)
