"""What people type comes out on paper: letters of here, and signs that the typeface does not hold."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from emr_desktop.printing.fonts import BOLD, REGULAR, register_fonts


def _text_of(words: str) -> str:
    pdfium = pytest.importorskip("pypdfium2")
    register_fonts()
    content = io.BytesIO()
    canvas = Canvas(content, initialFontName=REGULAR)  # type: ignore[arg-type]
    canvas.setFont(BOLD, 12)
    canvas.drawString(72, 700, words)
    canvas.save()
    return str(pdfium.PdfDocument(content.getvalue())[0].get_textpage().get_text_range())


@pytest.mark.parametrize("words", ["Ng'ombe, Chang’ombe", "½ ¼ ¾ ± × ° µ", "Zoë Müller ŋ Ŋ ɓ", "“…” – —"])
def test_letters_of_here_come_out_as_they_were_typed(words: str) -> None:
    assert words in _text_of(words)


def test_a_sign_that_the_typeface_lacks_keeps_its_meaning() -> None:
    assert "joto >= 38, SpO2 <= 90 -> rufaa" in _text_of("joto ≥ 38, SpO2 ≤ 90 → rufaa")
    register_fonts()
    assert stringWidth("≥", REGULAR, 10) == pytest.approx(stringWidth(">=", REGULAR, 10))


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_no_sign_that_is_spelled_needs_another_one(name: str) -> None:
    from reportlab.pdfbase.pdfmetrics import getFont

    from emr_desktop.printing.spelled_font import _SPELLED

    register_fonts()
    held = getFont(name).face.charToGlyph
    assert [sign for sign in _SPELLED.values() if any(ord(each) not in held for each in str(sign))] == []
