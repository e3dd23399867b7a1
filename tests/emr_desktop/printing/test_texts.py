"""The words on paper stand in both languages with the same placeholders; the fonts can print them."""

from __future__ import annotations

from string import Formatter

from emr_desktop.printing.fonts import BOLD, REGULAR, font_files
from emr_desktop.printing.texts import LANGUAGES, all_texts


def test_every_text_stands_in_both_languages_with_the_same_placeholders() -> None:
    for section, texts in all_texts().items():
        for name, words in texts.items():
            assert set(words) == set(LANGUAGES), f"{section}.{name}"
            fields = [
                {field for _, field, _, _ in Formatter().parse(words[one]) if field} for one in LANGUAGES
            ]
            assert fields[0] == fields[1], f"{section}.{name}"


def test_both_fonts_are_shipped_with_their_licence() -> None:
    files = font_files()
    assert set(files) == {REGULAR, BOLD}
    for path in files.values():
        assert path.read_bytes()[:4] == b"\x00\x01\x00\x00"
        assert (path.parent / "OFL.txt").is_file()
