"""Puts the words and the Alt letter of a button or field into a text of the guide, in either language.

``{PageBar:&Save}`` in a text stands for the English text ``&Save`` of the window class ``PageBar``: it reads
**Save** (`Alt+S`) in English and **Hifadhi** (`Alt+I`) in Swahili, from the catalogue that the windows show.
``{@PageBar:&Save}`` stands for the keys alone.
"""

from __future__ import annotations

import re
from functools import cache

from PySide6.QtCore import QTranslator

from ui.qt.language import translator_of

REFERENCE = re.compile(r"\{(?P<keys>@?)(?P<context>\w+):(?P<text>(?:[^{}]|\{\d\})+)\}")
_KEYS_IN_WORDS = re.compile(r"\s+\((?:Ctrl\+\w+|Esc|Enter)\)$")
_HOLE = re.compile(r"(?::\s|\s?\(|\s)\{0\}\)?(?:\s…)?$")
_MARKS = re.compile(r"\*\*(.+?)\*\*")


def said(text: str, language: str) -> str:
    """The text with every reference filled in: buttons between ``**``, keys between backticks."""

    def fill(found: re.Match[str]) -> str:
        worded = translated(found["context"], found["text"], language)
        letter = alt_letter(worded)
        if found["keys"]:
            if not letter:
                raise ValueError(f"{found[0]} has no underlined letter")
            return f"`Alt+{letter}`"
        return f"**{shown(worded)}**" + (f" (`Alt+{letter}`)" if letter else "")

    return REFERENCE.sub(fill, text)


def plain(text: str, language: str) -> str:
    """The same for a place without markup: buttons between quotation marks, keys bare."""
    return _MARKS.sub(r"“\1”", said(text, language)).replace("`", "")


def translated(context: str, text: str, language: str) -> str:
    """A text of the windows as the catalogue of the language has it, its own English where it has none."""
    translator = _translator(language)
    return (translator.translate(context, text) if translator is not None else "") or text


def shown(worded: str) -> str:
    """A button's words as people read them: no mark of the underlined letter, keys or place for a name."""
    return _HOLE.sub("", _KEYS_IN_WORDS.sub("", worded)).replace("&", "").lstrip("‹› ").strip()


def alt_letter(worded: str) -> str:
    """The letter that Alt takes, in capitals; empty when none is underlined."""
    _, mark, tail = worded.replace("&&", "").partition("&")
    return tail[:1].upper() if mark else ""


@cache
def _translator(language: str) -> QTranslator | None:
    if language == "en":
        return None  # the sources are English
    return translator_of(language)
