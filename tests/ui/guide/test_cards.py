"""The cards for the desk: one sheet for a role, the keys of the language, letters that every printer has."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from ui.guide.__main__ import FOLDER, write_cards
from ui.guide.cards import keyboard_card, role_card, role_cards
from ui.guide.topics import ROLES

CARDS = FOLDER / "cards"


def _pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(" ".join(text.get_text_range().split()))
        text.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_one_sheet_with_its_lines(role: str, language: str) -> None:
    card = role_card(role, language)
    (text,) = _pages(role_cards((role,), language))
    assert card.title in text
    for _, lines in card.sections:
        assert lines
        for said in lines:
            assert said.replace("`", "") in text


def test_somebody_with_two_roles_gets_two_sheets() -> None:
    assert len(_pages(role_cards(("nurse", "clinician"), "sw"))) == 2


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_keyboard_card_has_the_keys_of_the_language(language: str) -> None:
    text = " ".join(_pages(keyboard_card(language)))
    assert {"sw": "Alt+E", "en": "Alt+S"}[language] in text
    assert {"sw": "herufi 2", "en": "2 letters"}[language] in text
    assert "Ctrl+Enter" in text
    assert not set(text) & set("↑↓←→□�")


def test_every_font_is_embedded() -> None:
    content = role_cards(("nurse",), "sw")
    assert b"/FontFile2" in content
    assert b"Helvetica" not in content


def test_the_kept_cards_are_those_of_the_texts(tmp_path: Path) -> None:
    write_cards(tmp_path)
    made = {path.name: _pages(path.read_bytes()) for path in tmp_path.glob("*.pdf")}
    kept = {path.name: _pages(path.read_bytes()) for path in CARDS.glob("*.pdf")}
    assert len(made) == 2 * (len(ROLES) + 1)
    assert made == kept, "the texts changed: make guide"
