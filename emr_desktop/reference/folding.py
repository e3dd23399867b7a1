"""Folds what people type and what names say to one spelling: small letters, no accents, no punctuation."""

from __future__ import annotations

import re
import unicodedata

_NOT_A_LETTER = re.compile(r"[^0-9a-z]+")


def fold(text: str) -> str:
    """Small ASCII letters and digits, one blank between words: ``Mimba/Ujauzito`` -> ``mimba ujauzito``."""
    plain = text.casefold()
    if not plain.isascii():
        decomposed = unicodedata.normalize("NFKD", plain)
        plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_A_LETTER.sub(" ", plain).strip()


def american(folded: str) -> str:
    """The same text in American spelling, so that ``anemia`` finds anaemia."""
    return folded.replace("oe", "e").replace("ae", "e").replace("our", "or")
