"""The typeface of paper and screen, shipped with the program so that every machine shows the same letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

REGULAR = "NotoSans"
BOLD = "NotoSans-SemiBold"
_FOLDER = Path(__file__).parent / "typefaces"


def font_files() -> dict[str, Path]:
    """The shipped TrueType files by font name; the windows load the same ones."""
    return {REGULAR: _FOLDER / "NotoSans-Regular.ttf", BOLD: _FOLDER / "NotoSans-SemiBold.ttf"}


@cache
def register_fonts() -> None:
    """Tell reportlab about the fonts, once; it embeds only the letters that a document uses."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily

    from emr_desktop.printing.spelled_font import SpelledFont

    for name, path in font_files().items():
        registerFont(SpelledFont(name, str(path)))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
