"""The sentence for a code, in the chosen language; shared by the windows and the command line.

The sentences lie in ``ui/i18n/messages/<domain>.toml``, one table for each code::

    ["login.refused"]
    en = "The user name or the password is not right."
    sw = "Jina la mtumiaji au nywila si sahihi."

Placeholders are ``str.format`` fields named like the code's parameters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path

from emr_desktop.errors import DatabaseTrouble, EmrError
from emr_desktop.languages import by_language, codes

LANGUAGES = codes()
_IN_PARAMETERS = ("sw", "en")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FOLDER = Path(__file__).parent / "i18n" / "messages"


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All sentences: code -> language -> text with placeholders."""
    sentences: dict[str, dict[str, str]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for code, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if code in sentences:
                raise ValueError(f"{path.name}: the code {code} has a sentence already")
            sentences[code] = by_language(texts)
    return sentences


def sentence(code: str, params: Mapping[str, object], language: str) -> str:
    """Give the sentence for ``code``; a code without one is named, so that nobody stands before nothing.

    A parameter that is said in words comes as ``column_en`` and ``column_sw``: the sentence has ``{column}``.
    A day (``2026-11-30``) is said as people here write it: 30/11/2026.
    """
    texts = catalogue().get(code)
    if texts is None:
        details = ", ".join(f"{name}={value}" for name, value in params.items())
        return f"{code} ({details})" if details else code
    text = texts[language] or texts["en"]
    ending = f"_{language}"
    if language not in _IN_PARAMETERS:
        ending = "_en"  # parameters come in the languages of the program itself
    words = {name.removesuffix(ending): each for name, each in params.items() if name.endswith(ending)}
    days = {name: f"{day:%d/%m/%Y}" for name, each in params.items() if (day := _day(each)) is not None}
    try:
        return text.format(**{**params, **days, **words})
    except (KeyError, IndexError):
        return text


def _day(value: object) -> date | None:
    """The day that a parameter is, and nothing else: no moment, no month, nothing mistyped."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not (isinstance(value, str) and _ISO_DAY.fullmatch(value)):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def sentence_for(error: EmrError | DatabaseTrouble, language: str) -> str:
    """Give the sentence for an error that a verb raised."""
    code = f"database.{error.code}" if isinstance(error, DatabaseTrouble) else error.code
    return sentence(code, error.params, language)
